import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDesk, type TestDesk } from '../fixture.ts'

let desk: TestDesk
const ids = { users: 0, organizations: 0 }
beforeAll(async () => {
  desk = await openDesk()
  ids.users = desk.ids.carol
  const made = await desk.as('ada')('POST', '/organizations', { organization: { name: 'Acme' } })
  ids.organizations = (made.body as unknown as { organization: { id: number } }).organization.id
})
afterAll(() => desk.close())

describe.each(['users', 'organizations'] as const)('tags of %s', (plural) => {
  const path = () => `/${plural}/${ids[plural]}/tags`

  it('are for those who may', async () => {
    const matrix: Record<string, number[]> = {}
    for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
      matrix[method] = []
      for (const name of [null, 'carol', 'lise', 'gus', 'ada'] as const) {
        const given = method === 'GET' ? undefined : { tags: ['x'] }
        matrix[method]!.push((await desk.as(name)(method, path(), given)).status)
      }
    }
    const agent = plural === 'users'
    expect(matrix).toEqual({
      GET: [401, 403, 200, 200, 200],
      POST: [401, 403, 403, agent ? 201 : 403, 201],
      PUT: [401, 403, 403, agent ? 200 : 403, 200],
      DELETE: [401, 403, 403, agent ? 200 : 403, 200],
    })
  })

  it('are set, added, taken away, and read', async () => {
    const ask = async (method: string, tags?: unknown) => {
      const { status, body } = await desk.as('ada')(method, path(), tags === undefined ? undefined : { tags })
      return [status, body] as const
    }
    expect(await ask('POST', ['Beta', 'alpha'])).toEqual([201, { tags: ['alpha', 'beta'] }])
    expect(await ask('PUT', 'gamma beta')).toEqual([200, { tags: ['alpha', 'beta', 'gamma'] }])
    expect(await ask('DELETE', ['ALPHA', 'unknown'])).toEqual([200, { tags: ['beta', 'gamma'] }])
    expect(await ask('GET')).toEqual([200, { tags: ['beta', 'gamma'] }])
    expect((await ask('PUT', 5))[0]).toBe(422)
    expect(
      (
        await ask(
          'PUT',
          Array.from({ length: 501 }, (_, n) => `t${n}`),
        )
      )[0],
    ).toBe(422)
    expect((await desk.as('ada')('PUT', `/${plural}/424242/tags`, { tags: ['x'] })).status).toBe(404)
  })

  it('are not lost when many add at a time', async () => {
    await desk.as('ada')('POST', path(), { tags: [] })
    const tags = Array.from({ length: 8 }, (_, n) => `t${n}`)
    await Promise.all(tags.map((tag) => desk.as('ada')('PUT', path(), { tags: [tag] })))
    expect((await desk.as('ada')('GET', path())).body).toEqual({ tags })
  })
})

it('nobody tags themselves or those above them', async () => {
  expect((await desk.as('gus')('PUT', `/users/${desk.ids.gus}/tags`, { tags: ['x'] })).status).toBe(403)
  expect((await desk.as('gus')('PUT', `/users/${desk.ids.ada}/tags`, { tags: ['x'] })).status).toBe(403)
})
