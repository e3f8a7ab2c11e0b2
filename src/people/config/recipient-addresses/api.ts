import { Type } from 'typebox'
import { type ApiReply, type Route, route } from '../../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery } from '../../../platform/paging/index.ts'
import type { PolicyDocument } from '../../../platform/policy/index.ts'
import { actingOf } from '../../acting.ts'
import type { Room } from '../../room.ts'
import { IdParams, Time } from '../../wire.ts'
import { AddressWrite, addressesOf, getAddress } from './address-input.ts'
import { changeAddress, createAddress, removeAddress, verifyAddress } from './addresses.ts'
import { CHECKS, verificationRecord } from './verify.ts'

const Address = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  brand_id: Type.Integer(),
  default: Type.Boolean(),
  name: Type.String(),
  email: Type.String(),
  forwarding_status: Type.String(),
  spf_status: Type.String(),
  cname_status: Type.String(),
  domain_verification_status: Type.String(),
  domain_verification_code: Type.String(),
  created_at: Time,
  updated_at: Time,
})

/** The recipient address of zendesk-api.md 2.20. The code is shown as the whole record that DNS shall hold. */
const present =
  (origin: string) =>
  ({ id, body }: PolicyDocument) => ({
    id,
    url: `${origin}/api/v2/recipient_addresses/${id}.json`,
    brand_id: Number(body.brand_id),
    default: body.default === true,
    name: String(body.name),
    email: String(body.email),
    forwarding_status: String(body.forwarding_status),
    spf_status: String(body.spf_status),
    cname_status: String(body.cname_status),
    domain_verification_status: String(body.domain_verification_status),
    domain_verification_code: verificationRecord(String(body.domain_verification_code)),
    created_at: String(body.created_at),
    updated_at: String(body.updated_at),
  })

const read = {
  permission: 'tickets.read',
  scope: 'recipient_addresses:read',
  rate: 'read',
  audit: 'none',
} as const
const write = {
  permission: 'policy.manage',
  scope: 'recipient_addresses:write',
  rate: 'write',
  audit: 'policy',
} as const
const OneAddress = Type.Object({ recipient_address: Address })
const Body = Type.Object({ recipient_address: AddressWrite })

const replyOf = (origin: string, address: PolicyDocument, status = 200): ApiReply => {
  const shown = present(origin)(address)
  const headers = status === 201 ? { headers: { location: shown.url } } : {}
  return { status, body: { recipient_address: shown }, ...headers }
}

/** Support addresses: where mail to the desk arrives, and what its own mail comes from. */
export const addressRoutes = (room: Room): Route[] => [...reading(room), ...writing(room)]

const reading = (room: Room): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/recipient_addresses',
    operation: 'ListSupportAddresses',
    summary: 'Lists support addresses',
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ recipient_addresses: Type.Array(Address) }) },
    handler: async (request) => {
      const listing = paged(addressesOf(await room.ground.policy.current()), request.query)
      const shown = listing.rows.map(present(request.origin))
      return { body: listReply(request, 'recipient_addresses', listing, shown) }
    },
  }),
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/recipient_addresses/:id',
    operation: 'ShowSupportAddress',
    summary: 'Shows a support address',
    params: IdParams,
    response: { 200: OneAddress },
    handler: async ({ params, origin }) =>
      replyOf(origin, getAddress(await room.ground.policy.current(), params.id)),
  }),
]

const writing = (room: Room): Route[] => [
  route({
    ...write,
    method: 'POST',
    path: '/api/v2/recipient_addresses',
    operation: 'CreateSupportAddress',
    summary: 'Adds a support address',
    body: Body,
    response: { 201: OneAddress },
    handler: async (request) => {
      const made = await createAddress(room, actingOf(request), request.body.recipient_address)
      return replyOf(request.origin, made, 201)
    },
  }),
  route({
    ...write,
    method: 'PUT',
    path: '/api/v2/recipient_addresses/:id',
    operation: 'UpdateSupportAddress',
    summary: 'Renames a support address, or makes it the default of its brand',
    params: IdParams,
    body: Body,
    response: { 200: OneAddress },
    handler: async (request) => {
      const { params, body } = request
      const changed = await changeAddress(room, actingOf(request), params.id, body.recipient_address)
      return replyOf(request.origin, changed)
    },
  }),
  route({
    ...write,
    method: 'PUT',
    path: '/api/v2/recipient_addresses/:id/verify',
    operation: 'VerifySupportAddress',
    summary: 'Looks whether mail to the address comes in, and what its domain says in DNS',
    params: IdParams,
    body: Type.Optional(Type.Object({ type: Type.Optional(Type.Enum(CHECKS)) })),
    response: { 200: OneAddress },
    handler: async (request) => {
      const { params, body } = request
      return replyOf(request.origin, await verifyAddress(room, actingOf(request), params.id, body?.type))
    },
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/api/v2/recipient_addresses/:id',
    operation: 'DeleteSupportAddress',
    summary: 'Takes a support address away',
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await removeAddress(room, actingOf(request), request.params.id)
      return { status: 204 }
    },
  }),
]
