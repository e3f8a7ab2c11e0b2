import nodemailer, { type SendMailOptions } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sql } from '../../src/platform/db/index.ts'
import { freePort } from '../support/desk.ts'
import { type MailSink, startMailSink } from '../support/mail-sink.ts'
import { type Answered, bearer, openHouse, type Parsed, type ProofHouse } from './house.ts'
import { proven } from './size.ts'

/** What no end user may ever get. */
const INTERNAL = {
  note: 'canary-note-c05b9a71',
  file: 'canary-file-41fe77d2',
  fileName: 'canary-name-90ab12cd.txt',
  tag: 'canary_tag_83d1',
  agentEmail: 'canary-agent-5e6f@staff.example',
  externalId: 'canary-external-7720',
  userNotes: 'canary-usernotes-66aa',
  organizationNotes: 'canary-orgnotes-1b2c',
  cc: 'canary-follower-9a9a@staff.example',
}
/** What no log, metric or error may ever hold. */
const SECRET = {
  password: 'canary password of seven words 7c1f',
  wrongPassword: 'canary wrong password 20d4',
  body: 'canary-body-of-a-mail-e01a',
  comment: 'canary-comment-text-b7b7',
  query: 'canary-query-token-3f3f',
  cookie: 'canarycookiecanarycookiecanarycookiecanaryc',
}

const CAROL = 'carol@customer.example'
let house: ProofHouse
let sink: MailSink
let url: string
let smtpPort: number
const tokens: Record<string, string> = {}
const ids: Record<string, number> = {}
const seen: { readonly scenario: string; readonly text: string }[] = []
let scenarios = 0

const ask = async (
  who: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> =>
  house.call({ method, url: `/api/v2${path}`, body, headers: { ...bearer(tokens[who]!), ...headers } })
const must = async (...args: Parameters<typeof ask>): Promise<Parsed> => {
  const { status, text } = await ask(...args)
  if (status >= 300) throw new Error(`${args[1]} ${args[2]}: ${status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}

beforeAll(async () => {
  sink = await startMailSink()
  smtpPort = await freePort()
  house = await openHouse({ smtpPort, smtpRelay: sink.url, mailUnauthenticated: 'accept', logLevel: 'trace' })
  const { people } = house.domains
  for (const [name, email, role] of [
    ['owner', 'olga@staff.example', 'owner'],
    ['agent', INTERNAL.agentEmail, 'agent'],
    ['follower', INTERNAL.cc, 'agent'],
    ['carol', CAROL, 'end_user'],
    ['colleague', 'cleo@customer.example', 'end_user'],
  ] as const) {
    ids[name] = (await people.createUser({ email, name: `Name ${name}`, role, password: SECRET.password })).id
    tokens[name] = (await people.createToken({ email })).secret
  }
  const organization = { name: 'Acme', shared_tickets: true, notes: INTERNAL.organizationNotes }
  ids.acme = (await must('owner', 'POST', '/organizations', { organization })).organization.id
  for (const who of ['carol', 'colleague'])
    await must('owner', 'POST', '/organization_memberships', {
      organization_membership: { user_id: ids[who], organization_id: ids.acme },
    })
  await must('owner', 'PUT', `/users/${ids.carol}`, {
    user: { notes: INTERNAL.userNotes, details: INTERNAL.userNotes, external_id: INTERNAL.externalId },
  })
  url = (await house.mainstay.start())!
}, 60_000)
afterAll(async () => {
  await house?.close()
  await sink?.close()
})

const send = (mail: SendMailOptions): Promise<unknown> =>
  nodemailer
    .createTransport({ host: '127.0.0.1', port: smtpPort, secure: false, ignoreTLS: true })
    .sendMail({ to: 'support@desk.example', ...mail })

const newTicket = async (more: object = {}): Promise<number> => {
  const body = {
    subject: 'Printer',
    requester_id: ids.carol,
    tags: [INTERNAL.tag],
    comment: { body: SECRET.comment },
    ...more,
  }
  return (await must('agent', 'POST', '/tickets', { ticket: body })).ticket.id
}
const upload = async (): Promise<string> =>
  (
    await must('agent', 'POST', `/uploads?filename=${INTERNAL.fileName}`, INTERNAL.file, {
      'content-type': 'text/plain',
    })
  ).upload.token
const note = async (id: number, more: object = {}): Promise<Parsed> =>
  must('agent', 'PUT', `/tickets/${id}`, {
    ticket: { comment: { body: INTERNAL.note, public: false, uploads: [await upload()] }, ...more },
  })
const answer = (id: number, more: object = {}): Promise<Parsed> =>
  must('agent', 'PUT', `/tickets/${id}`, {
    ticket: { comment: { body: 'Have you tried again?', public: true }, ...more },
  })

/** Everything that an end user can ask about a ticket, and of themselves. */
const lookAround = async (scenario: string, id: number): Promise<void> => {
  scenarios += 1
  const gets = house.routes.filter(({ method }) => method === 'GET')
  for (const who of ['carol', 'colleague'])
    for (const { path } of gets) {
      const asked = path
        .replace('/api/v2', '')
        .replaceAll(/:(\w+)/g, (_, name: string) =>
          String(name === 'id' || name === 'ticket_id' ? id : ids.carol),
        )
      const { text } = await ask(who, 'GET', asked)
      seen.push({ scenario: `${scenario}: ${who} GET ${path}`, text })
    }
  const files = await house.db.rows(sql<{ id: number }>`select id from attachments where ticket_id = ${id}`)
  for (const file of files)
    seen.push({
      scenario: `${scenario}: file`,
      text: (await ask('carol', 'GET', `/attachments/${file.id}`)).text,
    })
}

/** What agents keep of a technical ticket beside its words: a log, a vendor, a hand-over. */
const technical = async (id: number): Promise<void> => {
  const entry = { title: INTERNAL.note, details: INTERNAL.note }
  const made = await must('agent', 'POST', `/tickets/${id}/troubleshooting`, { troubleshooting_entry: entry })
  const { id: entryId } = made.troubleshooting_entry
  const outcome = { troubleshooting_entry: { outcome: INTERNAL.note, state: 'confirmed' } }
  await must('agent', 'PUT', `/tickets/${id}/troubleshooting/${entryId}`, outcome)
  const party = { name: INTERNAL.note, reference: INTERNAL.note, waiting: true }
  await must('agent', 'POST', `/tickets/${id}/parties`, { party })
  const hand_over = { summary: INTERNAL.note, next_step: INTERNAL.note, to_user_id: ids.follower }
  await must('agent', 'POST', `/tickets/${id}/hand_over`, { hand_over: { ...hand_over, keeps_owner: true } })
}

const CHANGES: readonly object[] = [
  { status: 'pending' },
  { status: 'solved' },
  { priority: 'urgent' },
  { type: 'incident' },
  { additional_tags: [INTERNAL.tag] },
  { external_id: INTERNAL.externalId },
  { subject: 'Another subject' },
  { followers: [{ user_email: INTERNAL.cc, action: 'put' }] },
  { email_ccs: [{ user_email: 'cleo@customer.example', action: 'put' }] },
  { email_ccs: [{ user_email: 'stranger@elsewhere.example', action: 'put' }] },
]

/** The order in which the same few things happen to a ticket. */
const ORDERS: readonly (readonly [string, (id: number, change: object) => Promise<void>])[] = [
  [
    'a note, then an answer with a change',
    async (id, change) => {
      await note(id)
      await answer(id, change)
    },
  ],
  [
    'a note with a change, then an answer',
    async (id, change) => {
      await note(id, change)
      await answer(id)
    },
  ],
  [
    'an answer, a change, then a note',
    async (id, change) => {
      await answer(id)
      await technical(id)
      await must('agent', 'PUT', `/tickets/${id}`, { ticket: change })
      await note(id)
    },
  ],
  [
    'two notes round an answer by the follower',
    async (id, change) => {
      await note(id, { followers: [{ user_email: INTERNAL.cc, action: 'put' }] })
      await must('follower', 'PUT', `/tickets/${id}`, {
        ticket: { comment: { body: 'Is it better now?' }, ...change },
      })
      await note(id)
    },
  ],
]

const outsiders = (to: readonly string[]): boolean =>
  to.some((address) => !address.endsWith('@staff.example'))

const mailsOf = async (expected: number): Promise<void> => {
  await vi.waitFor(
    async () => {
      const [waiting] = await house.db.rows(
        sql<{ count: number }>`select count(*) as count from outbox where state = 'waiting'`,
      )
      expect(Number(waiting!.count)).toBe(0)
      expect(sink.mails.length).toBeGreaterThanOrEqual(expected)
    },
    { timeout: 20_000, interval: 50 },
  )
}

const holdersOf = (
  secrets: Record<string, string>,
  texts: readonly { readonly scenario: string; readonly text: string }[],
): string[] =>
  Object.entries(secrets).flatMap(([name, secret]) =>
    texts.filter(({ text }) => text.includes(secret)).map(({ scenario }) => `${name} in ${scenario}`),
  )

describe('what is internal', () => {
  it('reaches no end user, by any route or mail, whatever happens to a ticket', async () => {
    for (const [name, happen] of ORDERS)
      for (const change of CHANGES) {
        const id = await newTicket()
        await happen(id, change)
        await lookAround(`${name} ${JSON.stringify(change)}`, id)
      }
    await mailsOf(1)
    for (const mail of sink.mails.filter(({ to }) => outsiders(to)))
      seen.push({ scenario: `mail to ${mail.to}: ${mail.header('subject')}`, text: decoded(mail.raw) })
    expect(sink.mails.filter(({ to }) => to.includes(CAROL)).length).toBeGreaterThan(10)
    // Carol is told nothing of an agent's address either, nor that there is a follower.
    expect(holdersOf({ ...INTERNAL, noteFile: Buffer.from(INTERNAL.file).toString('base64') }, seen)).toEqual(
      [],
    )
    proven(
      'C-22',
      'notes, files, tags, addresses',
      `${scenarios} scenarios, ${seen.length} answers and mails`,
    )
  }, 180_000)

  it('reaches nobody by a mail that answers', async () => {
    const id = await newTicket({ subject: 'By mail' })
    await note(id)
    await answer(id)
    const first = await sink.find(
      (mail) => mail.to.includes(CAROL) && mail.raw.includes('By mail') && mail.raw.includes('tried again'),
    )
    const before = sink.mails.length
    await send({
      from: CAROL,
      to: first.header('reply-to')!,
      subject: 'Re: By mail',
      inReplyTo: first.header('message-id')!,
      text: SECRET.body,
    })
    await vi.waitFor(
      async () => {
        const [mail] = await house.db.rows(
          sql<{ state: string }>`select state from inbound_mails order by id desc limit 1`,
        )
        expect(mail?.state).toMatch(/done|suspended/)
      },
      { timeout: 20_000, interval: 50 },
    )
    await mailsOf(before)
    const mails = sink.mails
      .filter(({ to }) => outsiders(to))
      .map(({ to, raw }) => ({ scenario: `mail to ${to}`, text: decoded(raw) }))
    expect(
      holdersOf(
        { note: INTERNAL.note, file: INTERNAL.file, name: INTERNAL.fileName, agent: INTERNAL.agentEmail },
        mails,
      ),
    ).toEqual([])
  }, 60_000)
})

/** Body parts that are encoded, read. */
const decoded = (raw: string): string =>
  `${raw}\n${raw.replaceAll(/=\r?\n/g, '').replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))}\n${raw.replaceAll(/^[A-Za-z0-9+/=]{60,76}$/gm, (line) => Buffer.from(line, 'base64').toString('utf8'))}`

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const LINK = 'canarylinkcanarylinkcanarylinkcanarylinkcan'

/** An OAuth client that gets tokens and then goes wrong in every way; the secrets it had on the way. */
const openClient = async (errors: Answered[]): Promise<Record<string, string>> => {
  const client = { name: 'Canary', identifier: 'canary', redirect_uri: 'https://app.example/back' }
  const made = JSON.parse((await ask('owner', 'POST', '/oauth/clients', { client })).text).client
  const asked = (fields: Record<string, string>): Promise<Answered> =>
    house.call({
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
  await house.call({ method: 'GET', url: `/access/password?token=${LINK}` })
  await house.call({ method: 'POST', url: '/access/address', headers: FORM, body: `token=${LINK}` })
  return { clientSecret: made.secret, accessToken: granted.access_token, link: LINK }
}

describe('secrets', () => {
  it('are in no log, metric or error, whatever goes wrong', async () => {
    const signIn = (email: string, password: string): Promise<Answered> =>
      house.call({ method: 'POST', url: '/api/v2/sign_in', body: { email, password } })
    const signedIn = await signIn(CAROL, SECRET.password)
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0]!
    const csrf = JSON.parse(signedIn.text).session.authenticity_token as string
    const errors: Answered[] = [
      await signIn(CAROL, SECRET.wrongPassword),
      await signIn('nobody@x.example', SECRET.wrongPassword),
    ]
    const broken: { method: string; url: string; body?: unknown; headers?: Record<string, string> }[] = [
      { method: 'GET', url: `/api/v2/tickets?access_token=${SECRET.query}&query=${SECRET.query}` },
      {
        method: 'POST',
        url: '/api/v2/tickets',
        body: `{"ticket":{"comment":{"body":"${SECRET.comment}"`,
        headers: { 'content-type': 'application/json' },
      },
      {
        method: 'PUT',
        url: `/api/v2/users/${ids.carol}/password`,
        body: { password: 'short', previous_password: SECRET.password },
        headers: bearer(tokens.carol!),
      },
      {
        method: 'POST',
        url: '/api/v2/users',
        body: { user: { password: SECRET.password, email: [] } },
        headers: bearer(tokens.owner!),
      },
      { method: 'GET', url: '/api/v2/users/me', headers: { cookie: `mainstay_session=${SECRET.cookie}` } },
      {
        method: 'GET',
        url: '/api/v2/users/me',
        headers: { authorization: `Basic ${Buffer.from(`${CAROL}:${SECRET.password}`).toString('base64')}` },
      },
      { method: 'GET', url: '/api/v2/nothing', headers: { cookie } },
    ]
    for (const sent of broken) errors.push(await house.call(sent))
    const oauth = await openClient(errors)
    // A statement that fails in the middle of a write is a bug's way of speaking.
    await house.db.rows(sql`alter table comments add constraint no_more check (id < 0) not valid`)
    errors.push(
      await ask('agent', 'POST', '/tickets', {
        ticket: { subject: SECRET.comment, comment: { body: SECRET.comment } },
      }),
    )
    await send({ from: CAROL, subject: SECRET.body, text: SECRET.body }).catch(() => undefined)
    await vi.waitFor(() => expect(house.logged.some((line) => line.includes('"level":"error"'))).toBe(true), {
      timeout: 15_000,
    })
    await vi.waitFor(
      async () => {
        const mails = await house.db.rows(
          sql<{ attempts: number }>`select attempts from inbound_mails order by id desc limit 1`,
        )
        expect(mails[0]!.attempts).toBeGreaterThan(0)
      },
      { timeout: 15_000 },
    )
    await house.db.rows(sql`alter table comments drop constraint no_more`)
    const metrics = await fetch(`${url}/metrics`).then((told) => told.text())
    expect(errors.at(-1)!.status).toBe(500)
    const texts = [
      ...house.logged.map((text) => ({ scenario: `log ${text.slice(0, 300)}`, text })),
      { scenario: 'metrics', text: metrics },
      ...errors.map(({ status, text }) => ({ scenario: `error ${status}`, text })),
    ]
    const secrets = {
      ...SECRET,
      ...oauth,
      ...Object.fromEntries(Object.entries(tokens).map(([who, token]) => [`token of ${who}`, token])),
      session: cookie.split('=')[1]!,
      csrf,
      note: INTERNAL.note,
      file: INTERNAL.file,
    }
    expect(house.logged.length).toBeGreaterThan(100)
    expect(holdersOf(secrets, texts)).toEqual([])
    proven(
      'C-29',
      'secrets in logs, metrics, errors',
      `${Object.keys(secrets).length} canaries, ${texts.length} texts`,
    )
  }, 90_000)
})
