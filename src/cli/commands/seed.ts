import { type Instant, instantOf, SECOND_MS, toIso, wholeSecond } from '../../kernel/index.ts'
import type { LifePlan, Lived, Progress } from '../../simulator/index.ts'
import { type Command, CommandFailed, type Given, type Io, JSON_OPTION, USAGE } from '../command.ts'
import { withHouse } from '../with-house.ts'

/** What an agent gets to do in a month where nobody says how many there are. */
const TICKETS_PER_AGENT_AND_MONTH = 80

export const seed: Command = {
  name: 'seed',
  summary: 'Fills an empty desk with the life of a simulated organisation, up to now; no mail is sent',
  options: [
    { name: 'tickets', value: 'NUMBER', isRequired: true, help: 'How many requests arrive' },
    {
      name: 'months',
      value: 'NUMBER',
      isRequired: true,
      help: 'In how many months, the last of which ends now',
    },
    {
      name: 'agents',
      value: 'NUMBER',
      help: `How many agents there are; one for each ${TICKETS_PER_AGENT_AND_MONTH} tickets a month unless given, at least 5`,
    },
    { name: 'seed', value: 'NUMBER', help: 'Another number is another life; 1 unless given' },
    { name: 'more', help: 'Also on a desk that has tickets: adds to them' },
    JSON_OPTION,
  ],
  run: async (given, io) => {
    const asked = readPlan(given)
    const { hasLife, live } = await import('../../simulator/index.ts')
    return withHouse(given.settings, async ({ ground }) => {
      if (!given.options.has('more') && (await hasLife(ground))) {
        throw new CommandFailed('This desk has tickets already. --more adds the simulated ones to them.')
      }
      const plan = planned(asked, ground.clock.now())
      const startedAt = performance.now()
      const lived = await live(ground, plan, reporter(plan, io))
      const seconds = (performance.now() - startedAt) / SECOND_MS
      io.out(given.options.has('json') ? asJson(plan, lived, seconds) : asText(plan, lived, seconds))
      for (const { reason, times, first } of lived.refused) {
        io.err(`Refused ${times} times, first the ${first}: ${reason}`)
      }
      return lived.refused.length === 0 ? 0 : 1
    })
  },
}

type Asked = Omit<LifePlan, 'from' | 'until'> & { readonly months: number }

const readPlan = ({ options }: Given): Asked => {
  const problems: string[] = []
  const number = (name: string, min: number, max: number, fallback: number): number => {
    const text = options.get(name)
    const value = text === undefined ? fallback : /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= min && value <= max)) {
      problems.push(`--${name} is not a whole number from ${min} to ${max}: "${text}".`)
    }
    return value
  }
  const tickets = number('tickets', 1, 10_000_000, 1)
  const months = number('months', 1, 240, 1)
  const usual = Math.min(2000, Math.max(5, Math.ceil(tickets / months / TICKETS_PER_AGENT_AND_MONTH)))
  const agents = number('agents', 1, 10_000, usual || 5)
  const seed = number('seed', 0, 4_294_967_295, 1)
  if (problems.length > 0) throw new CommandFailed(problems.join('\n'), USAGE)
  return { tickets, months, agents, seed }
}

const planned = ({ months, ...plan }: Asked, now: Instant): LifePlan => {
  const until = wholeSecond(now)
  return { ...plan, from: monthsBefore(until, months), until }
}

/** The same day and hour of an earlier month, or the last day of one that has not as many. */
export const monthsBefore = (at: Instant, months: number): Instant => {
  const date = new Date(at)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() - months]
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  date.setUTCFullYear(year, month, Math.min(date.getUTCDate(), lastDay))
  return instantOf(date.getTime())
}

const REPORT_EVERY_MS = 3000

/** Says how far it is, every few seconds. */
const reporter = (plan: LifePlan, io: Io): ((progress: Progress) => void) => {
  const startedAt = performance.now()
  let saidAt = startedAt
  return ({ tickets, at }) => {
    const now = performance.now()
    if (now - saidAt < REPORT_EVERY_MS) return
    saidAt = now
    const rate = Math.round((tickets / (now - startedAt)) * SECOND_MS)
    io.err(`${tickets} of ${plan.tickets} tickets, ${toIso(at).slice(0, 10)}, ${rate} tickets/s`)
  }
}

const asText = (plan: LifePlan, lived: Lived, seconds: number): string => {
  const { agents, customers, organizations, tickets, changes, comments } = lived
  const [from, until] = [plan.from, plan.until].map((at) => toIso(at).slice(0, 10))
  return `Lived from ${from} to ${until}: ${tickets} tickets, ${changes} changes, ${comments} comments by ${agents} agents and ${customers} customers of ${organizations} organisations.
${seconds.toFixed(1)} s, ${Math.round(tickets / seconds)} tickets/s, ${Math.round(changes / seconds)} changes/s.`
}

const asJson = (plan: LifePlan, lived: Lived, seconds: number): string =>
  JSON.stringify({
    from: toIso(plan.from),
    until: toIso(plan.until),
    seed: plan.seed,
    ...lived,
    seconds: Number(seconds.toFixed(3)),
    tickets_per_second: Math.round(lived.tickets / seconds),
    changes_per_second: Math.round(lived.changes / seconds),
  })
