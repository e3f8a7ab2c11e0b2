import {
  forbidden,
  type Id,
  invalidField,
  type JsonObject,
  notFound,
  Refused,
  toIso,
} from '../../../kernel/index.ts'
import type { PolicyDocument, PolicySnapshot } from '../../../platform/policy/index.ts'
import type { Acting } from '../../acting.ts'
import { isStaff, readRole, STANDARD_ROLES, type Viewer } from '../../core/index.ts'
import { editingPolicy } from '../../policy-edit.ts'
import type { Room } from '../../room.ts'
import { type RoleWrite, readRoleWrite } from './role-input.ts'
import { memberCounts } from './store.ts'

const KIND = 'role'
const MAX_ROLES = 200

/** The roles of staff, those that are built in among them. */
export const rolesOfStaff = (policy: PolicySnapshot): PolicyDocument[] =>
  policy.documents(KIND).filter(({ id, body }) => isStaff(readRole(id, body).kind))

export const getRole = (policy: PolicySnapshot, id: Id): PolicyDocument => {
  const role = rolesOfStaff(policy).find((one) => one.id === id)
  if (role === undefined) throw new Refused(notFound)
  return role
}

const isBuiltIn = (id: Id): boolean => STANDARD_ROLES.some((role) => role.id === id)

export const createRole = (room: Room, acting: Acting, given: RoleWrite): Promise<PolicyDocument> =>
  editingPolicy(room, acting, 'create role', async ({ tx, at, policy, edit }) => {
    const times = { created_at: toIso(at), updated_at: toIso(at) }
    const body: JsonObject = { ...readRoleWrite(given, undefined), ...times }
    if (policy.documents(KIND).length >= MAX_ROLES)
      throw new Refused(invalidField('base', `Role: there can be at most ${MAX_ROLES}`))
    const id = await room.ground.policy.nextId(tx)
    checkName(policy, id, body)
    checkGiven(acting.viewer, body)
    await edit([{ kind: KIND, id, body }])
    await acting.locate?.(tx, 201, `/api/v2/custom_roles/${id}`)
    return { kind: KIND, id, body }
  })

/** Changes a role, and so at once what those may do who hold it. */
export const changeRole = (room: Room, acting: Acting, id: Id, given: RoleWrite): Promise<PolicyDocument> =>
  editingPolicy(room, acting, 'change role', async ({ at, policy, edit }) => {
    const before = own(policy, id)
    // Who could not have given it may not take of it either: the role is of somebody who may more.
    checkGiven(acting.viewer, before.body)
    const changed = readRoleWrite(given, before)
    checkName(policy, id, changed)
    checkGiven(acting.viewer, changed)
    const isOther = JSON.stringify(changed) !== JSON.stringify(before.body)
    const body = isOther ? { ...changed, updated_at: toIso(at) } : before.body
    await edit([{ kind: KIND, id, body }])
    return { kind: KIND, id, body }
  })

/** Removes a role that nobody holds. */
export const removeRole = (room: Room, acting: Acting, id: Id): Promise<void> =>
  editingPolicy(room, acting, 'remove role', async ({ tx, policy, edit }) => {
    const { body } = own(policy, id)
    checkGiven(acting.viewer, body)
    const members = (await memberCounts(tx)).get(id) ?? 0
    if (members > 0)
      throw new Refused(
        invalidField('base', `Role: ${members} team members hold it; give them another first`),
      )
    await edit([{ kind: KIND, id, body: null }])
  })

const own = (policy: PolicySnapshot, id: Id): PolicyDocument => {
  const role = getRole(policy, id)
  if (isBuiltIn(id)) throw new Refused(invalidField('base', 'Role: built-in roles cannot be changed'))
  return role
}

const checkName = (policy: PolicySnapshot, id: Id, { name }: JsonObject): void => {
  const folded = String(name).toLowerCase()
  const isTaken = policy
    .documents(KIND)
    .some((role) => role.id !== id && String(role.body.name).toLowerCase() === folded)
  if (isTaken) throw new Refused(invalidField('name', 'Name: has already been taken', 'DuplicateValue'))
}

/** Nobody gives a right, or a sight of tickets, that they do not have. */
const checkGiven = (viewer: Viewer, body: JsonObject): void => {
  const { permissions, ticketAccess } = readRole(0, body)
  const isWithin = [...permissions].every((permission) => viewer.permissions.has(permission))
  if (!isWithin || (viewer.ticketAccess !== 'all' && viewer.ticketAccess !== ticketAccess))
    throw new Refused(forbidden)
}
