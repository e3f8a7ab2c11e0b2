import { forbidden, type Id, type Instant, invalidField, notFound, Refused } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging } from '../../platform/paging/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import type { Acting } from '../acting.ts'
import { mayGovernUser, mayManageUser, readEmail, type Viewer } from '../core/index.ts'
import { namingDuplicates } from '../duplicates.ts'
import { roleOf } from '../policy.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import { checkAddress } from '../self-registration.ts'
import { visibleUsers } from '../visible.ts'
import {
  changeIdentity,
  deleteIdentities,
  findIdentities,
  type IdentityRow,
  identitySource,
  insertIdentity,
  makePrimary,
  markVerified,
  type NewIdentity,
} from './identities-store.ts'
import { getUser } from './read.ts'
import { joinByDomain, lockUser, settleUsers, type UserRow } from './store.ts'

const DUPLICATES = {
  user_identities_key: { field: 'value', description: 'Value: is already being used by another user' },
} as const

export const TYPES: ReadonlySet<string> = new Set([
  'email',
  'phone_number',
  'twitter',
  'facebook',
  'google',
  'agent_forwarding',
  'any_channel',
  'foreign',
  'sdk',
  'messaging',
])

/** The identities of a person whom the viewer sees. */
export const listIdentities = async (
  room: Room,
  viewer: Viewer,
  userId: Id,
  paging: Paging<'id'>,
): Promise<Listing<IdentityRow>> => {
  await getUser(room, viewer, userId)
  return list(room.ground.db, identitySource(sql`i.user_id = ${userId}`), paging)
}

export const getIdentity = async (room: Room, viewer: Viewer, userId: Id, id: Id): Promise<IdentityRow> => {
  await getUser(room, viewer, userId)
  return found(room.ground.db, userId, id)
}

const found = async (db: Db, userId: Id, id: Id): Promise<IdentityRow> => {
  const [identity] = await findIdentities(db, sql`i.user_id = ${userId} and i.id = ${id}`)
  if (identity === undefined) throw new Refused(notFound)
  return identity
}

export type IdentityInput = { readonly type: string; readonly value: string; readonly verified?: boolean }

/** Adds an address or account. Proven only where a manager says so of somebody else. */
export const addIdentity = (
  room: Room,
  acting: Acting,
  userId: Id,
  input: IdentityInput,
): Promise<IdentityRow> =>
  governed(room, acting, userId, 'create', async ({ tx, at, policy, manages }) => {
    if (!TYPES.has(input.type)) throw new Refused(invalidField('type', 'Type: is not a type of identity'))
    const fresh = readValue(room, policy, input.type, input.value)
    const verified = manages && input.verified === true
    const { id } = await insertIdentity(tx, userId, { type: input.type, ...fresh, verified }, at)
    return id
  })

/** Another value makes it unproven again. */
export const editIdentity = (
  room: Room,
  acting: Acting,
  userId: Id,
  id: Id,
  input: Partial<IdentityInput>,
): Promise<IdentityRow> =>
  governed(room, acting, userId, 'update', async ({ tx, at, policy, manages }) => {
    const before = await found(tx, userId, id)
    const fresh = input.value === undefined ? before : readValue(room, policy, before.type, input.value)
    const kept = fresh.key === before.key && before.verified
    const verified = kept || (manages && input.verified === true)
    await changeIdentity(tx, id, { value: fresh.value, key: fresh.key, verified }, at)
    return id
  })

export const setPrimary = (room: Room, acting: Acting, userId: Id, id: Id): Promise<IdentityRow> =>
  governed(room, acting, userId, 'update', async ({ tx, at }) => {
    await makePrimary(tx, await found(tx, userId, id), at)
    return id
  })

/** Says that an identity is proven: managers, of others. */
export const verifyIdentity = (room: Room, acting: Acting, userId: Id, id: Id): Promise<IdentityRow> =>
  governed(room, acting, userId, 'update', async ({ tx, at, manages }) => {
    await found(tx, userId, id)
    if (!manages) throw new Refused(forbidden)
    await markVerified(tx, sql`i.id = ${id}`, at)
    return id
  })

/** Removes one; the only address of somebody stays. */
export const removeIdentity = async (room: Room, acting: Acting, userId: Id, id: Id): Promise<void> => {
  await governed(room, acting, userId, 'destroy', async ({ tx }) => {
    const identity = await found(tx, userId, id)
    const others = await findIdentities(tx, sql`i.user_id = ${userId} and i.type = 'email' and i.id <> ${id}`)
    if (identity.type === 'email' && others.length === 0)
      throw new Refused(invalidField('base', 'Identity: the only address of a user cannot be removed'))
    await deleteIdentities(tx, userId, sql`i.id = ${id}`)
    return undefined
  })
}

const readValue = (
  room: Room,
  policy: PolicySnapshot,
  type: string,
  text: string,
): Pick<NewIdentity, 'value' | 'key'> => {
  if (type !== 'email') {
    const value = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '').trim()
    if (value === '') throw new Refused(invalidField('value', 'Value: cannot be blank', 'BlankValue'))
    if (value.length > 255)
      throw new Refused(invalidField('value', 'Value: is too long (maximum is 255 characters)', 'TooLong'))
    return { value, key: value.toLowerCase() }
  }
  const email = readEmail(text)
  if (!email.ok) throw new Refused(invalidField('value', `Value: ${email.error}`, 'InvalidFormat'))
  checkAddress(room, policy, email.value)
  return { value: email.value, key: email.value }
}

type Work = {
  readonly tx: Db
  readonly at: Instant
  readonly policy: PolicySnapshot
  readonly manages: boolean
}

/** Runs a write to the identities of a person whom the viewer governs, and brings their row in line with it. */
const governed = async (
  room: Room,
  acting: Acting,
  userId: Id,
  action: 'create' | 'update' | 'destroy',
  work: (parts: Work) => Promise<Id | undefined>,
): Promise<IdentityRow> => {
  const policy = await room.ground.policy.current()
  const run = async (tx: Db): Promise<IdentityRow> => {
    const user = await lockUser(tx, sql`u.id = ${userId} and u.active and ${visibleUsers(acting.viewer)}`)
    if (user === undefined) throw new Refused(notFound)
    const subject = { id: userId, role: roleOf(policy, user.role_id) }
    if (!mayGovernUser(acting.viewer, subject)) throw new Refused(forbidden)
    const at = room.ground.clock.now()
    const before = await findIdentities(tx, sql`i.user_id = ${userId}`)
    const id = await work({ tx, at, policy, manages: mayManageUser(acting.viewer, subject) })
    await joinByDomain(tx, [userId], at)
    await settleUsers(tx, [userId], at)
    const after = await findIdentities(tx, sql`i.user_id = ${userId}`)
    await note(tx, acting, user, action, before, after, at)
    if (action === 'create') await acting.locate?.(tx, 201, `/api/v2/users/${userId}/identities/${id}`)
    return after.find((one) => one.id === id) ?? before[0]!
  }
  return namingDuplicates(DUPLICATES, () => room.ground.db.transaction(run))
}

const note = (
  tx: Db,
  acting: Acting,
  user: UserRow,
  action: 'create' | 'update' | 'destroy',
  before: readonly IdentityRow[],
  after: readonly IdentityRow[],
  at: Instant,
): Promise<void> =>
  record(tx, acting, {
    at,
    action,
    source: 'user_identity',
    id: user.id,
    label: user.name,
    before: { identities: before.map(shown) },
    after: { identities: after.map(shown) },
    feed: { subject: 'user', ids: [user.id] },
  })

const shown = ({ id, type, value, verified, is_primary }: IdentityRow) => ({
  id,
  type,
  value,
  verified,
  primary: is_primary,
})
