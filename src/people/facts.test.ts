import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { countQueries, sql } from '../platform/db/index.ts'
import type { Context, Group, Organization, Person } from './core/index.ts'
import { AGENT, END_USER } from './core/index.ts'
import { openDesk, type TestDesk } from './fixture.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const AT = '2026-01-01T00:00:00Z'

type World = {
  readonly users: readonly {
    staff: boolean
    active: boolean
    verified: boolean
    tags: string[]
    note: string | null
  }[]
  readonly organizations: readonly { shared: boolean; comments: boolean; deleted: boolean }[]
  readonly groups: readonly { deleted: boolean }[]
  /** Places of a user and an organization, whether it is the default, whether it shows all tickets. */
  readonly members: readonly (readonly [number, number, boolean])[]
  readonly inGroups: readonly (readonly [number, number])[]
}

const world: fc.Arbitrary<World> = fc.record({
  users: fc.array(
    fc.record({
      staff: fc.boolean(),
      active: fc.boolean(),
      verified: fc.boolean(),
      tags: fc.uniqueArray(fc.constantFrom('a', 'b', 'vip'), { maxLength: 3 }),
      note: fc.option(fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !text.includes('\0'))),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  organizations: fc.array(
    fc.record({ shared: fc.boolean(), comments: fc.boolean(), deleted: fc.boolean() }),
    {
      minLength: 1,
      maxLength: 4,
    },
  ),
  groups: fc.array(fc.record({ deleted: fc.boolean() }), { minLength: 1, maxLength: 3 }),
  members: fc.uniqueArray(fc.tuple(fc.nat(4), fc.nat(3), fc.boolean()), {
    maxLength: 8,
    selector: ([user, organization]) => `${user}/${organization}`,
  }),
  inGroups: fc.uniqueArray(fc.tuple(fc.nat(4), fc.nat(2)), { maxLength: 8, selector: String }),
})

let run = 0

/** Writes the world, and says of it what `Context` should: a slow model, row by row. */
const settle = async (
  given: World,
): Promise<{ userIds: number[]; groupIds: number[]; expected: Context }> => {
  run += 1
  const { db } = desk.ground
  const idOf = async (fragment: ReturnType<typeof sql<{ id: number }>>) => (await db.one(fragment))!.id
  const organizations: (Organization & { deleted: boolean; shared: boolean; comments: boolean })[] = []
  for (const [n, { shared, comments, deleted }] of given.organizations.entries()) {
    const id = await idOf(sql<{ id: number }>`
      insert into organizations (name, shared_tickets, shared_comments, deleted_at, tags, created_at, updated_at)
      values (${`O ${run} ${n}`}, ${shared}, ${comments}, ${deleted ? AT : null}, '{o}', ${AT}, ${AT}) returning id`)
    const rest = { groupId: null, externalId: null, details: null, notes: null, tags: ['o'], fields: {} }
    organizations.push({ id, name: `O ${run} ${n}`, ...rest, deleted, shared, comments })
  }
  const groups: { id: number; name: string; deleted: boolean; memberIds: number[] }[] = []
  for (const [n, { deleted }] of given.groups.entries()) {
    const id = await idOf(sql<{ id: number }>`
      insert into groups (name, deleted, created_at, updated_at)
      values (${`G ${run} ${n}`}, ${deleted}, ${AT}, ${AT}) returning id`)
    groups.push({ id, name: `G ${run} ${n}`, deleted, memberIds: [] })
  }
  const users: Person[] = []
  const reached = new Set<number>()
  for (const [n, user] of given.users.entries()) {
    const id = await idOf(sql<{ id: number }>`
      insert into users (name, role_id, active, verified, tags, notes, user_fields, created_at, updated_at)
      values (${`U ${run} ${n}`}, ${user.staff ? AGENT : END_USER}, ${user.active}, ${user.verified},
        ${user.tags}, ${user.note}, '{"plan": "gold"}', ${AT}, ${AT}) returning id`)
    const mine = given.members
      .filter(([who, where]) => who === n && organizations[where] !== undefined)
      .map(([, where, views], place) => ({
        organization: organizations[where]!,
        isDefault: place === 0,
        views,
      }))
    for (const { organization, isDefault, views } of mine)
      await db.rows(sql`
        insert into organization_memberships
          (user_id, organization_id, is_default, view_tickets, created_at, updated_at)
        values (${id}, ${organization.id}, ${isDefault}, ${views}, ${AT}, ${AT})`)
    const groupIds = given.inGroups.filter(([who, where]) => who === n && groups[where] !== undefined)
    for (const [, where] of groupIds) {
      await db.rows(sql`
        insert into group_memberships (user_id, group_id, created_at, updated_at)
        values (${id}, ${groups[where]!.id}, ${AT}, ${AT})`)
      if (user.staff && user.active) groups[where]!.memberIds.push(id)
    }
    const standing = mine
      .filter(({ organization }) => !organization.deleted)
      .sort((a, b) => Number(b.isDefault) - Number(a.isDefault) || a.organization.id - b.organization.id)
    for (const { organization } of standing) reached.add(organization.id)
    users.push({
      id,
      name: `U ${run} ${n}`,
      email: null,
      roleId: user.staff ? AGENT : END_USER,
      active: user.active,
      suspended: false,
      verified: user.verified,
      organizationId: null,
      organizationIds: standing.map(({ organization }) => organization.id),
      sharedOrganizationIds: standing
        .filter(({ organization, views }) => user.verified && (organization.shared || views))
        .map(({ organization }) => organization.id),
      commentOrganizationIds: standing
        .filter(
          ({ organization, views }) =>
            user.verified && organization.comments && (organization.shared || views),
        )
        .map(({ organization }) => organization.id),
      groupIds: groupIds.map(([, where]) => groups[where]!.id).sort((a, b) => a - b),
      defaultGroupId: null,
      ticketRestriction: null,
      onlyPrivateComments: false,
      tags: user.tags,
      locale: null,
      timeZone: null,
      phone: null,
      externalId: null,
      details: null,
      notes: user.note,
      signature: null,
      fields: { plan: 'gold' },
    })
  }
  const keyed = <T extends { readonly id: number }>(values: readonly T[]) =>
    Object.fromEntries(values.map((value) => [String(value.id), value]))
  const shown = organizations
    .filter(({ id }) => reached.has(id))
    .map(
      ({ deleted: _deleted, shared: _shared, comments: _comments, ...organization }): Organization =>
        organization,
    )
  return {
    userIds: users.map(({ id }) => id),
    groupIds: groups.map(({ id }) => id),
    expected: { users: keyed(users), groups: keyed<Group>(groups), organizations: keyed(shown) },
  }
}

it('gives exactly the Context that a model reads row by row, in one statement', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const { userIds, groupIds, expected } = await settle(given)
      const { result, count } = await countQueries(() => desk.people.facts([...userIds, 8_000_000], groupIds))
      expect(result).toEqual(expected)
      expect(count).toBe(1)
    }),
    { numRuns: 40 },
  )
})

it('is empty for nobody', async () => {
  expect(await desk.people.facts([])).toEqual({ users: {}, groups: {}, organizations: {} })
})

it('reads by index alone', async () => {
  const { peopleFactsSql } = await import('./facts.ts')
  const plan = await desk.ground.db.transaction(async (tx) => {
    // With so few rows the planner would read whole tables; what counts is that it need not.
    await tx.rows(sql`set local enable_seqscan = off`)
    return tx.rows(sql.raw(`explain (format text) select ${peopleFactsSql("'{1000}'", "'{1001}'")}`))
  })
  expect(JSON.stringify(plan)).not.toContain('Seq Scan')
})

it('agrees with the viewer that authenticate makes', async () => {
  const { users } = await desk.people.facts([desk.ids.carol])
  const viewer = await desk.people.viewer(desk.ids.carol)
  const { organizationIds, sharedOrganizationIds, groupIds } = users[String(desk.ids.carol)]!
  expect(viewer).toMatchObject({
    organizationIds,
    sharedOrganizationIds,
    groupIds,
    ticketAccess: 'requested',
  })
})
