import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../platform/db/index.ts'
import { type Name, openDesk, type TestDesk } from '../fixture.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

type Shown = { id: number; [key: string]: unknown }
const STAFF_AND_OTHERS = [null, 'carol', 'lise', 'gus', 'ada'] as const
const statuses = async (method: string, path: string) => {
  const found: number[] = []
  for (const name of STAFF_AND_OTHERS) found.push((await desk.as(name)(method, path)).status)
  return found
}
const removed = async (email: string, by: Name = 'ada'): Promise<number> => {
  const user = { name: 'Gone Person', email, notes: 'a secret note', phone: '+1' }
  const made = (await desk.as('ada')('POST', '/users', { user })).body as unknown as { user: Shown }
  expect((await desk.as(by)('DELETE', `/users/${made.user.id}`)).status).toBe(200)
  return made.user.id
}
const body = async (path: string) => (await desk.as('ada')('GET', path)).body as Record<string, unknown>
const deletionOf = async (id: number) =>
  ((await body(`/users/${id}/compliance_deletion_statuses`)).compliance_deletion_statuses as Shown[]).map(
    ({ action }) => action,
  )

describe('removed users', () => {
  it('are for administrators', async () => {
    const id = await removed('one@acme.example')
    expect(await statuses('GET', '/deleted_users')).toEqual([401, 403, 403, 403, 200])
    expect(await statuses('GET', '/deleted_users/count')).toEqual([401, 403, 403, 403, 200])
    expect(await statuses('GET', `/deleted_users/${id}`)).toEqual([401, 403, 403, 403, 200])
    expect(await statuses('GET', `/users/${id}/compliance_deletion_statuses`)).toEqual([
      401, 403, 403, 403, 404,
    ])
    expect(await statuses('DELETE', '/deleted_users/424242')).toEqual([401, 403, 403, 403, 404])
    expect(await statuses('DELETE', `/deleted_users/${desk.ids.carol}`)).toEqual([401, 403, 403, 403, 404])
  })

  it('are listed and counted, those who are there are not', async () => {
    const id = await removed('two@acme.example')
    const { deleted_users: users, count } = await body('/deleted_users.json')
    expect((users as Shown[]).map((user) => user.id)).toContain(id)
    expect((users as Shown[]).map((user) => user.id)).not.toContain(desk.ids.carol)
    expect(await body('/deleted_users/count')).toMatchObject({ count: { value: count } })
    expect((await body(`/deleted_users/${id}`)).deleted_user).toMatchObject({
      id,
      name: 'Gone Person',
      active: false,
      url: expect.stringContaining(`/api/v2/deleted_users/${id}.json`),
    })
  })

  it('go for good: every trace in every room, once it is said', async () => {
    const id = await removed('three@acme.example')
    const answer = await desk.as('ada')('DELETE', `/deleted_users/${id}`)
    expect([answer.status, answer.body]).toMatchObject([200, { deleted_user: { id, name: 'Gone Person' } }])
    expect((await desk.as('ada')('DELETE', `/deleted_users/${id}`)).status).toBe(404)
    expect((await desk.as('ada')('GET', `/deleted_users/${id}`)).status).toBe(404)
    expect(await deletionOf(id)).toEqual(['request_deletion', 'started_deletion'])
    await desk.runJobs()
    expect(await deletionOf(id)).toEqual(['request_deletion', 'started_deletion', 'complete_deletion'])
    expect((await body(`/users/${id}`)).user).toMatchObject({
      name: 'Permanently deleted user',
      email: null,
      notes: null,
      phone: null,
    })
    const entry = await desk.ground.db.one(sql<{ row: string }>`
      select to_jsonb(a)::text as row from audit_log a where source_type = 'deleted_user' and source_id = ${String(id)}`)
    expect(entry!.row).not.toContain('Gone Person')
  })

  it('of whom one may not dispose stay', async () => {
    const owner = await desk.people.createUser({ email: 'old@desk.example', role: 'owner' })
    await desk.as('olga')('DELETE', `/users/${owner.id}`)
    expect((await desk.as('ada')('DELETE', `/deleted_users/${owner.id}`)).status).toBe(403)
    expect((await desk.as('olga')('DELETE', `/deleted_users/${owner.id}`)).status).toBe(200)
  })

  it('are erased by nobody who was not asked to', async () => {
    const job = desk.people.module.jobs!.find(({ name }) => name === 'people_erase_user')!
    await job.run({ userId: desk.ids.dave }, { id: '1', attempt: 1 })
    expect((await body(`/users/${desk.ids.dave}`)).user).toMatchObject({ name: 'Dave Customer' })
  })
})
