import { HOUR_MS, type Id, type Json } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { TicketDesk } from '../fixture.ts'
import { sweepAutomations } from './sweep.ts'

/** For this room's tests: writes automations past the API, and lets time pass over them. */
export type Written = {
  readonly id: Id
  readonly title: string
  readonly all: readonly (readonly [field: string, operator: string, value: string])[]
  readonly actions: readonly { readonly field: string; readonly value: Json }[]
  readonly position?: number
  readonly once?: boolean
}

/** Lets these and no others stand. */
export const writeAutomations = async (
  { ground }: TicketDesk,
  written: readonly Written[],
): Promise<void> => {
  const standing = (await ground.policy.current()).documents('automation')
  const kept = new Set(written.map(({ id }) => id))
  await ground.policy.edit(ground.db, { authorId: null, reason: 'a test', at: ground.clock.now() }, [
    ...standing.filter(({ id }) => !kept.has(id)).map(({ kind, id }) => ({ kind, id, body: null })),
    ...written.map(({ id, title, all, actions, position = id, once = false }) => ({
      kind: 'automation',
      id,
      body: {
        title,
        position,
        once_per_ticket: once,
        conditions: { all: all.map(([field, operator, value]) => ({ field, operator, value })), any: [] },
        actions: [...actions],
      },
    })),
  ])
}

export const sweep = ({ ground, policies, commit }: TicketDesk): Promise<number> =>
  sweepAutomations({ ground, policies, commit, onCommitted: () => undefined })

/** What automations did: `2026-… ticket automation`, in the order of time. */
export type Fired = { readonly hour: number; readonly ticketId: Id; readonly automationId: Id }

/** Hours since `from`, with minutes as fractions. */
export const firedSince = async ({ ground }: TicketDesk, from: number): Promise<readonly Fired[]> => {
  const rows = await ground.db.rows(sql<{ at: number; ticketId: Id; automationId: Id }>`
    select extract(epoch from created_at)::float8 * 1000 as at, ticket_id as "ticketId",
      (change -> 'automation' ->> 'id')::bigint as "automationId"
    from audits where change ? 'automation' order by created_at, "automationId", ticket_id`)
  return rows.map(({ at, ...row }) => ({ ...row, hour: (at - from) / HOUR_MS }))
}

/** Gives every committed change its place in the feed, as the dispatcher does. */
export const numberChanges = ({ ground }: TicketDesk): Promise<unknown> =>
  ground.db.rows(sql`
    with taken as (delete from feed_inbox returning id, subject, subject_id, seq)
    insert into feed (position, subject, subject_id, seq, at)
    select (select coalesce(max(position), 0) from feed) + row_number() over (order by id), subject, subject_id, seq, now()
    from taken`)
