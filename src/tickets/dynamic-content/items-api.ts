import { Type } from 'typebox'
import { type ApiReply, type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery } from '../../platform/paging/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { DYNAMIC_CONTENT } from '../core/dynamic-content.ts'
import { editingPolicy } from '../policy-edit.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import { ItemInput } from './content-input.ts'
import { createItem, getItem, removeItem, renameItem } from './items.ts'
import { Item, itemPath, presentItem } from './present.ts'

const read = {
  permission: 'tickets.read',
  scope: 'dynamic_content:read',
  rate: 'read',
  audit: 'none',
} as const
const write = {
  permission: 'dynamic_content.manage',
  scope: 'dynamic_content:write',
  rate: 'write',
  audit: 'policy',
} as const
const PATH = '/api/v2/dynamic_content/items'
const OneItem = Type.Object({ item: Item })
const ListReply = listSchema({ items: Type.Array(Item) })
const Body = Type.Object({ item: ItemInput })

const replyOf = (origin: string, item: PolicyDocument, status = 200): ApiReply => {
  const shown = presentItem(origin)(item)
  return { status, body: { item: shown }, ...(status === 201 && { headers: { location: shown.url } }) }
}

/** Words of the desk in several languages: `{{dc.key}}` in texts of rules. */
export const itemRoutes = (room: Room): Route[] => [...readingRoutes(room), ...writingRoutes(room)]

const readingRoutes = (room: Room): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: PATH,
    operation: 'ListDynamicContents',
    summary: 'The desk’s own words, in all their languages',
    query: Type.Object(pagingQuery),
    response: { 200: ListReply },
    handler: async (request) => {
      const policy = await room.ground.policy.current()
      const listing = paged(policy.documents(DYNAMIC_CONTENT), request.query)
      return { body: listReply(request, 'items', listing, listing.rows.map(presentItem(request.origin))) }
    },
  }),
  route({
    ...read,
    method: 'GET',
    path: `${PATH}/show_many`,
    operation: 'ShowManyDynamicContents',
    summary: 'The desk’s own words by their keys',
    query: Type.Object({ identifiers: Type.Optional(Type.String({ maxLength: 8_000 })) }),
    response: { 200: ListReply },
    handler: async ({ query, origin }) => {
      const keys = new Set(query.identifiers?.split(',').map((key) => key.trim().replace(/^dc\./, '')))
      const policy = await room.ground.policy.current()
      const items = policy.documents(DYNAMIC_CONTENT).filter(({ body }) => keys.has(String(body.key)))
      const shown = items.map(presentItem(origin))
      return { body: { items: shown, next_page: null, previous_page: null, count: shown.length } }
    },
  }),
  route({
    ...read,
    method: 'GET',
    path: `${PATH}/:id`,
    operation: 'ShowDynamicContentItem',
    summary: 'One piece of the desk’s own words',
    params: IdParams,
    response: { 200: OneItem },
    handler: async ({ params, origin }) =>
      replyOf(origin, getItem(await room.ground.policy.current(), params.id)),
  }),
]

const writingRoutes = (room: Room): Route[] => [
  route({
    ...write,
    method: 'POST',
    path: PATH,
    operation: 'CreateDynamicContent',
    summary: 'Write words of the desk, in one language or more',
    body: Body,
    response: { 201: OneItem },
    handler: async (request) => {
      const made = await editingPolicy(room, request, 'create dynamic content', async (editing) => {
        const item = await createItem(editing, request.body.item)
        await request.idempotency.locate(editing.tx, 201, `${itemPath(item.id)}.json`)
        return item
      })
      return replyOf(request.origin, made, 201)
    },
  }),
  route({
    ...write,
    method: 'PUT',
    path: `${PATH}/:id`,
    operation: 'UpdateDynamicContentItem',
    summary: 'Rename words of the desk; their key stays',
    params: IdParams,
    body: Body,
    response: { 200: OneItem },
    handler: async (request) => {
      const { params, body, origin } = request
      const renamed = await editingPolicy(room, request, 'change dynamic content', (editing) =>
        renameItem(editing, params.id, body.item),
      )
      return replyOf(origin, renamed)
    },
  }),
  route({
    ...write,
    method: 'DELETE',
    path: `${PATH}/:id`,
    operation: 'DeleteDynamicContentItem',
    summary: 'Delete words of the desk that no rule uses',
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await editingPolicy(room, request, 'delete dynamic content', (editing) =>
        removeItem(editing, request.params.id),
      )
      return { status: 204 }
    },
  }),
]
