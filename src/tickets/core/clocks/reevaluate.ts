import type { Clock, HoursOf, Metric, MetricEvent } from '../../../sla/core/index.ts'
import type { ClocksReevaluated, TicketEvent } from '../event.ts'
import type { Ticket } from '../ticket.ts'
import { passTime } from './pass-time.ts'
import type { Clocked } from './replay.ts'
import { packClocks, type TicketClocks } from './ticket-clocks.ts'
import { policyEvents } from './update-clocks.ts'

/** The time of a ticket as its audits have told it, and as they come to under one policy: each whole, events too. */
export type Rederived = { readonly standing: Clocked; readonly derived: Clocked }

/** What a clock promised, and whether it was kept. */
export type Promised = {
  readonly policy: string
  readonly seconds: number
  readonly businessHours: boolean
  readonly breachedAt: number | null
}

/** How a clock differs; `null`: it is none, or has no target. */
export type ClockChange = {
  readonly metric: Metric
  readonly instance: number
  readonly from: Promised | null
  readonly to: Promised | null
}

export type Reevaluated = Clocked & {
  /** What its audit tells; nothing where nothing changes. */
  readonly events: readonly TicketEvent[]
  /** Of the derived time since the last audit. */
  readonly passed: readonly MetricEvent[]
}

/**
 * Puts derived time in the place of what stands, as of an instant. Metric events that hold in both keep their numbers;
 * those that hold no more are told again, to be ignored; new ones are told with their own times, which are past.
 */
export const reevaluateClocks = (
  { standing, derived }: Rederived,
  { ticket, at, hoursOf }: { readonly ticket: Ticket; readonly at: number; readonly hoursOf: HoursOf },
): Reevaluated => {
  const before = standing.clocks
  if (before === null || derived.clocks === null)
    return { ...standing, metricEvents: [], events: [], passed: [] }
  // What falls due in this very second is told when the second is over, as in an update.
  const now = passTime(derived.clocks, ticket, Math.max(at - 1, before.toldUntil), hoursOf)
  const told = renumbered(standing.metricEvents, [...derived.metricEvents, ...now.metricEvents], before)
  const clocks: TicketClocks = {
    ...now.clocks,
    sla: {
      ...now.clocks.sla,
      lastEventId: told.lastEventId,
      clocks: now.clocks.sla.clocks.map((clock) => withBreach(clock, told.numbers)),
    },
  }
  return {
    clocks,
    metricEvents: told.events,
    events: eventsOf(before, clocks, told.events),
    passed: now.metricEvents,
  }
}

const withBreach = (clock: Clock, numbers: ReadonlyMap<number, number>): Clock =>
  clock.breachEventId === null
    ? clock
    : { ...clock, breachEventId: numbers.get(clock.breachEventId) ?? clock.breachEventId }

/** Those that hold: of an event that was told more than once the last word. */
const holding = (events: readonly MetricEvent[]): MetricEvent[] =>
  [...new Map(events.map((event) => [event.id, event])).values()].filter(({ deleted }) => !deleted)

const contentOf = ({ id: _id, ...content }: MetricEvent): string => JSON.stringify(content)

const renumbered = (
  standing: readonly MetricEvent[],
  derived: readonly MetricEvent[],
  { sla }: TicketClocks,
) => {
  const known = Map.groupBy(holding(standing), contentOf)
  const numbers = new Map<number, number>()
  const fresh: MetricEvent[] = []
  let { lastEventId } = sla
  for (const event of holding(derived)) {
    const same = known.get(contentOf(event))?.shift()
    numbers.set(event.id, same?.id ?? ++lastEventId)
    if (!same) fresh.push({ ...event, id: lastEventId })
  }
  const gone = [...known.values()].flat().map((event) => ({ ...event, deleted: true }) as const)
  return { numbers, lastEventId, events: [...gone, ...fresh] }
}

const eventsOf = (
  before: TicketClocks,
  after: TicketClocks,
  metricEvents: readonly MetricEvent[],
): TicketEvent[] => {
  const isSame = packClocks({ ...before, toldUntil: 0 }) === packClocks({ ...after, toldUntil: 0 })
  if (isSame && metricEvents.length === 0) return []
  const told: ClocksReevaluated = { type: 'clocks_reevaluated', changes: clockChanges(before, after) }
  return [
    told,
    ...policyEvents('ticket', before.policy, after.policy),
    ...policyEvents('group', before.groupPolicy, after.groupPolicy),
  ]
}

/** What differs between two accounts of a ticket's time, by clock. */
export const clockChanges = (
  before: Pick<TicketClocks, 'sla'>,
  after: Pick<TicketClocks, 'sla'>,
): ClockChange[] => {
  const [from, to] = [promisesOf(before), promisesOf(after)]
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((name) => {
    const [was, is] = [from.get(name), to.get(name)]
    if (JSON.stringify(was?.promised ?? null) === JSON.stringify(is?.promised ?? null)) return []
    const { metric, instance } = (is ?? was)!.clock
    return [{ metric, instance, from: was?.promised ?? null, to: is?.promised ?? null }]
  })
}

const promisesOf = ({ sla }: Pick<TicketClocks, 'sla'>) =>
  new Map(
    sla.clocks.map((clock) => [`${clock.metric}/${clock.instance}`, { clock, promised: promisedBy(clock) }]),
  )

const promisedBy = ({ target, cancelledAt, breachedAt }: Clock): Promised | null =>
  target && cancelledAt === null
    ? {
        policy: target.policy,
        seconds: target.targetSeconds,
        businessHours: target.businessHours,
        breachedAt,
      }
    : null
