import { type Id, type Instant, type JsonObject, type Refusal, Refused } from '../../kernel/index.ts'
import { roleOf } from '../../people/index.ts'
import { type Db, isUniqueViolation } from '../../platform/db/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { textToHtml } from '../../platform/html/index.ts'
import type { Change, NewAttachment } from '../../tickets/core/index.ts'
import {
  type CauseName,
  type CommentBody,
  commentBody,
  deskIdOf,
  isBlankMail,
  isSupportAddress,
  MAX_CCS,
  type MailFacts,
  type MailRoute,
  type MailVerdict,
  machineCause,
  mailChange,
  mailVia,
  type ParsedMail,
  routeMail,
  splitAddress,
} from '../core/index.ts'
import { insertSuspended } from '../suspended/store.ts'
import { filesOf, storeFiles } from './attachments.ts'
import { boundaryHostsFor } from './boundary-peers.ts'
import { type PeopleDoor, strangerOf, type TicketsDoor } from './doors.ts'
import { glanceAt } from './glance.ts'
import type { ParseOutcome, ParsePool } from './parse/pool.ts'
import type { Resolve } from './parse/verdict.ts'
import {
  type ClaimedMail,
  finishMail,
  loadSurroundings,
  type MailSurroundings,
  markBounced,
} from './store.ts'
import { type Claims, claimsOf, ticketIdsOf, verifiedIn } from './thread.ts'

export type MailRoom = {
  readonly ground: Pick<Ground, 'settings' | 'db' | 'clock' | 'blobs' | 'keys' | 'policy' | 'log'>
  readonly people: PeopleDoor
  readonly tickets: TicketsDoor
  readonly pool: ParsePool
  readonly resolve: Resolve
  /** Told after a transaction in which Changes were committed. */
  readonly onCommitted: () => void
}

export type Processed = { readonly state: 'done' | 'suspended' | 'duplicate'; readonly ticketId: Id | null }

/** Reading the mail was broken off by us, not by the mail. */
export class Interrupted extends Error {}

/**
 * Takes one mail from its raw bytes to what becomes of it: a ticket, a comment, or a suspended mail with its cause.
 * Whatever that is, it and the end of the mail are one transaction, so that a crash at any line leaves the mail to be
 * processed again, and never twice. Throws what another try may cure.
 */
export const processMail = async (room: MailRoom, mail: ClaimedMail): Promise<Processed> => {
  const raw = mail.raw ?? (await room.ground.blobs.read(mail.blob as string))
  const outcome = await room.pool.parse({
    raw: Buffer.from(raw),
    origin: { remoteIp: mail.remote_ip, helo: mail.helo, envelopeFrom: mail.envelope_from },
    boundaryHosts: await boundaryHostsFor(
      room.ground.settings.mailBoundaryHosts,
      mail.remote_ip,
      room.resolve,
    ),
  })
  if (outcome.kind === 'interrupted') throw new Interrupted(outcome.message)
  const finished =
    outcome.kind === 'read' ? await deliver(room, mail, outcome) : await giveUp(room, mail, raw, outcome)
  return finished
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
    }),
  )
}

type Read = Extract<ParseOutcome, { kind: 'read' }>

const deliver = async (room: MailRoom, mail: ClaimedMail, read: Read): Promise<Processed> => {
  const surroundings = await surroundingsOf(room, mail, read)
  const { route, author } = await decideRoute(room, mail, read, surroundings)
  if (route.kind === 'suspend') return suspendRead(room, mail, read, surroundings, route)
  const body = commentBody(read.mail, textToHtml)
  const files = filesOf(read.mail, read.contents, body)
  const attachments = await storeFiles(room.ground, files, surroundings.known.attachmentIds)
  const made = await once(room, mail, async (tx) => {
    const change = await changeFor(room, tx, mail, read, { route, author, body, attachments })
    const target = route.kind === 'comment' ? { ticketId: route.ticketId } : {}
    const committed = await room.tickets.applyChange(change, target, { tx })
    if (!committed.ok) throw new Refused(committed.error)
    const ticketId = committed.value.ticket.id
    await finishMail(tx, mail.id, 'done', { kind: route.kind, ticket_id: ticketId, verdict: read.verdict })
    return { state: 'done', ticketId } as const
  }).catch((error: unknown) => refusedBy(error))
  if ('refusal' in made) return suspendRefused(room, mail, read, surroundings, route, made.refusal)
  if (made.state === 'done') room.onCommitted()
  return made
}

type Surroundings = { readonly known: MailSurroundings; readonly claims: Claims }

const surroundingsOf = async (room: MailRoom, mail: ClaimedMail, read: Read): Promise<Surroundings> => {
  const { supportAddresses } = room.ground.settings
  const claims = claimsOf(read.mail, mail.envelope_to, (address) =>
    isSupportAddress(address, supportAddresses),
  )
  const known = await loadSurroundings(room.ground.db, {
    address: read.mail.from?.address ?? '',
    ticketIds: ticketIdsOf(claims),
    // One more for the whole text of a mail that is too long for a comment.
    attachments: read.mail.attachments.length + 1,
  })
  return { known, claims }
}

type Author = { readonly id: Id | null; readonly email: string; readonly name: string }

const decideRoute = async (
  room: MailRoom,
  mail: ClaimedMail,
  read: Read,
  { known, claims }: Surroundings,
): Promise<{ route: MailRoute; author: Author }> => {
  const { settings, keys } = room.ground
  const verified = verifiedIn(known.tickets, (text) => keys.sign('reply', text))
  const policy = await room.ground.policy.at(known.policyVersion)
  const claim = claims.thread.find((one) => verified(one) !== undefined)
  const ticket = verified(claim)
  const { sender } = known
  const isOurs = verified(claims.own) !== undefined
  const facts: MailFacts = {
    machine: machineCause(
      read.mail,
      { from: mail.envelope_from, to: mail.envelope_to },
      {
        supportAddresses: settings.supportAddresses,
        isOurMessageId: () => isOurs,
        ownMark: deskIdOf(settings.baseUrl),
      },
    ),
    verdict: read.verdict,
    severalAuthors: read.mail.severalAuthors,
    hasAuthor: read.mail.from !== null,
    isBlank: isBlankMail(read.mail, ticket !== undefined),
    sender: sender && {
      userId: sender.user_id,
      enabled: sender.active && !sender.suspended,
      isStaff: roleOf(policy, sender.role_id).kind !== 'end_user',
    },
    thread:
      ticket === undefined || claim === undefined
        ? null
        : {
            ticketId: ticket.ticket_id,
            issuedTo: claim.userId,
            requesterId: ticket.requester_id,
            ccIds: ticket.email_cc_ids,
            // What staff may do on this ticket is for `decide` to say; a refusal suspends the mail.
            staffMayComment: true,
            condition: ticket.deleted_at !== null ? 'deleted' : ticket.status === CLOSED ? 'closed' : 'live',
          },
    forgedAddress: ticket === undefined && claims.thread.some(({ kind }) => kind === 'address'),
    unauthenticated: settings.mailUnauthenticated,
  }
  const author = {
    id: sender?.user_id ?? null,
    email: read.mail.from?.address ?? '',
    name: read.mail.from?.name ?? '',
  }
  return { route: routeMail(facts), author }
}

const CLOSED = 5

type Ready = {
  readonly route: Extract<MailRoute, { kind: 'new_ticket' | 'comment' }>
  readonly author: Author
  readonly body: CommentBody
  readonly attachments: readonly NewAttachment[]
}

const changeFor = async (
  room: MailRoom,
  tx: Db,
  mail: ClaimedMail,
  read: Read,
  { route, author, body, attachments }: Ready,
): Promise<Change> => {
  const senderId =
    author.id ?? (await room.people.findOrCreateByEmail(tx, strangerOf(author.email, author.name)))
  return mailChange(read.mail, route, {
    mailId: mail.id,
    verdict: read.verdict,
    recipient: recipientOf(room, mail),
    originalRecipients: originalRecipients(read.mail, mail),
    senderId,
    ccIds: await copiedPeople(room, tx, read, senderId),
    body,
    attachments,
  })
}

const recipientOf = (room: MailRoom, mail: ClaimedMail): string => {
  const own = room.ground.settings.supportAddresses.map((address) => address.toLowerCase())
  const first = mail.envelope_to[0] ?? ''
  return own.includes(first) ? first : splitAddress(first).base
}

const MAX_SHOWN_RECIPIENTS = 100

const originalRecipients = (parsed: ParsedMail, mail: ClaimedMail): string[] =>
  [
    ...new Set([
      ...[...parsed.to, ...parsed.cc].map(({ address }) => address),
      ...mail.envelope_to.map((address) => splitAddress(address).base),
    ]),
  ].slice(0, MAX_SHOWN_RECIPIENTS)

/** A mail whose sender is proven (or taken for it) brings along whom it was copied to; others do not. */
const copiedPeople = async (room: MailRoom, tx: Db, read: Read, senderId: Id): Promise<Id[]> => {
  const { settings } = room.ground
  const isTrusted =
    read.verdict === 'pass' || (read.verdict !== 'fail' && settings.mailUnauthenticated === 'accept')
  if (!isTrusted) return []
  const others = [...read.mail.to, ...read.mail.cc].filter(
    ({ address }) =>
      !isSupportAddress(address, settings.supportAddresses) && address !== read.mail.from?.address,
  )
  const distinct = [...new Map(others.map((one) => [one.address, one])).values()].slice(0, MAX_CCS)
  const ids: Id[] = []
  // One after the other, in one order for all: two mails that copy the same people do not wait for each other.
  for (const { address, name } of distinct.toSorted((a, b) => (a.address < b.address ? -1 : 1))) {
    const id = await existsOrOpen(room, tx, address, name)
    if (id !== null && id !== senderId) ids.push(id)
  }
  return [...new Set(ids)]
}

/** Somebody whom we may not make a person of is not copied: an address of the desk's own domain, for one. */
const existsOrOpen = async (room: MailRoom, tx: Db, email: string, name: string): Promise<Id | null> => {
  try {
    return await room.people.findOrCreateByEmail(tx, strangerOf(email, name))
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

const refusedBy = (error: unknown): { readonly refusal: Refusal } => {
  if (error instanceof Refused && error.refusal.code !== 'conflict') return { refusal: error.refusal }
  throw error
}

/** What tickets or people refuse is not lost: it waits, with the reason. */
const suspendRefused = async (
  room: MailRoom,
  mail: ClaimedMail,
  read: Read,
  surroundings: Surroundings,
  route: MailRoute,
  refusal: Refusal,
): Promise<Processed> => {
  const ticketId = route.kind === 'comment' ? route.ticketId : null
  const isSender = refusal.details?.some(({ field }) => field === 'email') ?? false
  const cause: CauseName =
    isSender || surroundings.known.sender === null ? 'sign_up_required' : 'no_permission'
  return suspendRead(room, mail, read, surroundings, { kind: 'suspend', cause, ticketId }, [refusal.message])
}

const suspendRead = (
  room: MailRoom,
  mail: ClaimedMail,
  read: Read,
  { known, claims }: Surroundings,
  route: Extract<MailRoute, { kind: 'suspend' }>,
  remarks: readonly string[] = [],
): Promise<Processed> =>
  once(room, mail, async (tx) => {
    await noteReport(room, tx, read.mail, known, claims)
    return suspend(room, tx, mail, {
      cause: route.cause,
      ticketId: route.ticketId,
      authorId: known.sender?.user_id ?? null,
      author: read.mail.from,
      subject: read.mail.subject,
      content: commentBody(read.mail, textToHtml).text,
      messageId: read.mail.messageId,
      verdict: read.verdict,
      remarks: [...read.mail.remarks, ...remarks],
    })
  })

/** A report moves the delivery state of mails that are provably ours. */
const noteReport = async (
  room: MailRoom,
  tx: Db,
  { report }: ParsedMail,
  known: MailSurroundings,
  claims: Claims,
): Promise<void> => {
  if (report === null) return
  const isFinal = report.kind === 'feedback' || report.action === 'failed'
  const verified = verifiedIn(known.tickets, (text) => room.ground.keys.sign('reply', text))
  const ours = claims.reported
    .filter(({ claim }) => verified(claim) !== undefined)
    .map(({ messageId }) => messageId)
  if (!isFinal || ours.length === 0) return
  const reason =
    report.kind === 'feedback'
      ? 'reported as spam'
      : [report.status, report.diagnostic].filter(Boolean).join(' ')
  await markBounced(tx, ours, reason || 'delivery failed', room.ground.clock.now())
}

type Suspension = {
  readonly cause: CauseName
  readonly ticketId: Id | null
  readonly authorId: Id | null
  readonly author: ParsedMail['from']
  readonly subject: string
  readonly content: string
  readonly messageId: string | null
  readonly verdict: MailVerdict
  readonly remarks: readonly string[]
}

const suspend = async (room: MailRoom, tx: Db, mail: ClaimedMail, why: Suspension): Promise<Processed> => {
  const at: Instant = room.ground.clock.now()
  const recipient = recipientOf(room, mail)
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
      brandId: STANDARD_BRAND_ID,
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

const STANDARD_BRAND_ID = 1

/** Runs what ends a mail in one transaction. One that was ended before, under another row, becomes a duplicate. */
const once = async (
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
