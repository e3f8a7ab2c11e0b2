import { DAY_MS, HOUR_MS, type Instant, instantOf, MINUTE_MS } from '../../kernel/index.ts'
import { arrivals } from './arrivals.ts'
import { ACCOUNTS, type Cast, type Region, TIER_1, TIER_2 } from './cast.ts'
import { momentQueue } from './heap.ts'
import type { Random } from './random.ts'
import { ERRORS, GREETINGS, HOSTS, NOTES, STILL, THANKS, TOPICS, type Topic, VERSIONS } from './vocabulary.ts'

/** One thing that somebody does. Tickets and people go by their place: ticket 0 is the first that ever arrives. */
export type Act = {
  readonly at: Instant
  readonly ticket: number
} & (
  | {
      readonly kind: 'ask'
      readonly customer: number
      readonly channel: 'email' | 'web' | 'api'
      readonly subject: string
      readonly text: string
      readonly type: Topic['type']
      readonly priority: 'low' | 'normal' | 'high' | 'urgent'
      readonly tags: readonly string[]
      readonly group: number
    }
  | { readonly kind: 'answer'; readonly customer: number; readonly text: string }
  | {
      readonly kind: 'reply'
      readonly agent: number
      readonly text: string
      readonly status: 'open' | 'pending' | 'hold' | 'solved'
    }
  | { readonly kind: 'note'; readonly agent: number; readonly text: string }
  | { readonly kind: 'hand_up'; readonly agent: number; readonly to: number; readonly text: string }
  | { readonly kind: 'solve'; readonly agent: number }
)

type Step = (at: Instant) => Act | undefined

/** The acts of `count` requests between two moments, in the order of time. What would come later does not happen. */
export function* lifeOf(
  random: Random,
  cast: Cast,
  span: { readonly from: Instant; readonly until: Instant },
  count: number,
): Generator<Act> {
  const queue = momentQueue<Step>()
  arrivals(random.fork('arrivals'), span, count).forEach((at, ticket) => {
    queue.put(at, conversation(random.fork(`ticket ${ticket}`), cast, ticket, queue.put))
  })
  for (let next = queue.take(); next !== undefined; next = queue.take()) {
    if (next.at >= span.until) return
    const act = next.item(instantOf(next.at))
    if (act !== undefined) yield act
  }
}

type Plan = (at: number, step: Step) => void

/** The story of one ticket: each step does one thing and plans what follows from it. */
const conversation = (random: Random, cast: Cast, ticket: number, plan: Plan): Step => {
  const topic = random.weighted(TOPICS.map((one) => [one, one.weight] as const))
  const customer = random.below(cast.customers.length)
  const words = phrases(random, cast.customers[customer]?.name ?? '')
  const group = topic.tag === 'billing' ? ACCOUNTS : TIER_1
  let agent = agentOf(random, cast, group)
  let asked = 0

  const later = (at: number, step: Step): void => plan(onShift(cast.agents[agent]?.region, at), step)
  const answerLater = (at: number, text: string, then: (at: Instant) => void): void => {
    plan(at + 5 * MINUTE_MS + random.exponential(7 * HOUR_MS), (now) => {
      then(now)
      return { at: now, ticket, kind: 'answer', customer, text }
    })
  }
  const workOn: Step = (at) => {
    if (random.chance(0.25)) later(at + random.exponential(40 * MINUTE_MS), note)
    if (random.chance(asked === 0 ? topic.handUp : 0.05)) return handUp(at)
    if (asked < 2 && random.chance(asked === 0 ? 0.6 : 0.25)) return ask(at)
    return resolve(at)
  }
  const note: Step = (at) => ({ at, ticket, kind: 'note', agent, text: words(random.pick(NOTES)) })
  const handUp: Step = (at) => {
    const text = `Handing up: ${words(random.pick(topic.openings))}`
    const from = agent
    agent = agentOf(random, cast, TIER_2)
    asked = 1
    later(at + random.exponential(5 * HOUR_MS), workOn)
    return { at, ticket, kind: 'hand_up', agent: from, to: TIER_2, text }
  }
  const ask: Step = (at) => {
    const text = words(topic.asks[asked % topic.asks.length] ?? '')
    asked += 1
    if (random.chance(0.9)) {
      answerLater(at, words(random.pick(topic.answers)), (now) =>
        later(now + random.exponential(3 * HOUR_MS), workOn),
      )
    } else later(at + 3 * DAY_MS, solveSilently)
    return { at, ticket, kind: 'reply', agent, text: letter(random, text), status: 'pending' }
  }
  const resolve: Step = (at) => {
    const fate = random.next()
    if (fate < 0.08) {
      answerLater(at, random.pick(THANKS), (now) => later(now + random.exponential(HOUR_MS), solveSilently))
    } else if (fate < 0.14) {
      answerLater(at + random.exponential(2 * DAY_MS), random.pick(STILL), (now) =>
        later(now + random.exponential(3 * HOUR_MS), workOn),
      )
    }
    return {
      at,
      ticket,
      kind: 'reply',
      agent,
      text: letter(random, words(random.pick(topic.resolutions))),
      status: 'solved',
    }
  }
  const solveSilently: Step = (at) => ({ at, ticket, kind: 'solve', agent })

  return (at) => {
    later(at + random.exponential(2.5 * HOUR_MS), workOn)
    return {
      at,
      ticket,
      kind: 'ask',
      customer,
      channel: random.weighted([
        ['email', 6],
        ['web', 3],
        ['api', 1],
      ] as const),
      subject: words(random.pick(topic.subjects)),
      text: letter(random, words(random.pick(topic.openings))),
      type: topic.type,
      priority: random.weighted([
        ['low', 3],
        ['normal', 10],
        ['high', 4],
        ['urgent', 1],
      ] as const),
      tags: [topic.tag, cast.organizations[cast.customers[customer]?.organization ?? 0]?.plan ?? 'community'],
      group,
    }
  }
}

const agentOf = (random: Random, cast: Cast, group: number): number => {
  const places = cast.agents.flatMap((agent, place) => (agent.group === group ? [place] : []))
  return places.length === 0 ? random.below(cast.agents.length) : random.pick(places)
}

/** The moment itself where it falls in the region's working hours, else shortly after they next begin. */
export const onShift = (region: Region | undefined, at: number): number => {
  if (region === undefined) return at
  for (let day = -1; day < 8; day++) {
    const midnight = at - (at % DAY_MS) + day * DAY_MS
    if (new Date(midnight).getUTCDay() % 6 === 0) continue
    const [from, to] = [midnight + region.fromHour * HOUR_MS, midnight + region.toHour * HOUR_MS]
    if (at < to) return at >= from ? at : from + (at % (45 * MINUTE_MS))
  }
  return at
}

const phrases =
  (random: Random, name: string) =>
  (text: string): string =>
    text
      .replace('{version}', random.pick(VERSIONS))
      .replace('{host}', random.pick(HOSTS))
      .replace('{error}', random.pick(ERRORS))
      .replace('{name}', name)

const letter = (random: Random, text: string): string => `${random.pick(GREETINGS)}\n\n${text}`
