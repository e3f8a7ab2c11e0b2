import { Type } from 'typebox'
import { Refused, SECOND_MS } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import type { ExportStream } from '../../platform/exports/index.ts'
import { badParameter } from '../../platform/http/index.ts'
import { includedNames } from '../../platform/paging/index.ts'
import { presentTicketsWith } from '../api/side-loads.ts'
import type { Room } from '../room.ts'
import { includeQuery, sideloadedBesideTickets, Ticket } from '../wire/schemas.ts'
import { excludeDeleted, exporting } from './common.ts'
import { type ExportedTicket, ticketSource } from './tickets-store.ts'

type Query = {
  readonly include?: string
  readonly exclude_deleted?: boolean
  readonly support_type_scope?: string
}

/** Tickets, each in its present state, at the place of its last change. */
export const ticketStream = (room: Room): ExportStream<ExportedTicket, Query> => ({
  ...exporting,
  name: 'tickets',
  operation: 'Tickets',
  summary: 'Tickets that changed',
  doors: ['time', 'cursor', 'sample'],
  query: {
    ...includeQuery,
    ...excludeDeleted,
    support_type_scope: Type.Optional(
      Type.String({ description: 'agent, ai_agent or all; every ticket here is one of agents' }),
    ),
  },
  reply: { tickets: Type.Array(Ticket), ...sideloadedBesideTickets },
  source: ({ caller, query }) => {
    if (includedNames(query.include).has('last_audits'))
      throw new Refused(badParameter('include', 'may not name last_audits in an export'))
    if (noneOf(query.support_type_scope)) return async () => []
    const viewer = viewerOf(caller)
    return ticketSource(room.ground.db, { viewer, excludeDeleted: query.exclude_deleted === true })
  },
  present: async ({ caller, origin, query }, rows) => {
    const aside = { viewer: viewerOf(caller), origin, include: includedNames(query.include) }
    const { tickets, beside } = await presentTicketsWith(room, aside, rows)
    const records = tickets.map((ticket, index) => ({
      ...ticket,
      generated_timestamp: Math.floor(rows[index]!.at / SECOND_MS),
    }))
    return { records, beside }
  },
})

const noneOf = (scope: string | undefined): boolean => {
  if (scope === undefined || ['', 'agent', 'all'].includes(scope)) return false
  if (scope === 'ai_agent') return true
  throw new Refused(badParameter('support_type_scope', 'must be agent, ai_agent or all'))
}
