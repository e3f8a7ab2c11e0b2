import type { Id } from '../kernel/index.ts'
import { type Db, sql } from '../platform/db/index.ts'
import type { Eraser } from '../platform/module.ts'

/** Takes everything personal out of this domain's tables. The row and its id stay, for the tickets that name it. */
const eraseUser = async (tx: Db, userId: Id): Promise<void> => {
  await eraseFromAuditLog(tx, userId)
  await tx.rows(sql`delete from account_links where user_id = ${userId}`)
  await tx.rows(sql`delete from user_photos where user_id = ${userId}`)
  await tx.rows(sql`delete from sessions where user_id = ${userId}`)
  await tx.rows(sql`delete from tokens where user_id = ${userId}`)
  await tx.rows(sql`delete from oauth_grants where user_id = ${userId}`)
  await tx.rows(sql`delete from organization_subscriptions where user_id = ${userId}`)
  await tx.rows(sql`delete from organization_contacts where user_id = ${userId}`)
  await tx.rows(sql`delete from organization_memberships where user_id = ${userId}`)
  await tx.rows(sql`delete from group_memberships where user_id = ${userId}`)
  await tx.rows(sql`delete from user_identities where user_id = ${userId}`)
  await tx.rows(sql`
    update users set name = 'Permanently deleted user', email = null, verified = false, active = false,
      organization_id = null, default_group_id = null, external_id = null, phone = null, alias = null,
      details = null, notes = null, signature = null, time_zone = null, locale = null, tags = '{}',
      user_fields = '{}', photo = null, password_hash = null, password_changed_at = null, last_login_at = null
    where id = ${userId}`)
}

/** First of all: it asks what they are called. The log keeps its rows, and who did what (`0105`). */
const eraseFromAuditLog = (tx: Db, userId: Id): Promise<unknown> =>
  tx.rows(sql`select erase_audit_log(u.id, array_remove(array[u.name, u.alias, u.phone, u.external_id], null),
      array_remove(array[u.email], null) || array(
        select value from user_identities i where i.user_id = u.id and i.type = 'email'))
    from users u where u.id = ${userId}`)

export const peopleEraser: Eraser = {
  name: 'people',
  tables: [
    'account_links',
    'audit_log',
    'users',
    'user_identities',
    'user_photos',
    'organization_memberships',
    'group_memberships',
    'sessions',
    'tokens',
    'oauth_grants',
    'organization_subscriptions',
    'organization_contacts',
  ],
  eraseUser,
}
