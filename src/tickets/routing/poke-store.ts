import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

/**
 * Rows of groups are locked in the order of their ids, and before those of people, tickets and the queue, by everybody
 * who locks more than one: so nobody waits for who waits for them.
 */
const poke = (tx: Db, groupIds: RawBuilder<unknown>, at: Instant): Promise<unknown> =>
  tx.rows(sql`with concerned as (
      select group_id from routing_groups where group_id in (${groupIds}) order by group_id for update)
    update routing_groups g set due_at = ${toIsoMs(at)} from concerned c where g.group_id = c.group_id`)

/** Has these people's groups looked at again, where tickets wait. */
export const pokeGroupsOf = (tx: Db, userIds: readonly Id[], at: Instant): Promise<unknown> =>
  poke(
    tx,
    sql`select m.group_id from group_memberships m where m.user_id = any(${userIds}::bigint[])
      and exists (select from routing_queue q where q.group_id = m.group_id)`,
    at,
  )

/** Has the groups that these tickets wait in looked at again. */
export const pokeGroupsOfTickets = (tx: Db, ticketIds: readonly Id[], at: Instant): Promise<unknown> =>
  poke(tx, sql`select group_id from routing_queue where ticket_id = any(${ticketIds}::bigint[])`, at)
