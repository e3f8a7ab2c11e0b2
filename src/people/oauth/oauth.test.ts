import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { MINUTE_MS } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { CAST, PASSWORD } from '../fixture.ts'
import { BACK, type Client, ORIGIN, openOAuthDesk, VERIFIER } from './fixture.ts'

const { desk, register, post, grant, me, status, browse, query, startOf, consent } = await openOAuthDesk()
afterAll(() => desk.close())
// Sign-ins are counted by quarter of an hour.
beforeEach(() => desk.ground.clock.advance(16 * MINUTE_MS))

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
    let made = 0
    const client = (scopes?: string[]) => ({ client: { name: 'N', identifier: `narrow_${made++}`, scopes } })
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
