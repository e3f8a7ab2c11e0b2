import type { Id, Instant, JsonObject } from '../../kernel/index.ts'
import { STANDARD_BRAND_ID } from '../../people/index.ts'
import { type Db, isUniqueViolation } from '../../platform/db/index.ts'
import {
  type CauseName,
  type MailAttachment,
  type MailVerdict,
  mailVia,
  type ParsedMail,
} from '../core/index.ts'
import { type OwnAddresses, ownAddressesOf } from '../own-addresses.ts'
import { insertSuspended } from '../suspended/store.ts'
import { glanceAt } from './glance.ts'
import { type MailRoom, type Processed, recipientOf } from './room.ts'
import { type ClaimedMail, finishMail } from './store.ts'

export type Suspension = {
  readonly cause: CauseName
  readonly ticketId: Id | null
  readonly authorId: Id | null
  readonly author: ParsedMail['from']
  readonly subject: string
  readonly content: string
  readonly messageId: string | null
  readonly verdict: MailVerdict
  readonly remarks: readonly string[]
  readonly files?: readonly MailAttachment[]
  readonly own: OwnAddresses
}

/** Whoever judges a mail needs to see no more of them. */
const MAX_FILES = 100

/** Ends a mail as one that waits for an agent, in the given transaction. */
export const suspend = async (
  room: MailRoom,
  tx: Db,
  mail: ClaimedMail,
  why: Suspension,
): Promise<Processed> => {
  const at: Instant = room.ground.clock.now()
  const recipient = recipientOf(why.own, mail)
  const id = await insertSuspended(
    tx,
    {
      mailId: mail.id,
      authorId: why.authorId,
      authorName: why.author?.name || why.author?.address || '',
      authorEmail: why.author?.address ?? mail.envelope_from,
      subject: why.subject,
      content: why.content,
      cause: why.cause,
      ticketId: why.ticketId,
      recipient,
      messageId: why.messageId,
      files: (why.files ?? []).slice(0, MAX_FILES),
      brandId: why.own.find(recipient)?.brandId ?? STANDARD_BRAND_ID,
      via: mailVia(why.author, { recipient, originalRecipients: mail.envelope_to }, null),
    },
    at,
  )
  const outcome: JsonObject = {
    kind: 'suspended',
    suspended_ticket_id: id,
    cause: why.cause,
    verdict: why.verdict,
    ...(why.remarks.length > 0 ? { remarks: why.remarks } : {}),
  }
  await finishMail(tx, mail.id, 'suspended', outcome)
  return { state: 'suspended', ticketId: why.ticketId }
}

/** Runs what ends a mail in one transaction. One that was ended before, under another row, becomes a duplicate. */
export const once = async (
  room: MailRoom,
  mail: ClaimedMail,
  work: (tx: Db) => Promise<Processed>,
): Promise<Processed> => {
  const { db } = room.ground
  try {
    return await db.transaction(work)
  } catch (error) {
    if (!isUniqueViolation(error, 'inbound_mails_once')) throw error
    await finishMail(db, mail.id, 'duplicate', { kind: 'duplicate' })
    return { state: 'duplicate', ticketId: null }
  }
}

/** Suspends a mail that could not be read, or failed too often: `why` is for those who look into it. */
export const giveUp = async (
  room: MailRoom,
  mail: ClaimedMail,
  raw: Buffer,
  why: { readonly kind: 'over_limit' | 'failed' | 'exhausted'; readonly message: string },
): Promise<Processed> => {
  const glance = glanceAt(raw)
  const cause: CauseName = why.kind === 'exhausted' ? 'gave_up' : 'malformed'
  const own = ownAddressesOf(await room.ground.policy.current(), room.ground.settings)
  return once(room, mail, (tx) =>
    suspend(room, tx, mail, {
      cause,
      ticketId: null,
      authorId: null,
      author: glance.from,
      subject: glance.subject,
      content: glance.start,
      messageId: null,
      verdict: 'none',
      remarks: [why.message],
      own,
    }),
  )
}
