import type { Id } from '../kernel/index.ts'
import type { Db } from '../platform/db/index.ts'
import { asSystem } from './acting.ts'
import type { RoleKind } from './core/index.ts'
import { groupsByName, organizationsByName, usersByEmail } from './founding-store.ts'
import { createGroup } from './groups/groups.ts'
import { addMembership } from './memberships/memberships.ts'
import { createUserByOperator } from './operator.ts'
import { createOrganization } from './organizations/organizations.ts'
import type { Room } from './room.ts'

/** The people of a desk that is being set up. Places in the lists are what they name each other by. */
export type Founding = {
  readonly groups: readonly { readonly name: string; readonly description: string }[]
  readonly organizations: readonly {
    readonly name: string
    readonly domains: readonly string[]
    readonly tags: readonly string[]
  }[]
  readonly people: readonly Founder[]
}

export type Founder = {
  readonly name: string
  /** Counts as proven: so who is of an organization's domain becomes its member. */
  readonly email: string
  readonly role: RoleKind
  readonly password?: string
  /** For staff: the place of their group. */
  readonly group?: number
}

/** Ids in the order of the plan. */
export type Founded = {
  readonly groupIds: readonly Id[]
  readonly organizationIds: readonly Id[]
  readonly userIds: readonly Id[]
}

/**
 * Creates what is missing of a plan, all or nothing, as the operator. What is there already (groups and organizations
 * by name, people by address) stays as it is.
 */
export const found = (room: Room, plan: Founding): Promise<Founded> =>
  room.ground.db.transaction(async (tx) => {
    const within = { ...room, ground: { ...room.ground, db: tx } }
    const groupIds = await foundGroups(within, tx, plan)
    const organizationIds = await foundOrganizations(within, tx, plan)
    return { groupIds, organizationIds, userIds: await foundPeople(within, tx, plan, groupIds) }
  })

const foundGroups = async (room: Room, tx: Db, { groups }: Founding): Promise<Id[]> => {
  const known = await groupsByName(
    tx,
    groups.map(({ name }) => name),
  )
  const ids: Id[] = []
  for (const group of groups)
    ids.push(known.get(group.name) ?? (await createGroup(room, asSystem('cli'), group)).id)
  return ids
}

const foundOrganizations = async (room: Room, tx: Db, { organizations }: Founding): Promise<Id[]> => {
  const known = await organizationsByName(
    tx,
    organizations.map(({ name }) => name),
  )
  const ids: Id[] = []
  for (const { name, domains, tags } of organizations) {
    const body = { name, domain_names: [...domains], tags: [...tags] }
    ids.push(known.get(name) ?? (await createOrganization(room, asSystem('cli'), body)).id)
  }
  return ids
}

const foundPeople = async (
  room: Room,
  tx: Db,
  { people }: Founding,
  groupIds: readonly Id[],
): Promise<Id[]> => {
  const known = await usersByEmail(
    tx,
    people.map(({ email }) => email),
  )
  const ids: Id[] = []
  for (const person of people)
    ids.push(known.get(person.email) ?? (await foundPerson(room, person, groupIds)))
  return ids
}

const foundPerson = async (
  room: Room,
  { group, ...person }: Founder,
  groupIds: readonly Id[],
): Promise<Id> => {
  const { id } = await createUserByOperator(room, person)
  const targetId = group === undefined ? undefined : groupIds[group]
  if (targetId !== undefined)
    await addMembership(room, asSystem('cli'), 'group', {
      userId: id,
      targetId,
      isDefault: true,
      viewTickets: false,
    })
  return id
}
