import type { Id } from '../kernel/index.ts'
import { type Db, statement } from '../platform/db/index.ts'

/** $1 key, $2 name, $3 verified, $4 now, $5 via, $6 role. */
const CREATE = statement(
  'people_create_by_email',
  `with claimed as (
    insert into user_identities (user_id, type, value, key, verified, is_primary, created_at, updated_at)
    values (nextval('people_ids'), 'email', $1::text, $1::text, $3, true, $4, $4)
    on conflict (type, key) do nothing
    returning user_id
  ), made as (
    insert into users (id, name, email, verified, role_id, created_at, updated_at)
    select user_id, $2::text, $1::text, $3, $6, $4, $4 from claimed
    returning id
  ), noted as (
    insert into audit_log (at, actor_id, via, action, source_type, source_id, source_label, before, after)
    select $4, null, $5, 'create', 'user', id::text, $2::text, null,
      jsonb_build_object('id', id, 'name', $2::text, 'email', $1::text, 'role_id', $6::bigint, 'verified', $3::boolean)
    from made
  ), fed as (
    insert into feed_inbox (subject, subject_id) select 'user', id from made
  )
  select id from made`,
)

/** Always one row. The version of the policy comes along, so that asking for it takes no statement of its own. */
const FIND = statement(
  'people_find_by_email',
  `select (select user_id from user_identities where type = 'email' and key = $1) as id,
    (select coalesce(max(version), 0) from policy_versions) as "policyVersion"`,
)

export type Found = { readonly id: Id | null; readonly policyVersion: number }

export const findByEmail = async (tx: Db, key: string): Promise<Found> =>
  (await tx.query<Found>(FIND, [key]))[0]!

export type NewStranger = {
  readonly key: string
  readonly name: string
  readonly verified: boolean
  /** ISO. */
  readonly at: string
  readonly via: string
  readonly roleId: Id
}

/** `undefined` where somebody else has the address by now. */
export const insertStranger = async (tx: Db, one: NewStranger): Promise<Id | undefined> => {
  const params = [one.key, one.name, one.verified, one.at, one.via, one.roleId]
  return (await tx.query<{ id: Id }>(CREATE, params))[0]?.id
}
