import { Type } from 'typebox'
import { type ApiReply, type Route, route } from '../../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery } from '../../../platform/paging/index.ts'
import type { PolicyDocument } from '../../../platform/policy/index.ts'
import { actingOf } from '../../acting.ts'
import type { Room } from '../../room.ts'
import { IdParams } from '../../wire.ts'
import { policyWritten } from '../written-store.ts'
import { BrandWrite } from './brand-input.ts'
import { brandsOf, changeBrand, createBrand, getBrand, removeBrand } from './brands.ts'
import { Brand, type Presenting, presentBrand } from './present.ts'

const read = { permission: 'tickets.read', scope: 'brands:read', rate: 'read', audit: 'none' } as const
const write = { permission: 'policy.manage', scope: 'brands:write', rate: 'write', audit: 'policy' } as const
const OneBrand = Type.Object({ brand: Brand })
const Body = Type.Object({ brand: BrandWrite })

const presenting = async ({ ground }: Room, origin: string): Promise<Presenting> => {
  const [policy, written] = await Promise.all([ground.policy.current(), policyWritten(ground.db)])
  return { origin, baseUrl: ground.settings.baseUrl, policy, written }
}

const replyOf = async (
  room: Room,
  origin: string,
  brand: PolicyDocument,
  status = 200,
): Promise<ApiReply> => {
  const shown = presentBrand(await presenting(room, origin))(brand)
  return { status, body: { brand: shown }, ...(status === 201 ? { headers: { location: shown.url } } : {}) }
}

/** Brands: names under which the desk speaks, each with its addresses and its signature. */
export const brandRoutes = (room: Room): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/brands',
    operation: 'ListBrands',
    summary: 'Lists brands',
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ brands: Type.Array(Brand) }) },
    handler: async (request) => {
      const shown = await presenting(room, request.origin)
      const listing = paged(brandsOf(shown.policy), request.query)
      return { body: listReply(request, 'brands', listing, listing.rows.map(presentBrand(shown))) }
    },
  }),
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/brands/:id',
    operation: 'ShowBrand',
    summary: 'Shows a brand',
    params: IdParams,
    response: { 200: OneBrand },
    handler: async ({ params, origin }) =>
      replyOf(room, origin, getBrand(await room.ground.policy.current(), params.id)),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/api/v2/brands',
    operation: 'CreateBrand',
    summary: 'Makes a brand',
    body: Body,
    response: { 201: OneBrand },
    handler: async (request) => {
      const made = await createBrand(room, actingOf(request), request.body.brand)
      return replyOf(room, request.origin, made, 201)
    },
  }),
  route({
    ...write,
    method: 'PUT',
    path: '/api/v2/brands/:id',
    operation: 'UpdateBrand',
    summary: 'Changes a brand',
    params: IdParams,
    body: Body,
    response: { 200: OneBrand },
    handler: async (request) => {
      const changed = await changeBrand(room, actingOf(request), request.params.id, request.body.brand)
      return replyOf(room, request.origin, changed)
    },
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/api/v2/brands/:id',
    operation: 'DeleteBrand',
    summary: 'Removes a brand; its addresses become those of the default brand',
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await removeBrand(room, actingOf(request), request.params.id)
      return { status: 204 }
    },
  }),
]
