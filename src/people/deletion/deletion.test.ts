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

  it('leave the audit log its rows, but nothing of theirs in it', async () => {
    const canaries = [
      'canary-first',
      'canary-second',
      'Canary Person',
      'Canary Renamed',
      'a canary note',
      '+4471',
    ]
    const { db } = desk.ground
    const ada = desk.as('ada')
    const user = { name: 'Canary Person', email: 'canary-first@acme.example', notes: 'a canary note' }
    const { id } = ((await ada('POST', '/users', { user })).body as unknown as { user: Shown }).user
    const changed = { name: 'Canary Renamed', phone: '+4471', user_fields: {}, alias: 'canary-second' }
    await ada('PUT', `/users/${id}`, { user: changed })
    const identity = { type: 'email', value: 'canary-second@acme.example' }
    await ada('POST', `/users/${id}/identities`, { identity })
    await ada('POST', '/group_memberships', { group_membership: { user_id: id, group_id: 1 } })
    await desk.as(null)('POST', '/sign_in', { email: 'canary-first@acme.example', password: 'wrong' })
    await db.rows(sql`insert into audit_log (at, actor_id, via, ip, action, source_type, source_id, source_label, before, after)
      values (now(), ${id}, 'api', '192.0.2.77', 'recover', 'suspended_ticket', '9', 'from Canary-First@acme.example',
        '{"author_email": "canary-first@acme.example", "cause_id": 5}', '{"by": "Canary Renamed", "of": "Canary"}')`)
    await ada('DELETE', `/users/${id}`)
    const logged = () =>
      db.rows(
        sql<{ id: number; row: string }>`select id, to_jsonb(a)::text as row from audit_log a order by id`,
      )
    await db.rows(sql`insert into audit_log (at, via, action, source_type, source_id, source_label, before)
      values (now(), 'api', 'update', 'user', ${String(desk.ids.carol)}, 'Canary Person', '{"name": "Canary Person"}')`)
    const before = await logged()
    for (const canary of canaries)
      expect(
        before.some(({ row }) => row.includes(canary)),
        canary,
      ).toBe(true)
    await ada('DELETE', `/deleted_users/${id}`)
    await desk.runJobs()
    const after = await logged()
    expect(after.slice(0, before.length).map((one) => one.id)).toEqual(before.map((one) => one.id))
    // What is said of a namesake is of somebody else.
    const others = after.filter(({ row }) => !row.includes(`"source_id": "${desk.ids.carol}"`))
    for (const canary of [...canaries, '192.0.2.77'])
      expect(
        others.filter(({ row }) => row.toLowerCase().includes(canary.toLowerCase())),
        canary,
      ).toEqual([])
    expect(after.some(({ row }) => row.includes('"name": "Canary Person"'))).toBe(true)
    const other = await db.one(sql`select actor_id, before, after, source_label, ip from audit_log
      where source_type = 'suspended_ticket'`)
    expect(other).toEqual({
      actor_id: id,
      before: { author_email: null, cause_id: 5 },
      after: { by: null, of: 'Canary' },
      source_label: null,
      ip: null,
    })
  })

  it('leave an audit log that nobody can write over', async () => {
    const { db } = desk.ground
    for (const change of [
      sql`update audit_log set action = 'nothing'`,
      sql`update audit_log set after = '{"name": "another"}' where source_type = 'user'`,
      sql`update audit_log set source_label = 'x' where source_label is null`,
      sql`delete from audit_log`,
    ])
      await expect(db.rows(change)).rejects.toThrow(/never changed/)
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
