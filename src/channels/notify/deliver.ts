import type { Id, Instant } from '../../kernel/index.ts'
import { type Person, roleOf } from '../../people/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Ground } from '../../platform/ground.ts'
import type { Effect, EffectHandler, EffectOutcome } from '../../platform/module.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import {
  bareValues,
  conversationValues,
  type Format,
  isCommentPlaceholder,
  placeholdersOf,
  render,
  type ToldComment,
} from '../../rules/core/index.ts'
import {
  canSeeTicket,
  type MailEffect,
  type RetoldRow,
  toldComment,
  viewerOfPerson,
} from '../../tickets/index.ts'
import { composeMail, type MailDraft, type MailFile, type OutgoingMail } from '../core/compose-mail.ts'
import { maySend, type Ruling } from '../core/may-send.ts'
import { deskIdOf, makeMessageId, makeReplyAddress, type ReplyTo } from '../core/reply-token.ts'
import type { Relay } from './relay.ts'
import { type From, senderOf, signed } from './sender.ts'
import {
  type MailSurroundings,
  mailSurroundings,
  type Prepared,
  prepareMail,
  settleByKey,
  settleMail,
} from './store.ts'

/** The payload of a `send_mail` effect: what `decide` said, and which audit it belongs to. */
type SendMail = MailEffect & { readonly ticketId: Id; readonly seq: number; readonly commentId: Id | null }

export type NotifyRoom = {
  readonly ground: Pick<Ground, 'settings' | 'db' | 'clock' | 'blobs' | 'keys' | 'policy' | 'log'>
  readonly relay: Relay | undefined
  readonly conversation: (
    ticketId: Id,
    upTo: { readonly audience: 'end_user' | 'agent'; readonly upToSeq: number },
  ) => Promise<readonly RetoldRow[]>
}

/** How many mails one process hands to the relay at a time. */
const CONCURRENCY = 4
const NO_RELAY_WAIT_MS = 60_000

/**
 * Sends the mails that changes left in the outbox. What the recipient may see is asked anew at each try; the
 * Message-ID is the same at each, so that a mail that left twice is recognised as one.
 */
export const mailHandler = (room: NotifyRoom): EffectHandler => ({
  kind: 'send_mail',
  concurrency: CONCURRENCY,
  leavesDesk: true,
  deliver: (effect) => deliver(room, effect),
  abandoned: async (effect, error) => {
    await settleByKey(room.ground.db, effect.key, {
      state: 'failed',
      reason: `given up: ${error}`,
      at: room.ground.clock.now(),
    })
  },
})

const deliver = async (room: NotifyRoom, effect: Effect): Promise<EffectOutcome> => {
  const { relay } = room
  if (relay === undefined) return { outcome: 'retry', error: 'No relay is set', afterMs: NO_RELAY_WAIT_MS }
  const order = effect.payload as unknown as SendMail
  const { db, clock } = room.ground
  const around = await mailSurroundings(db, order)
  const person = around?.people.users[String(order.recipientId)]
  if (around === undefined || person === undefined)
    return { outcome: 'failed', error: 'the ticket or person is gone' }
  const policy = await room.ground.policy.at(around.policy_version)
  const from = senderOf({ policy, settings: room.ground.settings }, around)
  const letter = await enter(room, { effect, order, around, person, from })
  if (letter.prepared.state === 'sent') return { outcome: 'done' }
  const ruling = rule(policy, order, around, person, letter.prepared)
  if (ruling.send === 'no') {
    await settleMail(db, letter.prepared.id, { state: 'suppressed', reason: ruling.reason, at: clock.now() })
    return { outcome: 'done' }
  }
  const mail = await write(room, order, {
    around,
    person,
    letter,
    policy,
    bare: ruling.send === 'bare',
  })
  return hand(room, relay, letter.prepared.id, mail)
}

type Letter = {
  readonly from: From
  readonly reply: ReplyTo
  readonly messageId: string
  readonly prepared: Prepared
}

type Entry = {
  readonly effect: Effect
  readonly order: SendMail
  readonly around: MailSurroundings
  readonly person: Person
  readonly from: From
}

/** Enters the mail under its fixed Message-ID and brings what is known of its thread. */
const enter = async (room: NotifyRoom, { effect, order, around, person, from }: Entry): Promise<Letter> => {
  const { db, keys, clock } = room.ground
  const reply = { ticketId: order.ticketId, userId: person.id, mailEpoch: around.mail_epoch }
  const nonce = `s${order.seq.toString(36)}r${order.rule.id.toString(36)}`
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  const messageId = makeMessageId(domain, reply, nonce, (text) => keys.sign('reply', text))
  const prepared = await prepareMail(db, {
    effectKey: effect.key,
    ticketId: order.ticketId,
    seq: order.seq,
    commentId: order.carriesComment ? order.commentId : null,
    userId: person.id,
    address: person.email ?? '',
    messageId,
    automatic: order.automatic,
    at: clock.now(),
  })
  return { from, reply, messageId, prepared }
}

const rule = (
  policy: PolicySnapshot,
  order: SendMail,
  around: MailSurroundings,
  person: Person,
  prepared: Prepared,
): Ruling => {
  const role = roleOf(policy, person.roleId)
  const sees = canSeeTicket(viewerOfPerson(person, role), {
    requesterId: around.requester_id,
    assigneeId: around.assignee_id,
    groupId: around.group_id,
    organizationId: around.organization_id,
    emailCcIds: around.email_cc_ids,
    followerIds: around.follower_ids,
    isPublic: around.is_public,
    deletedAt: around.deleted_at,
  })
  if (!sees) return { send: 'no', reason: 'the person may not see the ticket' }
  if (order.audience === 'agent' && role.kind === 'end_user') {
    return { send: 'no', reason: 'the person is no member of staff any more' }
  }
  return maySend({
    automatic: order.automatic,
    audience: order.audience,
    recipient: {
      active: person.active,
      suspended: person.suspended,
      verified: person.verified,
      address: person.email,
      deliverable: !prepared.gone,
      unwilling: prepared.unwilling,
    },
    provenByMail: around.author_id === person.id && around.verdict === 'pass',
    answersRecipient: around.author_id === person.id,
    sent: {
      toThisOnThread: prepared.to_this_on_thread,
      lastHour: prepared.last_hour,
      lastDay: prepared.last_day,
    },
  })
}

type Material = {
  readonly around: MailSurroundings
  readonly person: Person
  readonly letter: Letter
  readonly policy: PolicySnapshot
  readonly bare: boolean
}

const write = async (room: NotifyRoom, order: SendMail, material: Material): Promise<OutgoingMail> => {
  const { ground } = room
  const { person, letter, bare } = material
  const comments = bare || !tellsComments(order) ? [] : await room.conversation(order.ticketId, upTo(order))
  const values = bare ? bareValues(order.values) : order.values
  const late = conversationValues(comments.map((comment) => tell(comment, order, material)))
  const write = (source: string, format: Format): string =>
    written(order, render(source, values, { format, late }))
  const subject = write(order.subject, 'line')
  const [html, text] = [write(order.body, 'html'), write(order.body, 'text')]
  const draft: MailDraft = {
    from: { name: senderName(order, material), address: letter.from.address },
    to: { name: bare ? '' : person.name, address: person.email ?? '' },
    replyTo: makeReplyAddress(letter.from.address, letter.reply, (token) => ground.keys.sign('reply', token)),
    messageId: letter.messageId,
    thread: letter.prepared.thread,
    subject,
    text,
    html: page(html),
    automatic: order.automatic,
    deskId: deskIdOf(ground.settings.baseUrl),
    files: order.carriesComment ? filesOf(comments, order.seq) : [],
  }
  return composeMail(draft)
}

const upTo = (order: SendMail) => ({ audience: order.audience, upToSeq: order.seq })

/** Whether the mail names a comment at all: most automatic ones need none read. */
const tellsComments = (order: SendMail): boolean =>
  order.carriesComment ||
  [order.subject, order.body].some((source) => {
    const names = placeholdersOf(source)
    return names.ok && names.value.some(isCommentPlaceholder)
  })

/** An agent's words to a customer go out signed. */
const tell = (comment: RetoldRow, order: SendMail, { around, policy }: Material): ToldComment => {
  const agent = around.people.users[String(comment.author_id)]
  const plain = toldComment(comment)
  const isSigned = comment.seq === order.seq && !order.automatic && order.audience === 'end_user'
  return isSigned && agent !== undefined ? signed(plain, { policy, brandId: around.brand_id, agent }) : plain
}

const filesOf = (comments: readonly RetoldRow[], seq: number): MailFile[] =>
  comments
    .filter((comment) => comment.seq === seq)
    .flatMap((comment) => comment.files)
    .map((file) => ({
      id: file.id,
      fileName: file.file_name,
      contentType: file.content_type,
      size: file.size,
      blob: file.blob,
      contentId: file.inline ? file.content_id : null,
    }))

/** A template that cannot be written was refused when it was made; what still fails is told, not sent half. */
const written = ({ rule }: SendMail, rendered: ReturnType<typeof render>): string => {
  if (rendered.ok) return rendered.value
  throw new Error(
    `The template of ${rule.kind} ${JSON.stringify(rule.title)} cannot be written: ${rendered.error}`,
  )
}

/** An agent speaks under their own name; everything else under the desk's. */
const senderName = (order: SendMail, { around, letter }: Material): string => {
  const agent = order.automatic ? undefined : around.people.users[String(around.author_id)]?.name
  return agent === undefined ? letter.from.name : `${agent} (${letter.from.name})`
}

const page = (html: string): string => `<!doctype html><html><body>${html}</body></html>`

const hand = async (room: NotifyRoom, relay: Relay, id: Id, mail: OutgoingMail): Promise<EffectOutcome> => {
  const { db, clock, blobs } = room.ground
  const files = await Promise.all(
    mail.files.map(async (file) => ({ ...file, content: await blobs.read(file.blob) })),
  )
  const answer = await relay.send({
    envelope: { from: mail.envelope.from, to: [mail.envelope.to] },
    from: mail.from,
    to: mail.to,
    replyTo: mail.replyTo,
    subject: mail.subject,
    messageId: mail.messageId,
    ...(mail.inReplyTo === undefined ? {} : { inReplyTo: mail.inReplyTo }),
    references: [...mail.references],
    text: mail.text,
    html: mail.html,
    headers: { ...mail.headers },
    attachments: files.map((file) => ({
      filename: file.fileName,
      contentType: file.contentType,
      content: file.content,
      ...(file.contentId === null ? {} : { cid: file.contentId, contentDisposition: 'inline' as const }),
    })),
  })
  return conclude(db, id, answer, clock.now())
}

const conclude = async (
  db: Db,
  id: Id,
  answer: Awaited<ReturnType<Relay['send']>>,
  at: Instant,
): Promise<EffectOutcome> => {
  if (answer.answer === 'deferred') {
    await settleMail(db, id, { state: 'queued', reason: answer.error, at })
    return { outcome: 'retry', error: answer.error }
  }
  if (answer.answer === 'refused') {
    await settleMail(db, id, { state: 'failed', reason: answer.error, at })
    return { outcome: 'failed', error: answer.error }
  }
  await settleMail(db, id, { state: 'sent', reason: null, at })
  return { outcome: 'done' }
}
