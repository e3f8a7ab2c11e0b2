import { type Static, Type } from 'typebox'
import { forbidden, Refused } from '../../kernel/index.ts'
import { parseCookies } from '../../platform/http/cookies.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { maySignInOver, readSessionCookie, sessionCookie } from '../access/cookies.ts'
import { csrfField, goTo, hidden, type Markup, markup, PAGE, page, problem } from '../access/page.ts'
import { SESSION_SECONDS, signIn } from '../access/sign-in.ts'
import { actingOf, viewerOf } from '../acting.ts'
import { answerTo, leadsTo, scopeInWords } from '../core/index.ts'
import type { Room } from '../room.ts'
import { getUser } from '../users/read.ts'
import { type AuthorizationAsk, clientOf, giveConsent, readConsent } from './authorize.ts'
import type { ClientRow } from './clients-store.ts'
import { OAuthRefused } from './oauth-error.ts'

const PATH = '/oauth/authorizations/new'
const SIGN_IN = '/access/sign_in'

const textIn = Type.Optional(Type.String({ maxLength: 4096 }))
const Ask = {
  client_id: textIn,
  redirect_uri: textIn,
  response_type: textIn,
  scope: textIn,
  state: textIn,
  code_challenge: textIn,
  code_challenge_method: textIn,
}
const NAMES = Object.keys(Ask) as (keyof AuthorizationAsk)[]
const PAGES = { 200: PAGE, 303: PAGE, 400: PAGE }

/** Where somebody lets a client act for them. Only a session consents: no token gives away more than it is. */
export const authorizePages = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: PATH,
    operation: 'ShowOAuthAuthorization',
    summary: 'The page on which somebody lets an OAuth client act for them',
    permission: 'public',
    scope: 'none',
    rate: 'anonymous',
    audit: 'none',
    query: Type.Object(Ask),
    response: PAGES,
    handler: (request) => authorizing(room, request.query, (client) => asked(room, request, client)),
  }),
  route({
    method: 'POST',
    path: '/oauth/authorizations',
    operation: 'CreateOAuthAuthorization',
    summary: 'Takes the answer of that page back to the client',
    permission: 'signed_in',
    scope: 'oauth:write',
    rate: 'write',
    audit: 'oauth_grant',
    form: true,
    body: Type.Object({ ...Ask, decision: textIn }),
    response: PAGES,
    handler: async (request) => {
      const isThemselves = viewerOf(request.caller).actedBy === undefined
      if (request.caller.credential !== 'session' || !isThemselves) throw new Refused(forbidden)
      return authorizing(room, request.body, (client) => answered(room, request, client))
    },
  }),
  signInRoute(room),
]

/** Nobody is sent on to an address that is not the client's; what else is wrong, the client is told there. */
const authorizing = async (
  room: Room,
  ask: AuthorizationAsk,
  work: (client: ClientRow) => Promise<ApiReply>,
): Promise<ApiReply> => {
  const client = await clientOf(room, ask)
  if (client === undefined)
    return page({
      title: 'This link does not work',
      status: 400,
      body: markup`<p>The program that sent you here is not known, or wants you back at an address that is not its own.</p>`,
    })
  try {
    return await work(client)
  } catch (error) {
    if (!(error instanceof OAuthRefused)) throw error
    const { code, message } = error
    return goTo(answerTo(ask.redirect_uri!, { error: code, error_description: message, state: ask.state }))
  }
}

type Shown = ApiRequest<unknown, AuthorizationAsk, unknown>

const asked = async (room: Room, request: Shown, client: ClientRow): Promise<ApiReply> => {
  const { caller, query } = request
  const { scopes } = readConsent(client, query)
  if (caller.credential !== 'session') return signInPage(client.name, `${PATH}?${queryOf(query)}`)
  const viewer = viewerOf(caller)
  const { name, email } = await getUser(room, viewer, viewer.userId!)
  const inWords = scopes.map((scope) => markup`<li>${scopeInWords(scope)}</li>`)
  return page({
    title: `${client.name} wants to act for you`,
    leadsTo: leadsTo(query.redirect_uri!),
    body: markup`<p>You are signed in as ${name}${email === null ? '' : ` (${email})`}. ${client.name} will be able to:</p>
<ul>${inWords}</ul><p>It sends you back to ${leadsTo(query.redirect_uri!)}.</p>
<form method="post" action="/oauth/authorizations">${csrfField(caller.csrfToken)}${carried(query)}
<button name="decision" value="allow">Allow</button> <button class="plain" name="decision" value="deny">Deny</button></form>`,
  })
}

const given = (ask: AuthorizationAsk): [string, string][] =>
  NAMES.flatMap((name) => (ask[name] === undefined ? [] : [[name, ask[name]] as [string, string]]))

const queryOf = (ask: AuthorizationAsk): string => new URLSearchParams(given(ask)).toString()

const carried = (ask: AuthorizationAsk): readonly Markup[] =>
  given(ask).map(([name, value]) => hidden(name, value))

type Decided = ApiRequest<unknown, unknown, AuthorizationAsk & { readonly decision?: string | undefined }>

const answered = async (room: Room, request: Decided, client: ClientRow): Promise<ApiReply> => {
  const { body } = request
  const consent = readConsent(client, body)
  if (body.decision !== 'allow') throw new OAuthRefused('access_denied', 'The user said no')
  const code = await giveConsent(room, actingOf(request), client, body.redirect_uri!, consent)
  return goTo(answerTo(body.redirect_uri!, { code, state: body.state }))
}

const SignInBody = Type.Object({
  email: Type.String({ maxLength: 320 }),
  password: Type.String({ maxLength: 1024 }),
  return_to: Type.String({ maxLength: 8192 }),
})

/** Only to where this page is shown: nobody is sent anywhere else by signing in. */
const isOurs = (to: string): boolean => to.startsWith(`${PATH}?`) && /^[\x21-\x7e]+$/.test(to)

const signInRoute = (room: Room): Route =>
  route({
    method: 'POST',
    path: SIGN_IN,
    operation: 'SubmitSignInPage',
    summary: 'Opens a session from the page of an authorization',
    permission: 'public',
    scope: 'none',
    rate: 'login',
    audit: 'login',
    form: true,
    body: SignInBody,
    response: { ...PAGES, 401: PAGE },
    handler: async ({ body, headers, ip, origin, requestId }) => {
      const { settings } = room.ground
      const { return_to: returnTo, ...proof } = body as Static<typeof SignInBody>
      if (!isOurs(returnTo)) return signInPage(undefined, '', 'That page is not ours.', 400)
      if (!maySignInOver(settings, origin, ip))
        return signInPage(undefined, returnTo, 'Sign in over https; this connection is not encrypted.', 400)
      try {
        const session = await signIn(room, {
          email: proof.email,
          password: proof.password,
          ip,
          requestId,
          userAgent: headers['user-agent'] ?? null,
          replaces: readSessionCookie(settings, parseCookies(headers.cookie), ip),
        })
        return goTo(returnTo, { 'set-cookie': sessionCookie(origin, session.secret, SESSION_SECONDS) })
      } catch (error) {
        if (!(error instanceof Refused) || error.refusal.code !== 'unauthenticated') throw error
        return signInPage(undefined, returnTo, 'Address or password is wrong.', 401)
      }
    },
  })

const signInPage = (clientName: string | undefined, returnTo: string, why?: string, status = 200): ApiReply =>
  page({
    title: clientName === undefined ? 'Sign in' : `Sign in to go on to ${clientName}`,
    status,
    body: markup`${problem(why)}<form method="post" action="${SIGN_IN}">${hidden('return_to', returnTo)}
<label>E-mail address <input type="email" name="email" autocomplete="username" required maxlength="320"></label>
<label>Password <input type="password" name="password" autocomplete="current-password" required maxlength="256"></label>
<button>Sign in</button></form>`,
  })
