import { type Id, type Instant, invalidField, Refused } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { belongsTo, deleteMemberships, putDefault, putMemberships, standing } from '../memberships/store.ts'
import { findOrganizations } from '../organizations/store.ts'
import type { UserInput } from './input.ts'
import type { UserRow } from './store.ts'

/** Gives a person the organizations that a body names: by id, by ids (the whole list then), or by name. */
export const applyOrganizations = async (
  tx: Db,
  user: Pick<UserRow, 'id' | 'organization_id'>,
  input: UserInput,
  at: Instant,
): Promise<void> => {
  if (input.organizationIds.length > 0) await replaceAll(tx, user.id, input.organizationIds, at)
  const wished =
    input.organizationName === undefined ? input.organizationId : await idOfName(tx, input.organizationName)
  if (wished === undefined || wished === user.organization_id) return
  if (wished !== null) await checkStanding(tx, [wished], 'organization_id')
  // The one they leave no longer shows them its tickets; further memberships stay.
  if (user.organization_id !== null)
    await deleteMemberships(
      tx,
      'organization',
      sql`m.user_id = ${user.id} and ${belongsTo('organization', user.organization_id)}`,
    )
  if (wished !== null) await putDefault(tx, 'organization', user.id, wished, at)
}

const replaceAll = async (tx: Db, userId: Id, ids: readonly Id[], at: Instant): Promise<void> => {
  await checkStanding(tx, ids, 'organization_ids')
  await deleteMemberships(
    tx,
    'organization',
    sql`m.user_id = ${userId} and not m.organization_id = any(${ids}::bigint[])`,
  )
  await putMemberships(tx, 'organization', userId, ids, at)
}

const checkStanding = async (tx: Db, ids: readonly Id[], field: string): Promise<void> => {
  const found = await standing(tx, 'organization', ids)
  if (ids.every((id) => found.has(id))) return
  throw new Refused(invalidField(field, 'Organization: does not exist'))
}

const idOfName = async (tx: Db, name: string): Promise<Id> => {
  const [found] = await findOrganizations(tx, sql`lower(o.name) = lower(${name})`)
  if (found === undefined) throw new Refused(invalidField('organization', 'Organization: does not exist'))
  return found.id
}
