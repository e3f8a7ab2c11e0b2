import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { slaPoliciesOf } from '../index.ts'
import { type Answer, type Name, type SlaDesk, SUBJECTS, slaDesk } from './fixture.ts'

let desk: SlaDesk
beforeAll(async () => {
  desk = await slaDesk()
}, 60_000)
afterAll(() => desk?.close())
afterEach(async () => {
  for (const { id } of (await ada('GET', '/slas/policies')).body.sla_policies)
    await ada('DELETE', `/slas/policies/${id}`)
})

const ada = (...asked: Parameters<ReturnType<SlaDesk['as']>>): Promise<Answer> => desk.as('ada')(...asked)

const target = (priority: string, metric: string, minutes: number, differs: object = {}) => ({
  priority,
  metric,
  target: minutes,
  business_hours: false,
  ...differs,
})

const INCIDENTS = {
  title: 'Incidents',
  description: 'For urgent incidents, we will respond to tickets in 10 minutes',
  position: 3,
  filter: { all: [{ field: 'type', operator: 'is', value: 'incident' }], any: [] },
  policy_metrics: [target('normal', 'first_reply_time', 30), target('urgent', 'requester_wait_time', 120)],
}

const create = async (sla_policy: object = INCIDENTS): Promise<Answer['body']> => {
  const { status, body } = await ada('POST', '/slas/policies.json', { sla_policy })
  expect({ status, body }).toMatchObject({ status: 201 })
  return body.sla_policy
}

const details = ({ status, body }: Answer) => {
  expect({ status, body }).toMatchObject({ status: 422, body: { error: 'RecordInvalid' } })
  return Object.fromEntries(
    Object.entries(body.details as Record<string, { error: string; description: string }[]>).map(
      ([field, [one]]) => [field, `${one?.error}: ${one?.description}`],
    ),
  )
}

const ALL_OFF = {
  first_reply_time: {
    activate_on_ticket_created_for_end_user: false,
    activate_on_agent_ticket_created_for_end_user_with_internal_note: false,
    activate_on_light_agent_on_email_forward_ticket_from_end_user: false,
    activate_on_agent_created_ticket_for_self: false,
    fulfill_on_agent_internal_note: false,
  },
  next_reply_time: {
    fulfill_on_non_requesting_agent_internal_note_after_activation: false,
    activate_on_end_user_added_internal_note: false,
    activate_on_agent_requested_ticket_with_public_comment_or_internal_note: false,
    activate_on_light_agent_internal_note: false,
  },
  periodic_update_time: { activate_on_agent_internal_note: false },
}

const ROUTES: readonly { readonly method: string; readonly path: string; readonly body?: unknown }[] = [
  { method: 'GET', path: '/slas/policies' },
  { method: 'GET', path: '/slas/policies/definitions' },
  { method: 'GET', path: '/slas/policies/:id' },
  { method: 'POST', path: '/slas/policies', body: { sla_policy: INCIDENTS } },
  { method: 'PUT', path: '/slas/policies/reorder', body: { sla_policy_ids: [] } },
  { method: 'PUT', path: '/slas/policies/:id', body: { sla_policy: { title: 'Other' } } },
  { method: 'DELETE', path: '/slas/policies/:id' },
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
  it('is closed to light agents', async () => expect(await asked('lise')).toBe(403))
  it(`is ${method === 'GET' ? 'open' : 'closed'} to agents`, async () =>
    expect(await asked('gus')).toBe(method === 'GET' ? 200 : 403))
  it.runIf(path.includes(':id'))('knows no policy that is not there', async () => {
    expect((await ada(method, path.replace(':id', '9223372036854775807'), body)).status).toBe(404)
    expect((await ada(method, path.replace(':id', '9000000'), body)).status).toBe(404)
  })
})

describe('an SLA policy', () => {
  it('is created as the wire says, and read back', async () => {
    const answer = await ada('POST', '/slas/policies.json', {
      sla_policy: { ...INCIDENTS, id: 7, url: 'x', created_at: 'x' },
    })
    const { sla_policy: policy } = answer.body
    expect(answer.status).toBe(201)
    expect(policy).toEqual({
      url: `http://localhost:3000/api/v2/slas/policies/${policy.id}.json`,
      id: policy.id,
      title: 'Incidents',
      description: 'For urgent incidents, we will respond to tickets in 10 minutes',
      position: 3,
      filter: { all: [{ field: 'type', operator: 'is', value: 'incident' }], any: [] },
      policy_metrics: [
        {
          priority: 'normal',
          metric: 'first_reply_time',
          target: 30,
          target_in_seconds: 1800,
          business_hours: false,
          commitment: 'contract',
        },
        {
          priority: 'urgent',
          metric: 'requester_wait_time',
          target: 120,
          target_in_seconds: 7200,
          business_hours: false,
          commitment: 'contract',
        },
      ],
      metrics_settings: ALL_OFF,
      schedule_id: null,
      created_at: '2026-01-31T08:00:00Z',
      updated_at: '2026-01-31T08:00:00Z',
    })
    expect(answer.headers.location).toBe(policy.url)
    expect(answer.headers['x-zendesk-api-warn']).toBeUndefined()
    const read = await desk.as('gus')('GET', `/slas/policies/${policy.id}.json`)
    expect(read.body).toEqual({ sla_policy: policy })
  })

  it('takes what Go and Terraform send: no lists, a description left out', async () => {
    const policy = await create({ title: 'From Go', filter: { all: INCIDENTS.filter.all, any: null } })
    expect(policy).toMatchObject({ description: null, policy_metrics: [], filter: { any: [] } })
  })

  it('goes last where it says no position; another may have its title', async () => {
    const places = []
    for (const position of [undefined, 5, undefined])
      places.push((await create({ ...INCIDENTS, position })).position)
    expect(places).toEqual([1, 5, 6])
    const { body } = await ada('GET', '/slas/policies')
    expect(body.sla_policies.map((one: { title: string }) => one.title)).toEqual(
      Array.from({ length: 3 }, () => 'Incidents'),
    )
  })

  it('counts targets in seconds where it is told seconds, which go before minutes', async () => {
    const { policy_metrics: targets } = await create({
      ...INCIDENTS,
      policy_metrics: [
        target('low', 'first_reply_time', 10, { target_in_seconds: 90, commitment: 'objective' }),
        { priority: 'high', metric: 'first_reply_time', target_in_seconds: 15, business_hours: true },
      ],
    })
    expect(targets).toMatchObject([
      { priority: 'low', target: 2, target_in_seconds: 90, commitment: 'objective' },
      { priority: 'high', target: 1, target_in_seconds: 15, business_hours: true, commitment: 'contract' },
    ])
  })

  it('says which of its targets do nothing', async () => {
    const sla_policy = { ...INCIDENTS, policy_metrics: [target('low', 'next_reply_time', 10)] }
    const { status, headers } = await ada('POST', '/slas/policies', { sla_policy })
    expect(status).toBe(201)
    expect(headers['x-zendesk-api-warn']).toContain('next_reply_time')
  })

  it('may name a schedule, which goes on serving it when it is deleted', async () => {
    const schedule = { name: 'EMEA', time_zone: 'Amsterdam' }
    const { id: scheduleId } = (await ada('POST', '/business_hours/schedules', { schedule })).body.schedule
    const { id } = await create({ ...INCIDENTS, schedule_id: scheduleId })
    await ada('DELETE', `/business_hours/schedules/${scheduleId}`)
    const whole = (await ada('GET', `/slas/policies/${id}`)).body.sla_policy
    expect(whole.schedule_id).toBe(scheduleId)
    const back = await ada('PUT', `/slas/policies/${id}`, { sla_policy: { ...whole, title: 'Renamed' } })
    expect(back.body.sla_policy).toMatchObject({ title: 'Renamed', schedule_id: scheduleId })
    const gone = { sla_policy: { ...INCIDENTS, schedule_id: scheduleId } }
    expect(details(await ada('POST', '/slas/policies', gone))).toEqual({
      schedule_id: 'InvalidValue: is no schedule',
    })
  })

  it('changes in what is said; settings by name, filter and targets as a whole', async () => {
    const { id, ...before } = await create({
      ...INCIDENTS,
      metrics_settings: { periodic_update_time: { activate_on_agent_internal_note: true } },
    })
    desk.ground.clock.set('2026-02-01T08:00:00Z')
    const sla_policy = {
      policy_metrics: [target('low', 'first_reply_time', 60)],
      metrics_settings: { first_reply_time: { fulfill_on_agent_internal_note: true, unheard_of: true } },
    }
    const { status, body } = await ada('PUT', `/slas/policies/${id}.json`, { sla_policy })
    expect(status).toBe(200)
    expect(body.sla_policy).toEqual({
      id,
      ...before,
      policy_metrics: [
        {
          priority: 'low',
          metric: 'first_reply_time',
          target: 60,
          target_in_seconds: 3600,
          business_hours: false,
          commitment: 'contract',
        },
      ],
      metrics_settings: {
        ...ALL_OFF,
        first_reply_time: { ...ALL_OFF.first_reply_time, fulfill_on_agent_internal_note: true },
        periodic_update_time: { activate_on_agent_internal_note: true },
      },
      updated_at: '2026-02-01T08:00:00Z',
    })
  })

  it('that is put back as it was makes no version', async () => {
    const policy = await create()
    const version = await desk.version()
    const { body } = await ada('PUT', `/slas/policies/${policy.id}`, { sla_policy: policy })
    expect(body.sla_policy).toEqual(policy)
    expect(await desk.version()).toBe(version)
  })

  it('is one version of the policy each time, with who did it in the audit log', async () => {
    const version = await desk.version()
    const { length } = await desk.audited()
    const { id } = await create()
    await ada('PUT', `/slas/policies/${id}`, { sla_policy: { title: 'Renamed' } })
    expect((await ada('DELETE', `/slas/policies/${id}.json`)).status).toBe(204)
    expect((await ada('GET', `/slas/policies/${id}`)).status).toBe(404)
    expect(await desk.version()).toBe(version + 3)
    const rows = (await desk.audited()).slice(length)
    expect(rows.map(({ action, kind, label }) => `${action} ${kind} ${label}`)).toEqual([
      'create sla_policy Incidents',
      'update sla_policy Renamed',
      'destroy sla_policy Renamed',
    ])
    expect(new Set(rows.map(({ actor_id }) => actor_id)).size).toBe(1)
  })

  it('is what clocks go by', async () => {
    const schedule = { name: 'EMEA', time_zone: 'Amsterdam' }
    const { id: scheduleId } = (await ada('POST', '/business_hours/schedules', { schedule })).body.schedule
    const policy = await create({ ...INCIDENTS, schedule_id: scheduleId })
    const compiled = slaPoliciesOf(await desk.ground.policy.current(), { catalogue: SUBJECTS.catalogue })
    expect(compiled).toMatchObject([
      {
        id: String(policy.id),
        title: 'Incidents',
        schedule: String(scheduleId),
        targets: [
          { priority: 'normal', metric: 'first_reply_time', targetSeconds: 1800 },
          { priority: 'urgent', metric: 'requester_wait_time', targetSeconds: 7200 },
        ],
      },
    ])
  })
})

describe('what cannot be a policy', () => {
  const clause = (field: string, operator: string, value: unknown) => ({ field, operator, value })
  it.each<[string, object, object]>([
    ['nothing', {}, { title: 'BlankValue: cannot be blank', filter: 'BlankValue: cannot be blank' }],
    ['a title of blanks', { ...INCIDENTS, title: ' \u200b' }, { title: 'BlankValue: cannot be blank' }],
    [
      'conditions that nobody understands',
      {
        ...INCIDENTS,
        filter: {
          all: [clause('type', 'is', 'incident'), clause('moon', 'is', 'full'), clause('type', 'is', 'x')],
          any: [clause('priority', 'is', 'high')],
        },
      },
      {
        'filter.all[1]': 'InvalidValue: unknown field "moon"',
        'filter.all[2]': 'InvalidValue: the value of type must be one of question, incident, problem, task',
        'filter.any[0]': 'InvalidValue: priority cannot be used here',
      },
    ],
    [
      'an operator of triggers',
      { ...INCIDENTS, filter: { all: [clause('group_id', 'changed', '')] } },
      { 'filter.all[0]': 'InvalidValue: the operator changed can be used in triggers only' },
    ],
    [
      'words that mean nothing in targets',
      {
        ...INCIDENTS,
        policy_metrics: [
          target('critical', 'first_reply_time', 1),
          target('low', 'group_ownership_time', 1),
          target('low', 'first_reply_time', 1, { commitment: 'hope' }),
        ],
      },
      {
        'policy_metrics[0].priority': 'InvalidValue: must be one of low, normal, high, urgent',
        'policy_metrics[1].metric':
          'InvalidValue: must be one of first_reply_time, next_reply_time, periodic_update_time, pausable_update_time, requester_wait_time, agent_work_time, total_resolution_time',
        'policy_metrics[2].commitment': 'InvalidValue: must be one of contract, objective',
      },
    ],
    [
      'times that are none',
      {
        ...INCIDENTS,
        policy_metrics: [
          target('low', 'first_reply_time', 0),
          target('low', 'next_reply_time', 1, { target_in_seconds: 14 }),
          { priority: 'low', metric: 'agent_work_time' },
          target('low', 'requester_wait_time', 1e12),
        ],
      },
      {
        'policy_metrics[0].target': 'InvalidValue: must be 1 minute to ten years',
        'policy_metrics[1].target_in_seconds': 'InvalidValue: must be 15 seconds to ten years',
        'policy_metrics[2].target': 'BlankValue: cannot be blank',
        'policy_metrics[3].target': 'InvalidValue: must be 1 minute to ten years',
      },
    ],
    [
      'two targets for one metric and priority',
      {
        ...INCIDENTS,
        policy_metrics: [target('low', 'first_reply_time', 1), target('low', 'first_reply_time', 2)],
      },
      { 'policy_metrics[1]': 'DuplicateValue: is a second target for first_reply_time at priority low' },
    ],
    [
      'a schedule that is not there',
      { ...INCIDENTS, schedule_id: 1 },
      { schedule_id: 'InvalidValue: is no schedule' },
    ],
    [
      'too long a description',
      { ...INCIDENTS, description: 'x'.repeat(65_537) },
      { description: 'TooLong: is too long (maximum is 65536 characters)' },
    ],
    [
      'too long a filter',
      {
        ...INCIDENTS,
        filter: { all: [clause('recipient', 'is', `${'x'.repeat(65_536)}@x.example`)] },
      },
      { filter: 'TooLong: can have at most 65 kB' },
    ],
  ])('%s', async (_name, sla_policy, expected) => {
    const version = await desk.version()
    expect(details(await ada('POST', '/slas/policies', { sla_policy }))).toEqual(expected)
    expect(await desk.version()).toBe(version)
  })

  it.each<[string, object, string]>([
    ['a number for a title', { title: 7 }, 'title'],
    [
      'half a minute',
      { policy_metrics: [{ ...target('low', 'first_reply_time', 0.5) }] },
      'policy_metrics.0.target',
    ],
    ['a position below the first', { position: -1 }, 'position'],
    ['a filter that is a text', { filter: 'all' }, 'filter'],
    [
      'a setting that is a text',
      { metrics_settings: { periodic_update_time: { activate_on_agent_internal_note: 'yes' } } },
      'metrics_settings.periodic_update_time.activate_on_agent_internal_note',
    ],
  ])('%s', async (_name, differs, field) => {
    const answer = await ada('POST', '/slas/policies', { sla_policy: { ...INCIDENTS, ...differs } })
    expect(Object.keys(details(answer))[0]).toBe(field)
  })

  it('does not come about by a change either', async () => {
    const { id } = await create()
    const changed = await ada('PUT', `/slas/policies/${id}`, { sla_policy: { title: null } })
    expect(details(changed)).toEqual({ title: 'BlankValue: cannot be blank' })
  })
})

describe('the order of policies', () => {
  const three = async () => {
    const ids: number[] = []
    for (const title of ['a', 'b', 'c'])
      ids.push((await create({ ...INCIDENTS, title, position: undefined })).id)
    return ids as [number, number, number]
  }
  const titles = async () =>
    (await ada('GET', '/slas/policies')).body.sla_policies.map((one: { title: string }) => one.title)

  it('is set for all of them at once, as one version', async () => {
    const [a, b, c] = await three()
    const version = await desk.version()
    const { status } = await ada('PUT', '/slas/policies/reorder.json', { sla_policy_ids: [c, b, a] })
    expect(status).toBe(200)
    expect(await titles()).toEqual(['c', 'b', 'a'])
    expect(await desk.version()).toBe(version + 1)
    const { body } = await ada('GET', '/slas/policies')
    expect(body.sla_policies.map((one: { position: number }) => one.position)).toEqual([1, 2, 3])
    await ada('PUT', '/slas/policies/reorder', { sla_policy_ids: [c, b, a] })
    expect(await desk.version()).toBe(version + 1)
  })

  it('refuses ids that are unknown, missing or named twice', async () => {
    const [a, b, c] = await three()
    const version = await desk.version()
    const refused = async (ids: number[]) => {
      const { status, body } = await ada('PUT', '/slas/policies/reorder', { sla_policy_ids: ids })
      expect(status).toBe(422)
      return body.details.sla_policy_ids.map(({ description }: { description: string }) => description)
    }
    expect(await refused([c, b])).toEqual([`leaves out ${a}`])
    expect(await refused([a, b, c, 999])).toEqual(['names what is no such policy: 999'])
    expect(await refused([a, b, c, a])).toEqual([`names more than once ${a}`])
    expect(await desk.version()).toBe(version)
    expect(await titles()).toEqual(['a', 'b', 'c'])
  })

  it('survives many edits at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => create({ ...INCIDENTS, position: undefined })))
    const { body } = await ada('GET', '/slas/policies')
    expect(body.sla_policies.map((one: { position: number }) => one.position)).toEqual([1, 2, 3, 4, 5])
  })
})

describe('what exporters read', () => {
  it('is every page of slas/policies.json, by next_page', async () => {
    for (let n = 0; n < 5; n++) await create({ ...INCIDENTS, title: `P${n}`, position: n })
    const titles: string[] = []
    let next: string | null = 'http://localhost:3000/api/v2/slas/policies.json?per_page=2&page=1'
    for (let turn = 0; next !== null && turn < 10; turn++) {
      const { body }: Answer = await desk.as('gus')('GET', next)
      titles.push(...body.sla_policies.map((one: { title: string }) => one.title))
      expect(body.count).toBe(5)
      next = body.next_page
    }
    expect(titles).toEqual(['P0', 'P1', 'P2', 'P3', 'P4'])
    const beyond = await desk.as('gus')('GET', '/slas/policies.json?per_page=2&page=4')
    expect(beyond.body).toMatchObject({ sla_policies: [], next_page: null })
  })

  it('is every page by cursor', async () => {
    for (let n = 0; n < 3; n++) await create({ ...INCIDENTS, title: `P${n}`, position: n })
    const first = await desk.as('gus')('GET', '/slas/policies?page[size]=2')
    expect(first.body).toMatchObject({ meta: { has_more: true } })
    expect(first.body.count).toBeUndefined()
    const second = await desk.as('gus')('GET', first.body.links.next)
    expect(second.body).toMatchObject({
      sla_policies: [{ title: 'P2' }],
      meta: { has_more: false },
      links: { next: null },
    })
  })
})

describe('definitions', () => {
  it('say what filters may name, with what there is to choose from', async () => {
    await ada('POST', '/groups', { group: { name: 'Tier 2' } })
    const { definitions } = (await desk.as('gus')('GET', '/slas/policies/definitions.json')).body
    const of = (field: string) => definitions.all.find(({ value }: { value: string }) => value === field)
    expect(definitions.any).toEqual(definitions.all)
    expect(of('type')).toEqual({
      title: 'Type',
      value: 'type',
      group: 'ticket',
      target: null,
      operators: [
        { title: 'Is', value: 'is' },
        { title: 'Is not', value: 'is_not' },
      ],
      values: {
        type: 'list',
        list: [
          { title: '-', value: '' },
          ...['Question', 'Incident', 'Problem', 'Task'].map((title) => ({
            title,
            value: title.toLowerCase(),
          })),
        ],
      },
    })
    expect(of('group_id').values.list).toContainEqual({ title: 'Tier 2', value: expect.any(Number) })
    expect(of('ticket_fields_77')).toMatchObject({
      title: 'Region',
      values: { type: 'list', list: [{ title: 'EMEA', value: 'emea' }] },
    })
    expect(of('brand_id').values.list).toHaveLength(1)
    expect(of('status')).toBeUndefined()
  })

  it('hold: every choice that they offer is taken', async () => {
    const { definitions } = (await ada('GET', '/slas/policies/definitions')).body
    const all = definitions.all.flatMap(
      (one: { value: string; operators: { value: string }[]; values: { list: { value: unknown }[] } }) =>
        one.values.list.flatMap(({ value }) =>
          one.operators
            .filter((operator) => !operator.value.endsWith('present'))
            .slice(0, 2)
            .map((operator) => ({ field: one.value, operator: operator.value, value })),
        ),
    )
    expect(all.length).toBeGreaterThan(100)
    for (let start = 0; start < all.length; start += 200)
      await create({ ...INCIDENTS, filter: { all: all.slice(start, start + 200), any: [] } })
  })
})
