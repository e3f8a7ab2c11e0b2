import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { groupSlaPoliciesOf } from '../index.ts'
import { type Answer, type Name, type SlaDesk, SUBJECTS, slaDesk } from './fixture.ts'

let desk: SlaDesk
beforeAll(async () => {
  desk = await slaDesk()
}, 60_000)
afterAll(() => desk?.close())
afterEach(async () => {
  for (const { id } of (await ada('GET', '/group_slas/policies')).body.group_sla_policies)
    await ada('DELETE', `/group_slas/policies/${id}`)
})

const ada = (...asked: Parameters<ReturnType<SlaDesk['as']>>): Promise<Answer> => desk.as('ada')(...asked)

const TIER_2 = {
  title: 'Tier 2',
  filter: { all: [{ field: 'group_id', operator: 'includes', value: [501, 502] }] },
  policy_metrics: [
    { priority: 'high', metric: 'group_ownership_time', target: 3600, business_hours: false },
    { priority: 'low', metric: 'group_ownership_time', target_in_seconds: 600, business_hours: true },
  ],
}

const create = async (group_sla_policy: object = TIER_2): Promise<Answer['body']> => {
  const { status, body } = await ada('POST', '/group_slas/policies.json', { group_sla_policy })
  expect({ status, body }).toMatchObject({ status: 201 })
  return body.group_sla_policy
}

const NOBODY = '01HZZZZZZZZZZZZZZZZZZZZZZZ'
const ROUTES: readonly { readonly method: string; readonly path: string; readonly body?: unknown }[] = [
  { method: 'GET', path: '/group_slas/policies' },
  { method: 'GET', path: '/group_slas/policies/definitions' },
  { method: 'GET', path: '/group_slas/policies/:id' },
  { method: 'POST', path: '/group_slas/policies', body: { group_sla_policy: TIER_2 } },
  { method: 'PUT', path: '/group_slas/policies/reorder', body: { group_sla_policy_ids: [] } },
  { method: 'PUT', path: '/group_slas/policies/:id', body: { group_sla_policy: { title: 'Other' } } },
  { method: 'DELETE', path: '/group_slas/policies/:id' },
]

describe.each(ROUTES)('$method $path', ({ method, path, body }) => {
  const asked = async (name: Name | null) => {
    const { id } = await create()
    const version = await desk.version()
    const { status } = await desk.as(name)(method, path.replace(':id', id), body)
    expect(await desk.version()).toBe(version)
    return status
  }
  it('is closed to whoever has not signed in', async () => expect(await asked(null)).toBe(401))
  it('is closed to customers', async () => expect(await asked('carol')).toBe(403))
  it(`is ${method === 'GET' ? 'open' : 'closed'} to agents`, async () =>
    expect(await asked('gus')).toBe(method === 'GET' ? 200 : 403))
  it.runIf(path.includes(':id'))('knows no policy that is not there', async () => {
    for (const id of [NOBODY, '7', "'; drop table users; --"])
      expect((await ada(method, path.replace(':id', encodeURIComponent(id)), body)).status).toBe(404)
  })
})

describe('a group SLA policy', () => {
  it('is known by a ULID; its lone targets are seconds', async () => {
    const answer = await ada('POST', '/group_slas/policies', { group_sla_policy: TIER_2 })
    const { group_sla_policy: policy } = answer.body
    expect(answer.status).toBe(201)
    expect(policy.id).toMatch(/^01[0-9A-HJKMNP-TV-Z]{24}$/)
    expect(policy).toEqual({
      url: `http://localhost:3000/api/v2/group_slas/policies/${policy.id}.json`,
      id: policy.id,
      title: 'Tier 2',
      description: null,
      position: 1,
      filter: TIER_2.filter,
      policy_metrics: [
        {
          priority: 'high',
          metric: 'group_ownership_time',
          target: 3600,
          target_in_seconds: 3600,
          business_hours: false,
          commitment: 'contract',
        },
        {
          priority: 'low',
          metric: 'group_ownership_time',
          target: 600,
          target_in_seconds: 600,
          business_hours: true,
          commitment: 'contract',
        },
      ],
      schedule_id: null,
      created_at: '2026-01-31T08:00:00Z',
      updated_at: '2026-01-31T08:00:00Z',
    })
    expect(answer.headers.location).toBe(policy.url)
    const read = await desk.as('gus')('GET', `/group_slas/policies/${policy.id.toLowerCase()}.json`)
    expect(read.body).toEqual({ group_sla_policy: policy })
    const compiled = groupSlaPoliciesOf(await desk.ground.policy.current(), { catalogue: SUBJECTS.catalogue })
    expect(compiled).toMatchObject([{ id: policy.id, targets: [{ targetSeconds: 3600 }, {}] }])
  })

  it('changes, and goes back as it was read without a version', async () => {
    const policy = await create()
    const version = await desk.version()
    const path = `/group_slas/policies/${policy.id}`
    const same = await ada('PUT', path, { group_sla_policy: policy })
    expect(same.body.group_sla_policy).toEqual(policy)
    expect(await desk.version()).toBe(version)
    const changed = await ada('PUT', path, { group_sla_policy: { title: 'Tier 3', position: 9 } })
    expect(changed.body.group_sla_policy).toEqual({ ...policy, title: 'Tier 3', position: 9 })
    expect((await ada('DELETE', `${path}.json`)).status).toBe(204)
    expect(await desk.version()).toBe(version + 2)
    const kinds = (await desk.audited()).map(({ action, kind }) => `${action} ${kind}`)
    expect(kinds.slice(-3)).toEqual([
      'create group_sla_policy',
      'update group_sla_policy',
      'destroy group_sla_policy',
    ])
  })

  it.each<[string, object, object]>([
    ['no group', { filter: { all: [] } }, { 'filter.all': 'InvalidValue' }],
    [
      'a group by another operator',
      { filter: { all: [{ field: 'group_id', operator: 'is', value: 501 }] } },
      { 'filter.all': 'InvalidValue' },
    ],
    [
      'an alternative',
      { filter: { ...TIER_2.filter, any: [{ field: 'type', operator: 'is', value: 'task' }] } },
      { 'filter.any': 'InvalidValue' },
    ],
    [
      'a metric of tickets',
      { policy_metrics: [{ priority: 'low', metric: 'first_reply_time', target: 60 }] },
      { 'policy_metrics[0].metric': 'InvalidValue' },
    ],
    [
      'less than 15 seconds',
      { policy_metrics: [{ priority: 'low', metric: 'group_ownership_time', target: 14 }] },
      { 'policy_metrics[0].target': 'InvalidValue' },
    ],
  ])('is not made with %s', async (_name, differs, expected) => {
    const { status, body } = await ada('POST', '/group_slas/policies', {
      group_sla_policy: { ...TIER_2, ...differs },
    })
    const errors = Object.entries(body.details as Record<string, { error: string }[]>)
    expect([status, Object.fromEntries(errors.map(([field, [one]]) => [field, one?.error]))]).toEqual([
      422,
      expected,
    ])
  })

  it('has its place in an order that names them all', async () => {
    const [a, b] = [await create({ ...TIER_2, title: 'a' }), await create({ ...TIER_2, title: 'b' })]
    const order = (ids: string[]) => ada('PUT', '/group_slas/policies/reorder', { group_sla_policy_ids: ids })
    expect((await order([b.id])).body.details.group_sla_policy_ids).toMatchObject([
      { description: `leaves out ${a.id}` },
    ])
    expect((await order([b.id, a.id])).status).toBe(200)
    const { body } = await ada('GET', '/group_slas/policies.json')
    expect(body).toMatchObject({
      group_sla_policies: [
        { title: 'b', position: 1 },
        { title: 'a', position: 2 },
      ],
      count: 2,
      next_page: null,
      previous_page: null,
    })
  })

  it('is told by definitions without alternatives', async () => {
    const { definitions } = (await ada('GET', '/group_slas/policies/definitions')).body
    expect(Object.keys(definitions)).toEqual(['all'])
    const [group] = definitions.all.filter(({ value }: { value: string }) => value === 'group_id')
    expect(group.operators.map(({ value }: { value: string }) => value)).toContain('not_includes')
  })
})
