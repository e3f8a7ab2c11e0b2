import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { CAST, type Name, openDesk, PASSWORD } from '../fixture.ts'

export const ORIGIN = 'http://localhost:3000'
export const BACK = 'https://app.example/back?x=1'
export const VERIFIER = 'v'.repeat(43)
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')

export type Client = {
  id: number
  identifier: string
  secret: string | null
  user_id: number
  scopes: string[]
}
type Granted = {
  access_token: string
  refresh_token: string
  scope: string
  expires_in: number
  error: string
}

export const formed = (fields: Record<string, string | undefined>): string =>
  new URLSearchParams(
    Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined),
  ).toString()

/** The desk of people, with clients that ask for consent and codes that are redeemed. */
export const openOAuthDesk = async () => {
  const desk = await openDesk()
  let count = 0
  const register = async (over: object = {}, as: Name = 'ada'): Promise<Client> => {
    count += 1
    const answer = await desk.as(as)('POST', '/oauth/clients', {
      client: { name: 'Robot', identifier: `robot_${count}`, redirect_uri: BACK, ...over },
    })
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return (answer.body as unknown as { client: Client }).client
  }

  const post = (
    url: string,
    fields: Record<string, string | undefined>,
    headers: Record<string, string> = {},
  ) =>
    desk.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: formed(fields),
    })

  const grant = async (
    client: Client,
    fields: Record<string, string | undefined>,
  ): Promise<Granted & { status: number }> => {
    const secret = client.secret ?? undefined
    const answer = await post('/oauth/tokens', {
      client_id: client.identifier,
      client_secret: secret,
      ...fields,
    })
    return { status: answer.statusCode, ...answer.json() }
  }
  const me = async (token: string) => {
    const answer = await desk.app.inject({
      url: '/api/v2/users/me',
      headers: { authorization: `Bearer ${token}` },
    })
    return (answer.json() as { user: { id: number | null } }).user.id
  }
  const status = async (method: 'GET' | 'POST', url: string, token: string, payload?: object) =>
    (
      await desk.app.inject({
        method,
        url: `/api/v2${url}`,
        headers: { authorization: `Bearer ${token}` },
        ...(payload === undefined ? {} : { payload }),
      })
    ).statusCode

  /** A browser that has signed in by the page of an authorization. */
  const browse = async (name: Name, start: string) => {
    const shown = await desk.app.inject(start)
    expect(shown.body).toContain('action="/access/sign_in"')
    const signedIn = await post(
      '/access/sign_in',
      { email: CAST[name].email, password: PASSWORD, return_to: start },
      { origin: ORIGIN },
    )
    expect([signedIn.statusCode, signedIn.headers.location]).toEqual([303, start])
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0]!
    const page = await desk.app.inject({ url: start, headers: { cookie } })
    const csrf = /name="authenticity_token" value="([\w-]+)"/.exec(page.body)?.[1] ?? ''
    return { cookie, csrf, page }
  }

  const query = (client: Client, over: Record<string, string | undefined> = {}) => ({
    client_id: client.identifier,
    redirect_uri: BACK,
    response_type: 'code',
    scope: 'read tickets:write',
    state: 'st"<&>',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...over,
  })
  const startOf = (client: Client, over: Record<string, string | undefined> = {}) =>
    `/oauth/authorizations/new?${formed(query(client, over))}`

  /** Consents, and answers what the client is sent back with. */
  const consent = async (
    client: Client,
    name: Name,
    over: Record<string, string | undefined> = {},
  ): Promise<URLSearchParams> => {
    const { cookie, csrf } = await browse(name, startOf(client, over))
    const answer = await post(
      '/oauth/authorizations',
      { ...query(client, over), decision: 'allow', authenticity_token: csrf },
      { cookie, origin: ORIGIN },
    )
    expect([answer.statusCode, answer.headers['referrer-policy']]).toEqual([303, 'no-referrer'])
    const to = String(answer.headers.location)
    expect(to.startsWith(`${BACK}&`)).toBe(true)
    return new URL(to).searchParams
  }
  const redeem = async (
    client: Client,
    over: Record<string, string | undefined> = {},
    name: Name = 'gus',
  ) => {
    const code = (await consent(client, name)).get('code')!
    return grant(client, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: BACK,
      code_verifier: VERIFIER,
      ...over,
    })
  }
  const refresh = (client: Client, token: string, over: Record<string, string> = {}) =>
    grant(client, { grant_type: 'refresh_token', refresh_token: token, ...over })
  return { desk, register, post, grant, me, status, browse, query, startOf, consent, redeem, refresh }
}
