import { Type } from 'typebox'
import { forbidden, Refused } from '../../kernel/index.ts'
import { isStaff, viewerOf } from '../../people/index.ts'
import type { ExportStream } from '../../platform/exports/index.ts'
import { includedNames } from '../../platform/paging/index.ts'
import { linkingOf, presentAudits } from '../api/present.ts'
import type { Room } from '../room.ts'
import type { AuditRead } from '../store.ts'
import { includeQuery } from '../wire/schemas.ts'
import { excludeDeleted, exporting } from './common.ts'
import { presentTicketEvent, TicketEvent } from './present-ticket-event.ts'
import { ticketEventSource } from './tickets-store.ts'

type Query = { readonly include?: string; readonly exclude_deleted?: boolean }

/** Everything that happened to tickets, an audit a record; comments in full with `include=comment_events`. */
export const ticketEventStream = (room: Room): ExportStream<AuditRead, Query> => ({
  ...exporting,
  name: 'ticket_events',
  operation: 'TicketEvents',
  summary: 'What happened to tickets',
  doors: ['time', 'cursor', 'sample'],
  query: { ...includeQuery, ...excludeDeleted },
  reply: { ticket_events: Type.Array(TicketEvent) },
  source: ({ caller, query }) => {
    const viewer = viewerOf(caller)
    if (!viewer.permissions.has('tickets.audits')) throw new Refused(forbidden)
    return ticketEventSource(room.ground.db, { viewer, excludeDeleted: query.exclude_deleted === true })
  },
  present: async ({ caller, origin, query }, rows) => {
    const how = {
      withComments: includedNames(query.include).has('comment_events'),
      seesInternal: isStaff(viewerOf(caller).roleKind),
    }
    const audits = presentAudits(rows, linkingOf(room, origin))
    return { records: audits.map((audit) => presentTicketEvent(audit, how)) }
  },
})
