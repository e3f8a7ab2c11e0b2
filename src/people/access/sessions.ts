import type { RawBuilder } from 'kysely'
import {
  forbidden,
  HOUR_MS,
  type Id,
  type Instant,
  notFound,
  plusMs,
  Refused,
  toIsoMs,
} from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging } from '../../platform/paging/index.ts'
import type { Acting } from '../acting.ts'
import { may, mayManageUser, type Viewer } from '../core/index.ts'
import { roleOf } from '../policy.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import { getUser } from '../users/read.ts'
import { SESSION_IDLE_HOURS } from './authenticate.ts'

/** A session as it may be shown: without anything that it could be used by. */
export type ShownSession = {
  readonly id: Id
  readonly user_id: Id
  readonly ip: string | null
  readonly user_agent: string | null
  readonly created_at: Instant
  readonly last_used_at: Instant
  readonly expires_at: Instant
}

const COLUMNS = sql<ShownSession>`s.id, s.user_id, s.ip, s.user_agent, s.created_at, s.last_used_at, s.expires_at`

/** Condition on the row `s`: one's own, and for managers everybody's; those that are over count as gone. */
const visibleSessions = (viewer: Viewer, now: Instant): RawBuilder<boolean> => sql<boolean>`
  ${may(viewer, 'users.manage') ? sql`true` : sql`s.user_id = ${viewer.userId ?? 0}`}
  and s.expires_at > ${toIsoMs(now)}::timestamptz
  and s.last_used_at > ${toIsoMs(plusMs(now, -SESSION_IDLE_HOURS * HOUR_MS))}::timestamptz`

export type SessionFilter = { readonly userId?: Id; readonly id?: Id }

const matching = (viewer: Viewer, now: Instant, { userId, id }: SessionFilter): RawBuilder<boolean> => {
  const conditions = [visibleSessions(viewer, now)]
  if (userId !== undefined) conditions.push(sql<boolean>`s.user_id = ${userId}`)
  if (id !== undefined) conditions.push(sql<boolean>`s.id = ${id}`)
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}

/** Sessions that stand. */
export const listSessions = (
  { ground }: Room,
  viewer: Viewer,
  filter: SessionFilter,
  paging: Paging<'id'>,
): Promise<Listing<ShownSession>> =>
  list(
    ground.db,
    {
      select: COLUMNS,
      from: sql`sessions s`,
      where: matching(viewer, ground.clock.now(), filter),
      sorts: { id: { column: sql`s.id`, type: 'bigint' } },
      id: sql`s.id`,
    },
    paging,
  )

export const getSession = async (
  { ground }: Room,
  viewer: Viewer,
  userId: Id,
  id: Id,
): Promise<ShownSession> => {
  const session = await ground.db.one(sql<ShownSession>`
    select ${COLUMNS} from sessions s where ${matching(viewer, ground.clock.now(), { userId, id })}`)
  if (session === undefined) throw new Refused(notFound)
  return session
}

/** Ends one session of a person, or all: one's own, and as a manager those of people below. */
export const revokeSessions = async (
  room: Room,
  acting: Acting,
  userId: Id,
  id: Id | undefined,
): Promise<void> => {
  const user = await getUser(room, acting.viewer, userId)
  if (id !== undefined) await getSession(room, acting.viewer, userId, id)
  const role = roleOf(await room.ground.policy.current(), user.role_id)
  const isOwn = acting.viewer.userId === userId
  if (!isOwn && !mayManageUser(acting.viewer, { id: userId, role })) throw new Refused(forbidden)
  const at = room.ground.clock.now()
  await room.ground.db.transaction(async (tx) => {
    const ended = await endSome(tx, userId, id)
    if (ended === 0) return
    await record(tx, acting, {
      at,
      action: 'logout',
      source: 'user',
      id: userId,
      label: user.name,
      before: { sessions: ended },
      after: { sessions: 0 },
    })
  })
}

const endSome = async (tx: Db, userId: Id, id: Id | undefined): Promise<number> => {
  const which = id === undefined ? sql`true` : sql`id = ${id}`
  const ended = await tx.rows(sql`delete from sessions where user_id = ${userId} and ${which} returning id`)
  return ended.length
}
