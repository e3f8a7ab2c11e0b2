import type { Id } from '../../kernel/index.ts'
import type { Aside, Inside } from '../api/side-loads.ts'
import { metricEventsOfMany, type TicketTime, timesOfRows } from '../clocks/read-clocks.ts'
import type { Room } from '../room.ts'
import { metricsOf } from './measure.ts'
import { presentMetricEvent } from './present-metric-event.ts'
import { presentDates, presentSlas } from './present-slas.ts'

/** What `include` may name about the time of tickets, inside each: one entry a name. */
export const timeInsideTickets = (room: Room, { viewer, origin }: Aside): Inside[] => [
  {
    name: 'metric_sets',
    key: 'metric_set',
    load: async (rows) => {
      const metrics = await metricsOf(room, { viewer, origin }, rows)
      return byTicket(metrics.map((metric) => [metric.ticket_id, metric]))
    },
  },
  {
    name: 'metric_events',
    key: 'metric_events',
    load: async (rows) => {
      const ids = rows.map((row) => row.ticket_id)
      const events = await metricEventsOfMany(room.ground, viewer, ids)
      return ({ ticket_id: id }) => {
        const byMetric = Map.groupBy(events.get(id) ?? [], ({ metric }) => metric)
        return Object.fromEntries(
          [...byMetric].map(([metric, told]) => [metric, told.map(presentMetricEvent)]),
        )
      }
    },
  },
  fromTime(room, 'slas', (time) => presentSlas(time, room.ground.clock.now())),
  fromTime(room, 'dates', presentDates),
]

/** What the time that is kept with a ticket tells; of one that has none, too. */
const fromTime = (
  { policies }: Room,
  name: string,
  present: (time: TicketTime | undefined) => object,
): Inside => ({
  name,
  key: name,
  load: async (rows) => {
    const times = await timesOfRows(policies, rows)
    return ({ ticket_id: id }) => present(times.get(id))
  },
})

const byTicket = (pairs: readonly (readonly [Id, object])[]): ((row: { ticket_id: Id }) => unknown) => {
  const values = new Map(pairs)
  return ({ ticket_id: id }) => values.get(id)
}
