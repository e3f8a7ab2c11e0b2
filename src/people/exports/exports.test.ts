import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Exported, exporter, type TestFeed, testFeed } from '../../../test/support/exports.ts'
import type { Id } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type Name, openDesk, type TestDesk } from '../fixture.ts'

let desk: TestDesk
let feed: TestFeed
beforeAll(async () => {
  desk = await openDesk()
  feed = await testFeed(desk.ground)
})
afterAll(async () => {
  await feed?.close()
  await desk?.close()
})

const MINUTE = 60_000
const ask = async (path: string, as: Name | null = 'olga') => {
  const { status, body } = await desk.as(as)('GET', path.replace(/^\/api\/v2/, ''))
  expect(status, `${path}: ${JSON.stringify(body)}`).toBe(200)
  return body as Record<string, never>
}
const told = async (key: 'users' | 'organizations', query = ''): Promise<Exported[]> => {
  await feed.numbered()
  desk.ground.clock.advance(2 * MINUTE)
  return (await ask(`/incremental/${key}?start_time=0${query}`))[key]!
}
const exportersOf = (key: string, size: number) => {
  const [byTime, byCursor] = [`/incremental/${key}`, `/incremental/${key}/cursor`]
  return [
    exporter(key, `${byTime}?start_time=0&per_page=${size}`, 'next_page', ask),
    exporter(key, `${byTime}.json?start_time=0`, 'next_page', ask),
    exporter(key, `${byCursor}?start_time=0&per_page=${size}`, 'after_url', ask),
    exporter(key, `${byTime}?start_time=0&page[size]=${size}`, 'after_url', ask),
  ]
}

let count = 0
const made: Record<'users' | 'organizations', Id[]> = { users: [], organizations: [] }

/** Makes, changes and removes people and organizations; each state of one has a name of its own. */
const live = async (acts: readonly number[]): Promise<void> => {
  const olga = desk.as('olga')
  for (const act of acts) {
    const [key, one] =
      act % 2 === 0 ? (['users', 'user'] as const) : (['organizations', 'organization'] as const)
    const id = made[key][act % Math.max(made[key].length, 1)]
    const body = { [one]: { name: `State ${count++}` } }
    if (id === undefined || act % 3 === 0) {
      const answer = await olga('POST', `/${key}`, body)
      expect(answer.status).toBe(201)
      made[key].push((answer.body as Record<string, { id: Id }>)[one]!.id)
    } else if (act % 11 === 0) await olga('DELETE', `/${key}/${id}`)
    else await olga('PUT', `/${key}/${id}`, body)
  }
}

describe('while others write', () => {
  it('everybody comes as they are in the end, no state twice, in each dialect', async () => {
    const plan = fc.record({
      size: fc.integer({ min: 1, max: 9 }),
      writers: fc.array(fc.array(fc.nat(999), { minLength: 6, maxLength: 14 }), {
        minLength: 2,
        maxLength: 4,
      }),
    })
    await fc.assert(
      fc.asyncProperty(plan, async ({ size, writers }) => {
        const exporters = [...exportersOf('users', size), ...exportersOf('organizations', size)]
        let isWriting = true
        const writing = Promise.all(writers.map(live)).finally(() => {
          isWriting = false
        })
        await Promise.all([
          writing,
          ...exporters.map(async ({ poll }) => {
            while (isWriting) {
              feed.poke()
              desk.ground.clock.advance(9000)
              await poll()
            }
          }),
        ])
        await feed.numbered()
        desk.ground.clock.advance(2 * MINUTE)
        for (const { poll } of exporters) await poll()
        const stand = async (table: string) =>
          (
            await desk.ground.db.rows(sql<{ id: Id; name: string }>`
            select id, name from ${sql.table(table)} where name like 'State %' order by id`)
          ).map(({ id, name }) => [id, name])
        const expected = { users: await stand('users'), organizations: await stand('organizations') }
        exporters.forEach(({ records }, n) => {
          const ours = records.filter(({ name }) => String(name).startsWith('State '))
          const states = ours.map((one) => [one.id, one.name, one.active, one.deleted_at].join())
          expect(states.length).toBe(new Set(states).size)
          const last = [...new Map(ours.map(({ id, name }) => [id, name]))].sort(([a], [b]) => a - b)
          expect(last).toEqual(expected[n < 4 ? 'users' : 'organizations'])
        })
      }),
      { numRuns: 4 },
    )
  }, 60_000)
})

describe('what comes', () => {
  it('is what is shown elsewhere, and whether it is gone', async () => {
    const olga = desk.as('olga')
    const created = await olga('POST', '/organizations', { organization: { name: 'Gone Ltd' } })
    const { id } = (created.body as Record<string, { id: Id }>).organization!
    const member = await olga('POST', '/users', {
      user: { name: 'Mo', email: 'mo@gone.example', organization_id: id },
    })
    const user = (member.body as Record<string, Exported>).user!
    const shown = await olga('GET', `/users/${user.id}`)
    const all = await told('users', '&include=organizations,identities')
    expect(all.find((one) => one.id === user.id)).toEqual({
      ...(shown.body as Record<string, object>).user,
      permanently_deleted: false,
    })
    const beside = await ask('/incremental/users?start_time=0&include=organizations,identities')
    expect(beside.organizations).toContainEqual(expect.objectContaining({ id }))
    expect(beside.identities).toContainEqual(expect.objectContaining({ value: 'mo@gone.example' }))

    await olga('DELETE', `/organizations/${id}`)
    expect((await told('organizations')).find((one) => one.id === id)).toMatchObject({
      name: 'Gone Ltd',
      deleted_at: expect.any(String),
    })
    await olga('DELETE', `/users/${user.id}`)
    expect((await told('users')).find((one) => one.id === user.id)).toMatchObject({ active: false })
  })

  it('tells that somebody was erased, and no more who they were', async () => {
    const olga = desk.as('olga')
    const made = await olga('POST', '/users', { user: { name: 'Eve Erased', email: 'eve@x.example' } })
    const { id } = (made.body as Record<string, Exported>).user!
    const cursor = exporter('users', '/incremental/users/cursor?start_time=0', 'after_url', ask)
    await olga('DELETE', `/users/${id}`)
    await olga('DELETE', `/deleted_users/${id}`)
    await feed.numbered()
    await cursor.poll()
    await desk.runJobs()
    await feed.numbered()
    await cursor.poll()
    const states = cursor.records.filter((one) => one.id === id)
    expect(states).toMatchObject([
      { name: 'Eve Erased', permanently_deleted: true },
      { name: 'Permanently deleted user', email: null, permanently_deleted: true },
    ])
  })
})

describe('who may', () => {
  it.each(['users', 'users/cursor', 'users/sample', 'organizations', 'organizations/cursor'])(
    '%s is for administrators',
    async (what) => {
      for (const [name, status] of [
        ['olga', 200],
        ['ada', 200],
        ['gus', 403],
        ['lise', 403],
        ['carol', 403],
        [null, 401],
      ] as const)
        expect((await desk.as(name)('GET', `/incremental/${what}?start_time=0`)).status).toBe(status)
    },
  )
})
