import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type MailSink, startMailSink } from '../../../test/support/mail-sink.ts'
import { type Id, instantOf, type JsonObject, MINUTE_MS } from '../../kernel/index.ts'
import { CAST, openDesk, PASSWORD, type TestDesk } from '../../people/fixture.ts'
import { sql } from '../../platform/db/index.ts'
import type { EffectOutcome } from '../../platform/module.ts'
import { accountMailHandler } from './account-mail.ts'
import { openRelay, type Relay } from './relay.ts'

let desk: TestDesk
let sink: MailSink
let relay: Relay
beforeAll(async () => {
  desk = await openDesk()
  sink = await startMailSink()
  relay = openRelay(sink.url)
})
afterAll(async () => {
  relay.close()
  await sink.close()
  await desk.close()
})
beforeEach(() => desk.ground.clock.advance(16 * MINUTE_MS))

type Left = { id: Id; effect_key: string; kind: string; payload: JsonObject; created_at: number }

/** Delivers what waits, as the outbox would. */
const deliver = async (over: { relay?: Relay } = { relay }): Promise<EffectOutcome[]> => {
  const handler = accountMailHandler({ ground: desk.ground, relay: over.relay })
  const waiting = await desk.ground.db.rows(sql<Left>`
    select id, effect_key, kind, payload, created_at from outbox
    where state = 'waiting' and kind = ${handler.kind} order by id`)
  const outcomes: EffectOutcome[] = []
  for (const { id, effect_key: key, kind, payload, created_at: at } of waiting) {
    const effect = { id, key, kind, ticketId: null, payload, createdAt: instantOf(at), attempt: 1 }
    const outcome = await handler.deliver(effect)
    if (outcome.outcome !== 'retry')
      await desk.ground.db.rows(sql`update outbox set state = 'done' where id = ${id}`)
    outcomes.push(outcome)
  }
  return outcomes
}

const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  desk.app.inject({
    method: 'POST',
    url: path,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'http://localhost:3000',
      ...headers,
    },
    payload: new URLSearchParams(fields).toString(),
  })
const signIn = async (email: string, password: string) =>
  (await desk.as(null)('POST', '/sign_in', { email, password })).status

/** The link of the newest mail to an address, in the two pieces that a browser asks for. */
const linkTo = async (address: string): Promise<{ path: string; token: string; raw: string }> => {
  const mail = await sink.find(({ to }) => to[0] === address)
  sink.mails.splice(0)
  const text = mail.raw.replace(/=\r?\n/g, '').replace(/=3D/g, '=')
  const [, path = '', token = ''] =
    /http:\/\/localhost:3000(\/access\/[a-z]+)\?token=([\w-]{43})/.exec(text) ?? []
  return { path, token, raw: text }
}

describe('a mail about an account', () => {
  it('carries a link to a page that sets the password, after a press and no sooner', async () => {
    const { email } = CAST.gus
    const asked = await form('/access/forgotten_password', { email })
    expect([asked.statusCode, asked.body]).toEqual([200, expect.stringContaining('Look into your mail')])
    expect(await deliver()).toEqual([{ outcome: 'done' }])
    const { path, token, raw } = await linkTo(email)
    expect(path).toBe('/access/password')
    expect(raw).toMatch(/^Auto-Submitted: auto-generated/m)
    for (let n = 0; n < 3; n++) {
      const shown = await desk.app.inject(`${path}?token=${token}`)
      expect([shown.statusCode, shown.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
      expect(shown.body).toContain(`value="${token}"`)
    }
    const short = await form(path, { token, password: 'short' })
    expect([short.statusCode, short.body]).toEqual([422, expect.stringContaining('class="problem"')])
    const set = await form(path, { token, password: 'nine purple kettles sing' })
    expect([set.statusCode, set.body]).toEqual([200, expect.stringContaining('Your password is set')])
    expect((await form(path, { token, password: 'ten purple kettles sing' })).statusCode).toBe(422)
    expect(await signIn(email, 'nine purple kettles sing')).toBe(200)
  })

  it('says no word that anybody else wrote', async () => {
    const made = await desk.as('ada')('POST', '/users', {
      user: { name: 'Buy at http://evil.example', email: 'inga@acme.example' },
    })
    const { id } = (made.body as unknown as { user: { id: number } }).user
    expect((await desk.as('ada')('POST', `/users/${id}/invitation`)).status).toBe(204)
    await deliver()
    const { path, token, raw } = await linkTo('inga@acme.example')
    expect(raw).not.toContain('evil.example')
    expect(path).toBe('/access/password')
    expect((await form(path, { token, password: PASSWORD })).statusCode).toBe(200)
    expect(await signIn('inga@acme.example', PASSWORD)).toBe(200)
    const again = await desk.as('ada')('POST', `/users/${id}/invitation`)
    expect(again.status).toBe(422)
  })

  it('proves an address', async () => {
    const made = await desk.as('gus')('POST', '/users', { user: { name: 'Fay', email: 'fay@acme.example' } })
    const { id } = (made.body as unknown as { user: { id: number } }).user
    const listed = await desk.as('gus')('GET', `/users/${id}/identities`)
    const [identity] = (listed.body as unknown as { identities: { id: number }[] }).identities
    const path = `/users/${id}/identities/${identity!.id}/request_verification`
    expect((await desk.as('gus')('PUT', path)).status).toBe(200)
    // Nobody has proven it, so one a day is enough.
    expect((await desk.as('gus')('PUT', path)).status).toBe(422)
    await deliver()
    const link = await linkTo('fay@acme.example')
    expect(link.path).toBe('/access/address')
    expect(
      (await form(link.path, { token: link.token }, { origin: 'https://evil.example' })).statusCode,
    ).toBe(403)
    expect((await form(link.path, { token: link.token })).statusCode).toBe(200)
    expect((await form(link.path, { token: link.token })).statusCode).toBe(422)
    const { user } = (await desk.as('gus')('GET', `/users/${id}`)).body as unknown as {
      user: { verified: boolean }
    }
    expect(user.verified).toBe(true)
  })

  it('waits for a relay, and is not sent once its link is dead', async () => {
    await form('/access/forgotten_password', { email: CAST.lise.email })
    expect(await deliver({})).toEqual([{ outcome: 'retry', error: 'No relay is set', afterMs: 60_000 }])
    desk.ground.clock.advance(30 * MINUTE_MS)
    expect(await deliver()).toEqual([{ outcome: 'done' }])
    expect(sink.mails).toEqual([])
  })
})

describe('pages about accounts', () => {
  it('run nothing, load nothing and stand in no frame', async () => {
    for (const path of [
      '/access/password?token=%22%3E%3Cscript%3E',
      '/access/address',
      '/access/forgotten_password',
    ]) {
      const shown = await desk.app.inject(path)
      expect(shown.statusCode).toBe(200)
      expect(shown.body).not.toContain('<script')
      expect(shown.headers['content-security-policy']).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
      )
    }
  })

  it('answer alike for known and unknown addresses', async () => {
    const answers = []
    for (const email of [CAST.dave.email, 'nobody@acme.example', 'no address']) {
      const { statusCode, body } = await form('/access/forgotten_password', { email })
      answers.push({ statusCode, body })
    }
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1)
  })
})
