import { Type } from 'typebox'
import { type Instant, invalidField, notFound, parseIso, Refused } from '../../kernel/index.ts'
import { parseCookies } from '../../platform/http/cookies.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { actingOf, viewerOf } from '../acting.ts'
import type { Room } from '../room.ts'
import { presenterOf, User } from '../users/present.ts'
import { getUser } from '../users/read.ts'
import { IdParams, nullable, Time, time, timeOrNull } from '../wire.ts'
import { credentialIdOf, viewerOfUser } from './authenticate.ts'
import { maySignInOver, readSessionCookie, sessionCookie } from './cookies.ts'
import { SESSION_SECONDS, setPassword, signIn, signOut } from './sign-in.ts'
import { createToken, getToken, listTokens, revokeToken, type Token } from './tokens.ts'

export const accessRoutes = (room: Room): Route[] => [
  ...signing(room),
  ...passwordRoutes(room),
  ...tokenRoutes(room),
]

const signing = (room: Room): Route[] => [
  route({
    method: 'POST',
    path: '/api/v2/sign_in',
    operation: 'SignIn',
    summary: 'Opens a session: sets its cookie and answers the token that writes must bring',
    permission: 'public',
    scope: 'none',
    rate: 'login',
    audit: 'login',
    body: Type.Object(
      { email: Type.String({ maxLength: 320 }), password: Type.String({ maxLength: 1024 }) },
      { additionalProperties: false },
    ),
    response: {
      200: Type.Object({
        user: User,
        session: Type.Object({ authenticity_token: Type.String(), expires_at: Time }),
      }),
    },
    handler: async ({ body, headers, ip, origin, requestId }) => {
      const { settings } = room.ground
      if (!maySignInOver(settings, origin, ip))
        throw new Refused({
          code: 'forbidden',
          message: 'Sign in over https; this connection is not encrypted.',
        })
      const session = await signIn(room, {
        ...body,
        ip,
        requestId,
        userAgent: headers['user-agent'] ?? null,
        replaces: readSessionCookie(settings, parseCookies(headers.cookie), ip),
      })
      const policy = await room.ground.policy.current()
      const viewer = await viewerOfUser(room, policy, session.userId)
      const user = await getUser(room, viewer, session.userId)
      return {
        body: {
          user: presenterOf(viewer, policy, origin)(user),
          session: { authenticity_token: session.csrfToken, expires_at: time(session.expiresAt) },
        },
        headers: { 'set-cookie': sessionCookie(origin, session.secret, SESSION_SECONDS) },
      }
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v2/users/me/logout',
    operation: 'SignOut',
    summary: 'Ends the session that the request came with',
    permission: 'signed_in',
    scope: 'users:write',
    rate: 'write',
    audit: 'logout',
    response: { 204: Type.Null() },
    handler: async (request) => {
      const id = credentialIdOf(request.caller)
      if (request.caller.credential === 'session' && id !== undefined)
        await signOut(room, actingOf(request), id)
      return { status: 204, headers: { 'set-cookie': sessionCookie(request.origin, '', 0) } }
    },
  }),
]

const PasswordBody = Type.Object({ password: Type.String(), previous_password: Type.Optional(Type.String()) })

/** `PUT` one's own, `POST` another's; both take either, because rights are decided by who asks. */
const passwordRoutes = (room: Room): Route[] =>
  (['PUT', 'POST'] as const).map((method) =>
    route({
      method,
      path: '/api/v2/users/:id/password',
      operation: method === 'PUT' ? 'ChangePassword' : 'SetPassword',
      summary: method === 'PUT' ? 'Changes one’s own password; ends all sessions' : 'Sets a user’s password',
      permission: 'signed_in',
      scope: 'users:write',
      rate: 'write',
      audit: 'user',
      params: IdParams,
      body: PasswordBody,
      response: { 204: Type.Null() },
      handler: async (request) => {
        const { password, previous_password: previous } = request.body
        await setPassword(room, actingOf(request), {
          userId: request.params.id,
          password,
          ...(previous === undefined ? {} : { previous }),
          ip: request.ip,
        })
        return { status: 204 }
      },
    }),
  )

const tokenKeys = {
  id: Type.Integer(),
  url: Type.String(),
  user_id: Type.Integer(),
  description: Type.String(),
  scopes: Type.Array(Type.String()),
  allowed_ips: Type.Array(Type.String()),
  created_at: Time,
  last_used_at: nullable(Time),
  expires_at: nullable(Time),
}
const ApiToken = Type.Object(tokenKeys)

const present = (origin: string, token: Token) => ({
  id: token.id,
  url: `${origin}/api/v2/api_tokens/${token.id}.json`,
  user_id: token.user_id,
  description: token.description,
  scopes: token.scopes,
  allowed_ips: token.allowed_ips,
  created_at: time(token.created_at),
  last_used_at: timeOrNull(token.last_used_at),
  expires_at: timeOrNull(token.expires_at),
})

const NewToken = Type.Object(
  {
    api_token: Type.Object(
      {
        description: Type.String({ minLength: 1, maxLength: 255 }),
        scopes: Type.Optional(Type.Array(Type.String(), { maxItems: 50 })),
        allowed_ips: Type.Optional(Type.Array(Type.String(), { maxItems: 50 })),
        expires_at: Type.Optional(nullable(Type.String())),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
)

const OWN = { permission: 'tokens.manage_own', audit: 'none' } as const

const tokenRoutes = (room: Room): Route[] => [
  route({
    ...OWN,
    method: 'GET',
    path: '/api/v2/api_tokens',
    operation: 'ListApiTokens',
    summary: 'Lists one’s API tokens; administrators see everybody’s',
    scope: 'tokens:read',
    rate: 'read',
    response: { 200: Type.Object({ api_tokens: Type.Array(ApiToken) }) },
    handler: async ({ caller, origin }) => ({
      body: { api_tokens: (await listTokens(room, viewerOf(caller))).map((token) => present(origin, token)) },
    }),
  }),
  route({
    ...OWN,
    method: 'POST',
    path: '/api/v2/api_tokens',
    operation: 'CreateApiToken',
    summary: 'Makes an API token for oneself; its text is shown this once',
    scope: 'tokens:write',
    rate: 'write',
    audit: 'token',
    body: NewToken,
    response: { 201: Type.Object({ api_token: Type.Object({ ...tokenKeys, token: Type.String() }) }) },
    handler: async (request) => {
      const { caller, origin, body } = request
      const {
        description,
        scopes = ['*'],
        allowed_ips: allowedIps = [],
        expires_at: expires,
      } = body.api_token
      const expiresAt = readExpiry(expires)
      const { token, secret } = await createToken(room, actingOf(request), {
        userId: caller.userId!,
        description,
        scopes,
        allowedIps,
        askerScopes: caller.scopes,
        ...(expiresAt === undefined ? {} : { expiresAt }),
      })
      const shown = present(origin, token)
      return {
        status: 201,
        body: { api_token: { ...shown, token: secret } },
        headers: { location: shown.url },
      }
    },
  }),
  route({
    ...OWN,
    method: 'DELETE',
    path: '/api/v2/api_tokens/:id',
    operation: 'RevokeApiToken',
    summary: 'Ends an API token at once',
    scope: 'tokens:write',
    rate: 'write',
    audit: 'token',
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await revokeToken(room, actingOf(request), request.params.id)
      return { status: 204 }
    },
  }),
  currentToken(room),
]

const readExpiry = (text: string | null | undefined): Instant | null | undefined => {
  if (text === undefined || text === null) return text
  const at = parseIso(text)
  if (at === undefined)
    throw new Refused(invalidField('expires_at', 'Expires at: is not a time', 'InvalidFormat'))
  return at
}

/** What a client asks to see whether its token is good, whether it came by OAuth or was made by hand. */
const currentToken = (room: Room): Route =>
  route({
    method: 'GET',
    path: '/api/v2/oauth/tokens/current',
    operation: 'ShowCurrentToken',
    summary: 'Shows the token that the request came with',
    permission: 'signed_in',
    scope: 'read',
    rate: 'read',
    audit: 'none',
    response: {
      200: Type.Object({
        token: Type.Object({
          id: Type.Integer(),
          url: Type.String(),
          user_id: Type.Integer(),
          client_id: nullable(Type.Integer()),
          scopes: Type.Array(Type.String()),
          created_at: Time,
          used_at: nullable(Time),
          expires_at: nullable(Time),
        }),
      }),
    },
    handler: async ({ caller, origin }) => {
      const id = credentialIdOf(caller)
      if (caller.credential !== 'token' || id === undefined) throw new Refused(notFound)
      const token = await getToken(room, viewerOf(caller), id)
      return {
        body: {
          token: {
            id: token.id,
            url: `${origin}/api/v2/oauth/tokens/${token.id}.json`,
            user_id: token.user_id,
            client_id: token.client_id,
            scopes: token.scopes,
            created_at: time(token.created_at),
            used_at: timeOrNull(token.last_used_at),
            expires_at: timeOrNull(token.expires_at),
          },
        },
      }
    },
  })
