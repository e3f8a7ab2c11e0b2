import { describe, expect, it } from 'vitest'
import type { Id, JsonObject } from '../../../kernel/index.ts'
import { selectPolicy } from '../../core/policy.ts'
import { groupSlaPoliciesOf, type PolicyProblem, slaPoliciesOf } from './compile-policies.ts'
import { allOff, bodyOf, CATALOGUE, factsOf, groupBodyOf } from './fixture.ts'

const source = (kinds: Readonly<Record<string, readonly JsonObject[]>>) => ({
  documents: (kind: string): { id: Id; body: JsonObject }[] =>
    (kinds[kind] ?? []).map((body, index) => ({ id: index + 1, body })),
})

const compiled = (...bodies: JsonObject[]) => {
  const problems: PolicyProblem[] = []
  const policies = slaPoliciesOf(source({ sla_policy: bodies }), { catalogue: CATALOGUE, problems })
  return { policies, problems }
}

const clause = (field: string, operator: string, value: unknown) => ({ field, operator, value })

describe('SLA policies', () => {
  it('of a desk without any are none', () => expect(compiled()).toEqual({ policies: [], problems: [] }))

  it('are ready for clocks, with their targets, settings and schedule', () => {
    const settings = allOff()
    settings.first_reply_time!.fulfill_on_agent_internal_note = true
    const { policies } = compiled(bodyOf({ metrics_settings: settings, schedule_id: 77 }))
    expect(policies).toMatchObject([
      {
        id: '1',
        title: 'Premium',
        schedule: '77',
        targets: [
          {
            priority: 'normal',
            metric: 'first_reply_time',
            targetSeconds: 3600,
            businessHours: false,
            commitment: 'contract',
          },
        ],
      },
    ])
    expect([...policies[0]!.settings]).toEqual(['first_reply_time.fulfill_on_agent_internal_note'])
  })

  it('are tried by position, then age, and the first that matches is chosen', () => {
    const { policies } = compiled(
      bodyOf({ title: 'Everybody', position: 9, filter: { all: [], any: [] } }),
      bodyOf({ title: 'Premium', position: 2 }),
      bodyOf({ title: 'Premium too', position: 2 }),
      bodyOf({
        title: 'Incidents of Ultimate',
        position: 1,
        filter: {
          all: [clause('type', 'is', 'incident')],
          any: [clause('current_tags', 'includes', 'ultimate'), clause('ticket_fields_10', 'is', 'U')],
        },
      }),
    )
    expect(policies.map(({ title }) => title)).toEqual([
      'Incidents of Ultimate',
      'Premium',
      'Premium too',
      'Everybody',
    ])
    const chosen = (tags: string[], fields = {}) =>
      selectPolicy(policies, factsOf({ tags, fields }))?.title ?? null
    expect(chosen(['premium'])).toBe('Premium')
    expect(chosen(['premium', 'ultimate'])).toBe('Incidents of Ultimate')
    expect(chosen([], { 10: 'u' })).toBe('Incidents of Ultimate')
    expect(chosen([])).toBe('Everybody')
  })

  it('that cannot be understood are left out, and told', () => {
    const { policies, problems } = compiled(
      bodyOf({ filter: { all: [clause('ticket_fields_11', 'is', 'x')], any: [] } }),
      { title: 'Nonsense' },
      bodyOf({ title: 'Sound' }),
    )
    expect(policies.map(({ title }) => title)).toEqual(['Sound'])
    expect(problems).toEqual([
      { kind: 'sla_policy', id: 1, messages: ['all[0]: there is no ticket field 11'] },
      { kind: 'sla_policy', id: 2, messages: ['base: is no SLA policy'] },
    ])
  })
})

describe('group SLA policies', () => {
  const of = (...bodies: JsonObject[]) =>
    groupSlaPoliciesOf(source({ group_sla_policy: bodies, sla_policy: [bodyOf()] }), { catalogue: CATALOGUE })

  it('are a list of their own, known by their ULID, and have no settings', () => {
    const [one, ...rest] = of(groupBodyOf())
    expect(rest).toEqual([])
    expect(one).toMatchObject({ id: '01KJZZZZZZZZZZZZZZZZZZZZZZ', title: 'Premium', settings: new Set() })
    expect(one!.targets).toMatchObject([{ metric: 'group_ownership_time', targetSeconds: 3600 }])
  })

  it('match the groups that they name', () => {
    const policies = of(groupBodyOf())
    expect(selectPolicy(policies, factsOf({ groupId: 501 }))).toBe(policies[0])
    expect(selectPolicy(policies, factsOf({ groupId: 502 }))).toBeNull()
    expect(selectPolicy(policies, factsOf({ groupId: null }))).toBeNull()
  })
})
