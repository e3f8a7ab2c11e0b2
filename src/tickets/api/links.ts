import { Type } from 'typebox'
import { viewerOf } from '../../people/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import type { Room } from '../room.ts'
import { relatedOf } from '../store.ts'
import { IdParams } from '../wire/schemas.ts'
import { mustSee } from './parts.ts'
import { ListQuery, listReplyOf, TicketList } from './read.ts'
import { askerOf } from './resolve.ts'

const common = { permission: 'tickets.read', scope: 'tickets:read', rate: 'read', audit: 'none' } as const

const Related = Type.Object({
  ticket_related: Type.Object({
    url: Type.Null(),
    topic_id: Type.Null(),
    jira_issue_ids: Type.Array(Type.String()),
    followup_source_ids: Type.Array(Type.Integer()),
    from_archive: Type.Boolean(),
    incidents: Type.Integer(),
    merged_into: Type.Union([Type.Integer(), Type.Null()]),
    merged_ticket_ids: Type.Array(Type.Integer()),
    split_from: Type.Union([Type.Integer(), Type.Null()]),
    split_ticket_ids: Type.Array(Type.Integer()),
  }),
})

/** Tickets by what binds them: to each other, and to whoever worked on them last. */
export const linkRoutes = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/tickets/recent',
    operation: 'ListRecentTickets',
    summary: 'Tickets that the caller worked on last',
    ...common,
    query: ListQuery,
    response: { 200: TicketList },
    handler: (request) => {
      const { userId } = askerOf(request)
      // Without a word on the order, what changed last comes first.
      const query = { sort_by: 'updated_at', sort_order: 'desc', ...request.query }
      return listReplyOf(room, { ...request, query }, { by: 'recent', id: userId })
    },
  }),
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id/incidents',
    operation: 'ListTicketIncidents',
    summary: 'Incidents of a problem',
    ...common,
    params: IdParams,
    query: ListQuery,
    response: { 200: TicketList },
    handler: async (request) => {
      await mustSee(room, viewerOf(request.caller), request.params.id)
      return listReplyOf(room, request, { by: 'problem', id: request.params.id })
    },
  }),
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id/related',
    operation: 'ShowTicketRelated',
    summary: 'How many incidents a ticket has, and which ticket it follows up',
    ...common,
    params: IdParams,
    response: { 200: Related },
    handler: async ({ caller, params }) => {
      const viewer = viewerOf(caller)
      await mustSee(room, viewer, params.id)
      const { followUpOf, incidents, mergedInto, splitFrom, merged, split } = await relatedOf(
        room.ground.db,
        viewer,
        params.id,
      )
      return {
        body: {
          ticket_related: {
            url: null,
            topic_id: null,
            jira_issue_ids: [],
            followup_source_ids: followUpOf === null ? [] : [followUpOf],
            from_archive: false,
            incidents,
            merged_into: mergedInto,
            merged_ticket_ids: merged,
            split_from: splitFrom,
            split_ticket_ids: split,
          },
        },
      }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v2/problems',
    operation: 'ListProblems',
    summary: 'Problems that are not solved',
    ...common,
    query: ListQuery,
    response: { 200: TicketList },
    handler: (request) => {
      const query = { sort_by: 'updated_at', sort_order: 'desc', ...request.query }
      return listReplyOf(room, { ...request, query }, { by: 'open_problems' })
    },
  }),
  route({
    method: 'POST',
    path: '/api/v2/problems/autocomplete',
    operation: 'AutocompleteProblems',
    summary: 'Problems that are not solved, by words of their subject',
    ...common,
    query: ListQuery,
    body: Type.Object({ text: Type.String({ maxLength: 500 }) }),
    response: { 200: TicketList },
    handler: (request) => listReplyOf(room, request, { by: 'open_problems', text: request.body.text.trim() }),
  }),
]
