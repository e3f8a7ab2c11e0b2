import { streamRoutes } from '../../platform/exports/index.ts'
import type { Route } from '../../platform/http/index.ts'
import type { Room } from '../room.ts'
import { metricEventStream } from './metric-events.ts'
import { ticketEventStream } from './ticket-events.ts'
import { ticketStream } from './tickets.ts'

/** Exports for those who keep a copy of the desk elsewhere: everything, of everybody. */
export const exportRoutes = (room: Room): Route[] => [
  ...streamRoutes(room.ground, ticketStream(room)),
  ...streamRoutes(room.ground, ticketEventStream(room)),
  ...streamRoutes(room.ground, metricEventStream(room)),
]
