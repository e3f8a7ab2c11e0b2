import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Name, openDesk, type TestDesk } from '../fixture.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

type Shown = { id: number; [key: string]: unknown }
const make = async (organization: object): Promise<Shown> => {
  const answer = await desk.as('ada')('POST', '/organizations', { organization })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return (answer.body as unknown as { organization: Shown }).organization
}
const merge = (from: number, to: unknown, name: Name | null = 'ada') =>
  desk.as(name)('POST', `/organizations/${from}/merge.json`, { organization_merge: { winner_id: to } })
const body = async (path: string) =>
  (await desk.as('ada')('GET', path)).body as unknown as Record<string, Shown & Shown[]>

it('is for those who write organizations, and of two that stand', async () => {
  const { id } = await make({ name: 'Alone' })
  const statuses: number[] = []
  for (const name of [null, 'carol', 'lise', 'gus'] as const)
    statuses.push((await merge(id, id, name)).status)
  expect(statuses).toEqual([401, 403, 403, 403])
  const refused = [
    await merge(424242, id),
    await merge(id, 424242),
    await merge(id, id),
    await merge(id, 'x'),
  ]
  expect(refused.map(({ status }) => status)).toEqual([404, 422, 422, 422])
  for (const path of ['/organization_merges/none', '/organizations/424242/merges'])
    expect((await desk.as('ada')('GET', path)).status).toBe(404)
  expect((await desk.as('gus')('GET', '/organization_merges/none')).status).toBe(403)
})

it('moves members, domains, tags and what the winner lacks, and tells tickets', async () => {
  const loser = await make({
    name: 'Acme Old',
    external_id: 'O-1',
    domain_names: ['old.example', 'both.example'],
    tags: ['a'],
    notes: 'old',
  })
  const winner = await make({ name: 'Acme', domain_names: ['both.example'], tags: ['b'], notes: 'new' })
  const joined = async (user: number, ids: number[]) => {
    const answer = await desk.as('ada')('PUT', `/users/${user}`, { user: { organization_ids: ids } })
    expect(answer.status).toBe(200)
  }
  await joined(desk.ids.carol, [loser.id, winner.id])
  await joined(desk.ids.dave, [loser.id])
  const answer = await merge(loser.id, String(winner.id))
  const merged = (answer.body as unknown as { organization_merge: { id: string } }).organization_merge
  expect([answer.status, merged]).toEqual([
    200,
    {
      id: expect.stringMatching(/^[0-9A-F]{26}$/),
      url: expect.stringContaining(`/api/v2/organization_merges/${merged.id}.json`),
      loser_id: loser.id,
      winner_id: winner.id,
      status: 'complete',
    },
  ])
  expect((await body(`/organizations/${winner.id}`)).organization).toMatchObject({
    name: 'Acme',
    external_id: 'O-1',
    domain_names: ['both.example', 'old.example'],
    tags: ['a', 'b'],
    notes: 'new',
  })
  expect((await desk.as('ada')('GET', `/organizations/${loser.id}`)).status).toBe(404)
  for (const id of [desk.ids.carol, desk.ids.dave]) {
    expect((await body(`/users/${id}`)).user).toMatchObject({ organization_id: winner.id })
    expect((await body(`/users/${id}/organizations`)).organizations!.map((one) => one.id)).toEqual([
      winner.id,
    ])
  }
  expect((await desk.left('people_changed')).at(-1)).toEqual({
    what: 'organization_merged',
    from: loser.id,
    to: winner.id,
  })
  expect((await body(`/organization_merges/${merged.id}`)).organization_merge).toEqual(merged)
  expect((await body(`/organizations/${winner.id}/merges`)).organization_merges).toEqual([merged])
  expect((await merge(loser.id, winner.id)).status).toBe(404)
})
