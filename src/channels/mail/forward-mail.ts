import { type Id, Refused } from '../../kernel/index.ts'
import { accountSettingsOf } from '../../people/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { textToHtml } from '../../platform/html/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { type Change, noChange } from '../../tickets/core/index.ts'
import type { Forwarded, MailRoute, MailVerdict, ParsedMail } from '../core/index.ts'
import type { OwnAddresses } from '../own-addresses.ts'
import { strangerOf } from './doors.ts'
import type { MailRoom } from './room.ts'

export type ForwardFacts = {
  readonly route: MailRoute
  readonly mail: ParsedMail
  readonly verdict: MailVerdict
  readonly senderIsStaff: boolean
  readonly policy: PolicySnapshot
  readonly own: OwnAddresses
}

/**
 * The customer's mail that an agent passed on to open a ticket for them (`agent_email_forwarding` of the account
 * settings). Only an agent whose domain vouches for the mail may speak for somebody else.
 */
export const passedOn = ({
  route,
  mail,
  verdict,
  senderIsStaff,
  policy,
  own,
}: ForwardFacts): Forwarded | null => {
  if (route.kind !== 'new_ticket' || route.followUpOf !== null) return null
  if (!senderIsStaff || verdict !== 'pass' || mail.forwarded === null) return null
  if (accountSettingsOf(policy).agent_email_forwarding === false) return null
  const isOurs =
    own.find(mail.forwarded.from.address) !== undefined || mail.forwarded.from.address === mail.from?.address
  return isOurs ? null : mail.forwarded
}

/** The person whose mail was passed on; null where nobody may be made of their address. */
export const customerOf = async (room: MailRoom, tx: Db, { from }: Forwarded): Promise<Id | null> => {
  try {
    return await room.people.findOrCreateByEmail(tx, strangerOf(from.address, from.name))
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

/** The ticket that the agent's mail would open, as the customer's: their words, asked for by them. */
export const asCustomers = (change: Change, { subject, text, html }: Forwarded, customerId: Id): Change => ({
  ...change,
  requesterId: customerId,
  set: { ...change.set, ...(subject === '' ? {} : { subject }) },
  emailCcs: {},
  ...(change.comment === undefined
    ? {}
    : {
        comment: {
          ...change.comment,
          text: text || subject,
          html: text === '' ? textToHtml(subject) : (html ?? textToHtml(text)),
          quotedHtml: '',
          authorId: customerId,
          public: true,
          verdict: 'none',
        },
      }),
})

/** What the agent wrote above it is between colleagues. */
export const agentsNote = ({ actor, via }: Change, note: string): Change => ({
  ...noChange,
  kind: 'update',
  actor,
  via,
  comment: { text: note, html: textToHtml(note), attachments: [], public: false },
})
