import type { Id } from '../../kernel/index.ts'
import {
  type ParsedMail,
  type ReplyClaim,
  readAddressToken,
  readMessageId,
  type Sign,
  splitAddress,
  verifyClaim,
} from '../core/index.ts'
import type { ThreadRow } from './store.ts'

/** No honest mail names more tickets than this. */
const MAX_CLAIMED_TICKETS = 20

export type Claims = {
  /** By address tokens, then by Message-IDs, newest first. */
  readonly thread: readonly ReplyClaim[]
  /** Of the mail itself: it may be one of ours that came back. */
  readonly own: ReplyClaim | undefined
  readonly reported: readonly { readonly messageId: string; readonly claim: ReplyClaim }[]
}

/** What a mail says of the tickets it belongs to. Nothing of it is believed before `verifiedIn`. */
export const claimsOf = (mail: ParsedMail, envelopeTo: readonly string[]): Claims => {
  const addressed = [...envelopeTo, ...[...mail.to, ...mail.cc].map(({ address }) => address)]
  const byAddress = [...new Set(addressed)].map((address) =>
    readAddressToken(splitAddress(address).detail ?? ''),
  )
  return {
    thread: [...byAddress, ...mail.references.map(readMessageId)].filter((claim) => claim !== undefined),
    own: mail.messageId === null ? undefined : readMessageId(mail.messageId),
    reported: (mail.report?.originalMessageIds ?? []).flatMap((messageId) => {
      const claim = readMessageId(messageId)
      return claim === undefined ? [] : [{ messageId, claim }]
    }),
  }
}

export const ticketIdsOf = (claims: Claims): Id[] => {
  const all = [...claims.thread, claims.own, ...claims.reported.map(({ claim }) => claim)]
  return [...new Set(all.filter((claim) => claim !== undefined).map(({ ticketId }) => ticketId))].slice(
    0,
    MAX_CLAIMED_TICKETS,
  )
}

/** The ticket in which a merged one goes on; itself where it was not merged. */
export const goingOnIn = (tickets: readonly ThreadRow[], ticket: ThreadRow): ThreadRow => {
  let last = ticket
  for (const _ of tickets) {
    const next = tickets.find((one) => one.ticket_id === last.merged_into)
    if (next === undefined) return last
    last = next
  }
  return last
}

/** Whether we issued the claim and it still holds; `tickets` are those that claims name. */
export const verifiedIn = (tickets: readonly ThreadRow[], sign: Sign) => {
  const byId = new Map(tickets.map((ticket) => [ticket.ticket_id, ticket]))
  return (claim: ReplyClaim | undefined): ThreadRow | undefined => {
    const ticket = claim && byId.get(claim.ticketId)
    return ticket !== undefined && claim !== undefined && verifyClaim(claim, ticket.mail_epoch, sign)
      ? ticket
      : undefined
  }
}
