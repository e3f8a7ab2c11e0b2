/**
 * How many Changes a second one core decides with 100 active triggers, few of which match. Limit: 20,000.
 * Run: `node bench/decide.ts`.
 */
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
import { realisticTriggers } from './support/rules.ts'

const LIMIT = 20_000
const SECONDS = 2

const rules = realisticTriggers(95).map((body, i) => ({ id: 100 + i, body }))

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
