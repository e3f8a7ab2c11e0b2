import { Type } from 'typebox'
import { type ApiReply, type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, pagingQuery, parsePaging } from '../../platform/paging/index.ts'
import { actingOf, viewerOf } from '../acting.ts'
import type { Room } from '../room.ts'
import { IdParams, nullable, Time, time, timeOrNull } from '../wire.ts'
import type { OAuthToken } from './grants-store.ts'
import { type OAuthCode, OAuthRefused } from './oauth-error.ts'
import { grantTokens, type TokenAsk } from './token-grants.ts'
import { listOAuthTokens, revokeOAuthToken } from './tokens.ts'

const textIn = Type.Optional(Type.String({ maxLength: 4096 }))
/** A form says numbers in digits. */
const secondsIn = Type.Optional(Type.Union([Type.Integer(), Type.String({ pattern: '^[0-9]{1,9}$' })]))

const TokenBody = Type.Object({
  grant_type: textIn,
  client_id: textIn,
  client_secret: textIn,
  scope: textIn,
  code: textIn,
  redirect_uri: textIn,
  code_verifier: textIn,
  refresh_token: textIn,
  username: textIn,
  password: Type.Optional(Type.String({ maxLength: 1024 })),
  expires_in: secondsIn,
  refresh_token_expires_in: secondsIn,
})

const OAuthError = Type.Object({ error: Type.String(), error_description: Type.String() })

/** A client may prove itself by HTTP Basic too, each half encoded as in a form (RFC 6749 2.3.1). */
const basicOf = (header: string | undefined): Pick<TokenAsk, 'client_id' | 'client_secret'> => {
  const [, value] = /^basic +(\S+) *$/i.exec(header ?? '') ?? []
  if (value === undefined) return {}
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? []
  return id === undefined ? {} : { client_id: unescaped(id), client_secret: unescaped(secret!) }
}

const unescaped = (text: string): string =>
  new URLSearchParams(`x=${text.replaceAll('&', '%26')}`).get('x') ?? ''

const refusal = (code: OAuthCode, description: string): ApiReply => ({
  status: code === 'invalid_client' ? 401 : 400,
  headers: {
    pragma: 'no-cache',
    ...(code === 'invalid_client' ? { 'www-authenticate': 'Basic realm="Mainstay"' } : {}),
  },
  body: { error: code, error_description: description },
})

/** Tokens for programs, outside `/api/v2` as its clients expect. */
export const oauthTokenRoutes = (room: Room): Route[] => [
  route({
    method: 'POST',
    path: '/oauth/tokens',
    operation: 'GrantOAuthTokens',
    summary: 'Gives an OAuth client its tokens, for a code, a refresh token, or its secret alone',
    permission: 'public',
    scope: 'none',
    rate: 'write',
    audit: 'token',
    form: true,
    toleratesBadCredentials: true,
    body: TokenBody,
    response: {
      200: Type.Object({
        access_token: Type.String(),
        token_type: Type.String(),
        scope: Type.String(),
        expires_in: Type.Integer(),
        refresh_token: Type.Optional(Type.String()),
        refresh_token_expires_in: Type.Optional(Type.Integer()),
      }),
      400: OAuthError,
      401: OAuthError,
    },
    handler: async (request) => {
      const { expires_in, refresh_token_expires_in, ...texts } = request.body
      const ask = {
        ...texts,
        ...basicOf(request.headers.authorization),
        expires_in: numberOf(expires_in),
        refresh_token_expires_in: numberOf(refresh_token_expires_in),
      }
      try {
        return { body: await grantTokens(room, actingOf(request), ask), headers: { pragma: 'no-cache' } }
      } catch (error) {
        if (error instanceof OAuthRefused) return refusal(error.code, error.message)
        throw error
      }
    },
  }),
  ...heldTokens(room),
]

const numberOf = (value: number | string | undefined): number | undefined =>
  value === undefined ? undefined : Number(value)

const Token = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  user_id: Type.Integer(),
  client_id: Type.Integer(),
  scopes: Type.Array(Type.String()),
  created_at: Time,
  used_at: nullable(Time),
  expires_at: nullable(Time),
})

const present = (origin: string) => (row: OAuthToken) => ({
  id: row.id,
  url: `${origin}/api/v2/oauth/tokens/${row.id}.json`,
  user_id: row.user_id,
  client_id: row.client_id,
  scopes: row.scopes,
  created_at: time(row.created_at),
  used_at: timeOrNull(row.last_used_at),
  expires_at: timeOrNull(row.expires_at),
})

const NEWEST_FIRST = { names: ['id'], standard: { by: 'id', isDescending: true } } as const

const heldTokens = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/oauth/tokens',
    operation: 'ListOAuthTokens',
    summary: 'Lists the tokens that OAuth clients hold for oneself; for administrators everybody’s',
    permission: 'signed_in',
    scope: 'oauth:read',
    rate: 'read',
    audit: 'none',
    query: Type.Object({ ...pagingQuery, client_id: Type.Optional(Type.Integer()) }),
    response: { 200: listSchema({ tokens: Type.Array(Token) }) },
    handler: async (request) => {
      const { caller, query, origin } = request
      const paging = parsePaging(query, NEWEST_FIRST)
      const listing = await listOAuthTokens(room, viewerOf(caller), query.client_id, paging)
      return { body: listReply(request, 'tokens', listing, listing.rows.map(present(origin))) }
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v2/oauth/tokens/:id',
    operation: 'RevokeOAuthToken',
    summary: 'Ends a token of an OAuth client at once, and what would renew it',
    permission: 'signed_in',
    scope: 'oauth:write',
    rate: 'write',
    audit: 'token',
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await revokeOAuthToken(room, actingOf(request), request.params.id)
      return { status: 204 }
    },
  }),
]
