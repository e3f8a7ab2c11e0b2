/**
 * How many Changes a second one core decides with 100 active triggers, few of which match. Limit: 20,000.
 * Run: `node bench/decide.ts`.
 */
import type { Json, JsonObject } from '../src/kernel/index.ts'
import { decide } from '../src/tickets/core/index.ts'
import { STANDARD_TRIGGERS } from '../src/tickets/core/standard-triggers.ts'
import {
  AMARA,
  by,
  NOON,
  policyOf,
  ROSA,
  rosasQuestion,
  rosasTicket,
  SUPPORT,
  says,
  stateOf,
} from '../src/tickets/core/testing/desk.ts'

const LIMIT = 20_000
const SECONDS = 2

const clauses = (i: number): Json[] =>
  [
    [{ field: 'group_id', operator: 'is', value: String(9000 + i) }],
    [{ field: 'current_tags', operator: 'includes', value: `topic_${i} area_${i}` }],
    [{ field: 'subject_includes_word', operator: 'includes', value: `outage${i} breach${i}` }],
    [{ field: 'comment_includes_word', operator: 'includes', value: `refund${i} invoice${i}` }],
    [{ field: 'custom_fields_701', operator: 'is', value: 'plan_silver' }],
    [{ field: 'organization.custom_fields.plan', operator: 'is', value: `tier${i}` }],
    [
      { field: 'status', operator: 'value', value: 'solved' },
      { field: 'priority', operator: 'is', value: 'urgent' },
    ],
  ][i % 7] ?? []

const rules = Array.from({ length: 95 }, (_, i) => ({
  id: 100 + i,
  body: {
    title: `Rule ${i}`,
    position: 100 + i,
    conditions: {
      all: [{ field: 'update_type', operator: 'is', value: i % 2 ? 'Create' : 'Change' }, ...clauses(i)],
      any: [],
    },
    actions: [{ field: 'current_tags', value: `touched_${i}` }],
  } as JsonObject,
}))

const policy = policyOf({ trigger: [...STANDARD_TRIGGERS, ...rules] })
const ticket = rosasTicket({ status: 'open', customStatusId: 2, groupId: SUPPORT, assigneeId: AMARA.id })
const words = 'The printer in the hall has been burning since noon. '.repeat(20)
const cases = [
  { name: 'create by an end user', state: stateOf(null), change: rosasQuestion({ comment: says(words) }) },
  {
    name: 'public reply of an agent',
    state: stateOf(ticket),
    change: by(AMARA, { comment: says(words), set: { status: 'pending' } }),
  },
  {
    name: 'reply of an end user',
    state: stateOf({ ...ticket, status: 'pending' }),
    change: by(ROSA, { comment: says(words) }),
  },
  { name: 'property change', state: stateOf(ticket), change: by(AMARA, { set: { priority: 'high' } }) },
] as const

/** Time of this process on the processor, so that a busy machine measures the same. Seconds. */
const spent = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

const rateOf = (run: () => void): number => {
  for (let i = 0; i < 5000; i += 1) run()
  const started = spent()
  let count = 0
  while (spent() - started < SECONDS) {
    for (let i = 0; i < 200; i += 1) run()
    count += 200
  }
  return Math.round(count / (spent() - started))
}

let isSlow = false
for (const { name, state, change } of cases) {
  const perSecond = rateOf(() => {
    if (!decide(state, change, policy, NOON).ok) throw new Error(`${name} was refused`)
  })
  isSlow ||= perSecond < LIMIT
  process.stdout.write(
    `${JSON.stringify({ case: name, triggers: policy.triggers.length, perSecond, limit: LIMIT })}\n`,
  )
}
process.exitCode = isSlow ? 1 : 0
