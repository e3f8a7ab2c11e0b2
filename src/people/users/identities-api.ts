import { Type } from 'typebox'
import { type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import {
  listReply,
  listSchema,
  type PagingQuery,
  pagingQuery,
  parsePaging,
} from '../../platform/paging/index.ts'
import { actingOf, viewerOf } from '../acting.ts'
import type { Room } from '../room.ts'
import { flagIn, textIn } from '../wire.ts'
import {
  addIdentity,
  editIdentity,
  getIdentity,
  listIdentities,
  removeIdentity,
  setPrimary,
  verifyIdentity,
} from './identities.ts'
import { Identity, presentIdentity } from './present-identity.ts'

const IdentityReply = Type.Object({ identity: Identity })
const IdentityList = listSchema({ identities: Type.Array(Identity) })
const UserParams = Type.Object({ user_id: Type.Integer() })
const Params = Type.Object({ user_id: Type.Integer(), id: Type.Integer() })
const Create = Type.Object({
  identity: Type.Object({ type: Type.String(), value: Type.String(), verified: flagIn }),
})
const Update = Type.Object({ identity: Type.Object({ value: textIn, verified: flagIn }) })
const Query = Type.Object(pagingQuery)

const READ = {
  method: 'GET',
  permission: 'signed_in',
  scope: 'users:read',
  rate: 'read',
  audit: 'none',
} as const
const WRITE = {
  permission: 'users.write',
  scope: 'users:write',
  rate: 'write',
  audit: 'user_identity',
} as const

const all = async (room: Room, request: ApiRequest<{ user_id: number }, PagingQuery, unknown>) => {
  const paging = parsePaging(request.query, { names: ['id'], standard: { by: 'id', isDescending: false } })
  const listing = await listIdentities(room, viewerOf(request.caller), request.params.user_id, paging)
  return {
    body: listReply(request, 'identities', listing, listing.rows.map(presentIdentity(request.origin))),
  }
}

export const identityRoutes = (room: Room): Route[] => [
  route({
    ...READ,
    path: '/api/v2/users/:user_id/identities',
    operation: 'ListUserIdentities',
    summary: 'Lists the addresses and accounts of a user',
    params: UserParams,
    query: Query,
    response: { 200: IdentityList },
    handler: (request) => all(room, request),
  }),
  route({
    ...READ,
    path: '/api/v2/users/:user_id/identities/:id',
    operation: 'ShowUserIdentity',
    summary: 'Shows an address or account of a user',
    params: Params,
    response: { 200: IdentityReply },
    handler: async ({ caller, params, origin }) => ({
      body: {
        identity: presentIdentity(origin)(
          await getIdentity(room, viewerOf(caller), params.user_id, params.id),
        ),
      },
    }),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/api/v2/users/:user_id/identities',
    operation: 'CreateUserIdentity',
    summary: 'Adds an address or account to a user',
    params: UserParams,
    body: Create,
    response: { 201: IdentityReply },
    handler: async (request) => {
      const { type, value, verified } = request.body.identity
      const input = { type, value, verified: verified === true }
      const row = await addIdentity(room, actingOf(request), request.params.user_id, input)
      const location = `${request.origin}/api/v2/users/${row.user_id}/identities/${row.id}.json`
      return { status: 201, body: { identity: presentIdentity(request.origin)(row) }, headers: { location } }
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/api/v2/users/:user_id/identities/:id',
    operation: 'UpdateUserIdentity',
    summary: 'Changes an address or account of a user',
    params: Params,
    body: Update,
    response: { 200: IdentityReply },
    handler: async (request) => {
      const { user_id: userId, id } = request.params
      const { value, verified } = request.body.identity
      const input = { ...(typeof value === 'string' ? { value } : {}), verified: verified === true }
      const row = await editIdentity(room, actingOf(request), userId, id, input)
      return { body: { identity: presentIdentity(request.origin)(row) } }
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/api/v2/users/:user_id/identities/:id/make_primary',
    operation: 'MakeUserIdentityPrimary',
    summary: 'Makes an address the primary one; answers all',
    params: Params,
    query: Query,
    response: { 200: IdentityList },
    handler: async (request) => {
      const { user_id: userId, id } = request.params
      await setPrimary(room, actingOf(request), userId, id)
      return all(room, request)
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/api/v2/users/:user_id/identities/:id/verify',
    operation: 'VerifyUserIdentity',
    summary: 'Says that an address is proven',
    params: Params,
    response: { 200: IdentityReply },
    handler: async (request) => {
      const { user_id: userId, id } = request.params
      const row = await verifyIdentity(room, actingOf(request), userId, id)
      return { body: { identity: presentIdentity(request.origin)(row) } }
    },
  }),
  route({
    ...WRITE,
    method: 'DELETE',
    path: '/api/v2/users/:user_id/identities/:id',
    operation: 'DeleteUserIdentity',
    summary: 'Removes an address or account of a user',
    params: Params,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await removeIdentity(room, actingOf(request), request.params.user_id, request.params.id)
      return { status: 204 }
    },
  }),
]
