import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestGround, testGround } from '../../../test/support/ground.ts'
import { isOpen, schedulePolicyKinds, schedulesOf } from '../../calendar/index.ts'
import { type Instant, instantOf, parseIso, toIso } from '../../kernel/index.ts'
import { people, policyKinds } from '../../people/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { Facts } from '../../rules/core/index.ts'
import {
  businessHours,
  CALENDAR_HOURS,
  selectPolicy,
  slaPoliciesOf,
  slaPolicyKinds,
  targetOf,
} from '../../sla/index.ts'
import { ticketPolicyKinds } from '../../tickets/index.ts'
import { installExamplePolicy } from './install.ts'

const KINDS = [...policyKinds, ...schedulePolicyKinds, ...slaPolicyKinds, ...ticketPolicyKinds]

let ground: TestGround
beforeAll(async () => {
  ground = await testGround({ policyKinds: KINDS })
  await installExamplePolicy(ground)
})
afterAll(() => ground?.close())

const at = (iso: string): Instant => parseIso(iso) ?? instantOf(Number.NaN)

type Values = Facts['ticket']['fields']

/** A ticket of an organisation that has these values; of no organisation for `null`. */
const ticketOf = (fields: Values | null): Facts => ({
  ticket: {
    subject: null,
    status: 'new',
    customStatusId: null,
    type: null,
    priority: null,
    requesterId: 1,
    assigneeId: null,
    groupId: null,
    organizationId: fields && 9,
    brandId: 1,
    formId: null,
    recipient: null,
    via: { channel: 'web' },
    tags: [],
    fields: {},
    emailCcIds: [],
    isPublic: true,
    createdAt: at('2026-03-02T12:00:00Z'),
  },
  before: null,
  update: { isCreation: true, actorId: 1, channel: 'web', comment: null },
  description: null,
  people: {
    person: () => undefined,
    organization: (id) =>
      id === null || fields === null
        ? undefined
        : {
            id,
            name: 'Initech',
            groupId: null,
            externalId: null,
            details: null,
            notes: null,
            tags: [],
            fields,
          },
    roleKind: () => 'end_user',
  },
  at: at('2026-03-02T12:00:00Z'),
  folded: new Map(),
})

const policyFor = async (fields: Values | null) => {
  const policies = slaPoliciesOf(await ground.policy.current(), {
    catalogue: { ticketField: () => undefined },
  })
  expect(policies).toHaveLength(3)
  return selectPolicy(policies, ticketOf(fields))
}

const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const

/** What is promised, as people write it down. */
const promises = async (fields: Values | null): Promise<string[]> => {
  const policy = await policyFor(fields)
  return PRIORITIES.map((priority) => {
    const told = (metric: 'first_reply_time' | 'next_reply_time'): string => {
      const target = targetOf(policy, metric, priority)
      if (!target) return '-'
      const hours = target.businessHours ? '24x5' : '24x7'
      return `${target.targetSeconds / 3600} h ${hours} ${target.commitment}`
    }
    return `${priority}: ${told('first_reply_time')}, ${told('next_reply_time')}`
  })
}

const PRIORITY_SUPPORT = [
  'urgent: 0.5 h 24x7 contract, 4 h 24x7 objective',
  'high: 4 h 24x5 contract, 4 h 24x5 objective',
  'normal: 8 h 24x5 contract, 24 h 24x5 objective',
  'low: 24 h 24x5 contract, 24 h 24x5 objective',
]
const NONE = PRIORITIES.map((priority) => `${priority}: -, -`)

describe('what the example promises', () => {
  it.each(['ultimate', 'premium', 'gold', 'silver'])('to %s is priority support', async (plan) => {
    expect(await promises({ support_level: plan })).toEqual(PRIORITY_SUPPORT)
  })

  it('with Success Signature holds on weekends for high priority', async () => {
    const expected = PRIORITY_SUPPORT.with(1, 'high: 4 h 24x7 contract, 4 h 24x5 objective')
    expect(await promises({ support_level: 'premium', success_signature: true })).toEqual(expected)
    expect(await promises({ support_level: 'community', success_signature: true })).toEqual(NONE)
  })

  it('to Starter is the next business day', async () => {
    const expected = PRIORITIES.map((priority) => `${priority}: 24 h 24x5 contract, -`)
    expect(await promises({ support_level: 'starter' })).toEqual(expected)
  })

  it.each<[string, Values | null]>([
    ['community', { support_level: 'community' }],
    ['trials', { support_level: 'trial' }],
    ['expired plans', { support_level: 'expired' }],
    ['organisations on hold', { support_level: 'ultimate', support_hold: true }],
    ['organisations without a plan', {}],
    ['people without an organisation', null],
  ])('to %s is nothing', async (_name, fields) => {
    expect(await promises(fields)).toEqual(NONE)
  })
})

describe('when a first reply is owed', () => {
  const owed = async (priority: (typeof PRIORITIES)[number], askedAt: string) => {
    const policy = await policyFor({ support_level: 'ultimate' })
    const target = targetOf(policy, 'first_reply_time', priority)!
    const schedule = schedulesOf(await ground.policy.current()).find(
      ({ id }) => String(id) === policy!.schedule,
    )
    const hours = target.businessHours ? businessHours(schedule!.calendar) : CALENDAR_HOURS
    return toIso(hours.add(at(askedAt), target.targetSeconds * 1000)!)
  }

  it('waits over the weekend unless it is urgent', async () => {
    // Friday 16:00 in Los Angeles: an hour is left of the week, the next begins on Sunday 15:00.
    expect(await owed('high', '2026-01-10T00:00:00Z')).toBe('2026-01-12T02:00:00Z')
    expect(await owed('urgent', '2026-01-10T00:00:00Z')).toBe('2026-01-10T00:30:00Z')
  })

  it('does not wait for a holiday', async () => {
    expect(await owed('normal', '2026-01-01T08:00:00Z')).toBe('2026-01-01T16:00:00Z')
  })
})

describe('the schedules of the example', () => {
  /** Open or not, on the wall of UTC. */
  const open = async (name: string, iso: string): Promise<boolean> => {
    const schedule = schedulesOf(await ground.policy.current()).find((one) => one.name === name)
    return isOpen(schedule!.calendar, at(iso))
  }

  it('are five, the default one first', async () => {
    const names = schedulesOf(await ground.policy.current()).map(({ name }) => name)
    expect(names).toEqual(['24x5', '24x7', 'AMER', 'APAC', 'EMEA'])
  })

  it.each<[string, string, boolean]>([
    ['24x5', '2026-01-11T22:59:00Z', false],
    ['24x5', '2026-01-11T23:00:00Z', true],
    ['24x5', '2026-01-14T12:00:00Z', true],
    ['24x5', '2026-01-17T00:59:00Z', true],
    ['24x5', '2026-01-17T01:00:00Z', false],
    ['24x7', '2026-01-17T12:00:00Z', true],
    ['24x7', '2026-12-25T12:00:00Z', true],
    ['AMER', '2026-01-12T12:59:00Z', false],
    ['AMER', '2026-01-12T13:00:00Z', true],
    ['AMER', '2026-07-13T12:00:00Z', true],
    ['AMER', '2026-07-06T12:00:00Z', true],
    ['AMER', '2025-07-04T18:00:00Z', false],
    ['APAC', '2026-01-11T23:00:00Z', true],
    ['APAC', '2026-01-12T11:00:00Z', false],
    ['APAC', '2026-12-28T01:00:00Z', true],
    ['EMEA', '2026-01-12T07:00:00Z', true],
    ['EMEA', '2026-01-12T17:00:00Z', false],
    ['EMEA', '2026-07-13T06:00:00Z', true],
    ['EMEA', '2026-04-06T10:00:00Z', false],
    ['EMEA', '2025-12-26T10:00:00Z', false],
  ])('%s at %s: %s', async (name, iso, expected) => {
    expect(await open(name, iso)).toBe(expected)
  })
})

describe('installing it', () => {
  it('is one version of the policy, in the audit log', async () => {
    expect((await ground.policy.current()).version).toBe(2)
    const rows = await ground.db.rows(sql<{ kind: string; count: number }>`
      select split_part(source_id, '/', 1) as kind, count(*) as count from audit_log
      where action = 'create' and actor_id is null and source_label <> '' and split_part(source_id, '/', 1)
        in ('schedule', 'sla_policy', 'organization_field') group by 1 order by 1`)
    expect(rows).toEqual([
      { kind: 'organization_field', count: 9 },
      { kind: 'schedule', count: 5 },
      { kind: 'sla_policy', count: 3 },
    ])
  })

  it('happens once, and leaves alone what a desk has of its own', async () => {
    await installExamplePolicy(ground)
    expect((await ground.policy.current()).version).toBe(2)
  })

  it('makes a plan of the tags that organisations have', async () => {
    await people(ground).found({
      groups: [],
      organizations: [{ name: 'Alder', domains: [], tags: ['premium'] }],
      people: [],
    })
    const [organization] = await ground.db.rows(
      sql<{ fields: object }>`select organization_fields as fields from organizations where name = 'Alder'`,
    )
    expect(organization?.fields).toEqual({ support_level: 'premium' })
  })
})
