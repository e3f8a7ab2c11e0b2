import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Id, Refused } from '../../kernel/index.ts'
import { ALL_PERMISSIONS, type Person, readRole, viewerWith } from '../../people/core/index.ts'
import { people, peopleFactsSql } from '../../people/index.ts'
import { sql, statement } from '../../platform/db/index.ts'
import { type Authenticate, anonymousCaller, createServer } from '../../platform/http/index.ts'
import { ADA, BO, CORA, LIA } from '../../tickets/fixture.ts'
import { tickets } from '../../tickets/index.ts'
import { sourceRoutes } from '../mail/api.ts'
import { type MailDesk, mailDesk } from '../mail/fixture.ts'
import { suspendedRoutes } from './api.ts'
import { expireSuspended } from './store.ts'

let desk: MailDesk
let app: FastifyInstance

beforeAll(async () => {
  desk = await mailDesk()
  const door = tickets(desk.ground, people(desk.ground))
  app = createServer({
    ground: desk.ground,
    routes: [
      ...suspendedRoutes({ ...desk.room, presentTickets: door.presentTickets }),
      ...sourceRoutes({ ground: desk.ground, getTicket: door.getTicket }),
    ],
    permissions: ALL_PERMISSIONS,
    authenticate: authenticateById,
    process: { id: 1, isAlive: async () => false },
    checkReplies: true,
  })
})
afterAll(async () => {
  await app.close()
  await desk.close()
})

const FACTS = statement('test_viewer', `select ${peopleFactsSql('$1::bigint[]', "'{}'::bigint[]")} as facts`)

const authenticateById: Authenticate = async ({ headers, ip }) => {
  if (headers.authorization === undefined) return anonymousCaller(ip)
  const id = Number(String(headers.authorization).replace('Bearer ', ''))
  const [row] = await desk.ground.db.query<{ facts: { users: Record<string, Person> } }>(FACTS, [[id]])
  const person = row?.facts.users[id]
  if (person === undefined) throw new Refused({ code: 'unauthenticated', message: 'nobody' })
  const snapshot = await desk.ground.policy.current()
  const role = readRole(person.roleId, snapshot.document('role', person.roleId)?.body ?? {})
  const viewer = viewerWith({ ...person, userId: person.id }, role)
  return {
    userId: id,
    permissions: viewer.permissions,
    scopes: new Set(['*']),
    credential: 'token',
    rateKey: `token:${id}`,
    viewer,
  }
}

const call = async (as: Id | null, method: 'GET' | 'PUT' | 'DELETE', path: string) => {
  const headers = as === null ? {} : { authorization: `Bearer ${as}` }
  const answer = await app.inject({
    method,
    url: `/api/v2/${path}`,
    headers: { host: 'localhost:3000', ...headers },
  })
  const isJson = String(answer.headers['content-type'] ?? '').startsWith('application/json')
  return {
    status: answer.statusCode,
    body: isJson ? answer.json() : undefined,
    text: answer.body,
    headers: answer.headers,
  }
}

/** Sends a mail that will be suspended, and gives its id here. */
const suspendOne = async (mail: {
  from: string
  to?: string
  subject?: string
  text?: string
}): Promise<Id> => {
  await desk.send({
    subject: 'hello',
    text: 'words',
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...mail,
  })
  await desk.settled()
  return (await desk.suspended()).at(-1)?.id ?? 0
}

describe('suspended tickets', () => {
  test('are for those who may decide about them', async () => {
    const id = await suspendOne({ from: 'robot@machine.example' })
    for (const path of ['suspended_tickets', `suspended_tickets/${id}.json`]) {
      expect((await call(null, 'GET', path)).status).toBe(401)
      expect((await call(CORA, 'GET', path)).status).toBe(403)
      expect((await call(LIA, 'GET', path)).status).toBe(403)
      expect((await call(ADA, 'GET', path)).status).toBe(200)
    }
    for (const [method, path] of [
      ['PUT', `suspended_tickets/${id}/recover`],
      ['PUT', `suspended_tickets/recover_many?ids=${id}`],
      ['DELETE', `suspended_tickets/${id}`],
      ['DELETE', `suspended_tickets/destroy_many?ids=${id}`],
    ] as const) {
      expect((await call(CORA, method, path)).status).toBe(403)
    }
    expect((await call(ADA, 'GET', `suspended_tickets/${id}`)).body.suspended_ticket.id).toBe(id)
  })

  test('are listed with all that the wire shows, paged and sorted', async () => {
    const id = await suspendOne({ from: 'a.robot@machine.example', subject: 'AAA' })
    const { body } = await call(ADA, 'GET', 'suspended_tickets?sort_by=subject&per_page=1')
    expect(body.count).toBeGreaterThanOrEqual(2)
    expect(body.suspended_tickets).toMatchObject([
      {
        id,
        url: `http://localhost:3000/api/v2/suspended_tickets/${id}.json`,
        author: { id: null, name: 'a.robot@machine.example', email: 'a.robot@machine.example' },
        subject: 'AAA',
        content: 'words',
        cause_id: 3,
        ticket_id: null,
        recipient: 'support@example.com',
        via: { channel: 'email', source: { from: { address: 'a.robot@machine.example' } } },
        created_at: '2026-01-31T08:00:00Z',
      },
    ])
    expect((await call(ADA, 'GET', 'suspended_tickets/9223372036854775807')).status).toBe(404)
  })

  test('show what files they bring, before those exist', async () => {
    await desk.send({
      from: 'robot@machine.example',
      subject: 'with a file',
      text: 'words',
      headers: { 'Auto-Submitted': 'auto-generated' },
      attachments: [{ filename: 'report.pdf', content: Buffer.alloc(99), contentType: 'application/pdf' }],
    })
    await desk.settled()
    const id = (await desk.suspended()).at(-1)?.id
    const { body } = await call(ADA, 'GET', `suspended_tickets/${id}`)
    expect(body.suspended_ticket.attachments).toEqual([
      { file_name: 'report.pdf', content_type: 'application/pdf', size: 99, inline: false },
    ])
    await call(ADA, 'DELETE', `suspended_tickets/${id}`)
  })

  test('recover into a ticket of the agent; a second try finds nothing', async () => {
    const id = await suspendOne({ from: 'robot@machine.example', subject: 'Alarm', text: 'disk full' })
    const { status, body } = await call(BO, 'PUT', `suspended_tickets/${id}/recover`)
    expect(status).toBe(200)
    expect(body.ticket).toMatchObject([
      { subject: 'Alarm', requester_id: BO, description: 'disk full', via: { channel: 'email' } },
    ])
    expect((await call(BO, 'PUT', `suspended_tickets/${id}/recover`)).status).toBe(404)
    const noted =
      await desk.ground.db.rows(sql`select action from audit_log where source_type = 'suspended_ticket'
      and source_id = ${String(id)} and actor_id = ${BO}`)
    expect(noted).toEqual([{ action: 'recover' }])
  })

  test('recover in bulk keep their authors; those that cannot be are listed', async () => {
    const good = await suspendOne({ from: 'robot2@machine.example', subject: 'From a robot' })
    const bad = await suspendOne({ from: 'colleague@example.com', subject: 'From our own domain' })
    const { status, body } = await call(BO, 'PUT', `suspended_tickets/recover_many?ids=${good},${bad}`)
    expect(status).toBe(200)
    expect(body.tickets).toHaveLength(1)
    const requester = await desk.ground.db.one(
      sql<{ email: string }>`select email from users where id = ${body.tickets[0].requester_id}`,
    )
    expect(requester?.email).toBe('robot2@machine.example')
    expect(body.suspended_tickets).toMatchObject([
      { id: bad, error_messages: ['Email: addresses of this desk cannot be registered'] },
    ])
    const failed = await call(BO, 'PUT', `suspended_tickets/recover_many?ids=${bad}`)
    expect(failed.status).toBe(422)
    expect(failed.body.suspended_tickets).toHaveLength(1)
    const many = await call(
      BO,
      'PUT',
      `suspended_tickets/recover_many?ids=${Array.from({ length: 101 }, (_, i) => i + 1)}`,
    )
    expect(many.status).toBe(400)
  })

  test('that a stranger sent to a ticket come into it as a note, which no end user sees', async () => {
    const { ticket } = await desk.desk.create()
    await desk.send({
      from: 'trick@zimmer.example',
      to: desk.replyAddress(ticket.id, CORA),
      subject: 'code',
      text: 'CODE-77',
    })
    await desk.settled()
    const id = (await desk.suspended()).at(-1)?.id
    expect((await call(BO, 'GET', `suspended_tickets/${id}`)).body.suspended_ticket).toMatchObject({
      cause_id: 5,
      ticket_id: ticket.id,
    })
    expect((await call(BO, 'PUT', `suspended_tickets/recover_many?ids=${id}`)).body.tickets).toMatchObject([
      { id: ticket.id },
    ])
    expect((await desk.comments(ticket.id)).at(-1)).toMatchObject({ body: 'CODE-77', public: false })
  })

  test('are deleted one by one and in bulk, and by themselves after 14 days', async () => {
    const ids = [
      await suspendOne({ from: 'x1@m.example' }),
      await suspendOne({ from: 'x2@m.example' }),
      await suspendOne({ from: 'x3@m.example' }),
    ]
    expect((await call(BO, 'DELETE', `suspended_tickets/${ids[0]}`)).status).toBe(204)
    expect((await call(BO, 'DELETE', `suspended_tickets/${ids[0]}`)).status).toBe(404)
    expect((await call(BO, 'DELETE', `suspended_tickets/destroy_many?ids=${ids[1]},${ids[0]}`)).status).toBe(
      204,
    )
    const now = desk.ground.clock.now()
    const later = (days: number) => (now + days * 86_400_000) as typeof now
    await expireSuspended(desk.ground.db, later(13.99))
    expect((await call(BO, 'GET', `suspended_tickets/${ids[2]}`)).status).toBe(200)
    await expireSuspended(desk.ground.db, later(14))
    expect((await call(BO, 'GET', `suspended_tickets/${ids[2]}`)).status).toBe(404)
  })
})

describe('the source of a comment', () => {
  test('is the raw mail, for agents only, as a file', async () => {
    await desk.send({ from: 'cora@acme.example', subject: 'source', text: 'find me' })
    await desk.settled()
    const ticket = (await desk.tickets()).at(-1)
    const [comment] = await desk.comments(ticket?.ticket_id ?? 0)
    const path = `tickets/${ticket?.ticket_id}/comments/${comment?.id}/source`
    const answer = await call(BO, 'GET', path)
    expect(answer.status).toBe(200)
    expect(answer.text).toMatch(/^Received: [\s\S]*Subject: source[\s\S]*find me/)
    expect(answer.headers['content-disposition']).toMatch(/^attachment/)
    expect((await call(CORA, 'GET', path)).status).toBeGreaterThanOrEqual(403)
    expect((await call(BO, 'GET', `tickets/${ticket?.ticket_id}/comments/1/source`)).status).toBe(404)
  })
})
