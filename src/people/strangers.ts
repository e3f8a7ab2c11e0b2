import { type Id, invalidField, Refused, toIsoMs } from '../kernel/index.ts'
import { type Db, statement } from '../platform/db/index.ts'
import { ACCOUNT_SETTINGS_ID, cleanName, END_USER, nameFromEmail, readEmail } from './core/index.ts'
import type { Room } from './room.ts'
import { isOpenToStrangers } from './self-registration.ts'
import { joinByDomain, settleUsers } from './users/store.ts'

export type Stranger = {
  readonly email: string
  /** What they call themselves; else their address does. */
  readonly name?: string | null | undefined
  /** Whether they have shown that the address is theirs. A mail alone, however authentic, has not. */
  readonly verified: boolean
  /** For the audit log: `mail`, `web` … */
  readonly via?: string
}

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

type Found = { readonly id: Id | null; readonly staffDomains: unknown }

/**
 * Always one row. It brings the settings along: a snapshot of the policy may have to be fetched over a second
 * connection, and a pool whose every connection waits for another inside a transaction stands still.
 */
const FIND = statement(
  'people_find_by_email',
  `select (select user_id from user_identities where type = 'email' and key = $1) as id,
    (select body -> 'staff_domains' from policy_documents
      where kind = 'account_settings' and id = ${ACCOUNT_SETTINGS_ID} and to_version is null) as "staffDomains"`,
)

/**
 * The person with an address, created as an unverified end user where there is none. The unique identity decides a
 * race: who comes second gets the first one's. Throws `Refused` `invalid` for what is no address, and for addresses
 * at the desk's own domains that nobody has yet (`isOpenToStrangers`).
 */
export const findOrCreateByEmail = async (room: Room, tx: Db, stranger: Stranger): Promise<Id> => {
  const email = readEmail(stranger.email)
  if (!email.ok) throw new Refused(invalidField('email', `Email: ${email.error}`, 'InvalidFormat'))
  const [found] = await tx.query<Found>(FIND, [email.value])
  if (found !== undefined && found.id !== null) return found.id
  if (!isOpenToStrangers(room, found?.staffDomains, email.value))
    throw new Refused(invalidField('email', 'Email: addresses of this desk cannot be registered'))
  return create(room, tx, email.value, stranger)
}

const create = async (room: Room, tx: Db, email: string, stranger: Stranger): Promise<Id> => {
  const at = room.ground.clock.now()
  const name = cleanName(stranger.name ?? '') || nameFromEmail(email)
  const params = [email, name, stranger.verified, toIsoMs(at), stranger.via ?? 'mail', END_USER]
  const [made] = await tx.query<{ id: Id }>(CREATE, params)
  if (made !== undefined) {
    if (stranger.verified) await joinByDomain(tx, [made.id], at)
    if (stranger.verified) await settleUsers(tx, [made.id], at)
    return made.id
  }
  // Somebody else has just committed the same address.
  const [winner] = await tx.query<Found>(FIND, [email])
  const id = winner?.id ?? null
  if (id === null)
    throw new Refused({ code: 'conflict', message: 'The user was removed in this very moment' })
  return id
}
