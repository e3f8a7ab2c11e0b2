import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../kernel/index.ts'
import type { Act } from './act.ts'
import { ACCOUNTS, type Cast, TIER_1, TIER_2 } from './cast.ts'
import { type Outage, outageAt } from './outages.ts'
import type { Random } from './random.ts'
import { opinionOf } from './rating.ts'
import type { recentTickets, Told } from './recent.ts'
import { onShift } from './shifts.ts'
import { AGAIN, ERRORS, GREETINGS, HOSTS, NOTES, STILL, THANKS, TOPICS, VERSIONS } from './vocabulary.ts'

/** Does one thing when its moment has come; undefined where there is nothing to do any more. */
export type Step = (at: Instant) => Act | undefined

/** What the stories of all tickets share. */
export type Desk = {
  readonly cast: Cast
  readonly plan: (at: number, step: Step) => void
  readonly outages: readonly Outage[]
  readonly recent: ReturnType<typeof recentTickets>
  /** Those that were closed, and that nobody has taken up again. */
  readonly closed: ReturnType<typeof recentTickets>
}

const CLOSED_AFTER_MS = 28 * DAY_MS
/** How many ask again what they have just asked, in a ticket of its own. */
const ASKED_TWICE = 0.02
/** How many come back to what was closed, in a ticket that follows up on it. */
const FOLLOWED_UP = 0.02

/** The story of one ticket that comes at `arrivesAt`: each step does one thing and plans what follows from it. */
export const conversation = (random: Random, desk: Desk, ticket: number, arrivesAt: Instant): Step => {
  const { cast, plan, recent, closed } = desk
  const chance = { followUp: random.fork('follow-up'), rating: random.fork('rating') }
  const earlier = chance.followUp.chance(FOLLOWED_UP) ? chance.followUp.pick(closed.all()) : undefined
  closed.take(earlier)
  const twice = random.chance(ASKED_TWICE) ? random.pick(recent.all()) : undefined
  const first = earlier === undefined ? twice : undefined
  const known = earlier ?? first
  const outage = known === undefined ? outageAt(random, desk.outages, arrivesAt) : undefined
  const usual = random.weighted(TOPICS.map((one) => [one, one.weight] as const))
  const topic = TOPICS.find(({ tag }) => tag === known?.topic) ?? outage?.topic ?? usual
  const customer = known?.customer ?? random.below(cast.customers.length)
  const words = phrases(random, cast.customers[customer]?.name ?? '')
  const group = topic.tag === 'billing' ? ACCOUNTS : TIER_1
  const told: Told = { ticket, customer, topic: topic.tag, isOpen: true }
  recent.add(told)
  const problem = outage?.problem
  if (outage !== undefined) outage.problem ??= ticket
  let agent = agentOf(random, cast, group)
  let asked = 0
  /** How often it was taken up again: what was to happen after it was solved does not happen then. */
  let turn = 0
  let solved = 0
  let isRated = false

  const later = (at: number, step: Step): void => plan(onShift(cast.agents[agent]?.region, at), step)
  const answerLater = (at: number, text: string, then: (at: Instant) => void): void => {
    plan(at + 5 * MINUTE_MS + random.exponential(7 * HOUR_MS), (now) => {
      if (!told.isOpen) return undefined
      turn++
      then(now)
      return { at: now, ticket, kind: 'answer', customer, text }
    })
  }
  /** What follows from its being solved. */
  const closeLater = (at: number): void => {
    const mine = ++turn
    rateLater(at, () => turn === mine && told.isOpen)
    plan(at + CLOSED_AFTER_MS, (now) => {
      if (turn !== mine) return undefined
      told.isOpen = false
      closed.add(told)
      return { at: now, ticket, kind: 'close' }
    })
  }
  const rateLater = (at: number, isStillSolved: () => boolean): void => {
    const course = { waitedMs: at - arrivesAt, reopened: solved++ }
    const opinion = isRated ? undefined : opinionOf(chance.rating, course)
    if (opinion === undefined) return
    plan(at + 10 * MINUTE_MS + chance.rating.exponential(DAY_MS), (now) => {
      if (isRated || !isStillSolved()) return undefined
      isRated = true
      return { at: now, ticket, kind: 'rate', customer, opinion }
    })
  }
  const takeUp: Step = (at) => {
    if (first?.isOpen) return mergeInto(first.ticket, at)
    return problem === undefined ? workOn(at) : link(problem, at)
  }
  const mergeInto = (into: number, at: Instant): Act => {
    told.isOpen = false
    const text = `Asked twice: goes on in the earlier ticket. ${words(random.pick(NOTES))}`
    plan(at, (now) => ({ at: now, ticket: into, kind: 'merge_from', agent, from: ticket, text }))
    return { at, ticket, kind: 'merge_into', agent, into, text }
  }
  const link = (to: number, at: Instant): Act => {
    later(at + random.exponential(HOUR_MS), workOn)
    return { at, ticket, kind: 'link', agent, problem: to, text: 'One of the many of this outage.' }
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
    closeLater(at)
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
  const solveSilently: Step = (at) => {
    closeLater(at)
    return { at, ticket, kind: 'solve', agent }
  }

  return (at) => {
    later(at + random.exponential(2.5 * HOUR_MS), takeUp)
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
      text: letter(
        random,
        words(earlier === undefined ? random.pick(topic.openings) : chance.followUp.pick(AGAIN)),
      ),
      followUpOf: earlier?.ticket ?? null,
      type: outage === undefined ? topic.type : problem === undefined ? 'problem' : 'incident',
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

const phrases =
  (random: Random, name: string) =>
  (text: string): string =>
    text
      .replace('{version}', random.pick(VERSIONS))
      .replace('{host}', random.pick(HOSTS))
      .replace('{error}', random.pick(ERRORS))
      .replace('{name}', name)

const letter = (random: Random, text: string): string => `${random.pick(GREETINGS)}\n\n${text}`
