import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { TicketViewer } from '../core/visible.ts'
import { visibleTickets } from '../visible.ts'

/** Who has skills: a person, or a ticket that asks for them. */
export type Bearer = { readonly of: 'agent' | 'ticket'; readonly id: Id }

const TABLES = {
  agent: { table: sql.table('agent_skills'), key: sql.ref('user_id') },
  ticket: { table: sql.table('ticket_skills'), key: sql.ref('ticket_id') },
} as const

/** Ids of skills, ascending. */
export const skillsOf = async (db: Db, { of, id }: Bearer): Promise<Id[]> => {
  const { table, key } = TABLES[of]
  const rows = await db.rows(
    sql<{ id: Id }>`select value_id as id from ${table} where ${key} = ${id} order by 1`,
  )
  return rows.map((row) => row.id)
}

/** Exactly these from now on. */
export const setSkills = async (
  tx: Db,
  { of, id }: Bearer,
  valueIds: readonly Id[],
  at: Instant,
): Promise<void> => {
  const { table, key } = TABLES[of]
  await tx.rows(sql`delete from ${table} where ${key} = ${id} and value_id <> all(${valueIds}::bigint[])`)
  await tx.rows(sql`insert into ${table} (${key}, value_id, created_at)
    select ${id}, v, ${toIsoMs(at)} from unnest(${valueIds}::bigint[]) as v on conflict do nothing`)
}

/** Skills that are no more: nobody has them, and no ticket asks for them. */
export const forgetSkills = async (tx: Db, valueIds: readonly Id[]): Promise<void> => {
  await tx.rows(sql`delete from agent_skills where value_id = any(${valueIds}::bigint[])`)
  await tx.rows(sql`delete from ticket_skills where value_id = any(${valueIds}::bigint[])`)
}

/** Of these tickets those that the viewer sees and has all skills for. */
export const fulfilledBy = async (db: Db, viewer: TicketViewer, ticketIds: readonly Id[]): Promise<Id[]> => {
  const rows = await db.rows(sql<{ id: Id }>`select t.ticket_id as id from tickets t
    where t.ticket_id = any(${ticketIds}::bigint[]) and ${visibleTickets(viewer)} and ${matches(viewer.userId)}
    order by 1`)
  return rows.map(({ id }) => id)
}

/** Condition on the row `t` of `tickets`: somebody has every skill that it asks for. */
const matches = (userId: Id | null): RawBuilder<boolean> =>
  sql<boolean>`not exists (select from ticket_skills s where s.ticket_id = t.ticket_id
    and not exists (select from agent_skills a where a.user_id = ${userId} and a.value_id = s.value_id))`
