import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Name, openDesk, type TestDesk } from '../fixture.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
  for (const field of [
    {
      key: 'tier',
      title: 'Tier',
      type: 'dropdown',
      custom_field_options: [{ value: 'gold' }, { value: 'tin' }],
    },
    { key: 'code', title: 'Code' },
  ])
    await desk.as('ada')('POST', '/user_fields', { user_field: field })
})
afterAll(() => desk.close())

type Shown = { id: number; [key: string]: unknown }
const make = async (user: object): Promise<Shown> => {
  const answer = await desk.as('ada')('POST', '/users', { user })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return (answer.body as unknown as { user: Shown }).user
}
const merge = (from: number, to: unknown, name: Name | null = 'gus') =>
  desk.as(name)('PUT', `/users/${from}/merge.json`, { user: { id: to } })
const get = async (path: string) =>
  (await desk.as('ada')('GET', path)).body as unknown as Record<string, Shown & Shown[]>

describe('merging two users', () => {
  it('is for those who may remove the one and govern the other', async () => {
    const statuses: number[] = []
    for (const name of [null, 'carol', 'lise'] as const)
      statuses.push((await merge(desk.ids.carol, desk.ids.dave, name)).status)
    statuses.push((await merge(desk.ids.ada, desk.ids.dave, 'gus')).status)
    expect(statuses).toEqual([401, 403, 403, 403])
  })

  it('refuses what is no pair of end users', async () => {
    const suspended = await make({ name: 'Barred', suspended: true })
    const { carol, gus } = desk.ids
    const answers = [
      await merge(424242, carol),
      await merge(carol, 424242),
      await merge(carol, carol),
      await merge(carol, 'nobody'),
      await merge(suspended.id, carol),
      await merge(carol, suspended.id),
      await merge(gus, carol, 'ada'),
      await merge(carol, gus, 'ada'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 422, 422, 422, 422, 422, 422, 422])
    expect((await get(`/users/${carol}`)).user).toMatchObject({ active: true })
    expect(await desk.left('people_changed')).toEqual([])
  })

  it('moves addresses, memberships, tags and what the winner lacks, and tells tickets', async () => {
    const orgs: number[] = []
    for (const name of ['Acme', 'Bolt'])
      orgs.push(
        (
          (await desk.as('ada')('POST', '/organizations', { organization: { name } })).body as unknown as {
            organization: Shown
          }
        ).organization.id,
      )
    const loser = await make({
      name: 'Eve Old',
      email: 'eve.old@acme.example',
      identities: [{ type: 'email', value: 'eve2@acme.example' }],
      external_id: 'X-1',
      phone: '+1',
      notes: 'old notes',
      verified: true,
      tags: ['a', 'b'],
      user_fields: { tier: 'tin', code: '7' },
      organization_ids: orgs,
    })
    const winner = await make({
      name: 'Eve',
      email: 'eve@acme.example',
      notes: 'new notes',
      tags: ['b', 'c'],
      user_fields: { tier: 'gold' },
      organization_ids: [orgs[1]],
    })
    const token = await desk.people.createToken({ email: 'eve.old@acme.example' })
    const answer = await merge(loser.id, String(winner.id))
    expect([answer.status, answer.body]).toMatchObject([
      200,
      {
        user: {
          id: winner.id,
          name: 'Eve',
          email: 'eve@acme.example',
          external_id: 'X-1',
          phone: '+1',
          notes: 'new notes',
          tags: ['a', 'b', 'c', 'gold'],
          user_fields: { tier: 'gold', code: '7' },
          organization_id: orgs[1],
          verified: true,
        },
      },
    ])
    const { identities } = await get(`/users/${winner.id}/identities`)
    expect(identities!.map(({ value, primary, verified }) => [value, primary, verified]).sort()).toEqual([
      ['eve.old@acme.example', false, true],
      ['eve2@acme.example', false, true],
      ['eve@acme.example', true, false],
    ])
    const { organizations } = await get(`/users/${winner.id}/organizations`)
    expect(organizations!.map(({ id }) => id).sort()).toEqual(orgs)
    expect((await get(`/users/${loser.id}`)).user).toMatchObject({
      active: false,
      email: null,
      organization_id: null,
    })
    const bearer = { authorization: `Bearer ${token.secret}` }
    expect((await desk.as(null)('GET', `/users/${loser.id}`, undefined, bearer)).status).toBe(401)
    expect(await desk.left('people_changed')).toEqual([
      { what: 'user_merged', from: loser.id, to: winner.id },
    ])
    expect((await desk.audited('user')).slice(-2)).toMatchObject([
      { action: 'merge', after: { active: false, merged_into: winner.id } },
      { action: 'update', after: { external_id: 'X-1' } },
    ])
    expect((await merge(loser.id, winner.id)).status).toBe(404)
  })

  it('goes one way where two ask for both ways at once', async () => {
    const [a, b] = [await make({ name: 'A' }), await make({ name: 'B' })]
    const answers = await Promise.all([merge(a.id, b.id), merge(b.id, a.id)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422])
  })
})

describe('what tickets are told', () => {
  it('staff who go, leave a group, or are staff no longer', async () => {
    const before = (await desk.left('people_changed')).length
    const make = (name: string) => desk.people.createUser({ email: `${name}@desk.example`, role: 'agent' })
    const [kim, lou] = [await make('kim'), await make('lou')]
    const { group } = (await desk.as('ada')('POST', '/groups', { group: { name: 'Day' } }))
      .body as unknown as {
      group: Shown
    }
    const joins: Shown[] = []
    for (const user of [kim, lou]) {
      const answer = await desk.as('ada')('POST', '/group_memberships', {
        group_membership: { user_id: user.id, group_id: group.id },
      })
      joins.push((answer.body as unknown as { group_membership: Shown }).group_membership)
    }
    await desk.as('ada')('DELETE', `/group_memberships/${joins[0]!.id}`)
    await desk.as('ada')('PUT', `/users/${lou.id}`, { user: { role: 'end-user' } })
    expect((await get(`/users/${lou.id}/group_memberships`)).count).toBe(0)
    await desk.as('ada')('DELETE', `/users/${kim.id}`)
    await desk.as('ada')('DELETE', `/groups/${group.id}`)
    await desk.as('ada')('DELETE', `/users/${desk.ids.dave}`)
    expect((await desk.left('people_changed')).slice(before)).toEqual([
      { what: 'group_left', userId: kim.id, groupId: group.id },
      { what: 'staff_left', userId: lou.id },
      { what: 'staff_left', userId: kim.id },
      { what: 'group_removed', groupId: group.id },
    ])
  })
})
