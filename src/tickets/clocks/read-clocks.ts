import type { Id } from '../../kernel/index.ts'
import type { Viewer } from '../../people/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { type HoursOf, type MetricEvent, unpackEvents } from '../../sla/core/index.ts'
import { hoursOf } from '../core/clocks/decide-clocks.ts'
import type { Rederived } from '../core/clocks/reevaluate.ts'
import type { Clocked } from '../core/clocks/replay.ts'
import type { TicketClocks } from '../core/clocks/ticket-clocks.ts'
import type { Policy } from '../core/index.ts'
import type { Policies } from '../policies.ts'
import { clocksOfRow } from '../rows.ts'
import { auditsOf } from '../verify-store.ts'
import { rederivedFrom } from './rederive.ts'
import { refold } from './refold.ts'
import type { Refolded } from './refolded.ts'
import { clocksOf, type MetricEventsRow, metricEventsIn } from './store.ts'

/** What `finish` of `src/sla` asks for. The state holds of each metric the last instance only. */
export type TicketTime = {
  readonly clocks: TicketClocks
  readonly hoursOf: HoursOf
  /** The policy that is in force now: what decides at the next update. */
  readonly policy: Policy
}

/** A ticket's time with every instance of every metric, and what each of its audits did to it, oldest first. */
export type ClockHistory = TicketTime & { readonly updates: readonly Refolded[] }

/** One metric event as others know it. */
export type TicketMetricEvent = MetricEvent & { readonly ticketId: Id }

/** More events than a ticket has ever had; nine milliards of tickets leave ids below 9.0e15. */
const EVENTS_A_TICKET = 1_000_000

/** Unique over the desk, and for ever the same. */
export const metricEventId = (ticketId: Id, eventNumber: number): Id =>
  ticketId * EVENTS_A_TICKET + eventNumber

type Reading = { readonly db: Db; readonly policies: Policies }

/** The time of those of the tickets that the viewer sees and that have clocks, by id. */
export const timesOf = async (
  { db, policies }: Reading,
  viewer: Viewer,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, TicketTime>> => timesOfRows(policies, await clocksOf(db, viewer, ids))

/** The time of tickets whose rows were read already. */
export const timesOfRows = async (
  policies: Policies,
  rows: readonly {
    readonly ticket_id: Id
    readonly clocks: string | null
    readonly policy_version: number
  }[],
): Promise<ReadonlyMap<Id, TicketTime>> => {
  const times = new Map<Id, TicketTime>()
  for (const row of rows) {
    const clocks = clocksOfRow(row)
    if (clocks === null) continue
    const policy = await policies.at(row.policy_version)
    times.set(row.ticket_id, { clocks, policy, hoursOf: await hoursFor(policies, policy, clocks) })
  }
  return times
}

const hoursFor = async (policies: Policies, policy: Policy, clocks: TicketClocks): Promise<HoursOf> => {
  const past = policies.pastHours(policy, clocks)
  return hoursOf(policy, past && (await past))
}

/** The whole history of a ticket's time, folded anew; undefined where the viewer sees no such ticket with clocks. */
export const clockHistory = async (
  reading: Reading,
  viewer: Viewer,
  id: Id,
): Promise<ClockHistory | undefined> => {
  const time = (await timesOf(reading, viewer, [id])).get(id)
  if (time === undefined) return undefined
  const updates = await refold(await auditsOf(reading.db, [id]), reading.policies)
  const clocks = updates.at(-1)?.clocks
  if (clocks == null) return undefined
  return { ...time, clocks, hoursOf: await hoursFor(reading.policies, time.policy, clocks), updates }
}

/** The metric events of a ticket that the viewer sees, in the order of time; of those told twice the last. */
export const metricEventsOf = async (
  reading: Reading,
  viewer: Viewer,
  id: Id,
): Promise<readonly TicketMetricEvent[]> => (await metricEventsOfMany(reading, viewer, [id])).get(id) ?? []

/** Those of many tickets, by ticket. */
export const metricEventsOfMany = async (
  { db }: Pick<Reading, 'db'>,
  viewer: Viewer,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, readonly TicketMetricEvent[]>> => {
  const rows = await metricEventsIn(db, viewer, ids)
  const events = new Map(rows.flatMap(eventsOfRow).map((event) => [event.id, event]))
  const inOrder = [...events.values()].sort((a, b) => a.at - b.at || a.id - b.id)
  return Map.groupBy(inOrder, ({ ticketId }) => ticketId)
}

/** The metric events of one audit, as others know them. */
export const eventsOfRow = (row: MetricEventsRow): TicketMetricEvent[] =>
  unpackEvents(JSON.parse(row.metric_events), row.created_at).map((event) => ({
    ...event,
    ticketId: row.ticket_id,
    id: metricEventId(row.ticket_id, event.id),
  }))

/** A ticket's time as it was told, and as a policy has it: for whoever judges it anew. */
export const rederivedOf = async (
  { db, policies }: Reading,
  ticketId: Id | undefined,
  policy: Policy,
): Promise<Rederived | null> =>
  ticketId === undefined
    ? null
    : rederivedFrom(await refold(await auditsOf(db, [ticketId]), policies), policy)

/** The clocks before an audit and the events that it brought: for whoever takes it back. */
export const clocksBefore = async (
  { db, policies }: Reading,
  ticketId: Id,
  auditId: Id,
): Promise<Clocked | null> => {
  const steps = await refold(await auditsOf(db, [ticketId]), policies)
  const place = steps.findIndex(({ audit }) => audit.id === auditId)
  const step = steps[place]
  return step ? { clocks: steps[place - 1]?.clocks ?? null, metricEvents: step.metricEvents } : null
}
