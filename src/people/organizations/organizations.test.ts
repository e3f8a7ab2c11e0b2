import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../platform/db/index.ts'
import { type Name, openDesk, type TestDesk } from '../fixture.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

type Shown = { id: number; [key: string]: unknown }
const shown = (body: object, key: string): Shown => (body as Record<string, Shown>)[key]!
const all = (body: object, key: string): Shown[] => (body as Record<string, Shown[]>)[key]!
const NAMES: readonly (Name | null)[] = [null, 'carol', 'lise', 'gus', 'ada', 'olga']
const statuses = async (method: string, path: string, body?: object) => {
  const found: number[] = []
  for (const name of NAMES) found.push((await desk.as(name)(method, path, body)).status)
  return found
}
const create = async (organization: object) =>
  shown((await desk.as('ada')('POST', '/organizations', { organization })).body, 'organization')

describe('organizations', () => {
  it.each([
    // Nobody, customer, light agent, agent, admin, owner.
    ['GET', '/organizations', [401, 403, 200, 200, 200, 200]],
    ['GET', '/organizations/count', [401, 403, 200, 200, 200, 200]],
    ['GET', '/organizations/search?name=x', [401, 403, 200, 200, 200, 200]],
    ['GET', '/organizations/search', [401, 403, 400, 400, 400, 400]],
    ['GET', '/organizations/autocomplete?name=x', [401, 403, 200, 200, 200, 200]],
    ['GET', '/organizations/show_many?ids=1', [401, 403, 200, 200, 200, 200]],
    ['GET', '/organizations/1', [401, 403, 404, 404, 404, 404]],
    ['POST', '/organizations', [401, 403, 403, 403, 422, 422]],
    ['POST', '/organizations/create_or_update', [401, 403, 403, 403, 422, 422]],
    ['PUT', '/organizations/1', [401, 403, 403, 403, 404, 404]],
    ['DELETE', '/organizations/1', [401, 403, 403, 403, 404, 404]],
  ])('%s %s', async (method, path, expected) => {
    const body = method === 'GET' ? undefined : { organization: { name: ' ' } }
    expect(await statuses(method, path, body)).toEqual(expected)
  })

  it('are created in the form of the wire', async () => {
    const made = await desk.as('ada')('POST', '/organizations.json', {
      organization: {
        name: 'Acme',
        domain_names: ['ACME.example', 'münchen.example'],
        tags: ['Gold'],
        external_id: 'A-1',
        created_at: '2001-01-01T00:00:00Z',
        id: 77,
      },
    })
    const organization = shown(made.body, 'organization')
    expect(made.status).toBe(201)
    expect(made.headers.location).toBe(organization.url)
    expect(organization).toEqual({
      id: expect.any(Number),
      url: expect.stringMatching(/\/api\/v2\/organizations\/\d+\.json$/),
      name: 'Acme',
      shared_tickets: false,
      shared_comments: false,
      external_id: 'A-1',
      created_at: '2026-01-31T08:00:00Z',
      updated_at: '2026-01-31T08:00:00Z',
      domain_names: ['acme.example', 'xn--mnchen-3ya.example'],
      details: null,
      notes: null,
      group_id: null,
      tags: ['gold'],
      organization_fields: {},
    })
    expect(organization.id).not.toBe(77)
    expect((await desk.audited('organization')).at(-1)).toMatchObject({ action: 'create', before: null })
  })

  it.each([
    [{ name: 'ACME' }, 'name', 'DuplicateValue'],
    [{ name: 'Other', external_id: 'A-1' }, 'external_id', 'DuplicateValue'],
    [{ name: 'Other', domain_names: ['not a domain'] }, 'domain_names', 'InvalidFormat'],
    [{ name: 'Other', group_id: 9 }, 'group_id', 'InvalidValue'],
    [{}, 'name', 'BlankValue'],
  ])('refuse %j, naming %s', async (organization, field, error) => {
    const { status, body } = await desk.as('ada')('POST', '/organizations', { organization })
    // A text of domains is cut at blanks, so each word is refused on its own.
    expect([status, body]).toMatchObject([422, { details: { [field]: [{ error }] } }])
  })

  it('are changed, found and removed', async () => {
    const { id } = await create({ name: 'Bolt Ltd', external_id: 'B-1' })
    const put = await desk.as('ada')('PUT', `/organizations/${id}`, { organization: { notes: 'Kind.' } })
    expect(shown(put.body, 'organization')).toMatchObject({
      notes: 'Kind.',
      name: 'Bolt Ltd',
      external_id: 'B-1',
    })
    const found = async (query: string) =>
      all((await desk.as('gus')('GET', `/organizations/${query}`)).body, 'organizations').map((one) => one.id)
    expect(await found('search?name=bolt%20ltd')).toEqual([id])
    expect(await found('search?external_id=B-1')).toEqual([id])
    expect(await found('autocomplete?name=bol')).toEqual([id])
    expect(await found('autocomplete?name=%25')).toEqual([])
    expect(await found(`show_many?ids=${id},99`)).toEqual([id])
    expect(await found('show_many?external_ids=B-1,none')).toEqual([id])
    const upsert = (organization: object) =>
      desk.as('ada')('POST', '/organizations/create_or_update', { organization })
    expect(await upsert({ external_id: 'B-1', name: 'Bolt' })).toMatchObject({
      status: 200,
      body: { organization: { id, name: 'Bolt' } },
    })
    expect((await upsert({ id: 98, name: 'Bolt 2' })).status).toBe(404)
    expect((await upsert({ external_id: 'C-1', name: 'Cog' })).status).toBe(201)
    expect((await desk.as('ada')('DELETE', `/organizations/${id}`)).status).toBe(204)
    expect((await desk.as('ada')('GET', `/organizations/${id}`)).status).toBe(404)
    expect((await upsert({ external_id: 'B-1', name: 'Bolt' })).status).toBe(201)
  })

  it('take in those who have proven an address in their domains, and nobody else', async () => {
    const user = async (body: object) =>
      shown((await desk.as('ada')('POST', '/users', { user: body })).body, 'user')
    const proven = await user({ name: 'P', email: 'p@delta.example', verified: true })
    const unproven = await user({ name: 'U', email: 'u@delta.example' })
    const { id } = await create({ name: 'Delta', domain_names: 'delta.example' })
    const organizationOf = async (userId: number) =>
      shown((await desk.as('ada')('GET', `/users/${userId}`)).body, 'user').organization_id
    expect([await organizationOf(proven.id), await organizationOf(unproven.id)]).toEqual([id, null])
    const later = await user({ name: 'L', email: 'l@delta.example', skip_verify_email: true })
    expect(later.organization_id).toBe(id)
    await desk.as('ada')('PUT', `/users/${unproven.id}`, { user: { verified: true } })
    expect(await organizationOf(unproven.id)).toBe(id)
    const members = await desk.as('gus')('GET', `/organizations/${id}/users`)
    expect(all(members.body, 'users').map((one) => one.name)).toEqual(['P', 'U', 'L'])
    expect((await desk.as('gus')('GET', `/organizations/${id}/related`)).body).toEqual({
      organization_related: { tickets_count: 0, users_count: 3 },
    })
  })

  it('leave their members behind when they go', async () => {
    const { id } = await create({ name: 'Ephemeral' })
    await desk.as('gus')('PUT', `/users/${desk.ids.dave}`, { user: { organization_id: id } })
    await desk.as('ada')('DELETE', `/organizations/${id}`)
    expect(
      shown((await desk.as('gus')('GET', `/users/${desk.ids.dave}`)).body, 'user').organization_id,
    ).toBeNull()
    const fed = await desk.ground.db.rows(sql`
      select 1 from feed_inbox where subject = 'user' and subject_id = ${desk.ids.dave}`)
    expect(fed.length).toBeGreaterThan(1)
  })
})

describe('memberships of organizations', () => {
  it('are made, listed, defaulted and removed, and the row of the user follows', async () => {
    const [first, second] = [await create({ name: 'First' }), await create({ name: 'Second' })]
    const nina = shown((await desk.as('gus')('POST', '/users', { user: { name: 'Nina' } })).body, 'user').id
    const add = (organization: Shown, more: object = {}) =>
      desk.as('gus')('POST', '/organization_memberships', {
        organization_membership: { user_id: nina, organization_id: organization.id, ...more },
      })
    const one = await add(first)
    const two = await add(second, { view_tickets: true })
    expect(one).toMatchObject({ status: 201, body: { organization_membership: { default: true } } })
    expect(two.body).toMatchObject({
      organization_membership: { default: false, view_tickets: true, organization_name: 'Second' },
    })
    expect((await add(first)).body).toMatchObject({ details: { user_id: [{ error: 'DuplicateValue' }] } })
    const ids = [one, two].map(({ body }) => shown(body, 'organization_membership').id)
    const path = `/users/${nina}/organization_memberships`
    const organizationOf = async () =>
      shown((await desk.as('gus')('GET', `/users/${nina}`)).body, 'user').organization_id
    expect(await organizationOf()).toBe(first.id)
    const listed = await desk.as('gus')('PUT', `${path}/${ids[1]}/make_default`)
    expect(all(listed.body, 'organization_memberships').map((row) => row.default)).toEqual([false, true])
    expect(await organizationOf()).toBe(second.id)
    expect((await desk.as('gus')('DELETE', `/organization_memberships/${ids[1]}`)).status).toBe(204)
    expect(await organizationOf()).toBe(first.id)
    expect((await desk.as('gus')('GET', `${path}/${ids[0]}`)).status).toBe(200)
    expect(
      (await desk.as('gus')('GET', `/users/${desk.ids.dave}/organization_memberships/${ids[0]}`)).status,
    ).toBe(404)
    const beside = await desk.as('gus')('GET', `${path}?include=users,organizations`)
    expect(beside.body).toMatchObject({ users: [{ id: nina }], organizations: [{ id: first.id }] })
  })

  it('of staff are for managers', async () => {
    const { id } = await create({ name: 'Inside' })
    const body = { organization_membership: { user_id: desk.ids.gus, organization_id: id } }
    expect(await statuses('POST', '/organization_memberships', body)).toEqual([401, 403, 403, 403, 201, 422])
  })
})

describe('groups', () => {
  it.each([
    ['GET', '/groups', [401, 403, 200, 200, 200, 200]],
    ['GET', '/groups/assignable', [401, 403, 200, 200, 200, 200]],
    ['GET', '/groups/count', [401, 403, 200, 200, 200, 200]],
    ['GET', '/groups/1', [401, 403, 404, 404, 404, 404]],
    ['POST', '/groups', [401, 403, 403, 403, 422, 422]],
    ['PUT', '/groups/1', [401, 403, 403, 403, 404, 404]],
    ['DELETE', '/groups/1', [401, 403, 403, 403, 404, 404]],
    ['GET', '/group_memberships', [401, 403, 200, 200, 200, 200]],
    ['POST', '/group_memberships', [401, 403, 403, 403, 422, 422]],
    ['DELETE', '/group_memberships/1', [401, 403, 403, 403, 404, 404]],
  ])('%s %s', async (method, path, expected) => {
    const key = path.includes('membership') ? 'group_membership' : 'group'
    expect(await statuses(method, path, method === 'GET' ? undefined : { [key]: {} })).toEqual(expected)
  })

  it('live, have members, and are taken out of use', async () => {
    const made = await desk.as('ada')('POST', '/groups', {
      group: { name: 'Tier 2', description: 'Deep water' },
    })
    const group = shown(made.body, 'group')
    expect(made.status).toBe(201)
    expect(group).toEqual({
      id: expect.any(Number),
      url: made.headers.location,
      is_public: true,
      name: 'Tier 2',
      description: 'Deep water',
      default: false,
      deleted: false,
      created_at: '2026-01-31T08:00:00Z',
      updated_at: '2026-01-31T08:00:00Z',
    })
    const twin = await desk.as('ada')('POST', '/groups', { group: { name: 'TIER 2' } })
    expect(twin.body).toMatchObject({ details: { name: [{ error: 'DuplicateValue' }] } })
    const put = await desk.as('ada')('PUT', `/groups/${group.id}`, {
      group: { is_public: false, deleted: true },
    })
    expect(shown(put.body, 'group')).toMatchObject({ is_public: false, deleted: false, name: 'Tier 2' })
    const add = (userId: number) =>
      desk.as('ada')('POST', '/group_memberships', {
        group_membership: { user_id: userId, group_id: group.id },
      })
    const membership = await add(desk.ids.gus)
    expect(membership).toMatchObject({ status: 201, body: { group_membership: { default: true } } })
    expect((await add(desk.ids.carol)).body).toMatchObject({ details: { user_id: [{}] } })
    expect((await add(0)).body).toMatchObject({ details: { user_id: [{}] } })
    const members = await desk.as('gus')('GET', `/groups/${group.id}/users`)
    expect(all(members.body, 'users')).toMatchObject([{ id: desk.ids.gus, default_group_id: group.id }])
    const mine = await desk.as('gus')('GET', `/users/${desk.ids.gus}/groups`)
    expect(all(mine.body, 'groups').map((one) => one.id)).toEqual([group.id])
    const ofGroup = await desk.as('gus')('GET', `/groups/${group.id}/memberships?include=groups`)
    expect(ofGroup.body).toMatchObject({
      group_memberships: [{ user_id: desk.ids.gus }],
      groups: [{ id: group.id }],
    })
    expect((await desk.as('ada')('DELETE', `/groups/${group.id}`)).status).toBe(204)
    expect(shown((await desk.as('gus')('GET', `/groups/${group.id}`)).body, 'group').deleted).toBe(true)
    expect(all((await desk.as('gus')('GET', '/groups')).body, 'groups')).toEqual([])
    expect(
      shown((await desk.as('ada')('GET', `/users/${desk.ids.gus}`)).body, 'user').default_group_id,
    ).toBeNull()
    expect((await desk.as('ada')('POST', '/groups', { group: { name: 'Tier 2' } })).status).toBe(201)
  })
})

describe('the desk itself', () => {
  it.each([
    ['/brands', 'brands', [401, 403, 200, 200, 200, 200]],
    ['/brands/1', 'brand', [401, 403, 200, 200, 200, 200]],
    ['/brands/2', undefined, [401, 403, 404, 404, 404, 404]],
    ['/custom_roles', 'custom_roles', [401, 403, 200, 200, 200, 200]],
    ['/locales', 'locales', [401, 200, 200, 200, 200, 200]],
    ['/account/settings', 'settings', [401, 403, 200, 200, 200, 200]],
  ])('GET %s', async (path, key, expected) => {
    expect(await statuses('GET', path)).toEqual(expected)
    if (key !== undefined) expect((await desk.as('gus')('GET', path)).body).toHaveProperty(key)
  })

  it('says what its roles are and how many hold them', async () => {
    const roles = all((await desk.as('gus')('GET', '/custom_roles?page[size]=100')).body, 'custom_roles')
    expect(roles.map(({ id, role_type: type, team_member_count: count }) => [id, type, count])).toEqual([
      [2, 1, 1],
      [3, 0, 1],
      [4, 4, 1],
      [5, 4, 1],
    ])
  })
})
