import { Type } from 'typebox'
import type { Id } from '../../kernel/index.ts'
import { type ApiReply, type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery } from '../../platform/paging/index.ts'
import { type StoredVariant, variantsOf } from '../core/dynamic-content.ts'
import { editingPolicy } from '../policy-edit.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import { VariantInput } from './content-input.ts'
import { addVariants, changeVariants, getItem, getVariant, removeVariant } from './items.ts'
import { itemPath, presentVariant, Variant } from './present.ts'

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
const PATH = '/api/v2/dynamic_content/items/:id/variants'
const VariantParams = Type.Object({ id: Type.Integer(), variantId: Type.Integer() })
const OneVariant = Type.Object({ variant: Variant })
const Variants = Type.Object({ variants: Type.Array(Variant) })
const KnownVariant = Type.Intersect([VariantInput, Type.Object({ id: Type.Integer() })])
const MANY = { minItems: 1, maxItems: 100 }

/** The languages in which words of the desk are written. */
export const variantRoutes = (room: Room): Route[] => [
  ...readingRoutes(room),
  ...writingRoutes(room),
  ...manyRoutes(room),
]

const shown = async (
  room: Room,
  { origin, params }: { readonly origin: string; readonly params: { readonly id: Id } },
  variants: readonly StoredVariant[],
) => variants.map(presentVariant(origin, getItem(await room.ground.policy.current(), params.id)))

const replyOf = async (
  room: Room,
  asked: { readonly origin: string; readonly params: { readonly id: Id } },
  variants: readonly StoredVariant[],
  status = 200,
): Promise<ApiReply> => {
  const [variant] = await shown(room, asked, variants)
  return {
    status,
    body: { variant },
    ...(status === 201 && variant && { headers: { location: variant.url } }),
  }
}

const readingRoutes = (room: Room): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: PATH,
    operation: 'DynamicContentListVariants',
    summary: 'Words of the desk in each of their languages',
    params: IdParams,
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ variants: Type.Array(Variant) }) },
    handler: async (request) => {
      const item = getItem(await room.ground.policy.current(), request.params.id)
      const listing = paged(variantsOf(item.body), request.query)
      const variants = listing.rows.map(presentVariant(request.origin, item))
      return { body: listReply(request, 'variants', listing, variants) }
    },
  }),
  route({
    ...read,
    method: 'GET',
    path: `${PATH}/:variantId`,
    operation: 'ShowDynamicContentVariant',
    summary: 'Words of the desk in one language',
    params: VariantParams,
    response: { 200: OneVariant },
    handler: async (request) => {
      const item = getItem(await room.ground.policy.current(), request.params.id)
      return replyOf(room, request, [getVariant(item, request.params.variantId)])
    },
  }),
]

const writingRoutes = (room: Room): Route[] => [
  route({
    ...write,
    method: 'POST',
    path: PATH,
    operation: 'CreateDynamicContentVariant',
    summary: 'Write words of the desk in another language',
    params: IdParams,
    body: Type.Object({ variant: VariantInput }),
    response: { 201: OneVariant },
    handler: async (request) => {
      const { id } = request.params
      const made = await editingPolicy(room, request, 'change dynamic content', async (editing) => {
        const variants = await addVariants(editing, id, [request.body.variant])
        const path = `${itemPath(id)}/variants/${variants[0]?.id}.json`
        await request.idempotency.locate(editing.tx, 201, path)
        return variants
      })
      return replyOf(room, request, made, 201)
    },
  }),
  route({
    ...write,
    method: 'PUT',
    path: `${PATH}/:variantId`,
    operation: 'UpdateDynamicContentVariant',
    summary: 'Change words of the desk in one language',
    params: VariantParams,
    body: Type.Object({ variant: VariantInput }),
    response: { 200: OneVariant },
    handler: async (request) => {
      const { id, variantId } = request.params
      const changed = await editingPolicy(room, request, 'change dynamic content', (editing) =>
        changeVariants(editing, id, [{ ...request.body.variant, id: variantId }]),
      )
      return replyOf(room, request, changed)
    },
  }),
  route({
    ...write,
    method: 'DELETE',
    path: `${PATH}/:variantId`,
    operation: 'DeleteDynamicContentVariant',
    summary: 'Delete words of the desk in a language that is not their default one',
    params: VariantParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      const { id, variantId } = request.params
      await editingPolicy(room, request, 'change dynamic content', (editing) =>
        removeVariant(editing, id, variantId),
      )
      return { status: 204 }
    },
  }),
]

const manyRoutes = (room: Room): Route[] => [
  route({
    ...write,
    method: 'POST',
    path: `${PATH}/create_many`,
    operation: 'CreateManyDynamicContentVariants',
    summary: 'Write words of the desk in several languages; all of them, or none',
    params: IdParams,
    body: Type.Object({ variants: Type.Array(VariantInput, MANY) }),
    response: { 201: Variants },
    handler: async (request) => {
      const { id } = request.params
      const made = await editingPolicy(room, request, 'change dynamic content', async (editing) => {
        await request.idempotency.locate(editing.tx, 201, `${itemPath(id)}/variants.json`)
        return addVariants(editing, id, request.body.variants)
      })
      return { status: 201, body: { variants: await shown(room, request, made) } }
    },
  }),
  route({
    ...write,
    method: 'PUT',
    path: `${PATH}/update_many`,
    operation: 'UpdateManyDynamicContentVariants',
    summary: 'Change words of the desk in several languages; all of them, or none',
    params: IdParams,
    body: Type.Object({ variants: Type.Array(KnownVariant, MANY) }),
    response: { 200: Variants },
    handler: async (request) => {
      const changed = await editingPolicy(room, request, 'change dynamic content', (editing) =>
        changeVariants(editing, request.params.id, request.body.variants),
      )
      return { body: { variants: await shown(room, request, changed) } }
    },
  }),
]
