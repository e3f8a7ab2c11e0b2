import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '../../platform/db/index.ts'
import { findJobStatuses } from '../../platform/jobs/index.ts'
import { type Answer, type Name, openDesk, type TestDesk } from '../fixture.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())
beforeEach(() => {
  desk.ground.jobs.length = 0
})

const jobOf = ({ body }: Answer) => (body as unknown as { job_status: { id: string } }).job_status
/** Asks, lets the queue work, and answers the job as it ended. */
const done = async (name: Name, method: string, path: string, body?: object) => {
  const answer = await desk.as(name)(method, path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  await desk.runJobs()
  const [job] = await findJobStatuses(desk.ground.db, [jobOf(answer).id])
  return job as typeof job & { results: { index: number; id: number; [key: string]: unknown }[] }
}
const show = async (path: string) => (await desk.as('ada')('GET', path)).body as Record<string, object>

describe.each([
  // Nobody, customer, light agent, agent, admin.
  ['POST', '/users/create_many', { users: [] }, [401, 403, 403, 200, 200]],
  ['POST', '/users/create_or_update_many', { users: [] }, [401, 403, 403, 200, 200]],
  ['PUT', '/users/update_many?ids=1', { user: {} }, [401, 403, 403, 200, 200]],
  ['DELETE', '/users/destroy_many?ids=1', undefined, [401, 403, 403, 200, 200]],
  ['POST', '/organizations/create_many', { organizations: [] }, [401, 403, 403, 403, 200]],
  ['PUT', '/organizations/update_many?ids=1', { organization: {} }, [401, 403, 403, 403, 200]],
  ['DELETE', '/organizations/destroy_many?ids=1', undefined, [401, 403, 403, 403, 200]],
  ['POST', '/group_memberships/create_many', { group_memberships: [] }, [401, 403, 403, 403, 200]],
  ['DELETE', '/group_memberships/destroy_many?ids=1', undefined, [401, 403, 403, 403, 200]],
  [
    'POST',
    '/organization_memberships/create_many',
    { organization_memberships: [] },
    [401, 403, 403, 200, 200],
  ],
  ['DELETE', '/organization_memberships/destroy_many?ids=1', undefined, [401, 403, 403, 200, 200]],
] as const)('%s %s', (method, path, body, expected) => {
  it('is for those who may', async () => {
    const statuses: number[] = []
    for (const name of [null, 'carol', 'lise', 'gus', 'ada'] as const)
      statuses.push((await desk.as(name)(method, path, body)).status)
    expect(statuses).toEqual(expected)
  })

  it('refuses what it cannot read', async () => {
    const many = Array.from({ length: 101 }, (_, n) => n + 1).join(',')
    const [bare] = path.split('?')
    const wrong =
      method === 'DELETE'
        ? await desk.as('ada')(method, `${bare}?ids=${many}`)
        : await desk.as('ada')(method, bare!, {})
    expect(wrong.status).toBe(method === 'DELETE' ? 400 : 422)
  })
})

describe('users in bulk', () => {
  it('are created, each told by its place, in the form of the wire', async () => {
    const answer = await desk.as('gus')('POST', '/users/create_many.json', {
      users: [
        { name: 'Eve', email: 'eve@acme.example', external_id: 'E-1' },
        { name: 'Twice', email: 'carol@acme.example' },
        { name: 'Boss', email: 'boss@acme.example', role: 'admin' },
      ],
    })
    const id = jobOf(answer).id
    expect(answer.body).toEqual({
      job_status: {
        id: expect.stringMatching(/^V3-[0-9a-f]{32}$/),
        job_type: 'Bulk Create User',
        url: expect.stringMatching(new RegExp(`/api/v2/job_statuses/${id}\\.json$`)),
        total: 3,
        progress: null,
        status: 'queued',
        message: null,
        results: null,
      },
    })
    await desk.runJobs()
    const [job] = await findJobStatuses(desk.ground.db, [id])
    expect(job).toMatchObject({ status: 'completed', progress: 3, authorId: desk.ids.gus })
    expect(job!.results).toEqual([
      { index: 0, id: expect.any(Number), action: 'create', success: true, status: 'Created' },
      {
        index: 1,
        action: 'create',
        success: false,
        status: 'Failed',
        error: 'RecordInvalid',
        details: 'Email: is already being used by another user',
      },
      { index: 2, id: expect.any(Number), action: 'create', success: true, status: 'Created' },
    ])
    const [eve, , boss] = job!.results as unknown as { id: number }[]
    expect((await show(`/users/${eve!.id}`)).user).toMatchObject({ external_id: 'E-1', role: 'end-user' })
    // An agent's wish to make an administrator is passed over, in bulk as one by one.
    expect((await show(`/users/${boss!.id}`)).user).toMatchObject({ role: 'end-user' })
    expect((await desk.audited('user')).filter(({ action }) => action === 'create').length).toBeGreaterThan(1)
  })

  it('are changed alike or each on its own, by id or external id', async () => {
    const made = await done('ada', 'POST', '/users/create_many', {
      users: [
        { name: 'F', external_id: 'F-1' },
        { name: 'G', external_id: 'G-1' },
      ],
    })
    const [f, g] = made.results
    const alike = await done('gus', 'PUT', '/users/update_many?external_ids=F-1,G-1,nobody', {
      user: { notes: 'seen' },
    })
    expect(alike.results).toEqual([
      { index: 0, id: f!.id, action: 'update', success: true, status: 'Updated' },
      { index: 1, id: g!.id, action: 'update', success: true, status: 'Updated' },
      expect.objectContaining({ index: 2, external_id: 'nobody', error: 'RecordNotFound' }),
    ])
    const own = await done('gus', 'PUT', '/users/update_many', {
      users: [
        { id: `${f!.id}`, name: 'Effie', external_id: 'F-2' },
        { external_id: 'G-1', name: ' ' },
        { id: desk.ids.ada, name: 'Hacked' },
        { name: 'of nobody' },
      ],
    })
    expect(own.results).toMatchObject([
      { id: f!.id, success: true },
      { external_id: 'G-1', error: 'RecordInvalid' },
      { id: desk.ids.ada, error: 'Forbidden' },
      { id: 0, error: 'RecordNotFound' },
    ])
    expect((await show(`/users/${f!.id}`)).user).toMatchObject({
      name: 'Effie',
      notes: 'seen',
      external_id: 'F-2',
    })
  })

  it('are changed or created, whichever it takes', async () => {
    const put = await done('gus', 'POST', '/users/create_or_update_many', {
      users: [
        { name: 'Hal', email: 'hal@acme.example' },
        { name: 'Hal the Second', email: 'hal@acme.example' },
      ],
    })
    expect(put.results).toMatchObject([
      { action: 'create', status: 'Created' },
      { action: 'update', status: 'Updated', id: put.results[0]!.id },
    ])
    expect((await show(`/users/${put.results[0]!.id}`)).user).toMatchObject({ name: 'Hal the Second' })
  })

  it('are removed; those whom one may not remove stay', async () => {
    const { results } = await done('gus', 'POST', '/users/create_many', { users: [{ name: 'Ivy' }] })
    const job = await done(
      'gus',
      'DELETE',
      `/users/destroy_many?ids=${results[0]!.id},${desk.ids.ada},424242`,
    )
    expect(job.results).toMatchObject([
      { id: results[0]!.id, action: 'delete', success: true, status: 'Deleted' },
      { id: desk.ids.ada, error: 'Forbidden' },
      { id: 424242, error: 'RecordNotFound' },
    ])
    expect((await show(`/users/${results[0]!.id}`)).user).toMatchObject({ active: false })
    expect((await show(`/users/${desk.ids.ada}`)).user).toMatchObject({ active: true })
  })

  it('takes 100 and refuses 101, as users do', async () => {
    const users = (n: number) => ({ users: Array.from({ length: n }, (_, i) => ({ name: `N ${i}` })) })
    expect((await desk.as('gus')('POST', '/users/create_many', users(100))).status).toBe(200)
    const refused = await desk.as('gus')('POST', '/users/create_many', users(101))
    expect([refused.status, refused.body]).toEqual([
      400,
      { error: 'TooManyValues', description: 'Maximum 100 users may be created per call' },
    ])
  })

  it('puts no password into the queue', async () => {
    const answer = await desk.as('ada')('POST', '/users/create_many', {
      users: [{ name: 'J', password: 'seven green lanterns hum' }],
    })
    expect(answer.status).toBe(422)
    expect(desk.ground.jobs).toEqual([])
  })

  it('acts with the rights that the author has when it runs', async () => {
    const jim = await desk.people.createUser({ email: 'jim@desk.example', role: 'agent' })
    const token = await desk.people.createToken({ email: 'jim@desk.example' })
    const answer = await desk.as(null)(
      'POST',
      '/users/create_many',
      { users: [{ name: 'Too late', email: 'late@acme.example' }] },
      { authorization: `Bearer ${token.secret}` },
    )
    expect(answer.status).toBe(200)
    await desk.as('ada')('PUT', `/users/${jim.id}`, { user: { suspended: true } })
    await desk.runJobs()
    const [job] = await findJobStatuses(desk.ground.db, [jobOf(answer).id])
    expect(job!.results).toMatchObject([{ index: 0, error: 'Forbidden' }])
    expect(
      await desk.ground.db.rows(sql`select from user_identities where key = 'late@acme.example'`),
    ).toEqual([])
  })
})

describe('organizations and memberships in bulk', () => {
  it('live, change and go', async () => {
    const made = await done('ada', 'POST', '/organizations/create_many', {
      organizations: [{ name: 'Kite', external_id: 'K' }, { name: 'kite' }, { name: 'Loom' }],
    })
    expect(made).toMatchObject({ jobType: 'Bulk Create Organization' })
    expect(made.results).toMatchObject([{ success: true }, { error: 'RecordInvalid' }, { success: true }])
    const [kite, , loom] = made.results
    const changed = await done('ada', 'PUT', '/organizations/update_many', {
      organizations: [
        { external_id: 'K', notes: 'flies' },
        { id: loom!.id, name: 'Kite' },
      ],
    })
    expect(changed.results).toMatchObject([{ id: kite!.id, success: true }, { error: 'RecordInvalid' }])
    expect((await show(`/organizations/${kite!.id}`)).organization).toMatchObject({ notes: 'flies' })
    const joined = await done('gus', 'POST', '/organization_memberships/create_many', {
      organization_memberships: [
        { user_id: desk.ids.carol, organization_id: kite!.id },
        { user_id: desk.ids.carol, organization_id: kite!.id },
        { user_id: desk.ids.ada, organization_id: kite!.id },
        { user_id: 424242, organization_id: kite!.id },
      ],
    })
    expect(joined).toMatchObject({ jobType: 'Bulk Create Organization Membership' })
    expect(joined.results).toMatchObject([
      { success: true },
      { error: 'RecordInvalid' },
      { error: 'Forbidden' },
      { error: 'RecordInvalid' },
    ])
    expect((await show(`/users/${desk.ids.carol}`)).user).toMatchObject({ organization_id: kite!.id })
    const left = await done(
      'gus',
      'DELETE',
      `/organization_memberships/destroy_many?ids=${joined.results[0]!.id},7`,
    )
    expect(left.results).toMatchObject([{ success: true, status: 'Deleted' }, { error: 'RecordNotFound' }])
    const gone = await done('ada', 'DELETE', `/organizations/destroy_many?ids=${kite!.id},${loom!.id}`)
    expect(gone.results).toMatchObject([{ success: true }, { success: true }])
    expect((await desk.as('ada')('GET', `/organizations/${kite!.id}`)).status).toBe(404)
  })

  it('of groups are for staff only', async () => {
    const group = (await desk.as('ada')('POST', '/groups', { group: { name: 'Night' } })).body as unknown as {
      group: { id: number }
    }
    const joined = await done('ada', 'POST', '/group_memberships/create_many', {
      group_memberships: [
        { user_id: desk.ids.gus, group_id: group.group.id },
        { user_id: desk.ids.carol, group_id: group.group.id },
      ],
    })
    expect(joined.results).toMatchObject([{ success: true }, { error: 'RecordInvalid' }])
    const left = await done('ada', 'DELETE', `/group_memberships/destroy_many?ids=${joined.results[0]!.id}`)
    expect(left.results).toMatchObject([{ success: true }])
    expect((await show(`/users/${desk.ids.gus}`)).user).toMatchObject({ default_group_id: null })
  })
})
