import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { AgentStatus } from './core/index.ts'

/** Somebody of the staff, with all that says whether they take tickets now. */
export type AgentRow = {
  readonly userId: Id
  readonly roleId: Id
  readonly status: AgentStatus
  /** Their own; null: that of their role. */
  readonly capacity: number | null
  readonly modifier: number
  readonly scheduleId: Id | null
  /** Under way or to come. */
  readonly absences: readonly { readonly from: Instant; readonly to: Instant }[]
}

export type MemberRow = AgentRow & {
  readonly skills: readonly Id[]
  /** How many unsolved tickets by the places of their status and priority. */
  readonly open: readonly (readonly [status: number, priority: number | null, count: number])[]
  readonly lastTurn: number | null
}

const agent = (at: Instant): RawBuilder<AgentRow> =>
  sql<AgentRow>`u.id as "userId", u.role_id as "roleId", coalesce(a.status, 'online') as status, a.capacity,
  coalesce(a.modifier, 1)::float8 as modifier, a.schedule_id as "scheduleId",
  coalesce((select jsonb_agg(jsonb_build_object('from', (extract(epoch from b.starts_at) * 1000)::bigint,
        'to', (extract(epoch from b.ends_at) * 1000)::bigint) order by b.starts_at, b.id)
      from agent_absences b where b.user_id = u.id and b.ends_at > ${toIsoMs(at)}), '[]'::jsonb) as absences`

export const findAgent = (db: Db, userId: Id, at: Instant): Promise<AgentRow | undefined> =>
  db.one(sql<AgentRow>`select ${agent(at)}
    from users u left join agent_availability a on a.user_id = u.id where u.id = ${userId} and u.active`)

/** The active people of a group, each with what they have in hand. */
export const membersOf = (db: Db, groupId: Id, at: Instant): Promise<MemberRow[]> =>
  db.rows(sql<MemberRow>`select ${agent(at)}, t.turn as "lastTurn",
      coalesce((select jsonb_agg(s.value_id order by s.value_id) from agent_skills s where s.user_id = u.id),
        '[]'::jsonb) as skills,
      coalesce((select jsonb_agg(jsonb_build_array(o.status, o.priority, o.count) order by o.status, o.priority)
        from (select t.status, t.priority, count(*) as count from tickets t
          where t.assignee_id = u.id and t.status < 4 and t.deleted_at is null group by 1, 2) o),
        '[]'::jsonb) as open
    from group_memberships m
    join users u on u.id = m.user_id and u.active and not u.suspended
    left join agent_availability a on a.user_id = u.id
    left join routing_turns t on t.group_id = m.group_id and t.user_id = u.id
    where m.group_id = ${groupId} order by u.id`)

/**
 * Holds the people of a group until the transaction ends: nobody else gives them tickets meanwhile, in whatever group.
 * What is read afterwards is what others who held them have left.
 */
export const lockMembers = async (tx: Db, groupId: Id, at: Instant): Promise<void> => {
  const lacking = await tx.one(sql<{ n: number }>`
    with held as (select user_id from agent_availability
        where user_id in (select user_id from group_memberships where group_id = ${groupId})
        order by user_id for update)
    select (select count(*) from group_memberships where group_id = ${groupId}) - (select count(*) from held) as n`)
  if (lacking!.n === 0) return
  await tx.rows(sql`insert into agent_availability (user_id, updated_at)
    select user_id, ${toIsoMs(at)} from group_memberships where group_id = ${groupId} order by user_id
    on conflict do nothing`)
  await tx.rows(sql`select from agent_availability
    where user_id in (select user_id from group_memberships where group_id = ${groupId}) order by user_id for update`)
}

export type AvailabilityRow = Pick<AgentRow, 'status' | 'capacity' | 'modifier' | 'scheduleId'>

export const saveAvailability = async (
  tx: Db,
  userId: Id,
  { status, capacity, modifier, scheduleId }: AvailabilityRow,
  at: Instant,
): Promise<void> => {
  await tx.rows(sql`insert into agent_availability (user_id, status, capacity, modifier, schedule_id, updated_at)
    values (${userId}, ${status}, ${capacity}, ${modifier}, ${scheduleId}, ${toIsoMs(at)})
    on conflict (user_id) do update set status = excluded.status, capacity = excluded.capacity,
      modifier = excluded.modifier, schedule_id = excluded.schedule_id, updated_at = excluded.updated_at`)
}

export const forgetAgent = async (tx: Db, userId: Id): Promise<void> => {
  await tx.rows(sql`delete from agent_skills where user_id = ${userId}`)
  await tx.rows(sql`delete from agent_availability where user_id = ${userId}`)
  await tx.rows(sql`delete from agent_absences where user_id = ${userId}`)
  await tx.rows(sql`delete from routing_turns where user_id = ${userId}`)
}
