import { Type } from 'typebox'
import { type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, pagingQuery, parsePaging } from '../../platform/paging/index.ts'
import { actingOf, viewerOf } from '../acting.ts'
import type { Room } from '../room.ts'
import { IdParams, nullable, Time, textIn, time } from '../wire.ts'
import {
  type Asking,
  changeClient,
  createClient,
  getClient,
  listClients,
  removeClient,
  renewSecret,
  type ShownOnce,
} from './clients.ts'
import type { ClientRow } from './clients-store.ts'

const Client = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  name: Type.String(),
  identifier: Type.String(),
  kind: Type.String(),
  company: nullable(Type.String()),
  description: nullable(Type.String()),
  logo_url: nullable(Type.String()),
  redirect_uri: Type.Array(Type.String()),
  scopes: Type.Array(Type.String()),
  user_id: Type.Integer(),
  global: Type.Boolean(),
  secret: nullable(Type.String({ description: 'shown once, when it is made' })),
  created_at: Time,
  updated_at: Time,
})
const ClientReply = Type.Object({ client: Client })

const present = (origin: string, row: ClientRow, secret: string | null = null) => ({
  id: row.id,
  url: `${origin}/api/v2/oauth/clients/${row.id}.json`,
  name: row.name,
  identifier: row.identifier,
  kind: row.kind,
  company: row.company,
  description: row.description,
  logo_url: row.logo_url,
  redirect_uri: row.redirect_uris,
  scopes: row.scopes,
  user_id: row.user_id,
  global: false,
  secret,
  created_at: time(row.created_at),
  updated_at: time(row.updated_at),
})

const ClientBody = Type.Object({
  client: Type.Object({
    name: textIn,
    identifier: textIn,
    kind: textIn,
    company: textIn,
    description: textIn,
    logo_url: textIn,
    redirect_uri: Type.Optional(nullable(Type.Union([Type.Array(Type.String()), Type.String()]))),
    scopes: Type.Optional(nullable(Type.Array(Type.String(), { maxItems: 50 }))),
  }),
})

const READ = {
  method: 'GET',
  permission: 'policy.manage',
  scope: 'oauth:read',
  rate: 'read',
  audit: 'none',
} as const
const WRITE = {
  permission: 'policy.manage',
  scope: 'oauth:write',
  rate: 'write',
  audit: 'oauth_client',
} as const

const NEWEST_FIRST = { names: ['id'], standard: { by: 'id', isDescending: true } } as const

const askingOf = (request: ApiRequest<unknown, unknown, unknown>): Asking => ({
  acting: actingOf(request),
  scopes: request.caller.scopes,
})

const shownOnce = (origin: string, { client, secret }: ShownOnce) => ({
  client: present(origin, client, secret),
})

/** Programs that people let act for them. */
export const oauthClientRoutes = (room: Room): Route[] => [
  route({
    ...READ,
    path: '/api/v2/oauth/clients',
    operation: 'ListOAuthClients',
    summary: 'Lists the OAuth clients of the desk',
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ clients: Type.Array(Client) }) },
    handler: async (request) => {
      const { caller, query, origin } = request
      const listing = await listClients(room, viewerOf(caller), parsePaging(query, NEWEST_FIRST))
      const clients = listing.rows.map((row) => present(origin, row))
      return { body: listReply(request, 'clients', listing, clients) }
    },
  }),
  route({
    ...READ,
    path: '/api/v2/oauth/clients/:id',
    operation: 'ShowOAuthClient',
    summary: 'Shows an OAuth client',
    params: IdParams,
    response: { 200: ClientReply },
    handler: async ({ caller, params, origin }) => ({
      body: { client: present(origin, await getClient(room, viewerOf(caller), params.id)) },
    }),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/api/v2/oauth/clients',
    operation: 'CreateOAuthClient',
    summary: 'Registers an OAuth client; its secret is shown this once',
    body: ClientBody,
    response: { 201: ClientReply },
    handler: async (request) => {
      const made = await createClient(room, askingOf(request), request.body.client)
      const body = shownOnce(request.origin, made)
      return { status: 201, body, headers: { location: body.client.url } }
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/api/v2/oauth/clients/:id',
    operation: 'UpdateOAuthClient',
    summary: 'Changes an OAuth client',
    params: IdParams,
    body: ClientBody,
    response: { 200: ClientReply },
    handler: async (request) => {
      const row = await changeClient(room, askingOf(request), request.params.id, request.body.client)
      return { body: { client: present(request.origin, row) } }
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/api/v2/oauth/clients/:id/generate_secret',
    operation: 'GenerateOAuthClientSecret',
    summary: 'Gives an OAuth client a new secret, shown this once; the old one is dead at once',
    params: IdParams,
    response: { 200: ClientReply },
    handler: async (request) => ({
      body: shownOnce(request.origin, await renewSecret(room, askingOf(request), request.params.id)),
    }),
  }),
  route({
    ...WRITE,
    method: 'DELETE',
    path: '/api/v2/oauth/clients/:id',
    operation: 'DeleteOAuthClient',
    summary: 'Removes an OAuth client, and with it every token it was given',
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await removeClient(room, actingOf(request), request.params.id)
      return { status: 204 }
    },
  }),
]
