import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { CAST, type Name, openDesk, PASSWORD, type TestDesk } from '../fixture.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())
// Sign-ins are counted by quarter of an hour.
beforeEach(() => desk.ground.clock.advance(16 * MINUTE_MS))

const ORIGIN = 'http://localhost:3000'
const BACK = 'https://app.example/back?x=1'
const VERIFIER = 'v'.repeat(43)
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')

type Client = { id: number; identifier: string; secret: string | null; user_id: number; scopes: string[] }
let count = 0
const register = async (over: object = {}, as: Name = 'ada'): Promise<Client> => {
  count += 1
  const answer = await desk.as(as)('POST', '/oauth/clients', {
    client: { name: 'Robot', identifier: `robot_${count}`, redirect_uri: BACK, ...over },
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return (answer.body as unknown as { client: Client }).client
}

const formed = (fields: Record<string, string | undefined>): string =>
  new URLSearchParams(
    Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined),
  ).toString()

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

type Granted = {
  access_token: string
  refresh_token: string
  scope: string
  expires_in: number
  error: string
}
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
const redeem = async (client: Client, over: Record<string, string | undefined> = {}, name: Name = 'gus') => {
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

describe('clients', () => {
  it('show their secret once, and keep none', async () => {
    const client = await register()
    expect(client.secret).toMatch(/^[\w-]{43}$/)
    for (const path of [`/oauth/clients/${client.id}`, '/oauth/clients'])
      expect(JSON.stringify((await desk.as('ada')('GET', path)).body)).not.toContain(client.secret)
    const renewed = await desk.as('ada')('PUT', `/oauth/clients/${client.id}/generate_secret`)
    const { secret } = (renewed.body as unknown as { client: Client }).client
    expect((await grant(client, { grant_type: 'client_credentials' })).error).toBe('invalid_client')
    expect((await grant({ ...client, secret }, { grant_type: 'client_credentials' })).status).toBe(200)
    const everything = await desk.ground.db.rows(sql<{ text: string }>`
      select (select string_agg(to_jsonb(c)::text, '') from oauth_clients c)
        || (select string_agg(to_jsonb(a)::text, '') from audit_log a) as text`)
    for (const word of [client.secret!, secret!]) expect(everything[0]!.text).not.toContain(word)
  })

  it('are for administrators', async () => {
    const { id } = await register()
    for (const name of ['carol', 'lise', 'gus'] as const)
      for (const [method, path] of [
        ['GET', '/oauth/clients'],
        ['GET', `/oauth/clients/${id}`],
        ['PUT', `/oauth/clients/${id}`],
        ['PUT', `/oauth/clients/${id}/generate_secret`],
        ['DELETE', `/oauth/clients/${id}`],
      ] as const)
        expect((await desk.as(name)(method, path, { client: {} })).status).toBe(403)
  })

  it('name the field that is wrong', async () => {
    const wrong: [object, string][] = [
      [{ name: '' }, 'name'],
      [{ identifier: 'a b' }, 'identifier'],
      [{ identifier: 'robot_1' }, 'identifier'],
      [{ kind: 'secret' }, 'kind'],
      [{ scopes: ['tickets:eat'] }, 'scopes'],
      [{ scopes: [] }, 'scopes'],
      [{ logo_url: 'http://x.example/logo.png' }, 'logo_url'],
      [{ company: 'x'.repeat(256) }, 'company'],
      ...[
        'http://app.example/back',
        'javascript:alert(1)',
        'https://a:b@app.example',
        'https://app.example/#x',
        '/back',
        'app:/back',
        "https://app.example/'; script-src *",
      ].map((uri): [object, string] => [{ redirect_uri: [uri] }, 'redirect_uri']),
    ]
    for (const [over, field] of wrong) {
      const answer = await desk.as('ada')('POST', '/oauth/clients', {
        client: { name: 'Robot', identifier: 'another', redirect_uri: BACK, ...over },
      })
      expect([answer.status, Object.keys(answer.body.details ?? {})], JSON.stringify(over)).toEqual([
        422,
        [field],
      ])
    }
    for (const redirect_uri of ['http://localhost:1234/x', 'com.example.app:/back', 'https://app.example'])
      await register({ redirect_uri: [redirect_uri] })
  })

  it('never get more than the credential that makes them', async () => {
    const narrow = await desk.as('ada')('POST', '/api_tokens', {
      api_token: { description: 'x', scopes: ['oauth:write', 'tickets:read'] },
    })
    const { token } = (narrow.body as unknown as { api_token: { token: string } }).api_token
    const client = (scopes?: string[]) => ({ client: { name: 'N', identifier: `narrow_${count++}`, scopes } })
    expect(await status('POST', '/oauth/clients', token, client(['read']))).toBe(422)
    expect(await status('POST', '/oauth/clients', token, client(['tickets:read']))).toBe(201)
    const wide = await register({ scopes: ['read', 'write'] })
    const renewed = await desk.app.inject({
      method: 'PUT',
      url: `/api/v2/oauth/clients/${wide.id}/generate_secret`,
      headers: { authorization: `Bearer ${token}` },
    })
    expect(renewed.statusCode).toBe(422)
  })

  it('act for whoever made their secret', async () => {
    const client = await register({}, 'olga')
    const renewed = await desk.as('ada')('PUT', `/oauth/clients/${client.id}/generate_secret`)
    const own = (renewed.body as unknown as { client: Client }).client
    const { access_token: token } = await grant(own, { grant_type: 'client_credentials' })
    expect(await me(token)).toBe(desk.ids.ada)
  })
})

describe('an authorization', () => {
  it('asks who one is, says what is asked, and gives a code for it', async () => {
    const client = await register({ name: '<b>Robot</b>' })
    const { page } = await browse('gus', startOf(client))
    expect(page.headers['content-security-policy']).toContain("form-action 'self' https://app.example;")
    expect(page.body).toContain('&lt;b&gt;Robot&lt;/b&gt; wants to act for you')
    expect(page.body).toContain('Read everything that you may read')
    expect(page.body).toContain('Change tickets')
    const back = await consent(client, 'gus')
    expect([back.get('state'), back.get('x')]).toEqual(['st"<&>', '1'])
    const tokens = await grant(client, {
      grant_type: 'authorization_code',
      code: back.get('code')!,
      redirect_uri: BACK,
      code_verifier: VERIFIER,
    })
    expect(tokens).toMatchObject({ status: 200, token_type: 'bearer', scope: 'read tickets:write' })
    expect(await me(tokens.access_token)).toBe(desk.ids.gus)
    expect(await status('POST', '/groups', tokens.access_token, { group: { name: 'x' } })).toBe(403)
  })

  it('sends nobody to an address that is not the client’s', async () => {
    const client = await register()
    for (const redirect_uri of [`${BACK}1`, 'https://app.example/back', 'https://evil.example', undefined]) {
      const shown = await desk.app.inject(startOf(client, { redirect_uri }))
      expect([shown.statusCode, shown.headers.location]).toEqual([400, undefined])
    }
    const unknown = await desk.app.inject(startOf({ ...client, identifier: 'nobody' }))
    expect(unknown.statusCode).toBe(400)
  })

  it('tells the client what is wrong with its asking', async () => {
    const open = await register({ kind: 'public', scopes: ['tickets:read'] })
    const wrong: [Record<string, string | undefined>, string][] = [
      [{ response_type: 'token' }, 'unsupported_response_type'],
      [{ code_challenge: undefined }, 'invalid_request'],
      [{ code_challenge_method: 'plain' }, 'invalid_request'],
      [{ code_challenge: 'short' }, 'invalid_request'],
      [{ scope: 'write' }, 'invalid_scope'],
      [{ scope: 'nonsense' }, 'invalid_scope'],
    ]
    for (const [over, error] of wrong) {
      const shown = await desk.app.inject(startOf(open, { scope: 'tickets:read', ...over }))
      const to = new URL(String(shown.headers.location)).searchParams
      expect([shown.statusCode, to.get('error'), to.get('state')]).toEqual([303, error, 'st"<&>'])
    }
  })

  it('is not consented to by a token, nor from elsewhere, nor without a press', async () => {
    const client = await register()
    const { cookie, csrf } = await browse('gus', startOf(client))
    const fields = { ...query(client), decision: 'allow', authenticity_token: csrf }
    const by = async (over: object, headers: Record<string, string>) =>
      (await post('/oauth/authorizations', { ...fields, ...over }, headers)).statusCode
    expect(await by({}, { authorization: `Bearer ${desk.tokens.gus}` })).toBe(403)
    expect(await by({}, {})).toBe(401)
    expect(await by({}, { cookie, origin: 'https://evil.example' })).toBe(403)
    expect(await by({ authenticity_token: 'x' }, { cookie, origin: ORIGIN })).toBe(403)
    const denied = await post(
      '/oauth/authorizations',
      { ...fields, decision: 'no' },
      { cookie, origin: ORIGIN },
    )
    expect(new URL(String(denied.headers.location)).searchParams.get('error')).toBe('access_denied')
  })

  it('goes on to nowhere else by signing in', async () => {
    for (const return_to of [
      'https://evil.example',
      '//evil.example',
      '/oauth/authorizations/new\r\nx: y',
      '/',
    ]) {
      const answer = await post(
        '/access/sign_in',
        { email: CAST.dave.email, password: PASSWORD, return_to },
        { origin: ORIGIN },
      )
      expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([400, undefined])
    }
    const start = startOf(await register())
    const wrong = await post(
      '/access/sign_in',
      { email: CAST.dave.email, password: 'no', return_to: start },
      { origin: ORIGIN },
    )
    expect([wrong.statusCode, wrong.body]).toEqual([
      401,
      expect.stringContaining('Address or password is wrong'),
    ])
  })
})

describe('a code', () => {
  it('is good for one try, by its own client, for the same address, with what the challenge was made of', async () => {
    const client = await register()
    const other = await register()
    const wrong = [
      { code_verifier: 'w'.repeat(43) },
      { code_verifier: undefined },
      { redirect_uri: 'https://app.example/back' },
      { code: 'nothing' },
    ]
    for (const over of wrong)
      expect(await redeem(client, over)).toMatchObject({ status: 400, error: 'invalid_grant' })
    const code = (await consent(client, 'gus')).get('code')!
    const ask = { grant_type: 'authorization_code', code, redirect_uri: BACK, code_verifier: VERIFIER }
    expect((await grant(other, ask)).error).toBe('invalid_grant')
    desk.ground.clock.advance(10 * MINUTE_MS)
    expect((await grant(client, ask)).error).toBe('invalid_grant')
  })

  it('that comes twice ends what the first time brought', async () => {
    const client = await register()
    const code = (await consent(client, 'gus')).get('code')!
    const ask = { grant_type: 'authorization_code', code, redirect_uri: BACK, code_verifier: VERIFIER }
    const both = await Promise.all([grant(client, ask), grant(client, ask)])
    const first = both.find((one) => one.status === 200)!
    expect(both.map((one) => one.status).sort()).toEqual([200, 400])
    expect(await me(first.access_token)).toBe(null)
    expect((await refresh(client, first.refresh_token)).error).toBe('invalid_grant')
  })
})

describe('a refresh token', () => {
  it('is followed by the next, and ends everything when it comes again', async () => {
    const client = await register()
    const first = await redeem(client)
    const second = await refresh(client, first.refresh_token)
    expect(second).toMatchObject({ status: 200, scope: 'read tickets:write' })
    const third = await refresh(client, second.refresh_token, { scope: 'tickets:read' })
    expect(third).toMatchObject({ status: 200, scope: 'tickets:read' })
    expect(await status('GET', '/oauth/tokens/current', second.access_token)).toBe(200)
    expect((await refresh(client, first.refresh_token)).error).toBe('invalid_grant')
    for (const token of [first, second, third])
      expect(await status('GET', '/oauth/tokens/current', token.access_token)).toBe(401)
    expect((await refresh(client, third.refresh_token)).error).toBe('invalid_grant')
    expect(await desk.audited('oauth_grant')).toContainEqual(
      expect.objectContaining({
        action: 'destroy',
        after: expect.objectContaining({ reason: expect.stringContaining('second time') }),
      }),
    )
  })

  it('lives 30 days, its access token 8 hours, or as asked within bounds', async () => {
    const client = await register()
    const first = await redeem(client)
    expect(first.expires_in).toBe(8 * 3600)
    desk.ground.clock.advance(8 * HOUR_MS)
    expect(await me(first.access_token)).toBe(null)
    desk.ground.clock.advance(30 * DAY_MS - 8 * HOUR_MS)
    expect((await refresh(client, first.refresh_token)).error).toBe('invalid_grant')
    const brief = await redeem(client, { expires_in: '300', refresh_token_expires_in: '604800' })
    expect(brief.expires_in).toBe(300)
    expect((await redeem(client, { expires_in: '299' })).error).toBe('invalid_request')
    expect((await redeem(client, { expires_in: '172801' })).error).toBe('invalid_request')
  })

  it('gets no more than the client may hold by now', async () => {
    const client = await register()
    const first = await redeem(client)
    const wider = await refresh(client, first.refresh_token, { scope: 'write' })
    expect(wider.error).toBe('invalid_scope')
    await desk.as('ada')('PUT', `/oauth/clients/${client.id}`, { client: { scopes: ['read'] } })
    const narrower = await refresh(client, first.refresh_token)
    expect(narrower.scope).toBe('read')
  })

  it('dies with the person, the client, and the token that is taken back', async () => {
    const leaving = await desk.people.createUser({
      email: `leaver${count}@desk.example`,
      role: 'agent',
      password: PASSWORD,
    })
    const client = await register()
    await desk.ground.db.rows(sql`
      insert into oauth_grants (client_id, user_id, scopes, created_at) values (${client.id}, ${leaving.id}, '{read}', now())`)
    await desk.as('ada')('DELETE', `/users/${leaving.id}`)
    const [held] = await desk.ground.db.rows(sql<{ revoked: boolean }>`
      select revoked_at is not null as revoked from oauth_grants where user_id = ${leaving.id}`)
    expect(held).toEqual({ revoked: true })

    const first = await redeem(client)
    const listed = await desk.as('gus')('GET', `/oauth/tokens?client_id=${client.id}`)
    const [token] = (listed.body as unknown as { tokens: { id: number }[] }).tokens
    expect((await desk.as('carol')('DELETE', `/oauth/tokens/${token!.id}`)).status).toBe(404)
    expect((await desk.as('gus')('DELETE', `/oauth/tokens/${token!.id}`)).status).toBe(204)
    expect(await status('GET', '/oauth/tokens/current', first.access_token)).toBe(401)
    expect((await refresh(client, first.refresh_token)).error).toBe('invalid_grant')

    const second = await redeem(client)
    expect((await desk.as('ada')('DELETE', `/oauth/clients/${client.id}`)).status).toBe(204)
    expect(await status('GET', '/oauth/tokens/current', second.access_token)).toBe(401)
    expect((await refresh(client, second.refresh_token)).error).toBe('invalid_client')
  })
})

describe('tokens without a browser', () => {
  it('are for confidential clients, by form, JSON or Basic', async () => {
    const client = await register({ scopes: ['users:read'] })
    const open = await register({ kind: 'public' })
    expect(open.secret).toBe(null)
    expect((await grant(open, { grant_type: 'client_credentials' })).error).toBe('unauthorized_client')
    expect((await grant(open, { grant_type: 'client_credentials', client_secret: 'x' })).error).toBe(
      'invalid_client',
    )
    const basic = Buffer.from(`${client.identifier}:${client.secret}`).toString('base64')
    const byBasic = await post(
      '/oauth/tokens',
      { grant_type: 'client_credentials', scope: 'users:read' },
      { authorization: `Basic ${basic}` },
    )
    expect(byBasic.json()).toMatchObject({ scope: 'users:read' })
    expect(byBasic.json()).not.toHaveProperty('refresh_token')
    const json = await desk.app.inject({
      method: 'POST',
      url: '/oauth/tokens',
      payload: {
        grant_type: 'client_credentials',
        client_id: client.identifier,
        client_secret: client.secret,
        scope: 'users:read',
        expires_in: 600,
      },
    })
    expect(json.json()).toMatchObject({ expires_in: 600 })
  })

  it('refuse alike whatever is wrong with the client', async () => {
    const client = await register()
    const answers = []
    for (const over of [
      { client_secret: 'wrong' },
      { client_secret: undefined },
      { client_id: 'nobody' },
      { client_id: undefined },
    ]) {
      const { statusCode, body } = await post('/oauth/tokens', {
        grant_type: 'client_credentials',
        client_id: client.identifier,
        client_secret: client.secret!,
        ...over,
      })
      answers.push(`${statusCode} ${body}`)
    }
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toMatch(/^401 .*invalid_client/)
    expect((await grant(client, { grant_type: '__proto__' })).error).toBe('unsupported_grant_type')
  })

  it('take a password only where the desk says so, and count it as a sign-in', async () => {
    const client = await register()
    const ask = { grant_type: 'password', username: CAST.gus.email, password: PASSWORD }
    expect((await grant(client, ask)).error).toBe('unauthorized_client')
    const settings = { settings: { api: { oauth_password_grant: true } } }
    expect((await desk.as('ada')('PUT', '/account/settings', settings)).status).toBe(200)
    const tokens = await grant(client, ask)
    expect(await me(tokens.access_token)).toBe(desk.ids.gus)
    expect((await refresh(client, tokens.refresh_token)).status).toBe(200)
    const open = await register({ kind: 'public' })
    expect((await grant(open, ask)).error).toBe('unauthorized_client')
    const answers = []
    for (const username of [CAST.dave.email, 'nobody@x.example'])
      answers.push(await grant(client, { ...ask, username, password: 'wrong' }))
    expect(answers[0]).toMatchObject({ status: 400, error: 'invalid_grant' })
    expect(answers[1]).toEqual(answers[0])
    const statuses: number[] = []
    for (let n = 0; n < 10; n++)
      statuses.push((await grant(client, { ...ask, username: CAST.dave.email, password: 'x' })).status)
    expect(statuses).toEqual([...Array(9).fill(400), 429])
  })
})
