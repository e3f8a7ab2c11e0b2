import { Type } from 'typebox'
import { type Id, notFound, parseId, parseIso, Refused, toIsoMs } from '../../../kernel/index.ts'
import { badParameter, type Route, route } from '../../../platform/http/index.ts'
import { listReply, listSchema, pagingQuery, parsePaging } from '../../../platform/paging/index.ts'
import type { Room } from '../../room.ts'
import { IdParams } from '../../wire.ts'
import { AuditLog, presentAuditLog } from './present.ts'
import {
  AUDIT_LOG_SORTS,
  type AuditLogFilter,
  type AuditLogSort,
  findAuditLog,
  listAuditLog,
} from './store.ts'

const Text = Type.Optional(Type.String({ maxLength: 255 }))
const Instants = Type.Optional(Type.Union([Type.Array(Type.String(), { maxItems: 2 }), Type.String()]))
const Query = Type.Object({
  ...pagingQuery,
  'filter[source_type]': Text,
  'filter[source_id]': Text,
  'filter[actor_id]': Text,
  'filter[ip_address]': Text,
  'filter[action]': Text,
  'filter[created_at]': Instants,
  'filter[created_at][]': Instants,
})
type Filters = {
  readonly [name in
    | 'filter[source_type]'
    | 'filter[source_id]'
    | 'filter[actor_id]'
    | 'filter[ip_address]'
    | 'filter[action]']?: string
} & {
  readonly 'filter[created_at]'?: string | string[]
  readonly 'filter[created_at][]'?: string | string[]
}

const NEWEST_FIRST = {
  names: Object.keys(AUDIT_LOG_SORTS) as AuditLogSort[],
  standard: { by: 'created_at', isDescending: true },
} as const

const common = {
  permission: 'audit_log.read',
  scope: 'audit_logs:read',
  rate: 'read',
  audit: 'none',
} as const

/** The audit log: who did what to people, policy and access, when, and from where. */
export const auditLogRoutes = (room: Room): Route[] => [
  route({
    ...common,
    method: 'GET',
    path: '/api/v2/audit_logs',
    operation: 'ListAuditLogs',
    summary: 'Lists what was done, the newest first',
    query: Query,
    response: { 200: listSchema({ audit_logs: Type.Array(AuditLog) }) },
    handler: async (request) => {
      const paging = parsePaging(request.query, NEWEST_FIRST)
      const listing = await listAuditLog(room.ground.db, readFilter(request.query), paging)
      const shown = listing.rows.map(presentAuditLog(request.origin))
      return { body: listReply(request, 'audit_logs', listing, shown) }
    },
  }),
  route({
    ...common,
    method: 'GET',
    path: '/api/v2/audit_logs/:id',
    operation: 'ShowAuditLog',
    summary: 'Shows one thing that was done',
    params: IdParams,
    response: { 200: Type.Object({ audit_log: AuditLog }) },
    handler: async ({ params, origin }) => {
      const found = await findAuditLog(room.ground.db, params.id)
      if (found === undefined) throw new Refused(notFound)
      return { body: { audit_log: presentAuditLog(origin)(found) } }
    },
  }),
]

const readFilter = (query: Filters): AuditLogFilter => {
  const { 'filter[source_type]': sourceType, 'filter[source_id]': sourceId } = query
  if (sourceId !== undefined && sourceType === undefined)
    throw new Refused(badParameter('filter[source_id]', 'needs filter[source_type]'))
  const { 'filter[actor_id]': actor, 'filter[ip_address]': ip, 'filter[action]': action } = query
  return {
    ...(sourceType === undefined ? {} : { sourceType }),
    ...(sourceId === undefined ? {} : { sourceId }),
    ...(actor === undefined ? {} : { actorId: readActor(actor) }),
    ...(ip === undefined ? {} : { ip }),
    ...(action === undefined ? {} : { action }),
    ...readSpan(query['filter[created_at][]'] ?? query['filter[created_at]']),
  }
}

const readActor = (text: string): Id | null => {
  if (text === '-1') return null
  return parseId(text) ?? 0
}

/** One instant, or two: from the first to the second, both included. */
const readSpan = (given: string | string[] | undefined): Pick<AuditLogFilter, 'from' | 'to'> => {
  const instants = given === undefined ? [] : [given].flat().map(readInstant)
  const [from, to] = instants
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

const readInstant = (text: string): string => {
  const at = parseIso(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text)
  if (at === undefined) throw new Refused(badParameter('filter[created_at][]', 'must be a date and time'))
  return toIsoMs(at)
}
