import { type Id, type Refusal, Refused } from '../../kernel/index.ts'
import { accountSettingsOf, roleOf } from '../../people/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { textToHtml } from '../../platform/html/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import type { Change, NewAttachment } from '../../tickets/core/index.ts'
import {
  type CauseName,
  type CommentBody,
  commentBody,
  copyRule,
  deskIdOf,
  isBlankMail,
  MAX_CCS,
  type MailFacts,
  type MailRoute,
  machineCause,
  mailChange,
  type ParsedMail,
  routeMail,
  splitAddress,
} from '../core/index.ts'
import { findMailbox } from '../mailboxes/store.ts'
import { type OwnAddresses, ownAddressesOf } from '../own-addresses.ts'
import { filesOf, storeFiles } from './attachments.ts'
import { boundaryHostsFor } from './boundary-peers.ts'
import { strangerOf } from './doors.ts'
import { agentsNote, asCustomers, customerOf, passedOn } from './forward-mail.ts'
import { noteReport, reportedTicket } from './note-report.ts'
import type { ParseOutcome } from './parse/pool.ts'
import { type MailRoom, type Processed, recipientOf } from './room.ts'
import { type ClaimedMail, finishMail, loadSurroundings, type MailSurroundings } from './store.ts'
import { giveUp, once, suspend } from './suspend-mail.ts'
import { type Claims, claimsOf, goingOnIn, ticketIdsOf, verifiedIn } from './thread.ts'

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
    boundaryHosts: await judgesOf(room, mail),
  })
  if (outcome.kind === 'interrupted') throw new Interrupted(outcome.message)
  const finished =
    outcome.kind === 'read' ? await deliver(room, mail, outcome) : await giveUp(room, mail, raw, outcome)
  return finished
}

/** Whose judgement of the sender counts: of fetched mail the host that its mailbox names. */
const judgesOf = async (room: MailRoom, mail: ClaimedMail): Promise<readonly string[]> => {
  const { settings, db } = room.ground
  if (mail.mailbox_id === null)
    return boundaryHostsFor(settings.mailBoundaryHosts, mail.remote_ip, room.resolve)
  const host = (await findMailbox(db, mail.mailbox_id))?.authentication_host
  return host ? [host] : []
}

type Read = Extract<ParseOutcome, { kind: 'read' }>

const deliver = async (room: MailRoom, mail: ClaimedMail, read: Read): Promise<Processed> => {
  const surroundings = await surroundingsOf(room, mail, read)
  const { route, author } = decideRoute(room, mail, read, surroundings)
  if (read.mail.report !== null && reportedTicket(room, surroundings.known, surroundings.claims) !== null)
    return endReport(room, mail, read, surroundings)
  if (route.kind === 'suspend') return suspendRead(room, mail, read, surroundings, route)
  const body = commentBody(read.mail, textToHtml)
  const files = filesOf(read.mail, read.contents, body)
  const attachments = await storeFiles(room.ground, files, surroundings.known.attachmentIds)
  const made = await once(room, mail, async (tx) => {
    const change = await changeFor(room, tx, mail, read, {
      route,
      author,
      body,
      attachments,
      ...surroundings,
    })
    const ticketId = await commitAll(room, tx, change, { route, read, surroundings })
    await noteAuthor(room, tx, read, surroundings)
    await finishMail(tx, mail.id, 'done', { kind: route.kind, ticket_id: ticketId, verdict: read.verdict })
    return { state: 'done', ticketId } as const
  }).catch((error: unknown) => refusedBy(error))
  if ('refusal' in made) return suspendRefused(room, mail, read, surroundings, route, made.refusal)
  if (made.state === 'done') room.onCommitted()
  return made
}

type Meant = { readonly route: MailRoute; readonly read: Read; readonly surroundings: Surroundings }

/** Makes the change; where an agent passed a customer's mail on, the customer's ticket, and the agent's note in it. */
const commitAll = async (
  room: MailRoom,
  tx: Db,
  change: Change,
  { route, read: { mail, verdict }, surroundings: { known, policy, own } }: Meant,
): Promise<Id> => {
  const senderIsStaff = known.sender !== null && roleOf(policy, known.sender.role_id).kind !== 'end_user'
  const forwarded = passedOn({ route, mail, verdict, senderIsStaff, policy, own })
  const customerId = forwarded === null ? null : await customerOf(room, tx, forwarded)
  if (forwarded === null || customerId === null)
    return commit(room, tx, change, route.kind === 'comment' ? { ticketId: route.ticketId } : {})
  const ticketId = await commit(room, tx, asCustomers(change, forwarded, customerId), {})
  if (forwarded.note !== '') await commit(room, tx, agentsNote(change, forwarded.note), { ticketId })
  return ticketId
}

const commit = async (
  { tickets }: MailRoom,
  tx: Db,
  change: Change,
  target: { readonly ticketId?: Id },
): Promise<Id> => {
  const committed = await tickets.applyChange(change, target, { tx })
  if (!committed.ok) throw new Refused(committed.error)
  return committed.value.ticket.id
}

/** Who writes, provably, from an address that mail came back from has it again. */
const noteAuthor = async (
  { people, ground }: MailRoom,
  tx: Db,
  { verdict, mail }: Read,
  { known: { sender } }: Surroundings,
): Promise<void> => {
  if (verdict !== 'pass' || sender === null || !sender.undeliverable || mail.from === null) return
  const at = ground.clock.now()
  await people.noteDelivery(tx, { userId: sender.user_id, email: mail.from.address, news: 'reached', at })
}

/** A report of a mail of ours is done with when it is noted; nobody has to look at it. */
const endReport = (
  room: MailRoom,
  mail: ClaimedMail,
  read: Read,
  { known, claims }: Surroundings,
): Promise<Processed> =>
  once(room, mail, async (tx) => {
    await noteReport(room, tx, read.mail, known, claims)
    const ticketId = reportedTicket(room, known, claims)
    await finishMail(tx, mail.id, 'done', { kind: 'report', ticket_id: ticketId, verdict: read.verdict })
    return { state: 'done', ticketId }
  })

type Surroundings = {
  readonly known: MailSurroundings
  readonly claims: Claims
  readonly policy: PolicySnapshot
  readonly own: OwnAddresses
}

const surroundingsOf = async (room: MailRoom, mail: ClaimedMail, read: Read): Promise<Surroundings> => {
  const claims = claimsOf(read.mail, mail.envelope_to)
  const known = await loadSurroundings(room.ground.db, {
    address: read.mail.from?.address ?? '',
    ticketIds: ticketIdsOf(claims),
    // One more for the whole text of a mail that is too long for a comment.
    attachments: read.mail.attachments.length + 1,
  })
  const policy = await room.ground.policy.at(known.policyVersion)
  return { known, claims, policy, own: ownAddressesOf(policy, room.ground.settings) }
}

type Author = { readonly id: Id | null; readonly email: string; readonly name: string }

const decideRoute = (
  room: MailRoom,
  mail: ClaimedMail,
  read: Read,
  { known, claims, policy, own }: Surroundings,
): { route: MailRoute; author: Author } => {
  const { settings, keys } = room.ground
  const verified = verifiedIn(known.tickets, (text) => keys.sign('reply', text))
  const claim = claims.thread.find((one) => verified(one) !== undefined)
  const written = verified(claim)
  const ticket = written && goingOnIn(known.tickets, written)
  const { sender } = known
  const isOurs = verified(claims.own) !== undefined
  const facts: MailFacts = {
    machine: machineCause(
      read.mail,
      { from: mail.envelope_from, to: mail.envelope_to },
      {
        supportAddresses: own.emails,
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
  readonly own: OwnAddresses
  readonly policy: PolicySnapshot
}

const changeFor = async (
  room: MailRoom,
  tx: Db,
  mail: ClaimedMail,
  read: Read,
  { route, author, body, attachments, own, policy }: Ready,
): Promise<Change> => {
  const senderId =
    author.id ?? (await room.people.findOrCreateByEmail(tx, strangerOf(author.email, author.name)))
  return mailChange(read.mail, route, {
    mailId: mail.id,
    verdict: read.verdict,
    recipient: recipientOf(own, mail),
    brandId: own.find(mail.envelope_to[0] ?? '')?.brandId ?? null,
    originalRecipients: originalRecipients(read.mail, mail),
    senderId,
    ccIds: await copiedPeople(room, tx, read, { senderId, own, policy }),
    body,
    attachments,
  })
}

const MAX_SHOWN_RECIPIENTS = 100

const originalRecipients = (parsed: ParsedMail, mail: ClaimedMail): string[] =>
  [
    ...new Set([
      ...[...parsed.to, ...parsed.cc].map(({ address }) => address),
      ...mail.envelope_to.map((address) => splitAddress(address).base),
    ]),
  ].slice(0, MAX_SHOWN_RECIPIENTS)

/**
 * A mail whose sender is proven brings along whom it was copied to; others do not, even where the desk lets them speak:
 * a copy gives somebody a way into the ticket that outlives the doubtful mail.
 */
const copiedPeople = async (
  room: MailRoom,
  tx: Db,
  read: Read,
  { senderId, own, policy }: { readonly senderId: Id } & Pick<Surroundings, 'own' | 'policy'>,
): Promise<Id[]> => {
  const mayCopy = copyRule(accountSettingsOf(policy))
  if (read.verdict !== 'pass' || mayCopy === null) return []
  const others = [...read.mail.to, ...read.mail.cc].filter(
    ({ address }) =>
      own.find(address) === undefined && mayCopy(address) && address !== read.mail.from?.address,
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
  { known, own }: Surroundings,
  route: Extract<MailRoute, { kind: 'suspend' }>,
  remarks: readonly string[] = [],
): Promise<Processed> =>
  once(room, mail, (tx) =>
    suspend(room, tx, mail, {
      cause: route.cause,
      ticketId: route.ticketId,
      authorId: known.sender?.user_id ?? null,
      author: read.mail.from,
      subject: read.mail.subject,
      content: commentBody(read.mail, textToHtml).text,
      messageId: read.mail.messageId,
      verdict: read.verdict,
      remarks: [...read.mail.remarks, ...remarks],
      files: read.mail.attachments,
      own,
    }),
  )
