import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { sql } from '../../src/platform/db/index.ts'
import type { Route } from '../../src/platform/http/index.ts'
import { CAROL, type CanaryDesk, holdersOf, INTERNAL, openCanaryDesk, SECRET } from './canaries/desk.ts'
import { tellerOf } from './canaries/stories.ts'
import { type Answered, bearer, type Sent } from './house.ts'
import { NO_ID } from './matrix/table.ts'
import { proven } from './size.ts'

let desk: CanaryDesk
beforeAll(async () => {
  desk = await openCanaryDesk()
}, 60_000)
afterAll(() => desk?.close())

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const JSON_TYPE = { 'content-type': 'application/json' }
const LINK = 'canarylinkcanarylinkcanarylinkcanarylinkcan'

/** An OAuth client that gets tokens and then goes wrong in every way; the secrets it had on the way. */
const openClient = async (errors: Answered[]): Promise<Record<string, string>> => {
  const client = { name: 'Canary', identifier: 'canary', redirect_uri: 'https://app.example/back' }
  const made = (await desk.must('owner', 'POST', '/oauth/clients', { client })).client
  const asked = (fields: Record<string, string>): Promise<Answered> =>
    desk.house.call({
      method: 'POST',
      url: '/oauth/tokens',
      headers: FORM,
      body: new URLSearchParams({ client_id: 'canary', client_secret: made.secret, ...fields }).toString(),
    })
  const granted = JSON.parse((await asked({ grant_type: 'client_credentials' })).text)
  errors.push(
    await asked({ grant_type: 'authorization_code', code: LINK, redirect_uri: SECRET.query }),
    await asked({ grant_type: 'refresh_token', refresh_token: LINK }),
    await asked({ grant_type: 'password', username: CAROL, password: SECRET.password }),
    await asked({ grant_type: 'client_credentials', client_secret: SECRET.wrongPassword }),
    await asked({ grant_type: 'client_credentials', expires_in: '1' }),
  )
  // The page bears its own token; what is looked at is what was written down of it.
  await desk.house.call({ method: 'GET', url: `/access/password?token=${LINK}` })
  await desk.house.call({ method: 'POST', url: '/access/address', headers: FORM, body: `token=${LINK}` })
  return { clientSecret: made.secret, accessToken: granted.access_token, link: LINK }
}

/** Endpoints outside, with all that they are told apart by. */
const openEndpoints = async (): Promise<Record<string, string>> => {
  const password = 'canary-basic-8d2e'
  const token = 'canary-bearer-1f0b'
  const endpoint = 'https://9.9.9.9/hook'
  const subscribed = { subscriptions: ['zen:event-type:ticket.created'] }
  const authentications = [
    { type: 'basic_auth', data: { username: 'robot', password }, add_position: 'header' },
    { type: 'bearer_token', data: { token }, add_position: 'header' },
  ]
  const secrets: Record<string, string> = { password, token }
  for (const [n, authentication] of authentications.entries()) {
    const webhook = {
      name: `Robot ${n}`,
      endpoint,
      http_method: 'POST',
      request_format: 'json',
      status: 'active',
    }
    const made = await desk.must('owner', 'POST', '/webhooks', {
      webhook: { ...webhook, ...subscribed, authentication },
    })
    const shown = await desk.must('owner', 'GET', `/webhooks/${made.webhook.id}/signing_secret`)
    secrets[`signing secret ${n}`] = shown.signing_secret.secret
  }
  return secrets
}

type Node = {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly anyOf?: readonly Node[]
  readonly allOf?: readonly Node[]
}

/** A word of its own in each text that a schema has room for; `name` says where it was. */
const filled = (node: Node, name: string, words: Map<string, string>): unknown => {
  const options = node.anyOf ?? []
  const chosen = options.find(({ type }) => type === 'string') ?? options[0]
  if (chosen !== undefined) return filled(chosen, name, words)
  if (node.allOf !== undefined)
    return Object.assign({}, ...node.allOf.map((one) => filled(one, name, words) as object))
  if (node.type === 'object')
    return Object.fromEntries(
      Object.entries(node.properties ?? {}).map(([key, inner]) => [
        key,
        filled(inner, `${name}.${key}`, words),
      ]),
    )
  if (node.type === 'array') return [filled(node.items ?? { type: 'string' }, `${name}[]`, words)]
  if (node.type === 'integer' || node.type === 'number') return 1
  if (node.type === 'boolean') return false
  const word = `canary-${words.size.toString(36)}-c7e1`
  words.set(name, word)
  return word
}

/** A request of a route whose every text is a canary. */
const stuffed = (route: Route, words: Map<string, string>): Sent => {
  const url = route.path.replaceAll(/:\w+/g, String(NO_ID))
  const query = Object.keys((route.query as Node | undefined)?.properties ?? {}).map((key) => {
    const word = `canary-q${words.size.toString(36)}-c7e1`
    words.set(`${route.operation} ?${key}`, word)
    return `${key}=${word}`
  })
  const body = route.body === undefined ? undefined : filled(route.body as Node, route.operation, words)
  return { method: route.method, url: query.length === 0 ? url : `${url}?${query.join('&')}`, body }
}

const broken = (cookie: string): Sent[] => [
  { method: 'GET', url: `/api/v2/tickets?access_token=${SECRET.query}&query=${SECRET.query}` },
  {
    method: 'POST',
    url: '/api/v2/tickets',
    body: `{"ticket":{"comment":{"body":"${SECRET.comment}"`,
    headers: JSON_TYPE,
  },
  {
    method: 'PUT',
    url: `/api/v2/users/${desk.ids.carol}/password`,
    body: { password: 'short', previous_password: SECRET.password },
    headers: bearer(desk.tokens.carol!),
  },
  {
    method: 'POST',
    url: '/api/v2/users',
    body: { user: { password: SECRET.password, email: [] } },
    headers: bearer(desk.tokens.owner!),
  },
  { method: 'GET', url: '/api/v2/users/me', headers: { cookie: `mainstay_session=${SECRET.cookie}` } },
  {
    method: 'GET',
    url: '/api/v2/users/me',
    headers: { authorization: `Basic ${Buffer.from(`${CAROL}:${SECRET.password}`).toString('base64')}` },
  },
  { method: 'GET', url: '/api/v2/nothing', headers: { cookie } },
]

/** Statements that fail in the middle of a write are a bug's way of speaking: by API and by mail. */
const breakStatements = async (): Promise<Answered> => {
  const { db } = desk.house
  await db.rows(sql`alter table comments add constraint no_more check (id < 0) not valid`)
  const ticket = { subject: SECRET.comment, comment: { body: SECRET.comment } }
  const answer = await desk.ask('agent', 'POST', '/tickets', { ticket })
  await desk.send({ from: CAROL, subject: SECRET.body, text: SECRET.body }).catch(() => undefined)
  await vi.waitFor(
    async () => {
      const [mail] = await db.rows(
        sql<{ attempts: number }>`select attempts from inbound_mails order by id desc limit 1`,
      )
      expect(mail!.attempts).toBeGreaterThan(0)
      expect(desk.house.logged.some((line) => line.includes('"level":"error"'))).toBe(true)
    },
    { timeout: 15_000 },
  )
  await db.rows(sql`alter table comments drop constraint no_more`)
  return answer
}

it('are in no log, metric or error, whatever goes wrong', async () => {
  const { house, tokens } = desk
  const teller = tellerOf(desk)
  await teller.note(await teller.newTicket())
  const signIn = (email: string, password: string): Promise<Answered> =>
    house.call({ method: 'POST', url: '/api/v2/sign_in', body: { email, password } })
  const signedIn = await signIn(CAROL, SECRET.password)
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0]!
  const csrf = JSON.parse(signedIn.text).session.authenticity_token as string
  const errors: Answered[] = [
    await signIn(CAROL, SECRET.wrongPassword),
    await signIn('nobody@x.example', SECRET.wrongPassword),
  ]
  for (const sent of broken(cookie)) errors.push(await house.call(sent))
  const oauth = await openClient(errors)
  const endpoints = await openEndpoints()
  errors.push(await breakStatements())
  expect(errors.at(-1)!.status).toBe(500)
  // What a caller sent wrong may be named to that caller, but to nobody else.
  const words = new Map<string, string>()
  for (const route of house.routes)
    await house.call({ ...stuffed(route, words), headers: bearer(tokens.owner!) })
  const metrics = await fetch(`${desk.url}/metrics`).then((told) => told.text())

  const written = [
    ...house.logged.map((text) => ({ scenario: `log ${text.slice(0, 300)}`, text })),
    { scenario: 'metrics', text: metrics },
  ]
  const answered = errors.map(({ status, text }) => ({ scenario: `error ${status}`, text }))
  const secrets = {
    ...SECRET,
    ...oauth,
    ...endpoints,
    ...Object.fromEntries(Object.entries(tokens).map(([who, token]) => [`token of ${who}`, token])),
    session: cookie.split('=')[1]!,
    csrf,
    note: INTERNAL.note,
    file: INTERNAL.file,
  }
  expect(house.logged.length).toBeGreaterThan(house.routes.length)
  expect(words.size).toBeGreaterThan(60)
  expect(holdersOf(secrets, [...written, ...answered])).toEqual([])
  expect(holdersOf(Object.fromEntries(words), written)).toEqual([])
  const count = Object.keys(secrets).length + words.size
  proven(
    'C-29',
    'secrets in logs, metrics, errors',
    `${count} canaries, ${written.length + answered.length} texts`,
  )
}, 120_000)

it('would be found there: the log says what happened, and this looks at what it says', () => {
  const planted = [{ scenario: 'log', text: `{"level":"debug","password":"${SECRET.password}"}` }]
  expect(holdersOf(SECRET, planted)).toEqual(['password in log'])
  expect(desk.house.logged.some((line) => line.includes('/api/v2/tickets'))).toBe(true)
})
