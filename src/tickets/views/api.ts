import { Type } from 'typebox'
import type { Id } from '../../kernel/index.ts'
import { type Viewer, viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { idList, includedNames, listSchema } from '../../platform/paging/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { presentCount } from '../api/read.ts'
import { byPosition, editingPolicy } from '../policy-edit.ts'
import type { Room } from '../room.ts'
import { changeRules, createRule, removeRules } from '../rule-documents/edit.ts'
import {
  listRules,
  type RuleQuery,
  ruleListQuery,
  ruleSearchQuery,
  showRule,
} from '../rule-documents/list.ts'
import { Count, IdParams } from '../wire/schemas.ts'
import { getView, showingOf, viewsFor } from './find.ts'
import { presentView, ViewShown } from './present.ts'
import { assertMayWrite, restrictionOf } from './restriction.ts'
import { VIEW_KIND } from './view.ts'
import { ViewInput, viewNoun } from './view-input.ts'

export const readingViews = {
  permission: 'tickets.read',
  scope: 'views:read',
  rate: 'read',
  audit: 'none',
} as const
const write = {
  permission: 'views.manage_own',
  scope: 'views:write',
  rate: 'write',
  audit: 'policy',
} as const

const PATH = '/api/v2/views'
const OneView = Type.Object({ view: ViewShown })
const Body = Type.Object({ view: ViewInput })
/** Lists of tickets that are no views: where those stand that views never have. */
const ListShown = Type.Object({ key: Type.String(), title: Type.String(), url: Type.String() })
const ViewList = listSchema({ views: Type.Array(ViewShown), lists: Type.Array(ListShown) })

const listQuery = {
  ...ruleListQuery,
  access: Type.Optional(Type.String({ description: 'personal, shared or account', maxLength: 40 })),
  group_id: Type.Optional(Type.Integer({ description: 'Views of this group' })),
}
const ListQuery = Type.Object(listQuery)
type ListQuery = RuleQuery & { readonly access?: string; readonly group_id?: number }

/** Whose views a list is about: `account` are those of everybody, `shared` besides those of groups. */
const isOfAccess = ({ body }: PolicyDocument, { access, group_id: groupId }: ListQuery): boolean => {
  const restriction = restrictionOf(body)
  if (groupId !== undefined && !(restriction?.type === 'Group' && restriction.ids.includes(groupId)))
    return false
  if (access === 'personal') return restriction?.type === 'User'
  if (access === 'shared') return restriction?.type !== 'User'
  return access === 'account' ? restriction === null : true
}

const listsFor = ({ permissions }: Viewer, origin: string) => [
  ...(permissions.has('suspended.manage')
    ? [{ key: 'suspended', title: 'Suspended tickets', url: `${origin}/api/v2/suspended_tickets.json` }]
    : []),
  ...(permissions.has('tickets.delete')
    ? [{ key: 'deleted', title: 'Deleted tickets', url: `${origin}/api/v2/deleted_tickets.json` }]
    : []),
]

type ListRequest = ApiRequest<unknown, ListQuery, unknown>

const listViews = async (
  room: Room,
  request: ListRequest,
  isListed: (document: PolicyDocument) => boolean = () => true,
): Promise<ApiReply> => {
  const viewer = viewerOf(request.caller)
  const showing = await showingOf(room, request, includedNames(request.query.include))
  const documents = viewsFor(viewer, showing.policy).filter(
    (document) => isListed(document) && isOfAccess(document, request.query),
  )
  const listing = { kind: VIEW_KIND, many: 'views', documents, present: presentView(showing) }
  const reply = await listRules(room, request, listing)
  return { ...reply, body: { ...(reply.body as object), lists: listsFor(viewer, request.origin) } }
}

const isActive = ({ body }: PolicyDocument): boolean => body.active !== false

const COMPACT = 32

const listCompact = async (room: Room, request: ListRequest): Promise<ApiReply> => {
  const viewer = viewerOf(request.caller)
  const showing = await showingOf(room, request)
  const shown = byPosition(viewsFor(viewer, showing.policy).filter(isActive)).slice(0, COMPACT)
  const views = shown.map(presentView(showing))
  const lists = listsFor(viewer, request.origin)
  return { body: { views, lists, count: views.length, next_page: null, previous_page: null } }
}

const showMany = async (
  room: Room,
  request: ApiRequest<unknown, { readonly ids: string; readonly active?: boolean }, unknown>,
): Promise<ApiReply> => {
  const showing = await showingOf(room, request)
  const wanted = new Set(idList(request.query.ids))
  const views = viewsFor(viewerOf(request.caller), showing.policy)
    .filter((document) => wanted.has(document.id))
    .filter((document) => request.query.active === undefined || request.query.active === isActive(document))
    .map(presentView(showing))
  return { body: { views, count: views.length, next_page: null, previous_page: null } }
}

/** One view as it is told after it was read or written. */
const replyOf = async (
  room: Room,
  request: Pick<ListRequest, 'origin' | 'caller'>,
  document: PolicyDocument,
  { status = 200, include }: { readonly status?: number; readonly include?: string | undefined } = {},
): Promise<ApiReply> => {
  const showing = await showingOf(room, request, includedNames(include))
  const listing = { kind: VIEW_KIND, present: presentView(showing) }
  const view = await showRule(room, include, listing, document)
  const location = `${request.origin}${PATH}/${document.id}.json`
  return { status, body: { view }, ...(status === 201 ? { headers: { location } } : {}) }
}

export const viewRoutes = (room: Room): Route[] => [
  ...listRoutes(room),
  ...oneRoutes(room),
  ...manyRoutes(room),
]

const listRoutes = (room: Room): Route[] => [
  route({
    ...readingViews,
    method: 'GET',
    path: PATH,
    operation: 'ListViews',
    summary: 'Shared and personal views of the caller, by position',
    query: ListQuery,
    response: { 200: ViewList },
    handler: (request) => listViews(room, request),
  }),
  route({
    ...readingViews,
    method: 'GET',
    path: `${PATH}/active`,
    operation: 'ListActiveViews',
    summary: 'The views that are in use',
    query: ListQuery,
    response: { 200: ViewList },
    handler: (request) => listViews(room, request, isActive),
  }),
  route({
    ...readingViews,
    method: 'GET',
    path: `${PATH}/compact`,
    operation: 'ListCompactViews',
    summary: 'The first 32 views in use',
    response: { 200: ViewList },
    handler: (request) => listCompact(room, { ...request, query: {} }),
  }),
  route({
    ...readingViews,
    method: 'GET',
    path: `${PATH}/search`,
    operation: 'SearchViews',
    summary: 'Views by words of their titles',
    query: Type.Object({ ...listQuery, ...ruleSearchQuery }),
    response: { 200: ViewList },
    handler: (request) => listViews(room, request),
  }),
  route({
    ...readingViews,
    method: 'GET',
    path: `${PATH}/count`,
    operation: 'CountViews',
    summary: 'How many views the caller has',
    response: { 200: Count },
    handler: async ({ caller }) => {
      const views = viewsFor(viewerOf(caller), await room.ground.policy.current())
      return { body: presentCount(views.length, room.ground.clock.now()) }
    },
  }),
  route({
    ...readingViews,
    method: 'GET',
    path: `${PATH}/show_many`,
    operation: 'ShowManyViews',
    summary: 'Views by their ids; unknown ones are left out',
    query: Type.Object({ ids: Type.String(), active: Type.Optional(Type.Boolean()) }),
    response: { 200: listSchema({ views: Type.Array(ViewShown) }) },
    handler: (request) => showMany(room, request),
  }),
]

const oneRoutes = (room: Room): Route[] => [
  route({
    ...readingViews,
    method: 'GET',
    path: `${PATH}/:id`,
    operation: 'ShowView',
    summary: 'One view',
    params: IdParams,
    query: Type.Object({ include: Type.Optional(Type.String()) }),
    response: { 200: OneView },
    handler: async (request) => {
      const view = getView(viewerOf(request.caller), await room.ground.policy.current(), request.params.id)
      return replyOf(room, request, view, { include: request.query.include })
    },
  }),
  route({
    ...write,
    method: 'POST',
    path: PATH,
    operation: 'CreateView',
    summary: 'Make a view: for everybody, for groups, or for oneself',
    body: Body,
    response: { 201: OneView },
    handler: async (request) => {
      const made = await editingPolicy(room, request, 'create view', async (editing) => {
        const noun = viewNoun(viewerOf(request.caller), await room.policies.at(editing.policy.version))
        const view = await createRule(editing, noun, request.body.view)
        await request.idempotency.locate(editing.tx, 201, `${PATH}/${view.id}.json`)
        return view
      })
      return replyOf(room, request, made, { status: 201 })
    },
  }),
  route({
    ...write,
    method: 'PUT',
    path: `${PATH}/:id`,
    operation: 'UpdateView',
    summary: 'Change a view; lists that are given replace those that stand',
    params: IdParams,
    body: Body,
    response: { 200: OneView },
    handler: async (request) => {
      const changes = [{ id: request.params.id, input: request.body.view }]
      const [changed] = await changeViews(room, request, changes)
      return replyOf(room, request, changed!)
    },
  }),
  route({
    ...write,
    method: 'DELETE',
    path: `${PATH}/:id`,
    operation: 'DeleteView',
    summary: 'Remove a view',
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await removeViews(room, request, [request.params.id], false)
      return { status: 204 }
    },
  }),
]

type Writing = Parameters<typeof editingPolicy>[1]

/** Changes views as one version, each only if the caller has it before them and may write it. */
const changeViews = (
  room: Room,
  request: Writing,
  changes: readonly { readonly id: Id; readonly input: ViewInput }[],
): Promise<readonly PolicyDocument[]> =>
  editingPolicy(room, request, changes.length > 1 ? 'change views' : 'change view', async (editing) => {
    const viewer = viewerOf(request.caller)
    for (const { id } of changes) getView(viewer, editing.policy, id)
    return changeRules(editing, viewNoun(viewer, await room.policies.at(editing.policy.version)), changes)
  })

const removeViews = (room: Room, request: Writing, ids: readonly Id[], isLenient: boolean): Promise<void> =>
  editingPolicy(room, request, ids.length > 1 ? 'remove views' : 'remove view', async (editing) => {
    const viewer = viewerOf(request.caller)
    const mine = viewsFor(viewer, editing.policy).filter(({ id }) => ids.includes(id))
    for (const { body } of mine) assertMayWrite(viewer, 'views', restrictionOf(body))
    const known = isLenient
      ? mine.map(({ id }) => id)
      : ids.map((id) => getView(viewer, editing.policy, id).id)
    await removeRules(editing, { kind: VIEW_KIND }, known, isLenient)
  })

const ManyBody = Type.Object({
  views: Type.Array(Type.Intersect([ViewInput, Type.Object({ id: Type.Integer() })]), {
    minItems: 1,
    maxItems: 100,
  }),
})

const manyRoutes = (room: Room): Route[] => [
  route({
    ...write,
    method: 'PUT',
    path: `${PATH}/update_many`,
    operation: 'UpdateManyViews',
    summary: 'Change several views at once: position, in use, or anything else; all of them or none',
    body: ManyBody,
    response: { 200: ViewList },
    handler: async (request) => {
      const changes = request.body.views.map(({ id, ...input }) => ({ id, input }))
      const changed = await changeViews(room, request, changes)
      const showing = await showingOf(room, request)
      const views = changed.map(presentView(showing))
      const lists = listsFor(viewerOf(request.caller), request.origin)
      return { body: { views, lists, count: views.length, next_page: null, previous_page: null } }
    },
  }),
  route({
    ...write,
    method: 'DELETE',
    path: `${PATH}/destroy_many`,
    operation: 'DestroyManyViews',
    summary: 'Remove several views; unknown ones are passed over',
    query: Type.Object({ ids: Type.String() }),
    response: { 204: Type.Null() },
    handler: async (request) => {
      await removeViews(room, request, idList(request.query.ids), true)
      return { status: 204 }
    },
  }),
]
