import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { CAST, type Name, openDesk, PASSWORD, type TestDesk } from '../fixture.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())
// Requests are counted by quarter of an hour.
beforeEach(() => desk.ground.clock.advance(16 * MINUTE_MS))

const NEW_PASSWORD = 'nine purple kettles sing'
const ask = (email: unknown) => desk.as(null)('POST', '/password_resets', { email })
const redeem = (token: unknown, password: unknown = NEW_PASSWORD) =>
  desk.as(null)('POST', '/password_resets/redeem', { token, password })
const verify = (token: unknown) => desk.as(null)('POST', '/address_verifications/redeem', { token })
const signIn = async (email: string, password: string) =>
  (await desk.as(null)('POST', '/sign_in', { email, password })).status
type Mail = { readonly [key: string]: string | number }
const mails = async () => (await desk.left('send_account_mail')) as Mail[]
/** What the mail's link would carry. */
const tokenOf = (mail: Mail | undefined): string =>
  desk.ground.keys.open('account_mail', Buffer.from(String(mail!.sealedToken), 'base64'))!.toString()
const asked = async (email: string): Promise<string> => {
  expect((await ask(email)).status).toBe(204)
  return tokenOf((await mails()).at(-1))
}
type Identity = { id: number; value: string; verified: boolean }
const identities = async (id: number) =>
  ((await desk.as('ada')('GET', `/users/${id}/identities`)).body as unknown as { identities: Identity[] })
    .identities

describe('a forgotten password', () => {
  it('is asked for alike, whether the address is known or not', async () => {
    const before = (await mails()).length
    const answers = []
    for (const email of ['carol@acme.example', 'nobody@acme.example', 'no address'])
      answers.push(await ask(email))
    expect(answers.map(({ status, body }) => [status, body])).toEqual(answers.map(() => [204, {}]))
    const left = (await mails()).slice(before)
    expect(left).toEqual([
      {
        what: 'password_reset',
        recipientId: desk.ids.carol,
        address: 'carol@acme.example',
        sealedToken: expect.any(String),
        expiresAt: expect.any(String),
      },
    ])
    const rows = await desk.ground.db.rows(sql<{ source_id: string | null }>`
      select source_id from audit_log where action = 'password_reset' order by id`)
    expect(rows.map((row) => row.source_id)).toEqual([String(desk.ids.carol), null, null])
    const stored = await desk.ground.db.rows(sql<{ text: string }>`
      select to_jsonb(l)::text || (select string_agg(payload::text, '') from outbox) as text from account_links l`)
    expect(stored[0]!.text).not.toContain(tokenOf(left[0]))
  })

  it('refuses what it cannot read', async () => {
    expect((await ask(5)).status).toBe(422)
    expect((await desk.as(null)('POST', '/password_resets', { email: 'a@b.example', admin: 1 })).status).toBe(
      422,
    )
    for (const token of ['', 'x'.repeat(43), 7]) expect((await redeem(token)).status).toBe(422)
  })

  it('is set anew once, ends all sessions and proves the address', async () => {
    const carol = CAST.carol.email
    await desk.as(null)('POST', '/sign_in', { email: carol, password: PASSWORD })
    const token = await asked(carol)
    const short = await redeem(token, 'short')
    expect([short.status, short.body]).toMatchObject([422, { details: { password: [{}] } }])
    const both = await Promise.all([redeem(token), redeem(token)])
    expect(both.map(({ status }) => status).sort()).toEqual([204, 422])
    const used = await redeem(token)
    expect(used.body).toMatchObject({
      details: { token: [{ description: 'Token: is not valid, was used before, or has expired' }] },
    })
    const sessions = sql`select from sessions where user_id = ${desk.ids.carol}`
    expect(await desk.ground.db.rows(sessions)).toEqual([])
    expect(await signIn(carol, PASSWORD)).toBe(401)
    expect(await signIn(carol, NEW_PASSWORD)).toBe(200)
    expect((await identities(desk.ids.carol))[0]).toMatchObject({ verified: true })
  })

  it('lives half an hour, and gives way to a newer one', async () => {
    const first = await asked(CAST.dave.email)
    const second = await asked(CAST.dave.email)
    expect((await redeem(first)).status).toBe(422)
    desk.ground.clock.advance(30 * MINUTE_MS)
    expect((await redeem(second)).status).toBe(422)
    const third = await asked(CAST.dave.email)
    desk.ground.clock.advance(30 * MINUTE_MS - 1)
    expect((await redeem(third)).status).toBe(204)
  })

  it('helps nobody who may not enter', async () => {
    const barred = await desk.people.createUser({ email: 'barred@x.example', role: 'end_user' })
    const token = await asked('barred@x.example')
    await desk.as('ada')('PUT', `/users/${barred.id}`, { user: { suspended: true } })
    expect((await redeem(token)).status).toBe(422)
    const before = (await mails()).length
    await ask('barred@x.example')
    expect((await mails()).length).toBe(before)
  })

  it('is not reset by way of an address that somebody else noted down', async () => {
    await desk.as('gus')('POST', `/users/${desk.ids.dave}/identities`, {
      identity: { type: 'email', value: 'stranger@evil.example' },
    })
    const before = (await mails()).length
    expect((await ask('stranger@evil.example')).status).toBe(204)
    expect((await mails()).length).toBe(before)
  })

  it('is asked for ten times in a quarter of an hour, and does not bar signing in', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 11; n++) statuses.push((await ask(CAST.lise.email)).status)
    expect(statuses).toEqual([...Array(10).fill(204), 429])
    expect(await signIn(CAST.lise.email, PASSWORD)).toBe(200)
  })
})

describe('proving an address', () => {
  const fresh = async (email: string) => {
    const user = await desk.as('gus')('POST', '/users', { user: { name: 'Fay', email } })
    const { id } = (user.body as unknown as { user: { id: number } }).user
    const [identity] = await identities(id)
    return { id, path: `/users/${id}/identities/${identity!.id}` }
  }

  it('is asked for by those who govern the person', async () => {
    const { path } = await fresh('fay@acme.example')
    const statuses: number[] = []
    for (const name of [null, 'carol', 'lise', 'gus'] as (Name | null)[])
      statuses.push((await desk.as(name)('PUT', `${path}/request_verification`)).status)
    expect(statuses).toEqual([401, 404, 403, 200])
    expect(
      (await desk.as('gus')('PUT', `/users/${desk.ids.carol}/identities/7/request_verification`)).status,
    ).toBe(404)
    const [own] = await identities(desk.ids.carol)
    const done = await desk.as('gus')(
      'PUT',
      `/users/${desk.ids.carol}/identities/${own!.id}/request_verification`,
    )
    expect(done.status).toBe(422)
  })

  it('takes the link that was sent there, within 72 hours, once', async () => {
    const { id, path } = await fresh('gil@acme.example')
    await desk.as('gus')('PUT', `${path}/request_verification`)
    const late = tokenOf((await mails()).at(-1))
    desk.ground.clock.advance(72 * HOUR_MS)
    expect((await verify(late)).status).toBe(422)
    await desk.as('gus')('PUT', `${path}/request_verification`)
    const token = tokenOf((await mails()).at(-1))
    expect((await redeem(token)).status).toBe(422)
    expect((await verify(token)).status).toBe(204)
    expect((await verify(token)).status).toBe(422)
    expect(await identities(id)).toMatchObject([{ verified: true }])
    const shown = await desk.as('gus')('GET', `/users/${id}`)
    expect(shown.body).toMatchObject({ user: { verified: true } })
  })

  it('proves the address it was sent to, and no other put in its place', async () => {
    const { id, path } = await fresh('hue@acme.example')
    await desk.as('gus')('PUT', `${path}/request_verification`)
    const token = tokenOf((await mails()).at(-1))
    await desk.as('gus')('PUT', path, { identity: { value: 'ceo@acme.example' } })
    expect((await verify(token)).status).toBe(422)
    expect(await identities(id)).toMatchObject([{ value: 'ceo@acme.example', verified: false }])
  })

  it('leaves no link lying about once it is dead', async () => {
    desk.ground.clock.advance(100 * HOUR_MS)
    const sweep = desk.people.module.jobs!.find(({ name }) => name === 'people_sweep_sessions')!
    await sweep.run({}, { id: '1', attempt: 1 })
    expect(await desk.ground.db.rows(sql`select from account_links`)).toEqual([])
  })
})
