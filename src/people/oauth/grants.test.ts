import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { CAST, PASSWORD } from '../fixture.ts'
import { BACK, openOAuthDesk, VERIFIER } from './fixture.ts'

const { desk, register, post, grant, me, status, consent, redeem, refresh } = await openOAuthDesk()
afterAll(() => desk.close())
// Sign-ins are counted by quarter of an hour.
beforeEach(() => desk.ground.clock.advance(16 * MINUTE_MS))

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

  it('dies with the password, however that is changed; API tokens stay', async () => {
    const client = await register()
    const first = await redeem(client)
    const change = (headers: Record<string, string>, body: object) =>
      desk.app.inject({
        method: 'PUT',
        url: `/api/v2/users/${desk.ids.gus}/password`,
        headers,
        payload: body,
      })
    const changed = await change(
      { authorization: `Bearer ${desk.tokens.gus}` },
      { previous_password: PASSWORD, password: 'nine purple whales sing' },
    )
    expect(changed.statusCode).toBe(204)
    expect(await status('GET', '/oauth/tokens/current', first.access_token)).toBe(401)
    expect((await refresh(client, first.refresh_token)).error).toBe('invalid_grant')
    expect((await desk.as('gus')('GET', '/users/me')).status).toBe(200)
    await change(
      { authorization: `Bearer ${desk.tokens.gus}` },
      { previous_password: 'nine purple whales sing', password: PASSWORD },
    )
  })

  it('dies with the person, the client, and the token that is taken back', async () => {
    const leaving = await desk.people.createUser({
      email: `leaver@desk.example`,
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
