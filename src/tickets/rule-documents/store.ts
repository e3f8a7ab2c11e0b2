import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

/** Where counting goes on; undefined where another process counts. */
export const lockUsageCursor = async (tx: Db): Promise<number | undefined> =>
  (await tx.one(sql<{ position: number }>`select position from rule_usage_cursor for update skip locked`))
    ?.position

export const moveUsageCursor = (tx: Db, position: number): Promise<unknown> =>
  tx.rows(sql`update rule_usage_cursor set position = ${position}`)

/** Counts the rules that fired in the audits behind a position; tells how many rows it read, and the last. */
export const countFired = async (
  tx: Db,
  after: number,
  limit: number,
): Promise<{ readonly rows: number; readonly last: number | null }> =>
  (await tx.one(sql<{ rows: number; last: number | null }>`
    with page as materialized (
      select position, subject, subject_id, seq from feed where position > ${after} order by position limit ${limit}
    ), fired as (
      select r.value ->> 'kind' as kind, (r.value ->> 'id')::bigint as rule_id,
        date_bin('10 minutes', a.created_at, 'epoch') as at, count(*) as uses
      from page p
      join audits a on p.subject = 'ticket' and a.ticket_id = p.subject_id and a.seq = p.seq
      cross join lateral jsonb_array_elements(a.rules_fired) r
      group by 1, 2, 3
    ), counted as (
      insert into rule_usage as u (kind, rule_id, at, uses) select kind, rule_id, at, uses from fired
      on conflict (kind, rule_id, at) do update set uses = u.uses + excluded.uses
    )
    select count(*) as rows, max(position) as last from page`))!

/** Adds one use of a rule that is used by hand. */
export const noteUse = (tx: Db, kind: string, ruleId: Id, at: Instant): Promise<unknown> =>
  tx.rows(sql`
    insert into rule_usage as u (kind, rule_id, at, uses)
    values (${kind}, ${ruleId}, date_bin('10 minutes', ${toIsoMs(at)}::timestamptz, 'epoch'), 1)
    on conflict (kind, rule_id, at) do update set uses = u.uses + 1`)

export const usesSince = (
  db: Db,
  kind: string,
  from: Instant,
): Promise<readonly { readonly ruleId: Id; readonly uses: number }[]> =>
  db.rows(sql<{ ruleId: Id; uses: number }>`
    select rule_id as "ruleId", sum(uses)::bigint as uses from rule_usage
    where kind = ${kind} and at > ${toIsoMs(from)}::timestamptz - interval '10 minutes' group by rule_id`)

export const forgetUses = (db: Db, before: Instant): Promise<unknown> =>
  db.rows(sql`delete from rule_usage where at < ${toIsoMs(before)}`)

/** People of these roles who may sign in, by name. */
export const activeOfRoles = (
  db: Db,
  roleIds: readonly Id[],
  limit: number,
): Promise<readonly { readonly id: Id; readonly name: string }[]> =>
  db.rows(sql<{ id: Id; name: string }>`
    select id, name from users where active and role_id = any(${roleIds}::bigint[]) order by name, id limit ${limit}`)
