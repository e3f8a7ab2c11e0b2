import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/index.ts'
import { countQueries, sql } from '../../platform/db/index.ts'
import { type Answer, CAST, openDesk, PASSWORD, type TestDesk } from '../fixture.ts'
import { argon2id } from './passwords.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())
// Sign-ins are counted by quarter of an hour.
beforeEach(() => desk.ground.clock.advance(16 * MINUTE_MS))

const ORIGIN = { origin: 'http://localhost:3000' }
const signIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  desk.as(null)('POST', '/sign_in', { email, password }, headers)

type Browser = { readonly cookie: string; readonly csrf: string }
const browserOf = ({ body, headers }: Answer): Browser => ({
  cookie: String(headers['set-cookie']).split(';')[0]!,
  csrf: (body as unknown as { session: { authenticity_token: string } }).session.authenticity_token,
})
const open = async (name: keyof typeof CAST) => browserOf(await signIn(CAST[name].email, PASSWORD))
const me = async (headers: Record<string, string>) =>
  (await desk.as(null)('GET', '/users/me', undefined, headers)).body as unknown as {
    user: { id: number | null; authenticity_token: string | null }
  }

describe('signing in', () => {
  it('opens a session whose cookie nothing but our pages can use', async () => {
    const answer = await signIn('GUS@desk.example', PASSWORD)
    expect(answer.status).toBe(200)
    expect(answer.headers['set-cookie']).toMatch(
      /^mainstay_session=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax$/,
    )
    const { cookie, csrf } = browserOf(answer)
    expect((await me({ cookie })).user).toMatchObject({ id: desk.ids.gus, authenticity_token: csrf })
    const stored = await desk.ground.db.rows(sql<{ hash: Buffer }>`select hash from sessions`)
    const hash = createHash('sha256').update(cookie.split('=')[1]!).digest()
    expect(stored.some((row) => row.hash.equals(hash))).toBe(true)
    expect(await desk.audited('user')).toContainEqual({ action: 'login', before: null, after: null })
  })

  it('answers alike, after one verification, whatever is wrong', async () => {
    await desk.people.createUser({ email: 'nopass@desk.example', role: 'agent' })
    const suspended = await desk.people.createUser({
      email: 'barred@desk.example',
      role: 'end_user',
      password: PASSWORD,
    })
    await desk.as('ada')('PUT', `/users/${suspended.id}`, { user: { suspended: true } })
    const tries = [
      ['gus@desk.example', 'not the right password'],
      ['nobody@desk.example', PASSWORD],
      ['nopass@desk.example', ''],
      ['barred@desk.example', PASSWORD],
      ['no address at all', PASSWORD],
      ['gus@desk.example', 'x'.repeat(1000)],
    ] as const
    const answers = []
    for (const [email, password] of tries) {
      const before = desk.passwords.verifications
      const { status, body } = await signIn(email, password)
      answers.push({ status, body, verifications: desk.passwords.verifications - before })
    }
    const refusal = { status: 401, body: { error: "Couldn't authenticate you" }, verifications: 1 }
    expect(answers).toEqual(tries.map(() => refusal))
  })

  it('leaves a trace of who failed, and none of what was typed', async () => {
    const failures = () =>
      desk.ground.db.rows(sql`
        select source_id, source_label, actor_id, ip from audit_log where action = 'login_failed' order by id`)
    const before = (await failures()).length
    await signIn('dave@bolt.example', 'not the right password')
    await signIn('my secret is swordfish', PASSWORD)
    expect((await failures()).slice(before)).toEqual([
      { source_id: String(desk.ids.dave), source_label: 'Dave Customer', actor_id: null, ip: '127.0.0.1' },
      { source_id: null, source_label: null, actor_id: null, ip: '127.0.0.1' },
    ])
  })

  it('stops guessing after 10 tries at an account, right or wrong', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 11; n++)
      statuses.push((await signIn('lise@desk.example', `guess number ${n}`)).status)
    expect(statuses).toEqual([...Array(10).fill(401), 429])
    expect((await signIn('lise@desk.example', PASSWORD)).status).toBe(429)
    expect((await signIn('gus@desk.example', PASSWORD)).status).toBe(200)
  })

  it('refuses keys it does not know', async () => {
    const answer = await desk.as(null)('POST', '/sign_in', {
      email: 'a@b.example',
      password: 'x',
      admin: true,
    })
    expect(answer.status).toBe(422)
  })

  it('does not sign in over plain HTTP from afar', async () => {
    const afar = await desk.app.inject({
      method: 'POST',
      url: '/api/v2/sign_in',
      remoteAddress: '203.0.113.9',
      payload: { email: 'gus@desk.example', password: PASSWORD },
    })
    expect(afar.statusCode).toBe(403)
  })

  it('ends the session that the browser had before', async () => {
    const first = await open('gus')
    const second = await signIn('gus@desk.example', PASSWORD, {
      cookie: first.cookie,
      'x-csrf-token': first.csrf,
      ...ORIGIN,
    })
    expect(second.status).toBe(200)
    expect((await me({ cookie: first.cookie })).user.id).toBeNull()
    expect((await me({ cookie: browserOf(second).cookie })).user.id).toBe(desk.ids.gus)
  })
})

describe('a session', () => {
  it('writes only with its token and from our origin', async () => {
    const { cookie, csrf } = await open('gus')
    const write = (headers: Record<string, string>) =>
      desk.as(null)('PUT', `/users/${desk.ids.gus}`, { user: { alias: 'G' } }, { cookie, ...headers })
    expect((await write({})).status).toBe(403)
    expect((await write({ 'x-csrf-token': csrf })).status).toBe(403)
    expect((await write({ 'x-csrf-token': 'wrong', ...ORIGIN })).status).toBe(403)
    expect((await write({ 'x-csrf-token': csrf, origin: 'https://evil.example' })).status).toBe(403)
    expect((await write({ 'x-csrf-token': csrf, ...ORIGIN })).status).toBe(200)
  })

  it('ends after 8 idle hours, which polling does not put off, and after 7 days', async () => {
    const idle = await open('gus')
    const polled = await open('gus')
    const used = await open('gus')
    const poll = { cookie: polled.cookie, 'x-mainstay-background': '1' }
    for (let hour = 0; hour < 8 * 21; hour += 7) {
      desk.ground.clock.advance(7 * HOUR_MS)
      await me(poll)
      expect((await me({ cookie: used.cookie })).user.id, `after ${hour + 7} h`).toBe(
        hour + 7 < 7 * 24 ? desk.ids.gus : null,
      )
    }
    expect((await me({ cookie: idle.cookie })).user.id).toBeNull()
    expect((await me(poll)).user.id).toBeNull()
  })

  it('stamps its use at most once a minute', async () => {
    const { cookie } = await open('gus')
    const stamps = async () => {
      await me({ cookie })
      const hash = createHash('sha256').update(cookie.split('=')[1]!).digest()
      const row = await desk.ground.db.one(sql<{ at: number }>`
        select last_used_at as at from sessions where hash = ${hash}`)
      return row!.at
    }
    const first = await stamps()
    desk.ground.clock.advance(59_000)
    expect(await stamps()).toBe(first)
    desk.ground.clock.advance(1_000)
    expect(await stamps()).toBe(first + 60_000)
  })

  it('ends with signing out', async () => {
    const { cookie, csrf } = await open('gus')
    const out = await desk.as(null)('DELETE', '/users/me/logout', undefined, {
      cookie,
      'x-csrf-token': csrf,
      ...ORIGIN,
    })
    expect(out).toMatchObject({
      status: 204,
      headers: { 'set-cookie': expect.stringContaining('Max-Age=0') },
    })
    expect((await me({ cookie })).user.id).toBeNull()
  })

  it('ends at once with a change of role, suspension or password', async () => {
    const { id } = await desk.people.createUser({
      email: 'rolf@desk.example',
      role: 'agent',
      password: PASSWORD,
    })
    const changes = [
      () => desk.as('ada')('PUT', `/users/${id}`, { user: { custom_role_id: 2 } }),
      () => desk.as('ada')('PUT', `/users/${id}`, { user: { suspended: true } }),
    ]
    for (const change of changes) {
      const { cookie } = browserOf(await signIn('rolf@desk.example', PASSWORD))
      expect((await me({ cookie })).user.id).toBe(id)
      await change()
      expect((await me({ cookie })).user.id).toBeNull()
    }
  })

  it('reads who calls, with all rights, in one statement', async () => {
    const { cookie } = await open('gus')
    await me({ cookie })
    const ask = () =>
      desk.people.authenticate({
        method: 'GET',
        url: '/',
        headers: {},
        cookies: { mainstay_session: cookie.split('=')[1]! },
        ip: '127.0.0.1',
      })
    const { result, count } = await countQueries(ask)
    expect(count).toBe(1)
    expect(result).toMatchObject({ userId: desk.ids.gus, credential: 'session' })
  })
})

describe('passwords', () => {
  const put = (id: number, password: string, previous?: string) =>
    desk.as('carol')('PUT', `/users/${id}/password`, { password, previous_password: previous })

  it('are changed by their owner with the previous one, by managers without', async () => {
    const { id } = await desk.people.createUser({
      email: 'pia@desk.example',
      role: 'agent',
      password: PASSWORD,
    })
    const browser = browserOf(await signIn('pia@desk.example', PASSWORD))
    const change = (password: string, previous: string) =>
      desk.as(null)(
        'PUT',
        `/users/${id}/password`,
        { password, previous_password: previous },
        { cookie: browser.cookie, 'x-csrf-token': browser.csrf, ...ORIGIN },
      )
    const fresh = 'eight blue lanterns sleep'
    expect((await change(fresh, 'wrong')).body).toMatchObject({ details: { previous_password: [{}] } })
    expect((await change(fresh, PASSWORD)).status).toBe(204)
    expect((await me({ cookie: browser.cookie })).user.id).toBeNull()
    expect((await signIn('pia@desk.example', PASSWORD)).status).toBe(401)
    expect((await signIn('pia@desk.example', fresh)).status).toBe(200)
    const reset = await desk.as('ada')('POST', `/users/${id}/password`, { password: PASSWORD })
    expect(reset.status).toBe(204)
    expect((await signIn('pia@desk.example', PASSWORD)).status).toBe(200)
    expect(JSON.stringify(await desk.audited('user'))).not.toContain('plain:')
  })

  it('of others are out of reach', async () => {
    expect((await put(desk.ids.dave, 'nine red lanterns burn')).status).toBe(404)
    const byAgent = await desk.as('gus')('POST', `/users/${desk.ids.carol}/password`, {
      password: 'nine red lanterns burn',
    })
    expect(byAgent.status).toBe(403)
    const ofOwner = await desk.as('ada')('POST', `/users/${desk.ids.olga}/password`, {
      password: 'nine red lanterns burn',
    })
    expect(ofOwner.status).toBe(403)
    expect((await desk.as(null)('PUT', `/users/${desk.ids.carol}/password`, { password: 'x' })).status).toBe(
      401,
    )
  })

  it('must be good', async () => {
    expect((await put(desk.ids.carol, 'too short', PASSWORD)).body).toMatchObject({
      details: { password: [{ description: 'Password: is too short (minimum is 15 characters)' }] },
    })
  })

  it('are hashed with argon2id, and an unknown account costs the same', async () => {
    const hashed = await argon2id.hash(PASSWORD)
    expect(hashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await argon2id.verify(hashed, PASSWORD)).toBe(true)
    expect(await argon2id.verify(hashed, `${PASSWORD}!`)).toBe(false)
    expect(await argon2id.verify(null, PASSWORD)).toBe(false)
  })
})

describe('API tokens', () => {
  const basic = (user: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  })
  const status = async (headers: Record<string, string>, path = '/users') =>
    (await desk.as(null)('GET', path, undefined, headers)).status
  type Made = { id: number; token: string; expires_at: string | null }
  const make = async (body: object, name: 'gus' | 'ada' = 'gus') =>
    (await desk.as(name)('POST', '/api_tokens', { api_token: { description: 'For a test', ...body } }))
      .body as unknown as { api_token: Made }

  it('come as Bearer or Basic with the address of their person; passwords do not', async () => {
    const token = desk.tokens.gus
    expect(await status({ authorization: `Bearer ${token}` })).toBe(200)
    expect(await status(basic('Gus@Desk.example/token', token))).toBe(200)
    for (const bad of [
      basic('ada@desk.example/token', token),
      basic('nobody/token', token),
      basic('gus@desk.example', PASSWORD),
      basic('gus@desk.example', token),
      { authorization: `Bearer mst_${'A'.repeat(43)}` },
      { authorization: 'Bearer' },
      { authorization: 'Digest x' },
      { authorization: 'Basic %%%' },
    ])
      expect(await status(bad), JSON.stringify(bad)).toBe(401)
  })

  it('are shown once, kept as a hash, listed to their owner and to managers', async () => {
    const { api_token: made } = await make({ scopes: ['read'] })
    expect(made.token).toMatch(/^mst_[\w-]{43}$/)
    expect(Date.parse(made.expires_at!) - desk.ground.clock.now()).toBe(90 * DAY_MS)
    const listed = async (name: 'gus' | 'ada' | 'lise') =>
      JSON.stringify((await desk.as(name)('GET', '/api_tokens')).body)
    expect(await listed('gus')).toContain(`"id":${made.id},`)
    expect(await listed('ada')).toContain(`"id":${made.id},`)
    expect(await listed('lise')).not.toContain(`"id":${made.id},`)
    expect(await listed('gus')).not.toContain(made.token)
    const dump =
      JSON.stringify(await desk.ground.db.rows(sql`select * from tokens`)) +
      JSON.stringify(await desk.audited('token'))
    expect(dump).not.toContain(made.token)
    expect((await desk.as('carol')('GET', '/api_tokens')).status).toBe(403)
    expect((await desk.as(null)('GET', '/api_tokens')).status).toBe(401)
  })

  it('do what their scopes say, and give no more', async () => {
    const { api_token: made } = await make({ scopes: ['read', 'tokens:write'] })
    const headers = { authorization: `Bearer ${made.token}` }
    expect(await status(headers)).toBe(200)
    expect((await desk.as(null)('POST', '/users', { user: { name: 'X' } }, headers)).status).toBe(403)
    const more = { api_token: { description: 'More', scopes: ['*'] } }
    expect((await desk.as(null)('POST', '/api_tokens', more, headers)).body).toMatchObject({
      details: { scopes: [{ error: 'InvalidValue' }] },
    })
    const same = { api_token: { description: 'Same', scopes: ['users:read'] } }
    expect((await desk.as(null)('POST', '/api_tokens', same, headers)).status).toBe(201)
  })

  it.each([
    [{ scopes: ['everything'] }, 'scopes'],
    [{ scopes: [] }, 'scopes'],
    [{ allowed_ips: ['10.0.0.0/33'] }, 'allowed_ips'],
    [{ allowed_ips: ['here'] }, 'allowed_ips'],
    [{ expires_at: 'soon' }, 'expires_at'],
    [{ expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
  ])('refuse %j', async (body, field) => {
    expect(await make(body)).toMatchObject({ error: 'RecordInvalid', details: { [field]: [{}] } })
  })

  it('work from their addresses only', async () => {
    const { api_token: made } = await make({ allowed_ips: ['192.0.2.0/24', '2001:db8::1'] })
    const from = async (remoteAddress: string) =>
      (
        await desk.app.inject({
          url: '/api/v2/users',
          remoteAddress,
          headers: { authorization: `Bearer ${made.token}` },
        })
      ).statusCode
    expect(await from('192.0.2.77')).toBe(200)
    expect(await from('::ffff:192.0.2.77')).toBe(200)
    expect(await from('2001:db8::1')).toBe(200)
    expect(await from('198.51.100.1')).toBe(401)
    expect(await from('2001:db8::2')).toBe(401)
  })

  it('end by expiry and by revocation', async () => {
    const expiring = (await make({ expires_at: new Date(desk.ground.clock.now() + HOUR_MS).toISOString() }))
      .api_token
    const revoked = (await make({})).api_token
    const with_ = (token: string) => status({ authorization: `Bearer ${token}` })
    expect([await with_(expiring.token), await with_(revoked.token)]).toEqual([200, 200])
    expect((await desk.as('lise')('DELETE', `/api_tokens/${revoked.id}`)).status).toBe(404)
    expect((await desk.as('gus')('DELETE', `/api_tokens/${revoked.id}`)).status).toBe(204)
    desk.ground.clock.advance(HOUR_MS)
    expect([await with_(expiring.token), await with_(revoked.token)]).toEqual([401, 401])
    expect((await desk.as('gus')('DELETE', `/api_tokens/${revoked.id}`)).status).toBe(404)
  })

  it('show themselves to clients that ask', async () => {
    const { api_token: made } = await make({})
    const headers = { authorization: `Bearer ${made.token}` }
    const current = await desk.as(null)('GET', '/oauth/tokens/current.json', undefined, headers)
    expect(current).toMatchObject({ status: 200, body: { token: { id: made.id, user_id: desk.ids.gus } } })
    expect((await desk.as(null)('GET', '/oauth/tokens/current')).status).toBe(401)
    const { cookie } = await open('gus')
    expect((await desk.as(null)('GET', '/oauth/tokens/current', undefined, { cookie })).status).toBe(404)
  })

  it('lose with their person what the person loses, at once', async () => {
    const { id } = await desk.people.createUser({ email: 'fred@desk.example', role: 'agent' })
    const { secret } = await desk.people.createToken({ email: 'fred@desk.example' })
    const headers = { authorization: `Bearer ${secret}` }
    expect(await status(headers)).toBe(200)
    await desk.as('ada')('PUT', `/users/${id}`, { user: { role: 'end-user' } })
    expect(await status(headers)).toBe(403)
    await desk.as('ada')('PUT', `/users/${id}`, { user: { suspended: true } })
    expect(await status(headers)).toBe(401)
  })
})
