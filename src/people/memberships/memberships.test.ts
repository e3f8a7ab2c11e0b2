import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDesk, type TestDesk } from '../fixture.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

type Row = { id: number; user_id: number }
type Counted = { count: { value: number } }

describe('memberships of groups', () => {
  const made = async (path: string, body: object): Promise<Row> => {
    const answer = await desk.as('ada')('POST', path, body)
    expect(answer.status).toBe(201)
    return Object.values(answer.body)[0] as unknown as Row
  }
  const members = async (path: string): Promise<number[]> =>
    (
      (await desk.as('gus')('GET', path)).body as unknown as { group_memberships: Row[] }
    ).group_memberships.map(({ user_id: id }) => id)

  it('are assignable for agents, while they are not suspended', async () => {
    const group = await made('/groups', { group: { name: 'Front line' } })
    const { gus, ada, lise } = desk.ids
    for (const user_id of [gus, ada, lise])
      await made('/group_memberships', { group_membership: { user_id, group_id: group.id } })
    const nested = `/groups/${group.id}/memberships/assignable`
    expect(await members(nested)).toEqual([gus, ada])
    await desk.as('olga')('PUT', `/users/${ada}`, { user: { suspended: true } })
    expect(await members(nested)).toEqual([gus])
    expect(await members(`/groups/${group.id}/memberships`)).toEqual([gus, ada, lise])
    expect(await members('/group_memberships/assignable.json')).not.toContain(ada)
  })

  it('are counted for a user, as are those of organizations', async () => {
    const { carol, gus } = desk.ids
    const count = async (path: string) =>
      ((await desk.as('gus')('GET', path)).body as unknown as Counted).count.value
    expect(await count(`/users/${gus}/groups/count`)).toBe(1)
    expect(await count(`/users/${carol}/organizations/count`)).toBe(0)
    expect((await desk.as('carol')('GET', `/users/${gus}/groups/count`)).status).toBe(403)
    expect((await desk.as('gus')('GET', '/users/999999/organizations/count')).status).toBe(404)
  })
})
