import { Type } from 'typebox'
import { notFound, Refused } from '../../kernel/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import {
  includedNames,
  listReply,
  listSchema,
  type PagingQuery,
  paged,
  pagingQuery,
} from '../../platform/paging/index.ts'
import type { PolicyDocument, PolicySnapshot } from '../../platform/policy/index.ts'
import { byPosition, editingPolicy } from '../policy-edit.ts'
import { type Presenting, presentingOf, timesOf } from '../presenting.ts'
import type { Room } from '../room.ts'
import { readOf, writeOf } from '../rule-documents/routes.ts'
import { IdParams } from '../wire/schemas.ts'
import { CATEGORY, changeCategories, createCategory, removeCategory, triggersIn } from './categories.ts'

const PATH = '/api/v2/trigger_categories'
const SCOPE = 'trigger_categories'
const Count = Type.Optional(Type.Integer())
const Time = Type.String({ format: 'date-time' })

export const Category = Type.Object({
  id: Type.String(),
  name: Type.String(),
  position: Type.Integer(),
  created_at: Time,
  updated_at: Time,
  active_rules_count: Count,
  inactive_rules_count: Count,
})

export const Position = Type.Optional(
  Type.Union([Type.Integer({ minimum: 0, maximum: 1_000_000_000 }), Type.Null()]),
)
const CategoryInput = Type.Object({
  name: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  position: Position,
})
const Body = Type.Object({ trigger_category: CategoryInput })
const Reply = Type.Object({ trigger_category: Category })

/** Ids of categories are texts on the wire. */
export const presentCategory =
  (presenting: Presenting, isCounted = false) =>
  (document: PolicyDocument) => ({
    id: String(document.id),
    name: String(document.body.name ?? ''),
    position: typeof document.body.position === 'number' ? document.body.position : 0,
    ...timesOf(document, presenting),
    ...(isCounted && countsIn(presenting.policy, document)),
  })

const countsIn = (policy: PolicySnapshot, { id }: PolicyDocument) => {
  const all = triggersIn(policy, id)
  const active = all.filter(({ body }) => body.active !== false).length
  return { active_rules_count: active, inactive_rules_count: all.length - active }
}

type Asked = ApiRequest<unknown, unknown, unknown>
type ListQuery = PagingQuery & { readonly include?: string }

const listCategories = async (room: Room, request: Asked & { query: ListQuery }): Promise<ApiReply> => {
  const presenting = await presentingOf(room, request)
  const sorted = inOrder(presenting.policy.documents(CATEGORY), request.query)
  const listing = paged(sorted, request.query)
  const isCounted = includedNames(request.query.include).has('rule_counts')
  const shown = listing.rows.map(presentCategory(presenting, isCounted))
  return { body: listReply(request, 'trigger_categories', listing, shown) }
}

const inOrder = (documents: readonly PolicyDocument[], { sort }: PagingQuery): readonly PolicyDocument[] => {
  const by = sort?.replace(/^-/, '')
  const sorted = ['name', 'created_at', 'updated_at'].includes(by ?? '')
    ? [...documents].sort((a, b) => String(a.body[by!] ?? '').localeCompare(String(b.body[by!] ?? '')))
    : byPosition(documents)
  return sort?.startsWith('-') ? sorted.reverse() : sorted
}

const replyOf = async (
  room: Room,
  request: Asked,
  category: PolicyDocument,
  status = 200,
): Promise<ApiReply> => {
  const shown = presentCategory(await presentingOf(room, request))(category)
  const headers = status === 201 ? { headers: { location: `${request.origin}${PATH}/${shown.id}.json` } } : {}
  return { status, ...headers, body: { trigger_category: shown } }
}

export const categoryRoutes = (room: Room): Route[] => [...readingRoutes(room), ...writingRoutes(room)]

const readingRoutes = (room: Room): Route[] => [
  route({
    ...readOf(SCOPE),
    method: 'GET',
    path: PATH,
    operation: 'ListTriggerCategories',
    summary: 'Categories of triggers in the order in which they run',
    query: Type.Object({ ...pagingQuery, include: Type.Optional(Type.String({ maxLength: 1000 })) }),
    response: { 200: listSchema({ trigger_categories: Type.Array(Category) }) },
    handler: (request) => listCategories(room, request),
  }),
  route({
    ...readOf(SCOPE),
    method: 'GET',
    path: `${PATH}/:id`,
    operation: 'ShowTriggerCategoryById',
    summary: 'One category of triggers',
    params: IdParams,
    response: { 200: Reply },
    handler: async (request) => {
      const policy = await room.ground.policy.current()
      const found = policy.document(CATEGORY, request.params.id)
      if (found === undefined) throw new Refused(notFound)
      return replyOf(room, request, found)
    },
  }),
]

const writingRoutes = (room: Room): Route[] => [
  route({
    ...writeOf(SCOPE),
    method: 'POST',
    path: PATH,
    operation: 'CreateTriggerCategory',
    summary: 'Make a category of triggers',
    body: Body,
    response: { 201: Reply },
    handler: async (request) => {
      const made = await editingPolicy(room, request, 'create trigger category', async (editing) => {
        const category = await createCategory(editing, request.body.trigger_category)
        await request.idempotency.locate(editing.tx, 201, `${PATH}/${category.id}.json`)
        return category
      })
      return replyOf(room, request, made, 201)
    },
  }),
  route({
    ...writeOf(SCOPE),
    method: 'PATCH',
    path: `${PATH}/:id`,
    operation: 'UpdateTriggerCategory',
    summary: 'Rename or move a category; its triggers move along',
    params: IdParams,
    body: Body,
    response: { 200: Reply },
    handler: async (request) => {
      const input = request.body.trigger_category
      const [changed] = await editingPolicy(room, request, 'change trigger category', (editing) =>
        changeCategories(editing, [{ id: request.params.id, input }]),
      )
      return replyOf(room, request, changed!)
    },
  }),
  route({
    ...writeOf(SCOPE),
    method: 'DELETE',
    path: `${PATH}/:id`,
    operation: 'DeleteTriggerCategory',
    summary: 'Delete an empty category of triggers',
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await editingPolicy(room, request, 'delete trigger category', (editing) =>
        removeCategory(editing, request.params.id),
      )
      return { status: 204 }
    },
  }),
]
