import { Type } from 'typebox'
import { type Id, notFound, Refused } from '../../../kernel/index.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery } from '../../../platform/paging/index.ts'
import type { PolicyDocument } from '../../../platform/policy/index.ts'
import { accountSettingsOf } from '../../policy.ts'
import type { Room } from '../../room.ts'
import { IdParams, nullable, Time, time } from '../../wire.ts'
import { policyWritten, type Written } from '../written-store.ts'

const READ = { method: 'GET', rate: 'read', audit: 'none' } as const
const Query = Type.Object(pagingQuery)

const Brand = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  name: Type.String(),
  brand_url: Type.String(),
  subdomain: Type.String(),
  host_mapping: nullable(Type.String()),
  has_help_center: Type.Boolean(),
  help_center_state: Type.String(),
  active: Type.Boolean(),
  default: Type.Boolean(),
  is_deleted: Type.Boolean(),
  logo: nullable(Type.Unknown()),
  ticket_form_ids: Type.Array(Type.Integer()),
  signature_template: Type.String(),
  created_at: Time,
  updated_at: Time,
})

const brandOf = (room: Room, origin: string, defaultId: unknown, written: Written) => {
  return ({ id, body }: PolicyDocument): object => ({
    id,
    url: `${origin}/api/v2/brands/${id}.json`,
    name: String(body.name),
    brand_url: room.ground.settings.baseUrl,
    subdomain: String(body.subdomain ?? ''),
    host_mapping: null,
    has_help_center: false,
    help_center_state: 'disabled',
    active: body.active !== false,
    default: id === defaultId,
    is_deleted: false,
    logo: null,
    ticket_form_ids: [],
    signature_template: String(body.signature_template ?? ''),
    created_at: time(written.created_at),
    updated_at: time(written.updated_at),
  })
}

export const brandRoutes = (room: Room): Route[] => {
  const brands = async (origin: string): Promise<{ readonly id: Id; readonly shown: object }[]> => {
    const policy = await room.ground.policy.current()
    const present = brandOf(
      room,
      origin,
      accountSettingsOf(policy).default_brand_id,
      await policyWritten(room.ground.db),
    )
    return policy.documents('brand').map((document) => ({ id: document.id, shown: present(document) }))
  }
  return [
    route({
      ...READ,
      path: '/api/v2/brands',
      operation: 'ListBrands',
      summary: 'Lists brands',
      permission: 'tickets.read',
      scope: 'brands:read',
      query: Query,
      response: { 200: listSchema({ brands: Type.Array(Brand) }) },
      handler: async (request) => {
        const rows = (await brands(request.origin)).map(({ shown }) => shown)
        const listing = paged(rows, request.query)
        return { body: listReply(request, 'brands', listing, listing.rows) }
      },
    }),
    route({
      ...READ,
      path: '/api/v2/brands/:id',
      operation: 'ShowBrand',
      summary: 'Shows a brand',
      permission: 'tickets.read',
      scope: 'brands:read',
      params: IdParams,
      response: { 200: Type.Object({ brand: Brand }) },
      handler: async ({ params, origin }) => {
        const found = (await brands(origin)).find(({ id }) => id === params.id)
        if (found === undefined) throw new Refused(notFound)
        return { body: { brand: found.shown } }
      },
    }),
  ]
}
