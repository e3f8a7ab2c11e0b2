import { forbidden, type Id, type Instant, invalidField, notFound, Refused } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { checkPassword, endSessions, storePasswordHash } from '../access/sign-in.ts'
import { revokeTokensOf } from '../access/tokens.ts'
import type { Acting } from '../acting.ts'
import {
  ADMIN,
  AGENT,
  END_USER,
  isStaff,
  may,
  mayCreateUser,
  mayEditUser,
  mayGiveRole,
  mayGovernUser,
  mayManageUser,
  mayRemoveUser,
  nameFromEmail,
  type Role,
  type Viewer,
} from '../core/index.ts'
import { namingDuplicates } from '../duplicates.ts'
import { tellTickets } from '../effects.ts'
import { settleOwned } from '../fields/values.ts'
import { deleteMemberships } from '../memberships/store.ts'
import { accountNameOf, roleOf, rolesOf } from '../policy.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import { checkAddress } from '../self-registration.ts'
import { visibleUsers } from '../visible.ts'
import { deleteIdentities, findIdentities, insertIdentity, markVerified } from './identities-store.ts'
import type { UserInput } from './input.ts'
import { applyOrganizations } from './organization-wish.ts'
import { wireRole } from './present.ts'
import {
  findUser,
  insertUser,
  isKnownBy,
  joinByDomain,
  lockUser,
  settleUsers,
  type UserColumns,
  type UserRow,
  updateUser,
} from './store.ts'

/** What refuses a second person with the same address or external id. */
export const USER_DUPLICATES = {
  user_identities_key: { field: 'email', description: 'Email: is already being used by another user' },
  users_external: { field: 'external_id', description: 'External: has already been taken' },
} as const

/** Creates a person. Fields that the viewer may not set are passed over; without a role of ours, an end user. */
export const createUser = async (room: Room, acting: Acting, input: UserInput): Promise<UserRow> => {
  const policy = await room.ground.policy.current()
  return namingDuplicates(USER_DUPLICATES, () =>
    room.ground.db.transaction((tx) => create(room, tx, acting, policy, input)),
  )
}

const create = async (
  room: Room,
  tx: Db,
  acting: Acting,
  policy: PolicySnapshot,
  input: UserInput,
): Promise<UserRow> => {
  const { viewer } = acting
  const at = room.ground.clock.now()
  const isManager = may(viewer, 'users.manage')
  const role = (isManager ? wishedRole(policy, input, undefined) : undefined) ?? roleOf(policy, END_USER)
  if (!mayCreateUser(viewer, role)) throw new Refused(forbidden)
  const name = input.own.name ?? (input.email === undefined ? undefined : nameFromEmail(input.email))
  if (name === undefined) throw new Refused(invalidField('name', 'Name: cannot be blank', 'BlankValue'))
  const columns = {
    ...input.own,
    ...input.governed,
    ...ownedColumns(policy, NOTHING_OWNED, input),
    ...(isManager ? managedOf(input, role) : {}),
  }
  const made = await insertUser(tx, { ...columns, name, role_id: role.id }, at)
  if (isManager && input.password !== undefined) await storePassword(room, tx, policy, made, input)
  await addAddresses(room, tx, policy, made.id, addressesOf(input), isManager && input.isProven === true, at)
  await applyOrganizations(tx, made, input, at)
  await joinByDomain(tx, [made.id], at)
  const user = await settled(tx, made.id, at)
  await record(tx, acting, {
    ...noted(user, at),
    action: 'create',
    after: user,
    path: `/api/v2/users/${user.id}`,
  })
  return user
}

const addressesOf = (input: UserInput): readonly string[] => [
  ...new Set([...(input.email === undefined ? [] : [input.email]), ...input.emails]),
]

/** Restrictions are of staff: what clients send back of end users says nothing. */
const managedOf = (input: UserInput, role: Role): Partial<UserColumns> => {
  if (isStaff(role.kind)) return input.managed
  const { ticket_restriction: _restriction, ...managed } = input.managed
  return managed
}

const storePassword = async (
  room: Room,
  tx: Db,
  policy: PolicySnapshot,
  user: UserRow,
  input: UserInput,
): Promise<void> => {
  const context = { name: user.name, email: input.email ?? null, accountName: accountNameOf(policy) }
  checkPassword(input.password!, context)
  await storePasswordHash(tx, user.id, await room.passwords.hash(input.password!), user.created_at)
}

const addAddresses = async (
  room: Room,
  tx: Db,
  policy: PolicySnapshot,
  userId: Id,
  emails: readonly string[],
  verified: boolean,
  at: Instant,
): Promise<void> => {
  for (const email of emails) {
    checkAddress(room, policy, email)
    await insertIdentity(tx, userId, { type: 'email', value: email, key: email, verified }, at)
  }
}

/** Brings a row in line with identities and memberships, and reads it. */
const settled = async (tx: Db, id: Id, at: Instant): Promise<UserRow> => {
  await settleUsers(tx, [id], at)
  return (await findUser(tx, sql`u.id = ${id}`))!
}

const noted = (user: UserRow, at: Instant) => ({
  at,
  source: 'user',
  id: user.id,
  label: user.name,
  feed: { subject: 'user' as const, ids: [user.id] },
})

/**
 * The role that a body asks for, `undefined` where it asks for no change. Clients send back both `role` and
 * `custom_role_id`, so the one that differs from what stands is meant.
 */
const wishedRole = (
  policy: PolicySnapshot,
  input: UserInput,
  standing: Role | undefined,
): Role | undefined => {
  const { name, id } = input.role
  const byId = id === undefined ? undefined : rolesOf(policy).get(id)
  if (id !== undefined && byId === undefined)
    throw new Refused(invalidField('custom_role_id', 'Custom role: does not exist'))
  const fits = byId !== undefined && (name === undefined || wireRole(byId.kind) === name)
  if (byId !== undefined && byId.id !== standing?.id && (fits || standing !== undefined)) return byId
  if (name === undefined || (standing !== undefined && wireRole(standing.kind) === name)) return undefined
  const standard = { 'end-user': END_USER, agent: AGENT, admin: ADMIN }[name]
  if (standard === undefined)
    throw new Refused(invalidField('role', `Role: ${name.slice(0, 40)} is not a role`))
  return roleOf(policy, standard)
}

/** Changes a person; 404 for whom the viewer does not see, 403 for whom they may not change. */
export const changeUser = async (room: Room, acting: Acting, id: Id, input: UserInput): Promise<UserRow> => {
  const policy = await room.ground.policy.current()
  return namingDuplicates(USER_DUPLICATES, () =>
    room.ground.db.transaction((tx) => change(room, tx, acting, policy, id, input)),
  )
}

const change = async (
  room: Room,
  tx: Db,
  acting: Acting,
  policy: PolicySnapshot,
  id: Id,
  input: UserInput,
): Promise<UserRow> => {
  const { viewer } = acting
  const before = await lockUser(tx, sql`u.id = ${id} and ${visibleUsers(viewer)}`)
  if (before === undefined) throw new Refused(notFound)
  const subject = { id, role: roleOf(policy, before.role_id) }
  if (!mayEditUser(viewer, subject)) throw new Refused(forbidden)
  const at = room.ground.clock.now()
  const governs = mayGovernUser(viewer, subject)
  const manages = mayManageUser(viewer, subject)
  const role = manages ? givenRole(viewer, policy, subject, input) : undefined
  const columns = {
    ...input.own,
    ...(governs ? { ...input.governed, ...ownedColumns(policy, before, input) } : {}),
    ...(manages ? managedOf(input, role ?? subject.role) : {}),
    ...(role === undefined ? {} : { role_id: role.id }),
  }
  await updateUser(tx, id, columns, at)
  if (governs) await changeReach(room, tx, policy, before, input, manages, at)
  const isLeaving = role !== undefined && !isStaff(role.kind) && isStaff(subject.role.kind)
  if (isLeaving) await deleteMemberships(tx, 'group', sql`m.user_id = ${id}`)
  const user = await settled(tx, id, at)
  await endIfRightsChanged(tx, before, user)
  if (isLeaving) await tellOfLeaving(room, tx, at, id)
  await record(tx, acting, { ...noted(user, at), action: 'update', before, after: user })
  return user
}

const NOTHING_OWNED: Pick<UserRow, 'tags' | 'user_fields'> = { tags: [], user_fields: {} }

/** Tags and fields, where a body says anything of either. */
const ownedColumns = (
  policy: PolicySnapshot,
  before: Pick<UserRow, 'tags' | 'user_fields'>,
  { owned: wish }: UserInput,
): Partial<UserColumns> => {
  if (wish.tags === undefined && wish.values === undefined) return {}
  const standing = { tags: before.tags, values: before.user_fields }
  const { tags, values } = settleOwned(policy, 'user_field', standing, wish)
  return { tags, user_fields: values }
}

const givenRole = (
  viewer: Viewer,
  policy: PolicySnapshot,
  subject: { readonly id: Id; readonly role: Role },
  input: UserInput,
): Role | undefined => {
  const role = wishedRole(policy, input, subject.role)
  if (role !== undefined && !mayGiveRole(viewer, subject, role)) throw new Refused(forbidden)
  return role
}

/** Addresses and organizations. An address that is new on an update is a further one, not the primary [D]. */
const changeReach = async (
  room: Room,
  tx: Db,
  policy: PolicySnapshot,
  before: UserRow,
  input: UserInput,
  manages: boolean,
  at: Instant,
): Promise<void> => {
  const own = await findIdentities(tx, sql`i.user_id = ${before.id}`)
  const known = new Set(own.map(({ key }) => key))
  const fresh = addressesOf(input).filter((email) => !known.has(email))
  const isProven = manages && input.isProven === true
  if (before.active) await addAddresses(room, tx, policy, before.id, fresh, isProven, at)
  if (isProven)
    await markVerified(tx, sql`i.user_id = ${before.id} and i.type = 'email' and i.is_primary`, at)
  await applyOrganizations(tx, before, input, at)
  await joinByDomain(tx, [before.id], at)
}

/** They may come back and leave again, so the key has a part of its own each time. */
const tellOfLeaving = (room: Room, tx: Db, at: Instant, userId: Id): Promise<void> =>
  tellTickets(room, tx, at, `user/${userId}/left/${room.ground.randomBytes(8).toString('hex')}`, {
    what: 'staff_left',
    userId,
  })

/** Sessions made under other rights end (`security.md` 6). */
const endIfRightsChanged = async (tx: Db, before: UserRow, after: UserRow): Promise<void> => {
  if (before.role_id !== after.role_id || (after.suspended && !before.suspended))
    await endSessions(tx, after.id)
}

/**
 * Takes a person out: no sign-in, no addresses (they are free again), no memberships. The row stays, for the tickets
 * that name it.
 */
export const removeUser = async (room: Room, acting: Acting, id: Id): Promise<UserRow> => {
  const policy = await room.ground.policy.current()
  return room.ground.db.transaction(async (tx) => {
    const before = await lockUser(tx, sql`u.id = ${id} and u.active and ${visibleUsers(acting.viewer)}`)
    if (before === undefined) throw new Refused(notFound)
    if (!mayRemoveUser(acting.viewer, { id, role: roleOf(policy, before.role_id) }))
      throw new Refused(forbidden)
    const at = room.ground.clock.now()
    await updateUser(tx, id, { active: false }, at)
    await deleteIdentities(tx, id, sql`true`)
    await deleteMemberships(tx, 'organization', sql`m.user_id = ${id}`)
    await deleteMemberships(tx, 'group', sql`m.user_id = ${id}`)
    await endSessions(tx, id)
    await revokeTokensOf(tx, id, at)
    const user = await settled(tx, id, at)
    await record(tx, acting, { ...noted(user, at), action: 'destroy', before, after: user })
    if (isStaff(roleOf(policy, before.role_id).kind)) await tellOfLeaving(room, tx, at, id)
    return user
  })
}

/** Who a body is about: the person with its external id, else the one with its address. */
const matchOf = (db: Db, viewer: Viewer, input: UserInput): Promise<UserRow | undefined> => {
  const ways = { externalId: input.governed.external_id ?? null, email: input.email ?? null }
  return findUser(db, sql`${visibleUsers(viewer)} and u.active and ${isKnownBy(ways)}`)
}

/** Changes the person that the body is about, or creates them. Two at once make one. */
export const putUser = async (
  room: Room,
  acting: Acting,
  input: UserInput,
): Promise<{ readonly user: UserRow; readonly isNew: boolean }> => {
  const match = await matchOf(room.ground.db, acting.viewer, input)
  if (match !== undefined) return { user: await changeUser(room, acting, match.id, input), isNew: false }
  try {
    return { user: await createUser(room, acting, input), isNew: true }
  } catch (error) {
    const winner = isDuplicate(error) ? await matchOf(room.ground.db, acting.viewer, input) : undefined
    if (winner === undefined) throw error
    return { user: await changeUser(room, acting, winner.id, input), isNew: false }
  }
}

const isDuplicate = (error: unknown): boolean =>
  error instanceof Refused &&
  (error.refusal.details ?? []).some((detail) => detail.error === 'DuplicateValue')
