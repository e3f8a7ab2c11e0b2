import { type Id, type Instant, type JsonObject, toIso } from '../../kernel/index.ts'
import type { ToldDeed } from '../../people/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { pollLoop } from '../../platform/loop/index.ts'
import type { Service } from '../../platform/module.ts'
import { ulidOf } from '../../sla/index.ts'
import type { ToldChange } from '../../tickets/index.ts'
import {
  CONTENT_TYPES,
  eventBody,
  peopleOf,
  ticketDetail,
  toldOfPeople,
  toldOfTicket,
  typeOf,
} from './core/index.ts'
import {
  feedAfter,
  hasCursor,
  lastPosition,
  lockCursor,
  moveCursor,
  openCursor,
  saveTold,
  skipTo,
  toldUpTo,
} from './cursor-store.ts'
import { insertInvocation } from './invocations-store.ts'
import type { WebhookRoom } from './room.ts'
import { subscribersOf } from './store.ts'

const BATCH = 200
const IDLE_MS = 500

/** Something that is told to whoever subscribed to its type. */
type Occurred = {
  /** Unique for ever: the change that it comes from, and its place in it. */
  readonly key: string
  readonly type: string
  readonly subject: string
  readonly ticketId: Id | null
  readonly userIds: readonly Id[]
  readonly at: Instant
  readonly detail: JsonObject
  readonly event: JsonObject
  readonly sequence: { readonly id: string; readonly position: number }
}

type Subscriber = Awaited<ReturnType<typeof subscribersOf>>[number]

/**
 * Follows the feed and leaves a message for every webhook that waits for what happened, in the order of commits. The
 * messages and the place in the feed are one transaction, so each is left once. Of all processes one at a time reads.
 */
export const feedReader = (room: WebhookRoom): Service & { turn(): Promise<number> } => {
  const { ground } = room
  const turn = async (): Promise<number> => {
    if (!(await hasCursor(ground.db))) await openCursor(ground.db, await room.people.told.last(ground.db))
    const read = await ground.db.transaction((tx) => readOn(room, tx))
    if (read.left > 0) room.onQueued()
    return read.rows === BATCH ? 0 : IDLE_MS
  }
  const loop = pollLoop({ name: 'webhook events', log: ground.log, turn })
  return {
    name: 'webhook events',
    roles: ['worker'],
    start: async () => loop.start(),
    stop: loop.stop,
    isBeating: loop.isBeating,
    turn,
  }
}

const readOn = async (room: WebhookRoom, tx: Db): Promise<{ rows: number; left: number }> => {
  const cursor = await lockCursor(tx)
  if (cursor === undefined) return { rows: 0, left: 0 }
  const subscribers = await subscribersOf(tx)
  if (subscribers.length === 0) {
    const position = await lastPosition(tx)
    if (position > cursor.position) await skipTo(tx, { position, audit_id: await room.people.told.last(tx) })
    return { rows: 0, left: 0 }
  }
  const rows = await feedAfter(tx, cursor.position, BATCH)
  const changes = await room.tickets.toldChanges(
    rows.flatMap((row) => (row.subject === 'ticket' ? [{ ticketId: row.subject_id, seq: row.seq }] : [])),
  )
  const byAudit = new Map(changes.map((change) => [`${change.ticket.id}/${change.seq}`, change]))
  let left = 0
  for (const { subject, subject_id: id, seq } of rows) {
    const change = subject === 'ticket' ? byAudit.get(`${id}/${seq}`) : undefined
    const isPeople = subject === 'user' || subject === 'organization'
    const occurred = change
      ? ofTicket(change)
      : isPeople
        ? await ofPeople(room, tx, { subject, id, passedBy: cursor.audit_id })
        : []
    for (const one of occurred) left += await leave(room, tx, subscribers, one)
  }
  const last = rows.at(-1)
  if (last !== undefined) await moveCursor(tx, last.position)
  return { rows: rows.length, left }
}

const ofTicket = (change: ToldChange): Occurred[] => {
  const { ticket, auditId, at, authorId } = change
  return toldOfTicket(change).map(({ name, event }, index) => ({
    key: `ticket/${ticket.id}/${change.seq}/${index}`,
    type: typeOf('ticket', name),
    subject: `zen:ticket:${ticket.id}`,
    ticketId: ticket.id,
    userIds: peopleOf(ticket, authorId),
    at,
    detail: ticketDetail(ticket, authorId),
    event,
    sequence: { id: String(auditId), position: index + 1 },
  }))
}

type Person = { readonly subject: 'user' | 'organization'; readonly id: Id; readonly passedBy: Id }

/** A row of the feed says that somebody changed; what was done to them since is in the audit log. */
const ofPeople = async (
  { people }: WebhookRoom,
  tx: Db,
  { subject, id, passedBy }: Person,
): Promise<Occurred[]> => {
  const deeds = await people.told.deeds(tx, subject, id, await toldUpTo(tx, subject, id, passedBy))
  const last = deeds.at(-1)
  if (last === undefined) return []
  await saveTold(tx, subject, id, last.id)
  const detail =
    subject === 'user'
      ? userDetail(await people.told.user(tx, id))
      : organizationDetail(await people.told.organization(tx, id))
  return deeds.flatMap((deed) => ofDeed(deed, { subject, id, detail }))
}

const ofDeed = (
  deed: ToldDeed,
  { subject, id, detail }: Pick<Person, 'subject' | 'id'> & { readonly detail: JsonObject },
): Occurred[] =>
  toldOfPeople(subject, deed).map(({ name, event }, index) => ({
    key: `log/${deed.id}/${index}`,
    type: typeOf(subject, name),
    subject: `zen:${subject}:${id}`,
    ticketId: null,
    userIds: subject === 'user' ? [id] : [],
    at: deed.at,
    detail,
    event,
    sequence: { id: String(deed.id), position: index + 1 },
  }))

type Users = WebhookRoom['people']['told']
const textOf = (id: Id | null): string | null => (id === null ? null : String(id))

const ROLES: { readonly [kind: string]: string } = { end_user: 'end-user', owner: 'admin', admin: 'admin' }

const userDetail = (user: Awaited<ReturnType<Users['user']>>): JsonObject =>
  user === undefined
    ? {}
    : {
        id: String(user.id),
        email: user.email,
        external_id: user.external_id,
        organization_id: textOf(user.organization_id),
        default_group_id: textOf(user.default_group_id),
        role: ROLES[user.role] ?? 'agent',
        created_at: toIso(user.created_at),
        updated_at: toIso(user.updated_at),
      }

const organizationDetail = (found: Awaited<ReturnType<Users['organization']>>): JsonObject =>
  found === undefined
    ? {}
    : {
        id: String(found.id),
        name: found.name,
        external_id: found.external_id,
        group_id: textOf(found.group_id),
        shared_tickets: found.shared_tickets,
        shared_comments: found.shared_comments,
        created_at: toIso(found.created_at),
        updated_at: toIso(found.updated_at),
      }

/** Leaves it for everybody who subscribed to its type; answers how many. */
const leave = async (
  { ground }: WebhookRoom,
  tx: Db,
  subscribers: readonly Subscriber[],
  one: Occurred,
): Promise<number> => {
  const waiting = subscribers.filter(({ subscriptions }) => subscriptions.includes(one.type))
  const now = ground.clock.now()
  const eventId = ulidOf(one.at, ground.randomBytes(10))
  const body = eventBody({ ...one, id: eventId })
  for (const { id: webhookId } of waiting)
    await insertInvocation(tx, {
      id: ulidOf(now, ground.randomBytes(10)),
      webhook_id: webhookId,
      sourceKey: one.key,
      event_type: one.type,
      subject: one.subject,
      ticket_id: one.ticketId,
      user_ids: one.userIds,
      method: 'POST',
      query: null,
      content_type: CONTENT_TYPES.json,
      body,
      at: now,
    })
  return waiting.length
}
