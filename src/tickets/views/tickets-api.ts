import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { Type } from 'typebox'
import { type FieldError, type Id, invalid, type JsonObject, notFound, Refused } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { idList, includedNames, listReply, listSchema, pagingQuery } from '../../platform/paging/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { TicketList } from '../api/read.ts'
import { presentTicketsWith } from '../api/side-loads.ts'
import type { Room } from '../room.ts'
import { IdParams, includeQuery } from '../wire/schemas.ts'
import { readingViews } from './api.ts'
import { type Counted, countKey, createViewCounts, pretty, type ViewCounts } from './counts.ts'
import { presentRows } from './execute.ts'
import { getView, type Standing, standingOf, viewsFor } from './find.ts'
import { askedOutput, type Looking, pageOf, ticketsOf, type ViewQuery } from './page.ts'
import { ColumnShown, presentColumn } from './present.ts'
import { mayWrite, restrictionOf } from './restriction.ts'
import { countWhere } from './store.ts'
import { type View, viewOf } from './view.ts'
import { PreviewInput, readPreview } from './view-input.ts'

const PATH = '/api/v2/views'

/** A view that is being looked at: what it is, and under which name its count is kept. */
type Looked = { readonly view: View; readonly looking: Looking; readonly key: string }

type Asked = Pick<ApiRequest<unknown, unknown, unknown>, 'caller'>

const lookAt = (
  room: Room,
  { caller }: Asked,
  { policy, weights }: Standing,
  document: Pick<PolicyDocument, 'body' | 'fromVersion'> & { readonly id: Id | string },
): Looked => {
  const view = viewOf(document, policy)
  if (!view.ok) throw new Refused(invalid(...view.error.map(broken)))
  const looking = { viewer: viewerOf(caller), at: room.ground.clock.now(), policy, weights }
  const named = { id: document.id, version: document.fromVersion ?? 0, conditions: view.value.conditions }
  return { view: view.value, looking, key: countKey(named, looking.viewer) }
}

const broken = (text: string): FieldError => ({
  field: 'conditions',
  error: 'InvalidValue',
  description: `Conditions: ${text}`,
})

/** A view in use, or one that whoever asks may put into use. */
export const openView = (room: Room, request: Asked, standing: Standing, id: Id): Looked => {
  const viewer = viewerOf(request.caller)
  const document = getView(viewer, standing.snapshot, id)
  const isOpen = document.body.active !== false || mayWrite(viewer, 'views', restrictionOf(document.body))
  if (!isOpen) throw new Refused(notFound)
  return lookAt(room, request, standing, document)
}

const countOf = (room: Room, counts: ViewCounts, { view, looking, key }: Looked): Promise<Counted> =>
  counts.get(key, () => countWhere(room.ground.db, ticketsOf(view.conditions, looking)))

/** Pages by number tell the count; they wait for it only where nothing is known, and less than who asks for it alone. */
const PAGE_WAIT_MS = 10

const knownCount =
  (room: Room, counts: ViewCounts, { view, looking, key }: Looked) =>
  async (): Promise<number | null> => {
    const count = () => countWhere(room.ground.db, ticketsOf(view.conditions, looking))
    return (await counts.glance(key, count, PAGE_WAIT_MS)).value
  }

const listTickets = async (
  room: Room,
  counts: ViewCounts,
  request: ApiRequest<{ id: Id }, ViewQuery & { readonly include?: string }, unknown>,
): Promise<ApiReply> => {
  const looked = openView(room, request, await standingOf(room), request.params.id)
  const { view, looking } = looked
  const counting = knownCount(room, counts, looked)
  const listing = await pageOf(room, view, looking, request.query, { lastComments: false }, counting)
  const include = includedNames(request.query.include)
  const aside = { viewer: looking.viewer, origin: request.origin, include }
  const { tickets, beside } = await presentTicketsWith(room, aside, listing.rows)
  return { body: listReply(request, 'tickets', listing, tickets, beside) }
}

type ExecuteRequest = ApiRequest<unknown, ViewQuery & { readonly include?: string }, unknown>

const executed = async (
  room: Room,
  counting: () => Promise<number | null>,
  request: ExecuteRequest,
  standing: Standing,
  { view, looking }: Looked,
  id: Id | null,
): Promise<ApiReply> => {
  const { query, origin } = request
  const listing = await pageOf(room, view, looking, query, { lastComments: true }, counting)
  const { columns } = askedOutput(view.output, query, standing.policy)
  const showing = { ...standing, viewer: looking.viewer, origin, include: includedNames(query.include) }
  const { rows, ...beside } = await presentRows(room, showing, columns, listing.rows)
  // Clients take what stands under `view` for the whole answer: a preview is of none.
  const shown = id === null ? {} : { view: { id, url: `${origin}${PATH}/${id}.json` } }
  const about = { ...shown, columns: columns.map((column) => presentColumn(column, origin)) }
  return { body: { ...about, ...listReply(request, 'rows', listing, rows ?? [], beside) } }
}

const presentViewCount = (origin: string, id: Id | null, { value, isFresh }: Counted, active: boolean) => ({
  url: id === null ? null : `${origin}${PATH}/${id}/count.json`,
  view_id: id,
  value,
  pretty: pretty(value),
  fresh: isFresh,
  active,
})

const MAX_COUNTED = 20

const countMany = async (
  room: Room,
  counts: ViewCounts,
  request: ApiRequest<unknown, { readonly ids: string }, unknown>,
): Promise<ApiReply> => {
  const standing = await standingOf(room)
  const wanted = new Set(idList(request.query.ids, MAX_COUNTED))
  const views = viewsFor(viewerOf(request.caller), standing.snapshot).filter(({ id }) => wanted.has(id))
  const counted = views.map(async (document) => {
    const isWhole = viewOf(document, standing.policy).ok
    const count: Counted = isWhole
      ? await countOf(room, counts, lookAt(room, request, standing, document))
      : { value: null, isFresh: false }
    return presentViewCount(request.origin, document.id, count, document.body.active !== false)
  })
  return { body: { view_counts: await Promise.all(counted) } }
}

const lookAtPreview = (room: Room, request: Asked, standing: Standing, input: PreviewInput): Looked => {
  const body = readPreview(input, standing.policy)
  if (!body.ok) throw new Refused(invalid(...body.error))
  const key = `preview/${standing.snapshot.version}/${JSON.stringify(body.value.conditions)}`
  return lookAt(room, request, standing, { id: key, body: body.value as JsonObject })
}

const open = Type.Object({}, { additionalProperties: true })
const Rows = listSchema({
  view: Type.Optional(Type.Object({ id: Type.Integer(), url: Type.String() })),
  columns: Type.Array(ColumnShown),
  rows: Type.Array(open),
  users: Type.Array(open),
  groups: Type.Array(open),
  organizations: Type.Array(open),
  brands: Type.Array(open),
  ticket_forms: Type.Array(open),
  custom_statuses: Type.Array(open),
})
const CountShown = Type.Object({
  url: Type.Union([Type.String(), Type.Null()]),
  view_id: Type.Union([Type.Integer(), Type.Null()]),
  value: Type.Union([Type.Integer(), Type.Null()]),
  pretty: Type.String(),
  fresh: Type.Boolean(),
  active: Type.Boolean(),
})
const OneCount = Type.Object({ view_count: CountShown })
const PageQuery = Type.Object({
  ...pagingQuery,
  ...includeQuery,
  group_by: Type.Optional(Type.String({ description: 'What to group by instead', maxLength: 255 })),
  group_order: Type.Optional(Type.String({ description: 'asc or desc', maxLength: 20 })),
})
const PreviewBody = Type.Object({ view: PreviewInput })

/** What stands in views: their tickets, rows and counts. */
export const viewTicketRoutes = (room: Room): Route[] => {
  const counts = createViewCounts({
    clock: room.ground.clock,
    elapsed: () => performance.now(),
    sleep: (ms) => wait(ms, undefined, { ref: false }),
    failed: (error) => room.ground.log.warn({ err: error }, 'a view could not be counted'),
  })
  return [...pageRoutes(room, counts), ...countRoutes(room, counts)]
}

const pageRoutes = (room: Room, counts: ViewCounts): Route[] => [
  route({
    ...readingViews,
    method: 'GET',
    path: `${PATH}/:id/tickets`,
    operation: 'ListViewTickets',
    summary: 'The tickets of a view that the caller sees, in its order',
    params: IdParams,
    query: PageQuery,
    response: { 200: TicketList },
    handler: (request) => listTickets(room, counts, request),
  }),
  route({
    ...readingViews,
    method: 'GET',
    path: `${PATH}/:id/execute`,
    operation: 'ExecuteView',
    summary: 'The rows of a view by its columns, with everything that they name',
    params: IdParams,
    query: PageQuery,
    response: { 200: Rows },
    handler: async (request) => {
      const standing = await standingOf(room)
      const looked = openView(room, request, standing, request.params.id)
      const counting = knownCount(room, counts, looked)
      return executed(room, counting, request, standing, looked, request.params.id)
    },
  }),
  route({
    ...readingViews,
    method: 'POST',
    path: `${PATH}/preview`,
    operation: 'PreviewView',
    summary: 'The rows that a view would have',
    query: PageQuery,
    body: PreviewBody,
    response: { 200: Rows },
    handler: async (request) => {
      const standing = await standingOf(room)
      const looked = lookAtPreview(room, request, standing, request.body.view)
      return executed(room, knownCount(room, counts, looked), request, standing, looked, null)
    },
  }),
]

const countRoutes = (room: Room, counts: ViewCounts): Route[] => [
  route({
    ...readingViews,
    method: 'GET',
    path: `${PATH}/:id/count`,
    operation: 'CountViewTickets',
    summary: 'How many tickets a view has: at once, and a moment old where counting takes longer',
    params: IdParams,
    response: { 200: OneCount },
    handler: async (request) => {
      const { id } = request.params
      const standing = await standingOf(room)
      const count = await countOf(room, counts, openView(room, request, standing, id))
      const isActive = standing.snapshot.document('view', id)?.body.active !== false
      return { body: { view_count: presentViewCount(request.origin, id, count, isActive) } }
    },
  }),
  route({
    ...readingViews,
    method: 'GET',
    path: `${PATH}/count_many`,
    operation: 'CountManyViewTickets',
    summary: 'How many tickets each of up to 20 views has',
    query: Type.Object({ ids: Type.String() }),
    response: { 200: Type.Object({ view_counts: Type.Array(CountShown) }) },
    handler: (request) => countMany(room, counts, request),
  }),
  route({
    ...readingViews,
    method: 'POST',
    path: `${PATH}/preview/count`,
    operation: 'CountPreviewTickets',
    summary: 'How many tickets a view would have',
    body: PreviewBody,
    response: { 200: OneCount },
    handler: async (request) => {
      const looked = lookAtPreview(room, request, await standingOf(room), request.body.view)
      const count = await countOf(room, counts, looked)
      return { body: { view_count: presentViewCount(request.origin, null, count, true) } }
    },
  }),
]
