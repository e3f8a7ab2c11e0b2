import { sql } from 'kysely'
import { Type } from 'typebox'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { type Instant, instantOf, invalidField, Refused } from '../../kernel/index.ts'
import type { Db } from '../db/db.ts'
import { as, serverOf } from './fixture.ts'
import { idempotencyEraser, idempotencySweep } from './idempotency-store.ts'
import { type ApiRequest, route } from './route.ts'

type Create = ApiRequest<undefined, undefined, { readonly ticket: { readonly subject: string } }>
type Work = (request: Create) => Promise<void>

const start = instantOf(Date.parse('2024-03-31T01:00:00Z'))
let db: TestDatabase
let now: Instant = start
let created = 0
let work: Work = async () => {}
const alive = new Set([1, 2])

beforeAll(async () => {
  db = await testDatabase()
})
afterEach(async () => {
  await db.rows(sql`delete from idempotency_keys`)
  now = start
  created = 0
  work = async () => {}
  alive.add(1).add(2)
})
afterAll(() => db.close())

const Ticket = Type.Object({ ticket: Type.Object({ zeta: Type.Integer(), id: Type.Integer() }) })
const common = { permission: 'signed_in', audit: 'none', summary: 'For tests' } as const
const create = route({
  ...common,
  method: 'POST',
  path: '/api/v2/tickets',
  operation: 'CreateTicket',
  scope: 'tickets:write',
  rate: 'write',
  body: Type.Object({ ticket: Type.Object({ subject: Type.String() }) }),
  response: { 201: Ticket },
  handler: async (request) => {
    created += 1
    const id = created
    await work(request)
    return {
      status: 201,
      body: { ticket: { zeta: 1, id } },
      headers: { location: `http://x/tickets/${id}.json`, 'set-cookie': 'secret=1' },
    }
  },
})
const show = route({
  ...common,
  method: 'GET',
  path: '/api/v2/tickets/:id',
  operation: 'ShowTicket',
  scope: 'tickets:read',
  rate: 'read',
  params: Type.Object({ id: Type.Integer() }),
  response: { 200: Ticket },
  handler: async ({ params, caller }) => ({ body: { ticket: { zeta: caller.userId, id: params.id } } }),
})
const upload = route({
  ...common,
  method: 'POST',
  path: '/api/v2/uploads',
  operation: 'Upload',
  scope: 'uploads:write',
  rate: 'upload',
  rawBody: true,
  response: { 201: Type.Object({ ticket: Type.Integer() }) },
  handler: async () => ({ status: 201, body: { ticket: ++created } }),
})

const processOf = (id: number, database: Db = db) =>
  serverOf([create, show, upload], {
    ground: { db: database, clock: { now: () => now } },
    process: { id, isAlive: async (other) => alive.has(other) },
  })

const post = (
  app: ReturnType<typeof serverOf>,
  over: { key?: string; subject?: string; who?: string } = {},
) =>
  app.inject({
    method: 'POST',
    url: '/api/v2/tickets.json',
    payload: { ticket: { subject: over.subject ?? 'Fire' } },
    headers: { ...as(over.who ?? 'agent'), 'idempotency-key': over.key ?? 'k1' },
  })

/** Resolves `entered` when the handler runs, and holds it until `leave` is called. */
const held = () => {
  const entered = Promise.withResolvers<void>()
  const leave = Promise.withResolvers<void>()
  work = async () => {
    entered.resolve()
    await leave.promise
  }
  return { entered: entered.promise, leave: () => leave.resolve() }
}

test('a repeated request gets the first answer, from any process; it ran once', async () => {
  const first = await post(processOf(1))
  expect([first.statusCode, first.headers['x-idempotency-lookup']]).toEqual([201, 'miss'])
  const again = await post(processOf(2))
  expect([again.statusCode, again.headers['x-idempotency-lookup']]).toEqual([201, 'hit'])
  expect(again.body).toBe(first.body)
  expect(again.headers.location).toBe('http://x/tickets/1.json')
  expect(again.headers).not.toHaveProperty('set-cookie')
  expect(again.headers['x-request-id']).not.toBe(first.headers['x-request-id'])
  expect(created).toBe(1)
})

test('without a key nothing is kept', async () => {
  const app = processOf(1)
  const payload = { ticket: { subject: 'Fire' } }
  const reply = await app.inject({ method: 'POST', url: '/api/v2/tickets', payload, headers: as('agent') })
  expect(reply.headers).not.toHaveProperty('x-idempotency-lookup')
  expect(await db.rows(sql`select 1 from idempotency_keys`)).toEqual([])
})

test('another body or another address under the same key is refused; another person has keys of their own', async () => {
  const app = processOf(1)
  await post(app)
  const other = await post(app, { subject: 'Flood' })
  expect([other.statusCode, other.json().error]).toEqual([400, 'IdempotentRequestError'])
  const headers = { ...as('agent'), 'idempotency-key': 'k1', 'content-type': 'text/plain' }
  expect(
    (await app.inject({ method: 'POST', url: '/api/v2/uploads', payload: 'x', headers })).statusCode,
  ).toBe(400)
  expect((await post(app, { who: 'other' })).json().ticket.id).toBe(2)
})

test('while the first runs, a repetition is a 409, in the same process and in another', async () => {
  const [one, two] = [processOf(1), processOf(2)]
  const { entered, leave } = held()
  const first = post(one)
  await entered
  for (const app of [one, two]) {
    const early = await post(app)
    expect([early.statusCode, early.json().error]).toEqual([409, 'IdempotentRequestInProgress'])
    expect((await post(app, { subject: 'Flood' })).statusCode).toBe(400)
  }
  leave()
  expect((await first).statusCode).toBe(201)
  expect((await post(two)).headers['x-idempotency-lookup']).toBe('hit')
  expect(created).toBe(1)
})

test('of many at once exactly one runs', async () => {
  const apps = [processOf(1), processOf(2)]
  const replies = await Promise.all(Array.from({ length: 20 }, (_, i) => post(apps[i % 2]!)))
  expect(created).toBe(1)
  const statuses = new Set(replies.map(({ statusCode }) => statusCode))
  expect([...statuses].every((status) => status === 201 || status === 409)).toBe(true)
})

test('a refusal and a failure free the key', async () => {
  const app = processOf(1)
  work = async () => {
    throw new Refused(invalidField('subject', 'Subject: cannot be blank'))
  }
  expect((await post(app)).statusCode).toBe(422)
  work = async () => {
    throw new Error('bug')
  }
  expect((await post(app)).statusCode).toBe(500)
  work = async () => {}
  const reply = await post(app)
  expect([reply.statusCode, reply.headers['x-idempotency-lookup']]).toEqual([201, 'miss'])
})

/** A request whose process dies: it never gets to answer, and its row stays as it is. */
const dies = async (process: number, before: Work): Promise<void> => {
  const died = Promise.withResolvers<void>()
  work = async (request) => {
    await before(request)
    died.resolve()
    await new Promise(() => {})
  }
  void post(processOf(process))
  await died.promise
  alive.delete(process)
  work = async () => {}
}

test('a claim of a dead process that committed nothing is taken over', async () => {
  await dies(2, async () => {})
  const reply = await post(processOf(1))
  expect([reply.statusCode, reply.json().ticket.id, reply.headers['x-idempotency-lookup']]).toEqual([
    201,
    2,
    'miss',
  ])
})

const located: Work = async ({ idempotency }) => {
  await db.transaction((tx) => idempotency.locate(tx, 201, '/api/v2/tickets/77.json'))
}

test('a claim of a dead process that committed is answered from where it left its outcome', async () => {
  await dies(2, located)
  for (let i = 0; i < 2; i++) {
    const reply = await post(processOf(1))
    expect([reply.statusCode, reply.json()]).toEqual([201, { ticket: { zeta: 7, id: 77 } }])
    expect(reply.headers.location).toBe('http://localhost:80/api/v2/tickets/77.json')
    expect(reply.headers['x-idempotency-lookup']).toBe('hit')
  }
  expect(created).toBe(1)
})

test('a failure after the commit keeps the location, so a repetition does not create twice', async () => {
  const app = processOf(1)
  work = async (request) => {
    await located(request)
    throw new Error('bug after the commit')
  }
  expect((await post(app)).statusCode).toBe(500)
  const reply = await post(app)
  expect([reply.statusCode, reply.json().ticket.id]).toEqual([201, 77])
  expect(created).toBe(1)
})

test('what a transaction located and rolled back was not located', async () => {
  const app = processOf(1)
  work = ({ idempotency }) =>
    db.transaction(async (tx) => {
      await idempotency.locate(tx, 201, '/api/v2/tickets/77.json')
      throw new Error('roll back')
    })
  expect((await post(app)).statusCode).toBe(500)
  work = async () => {}
  expect((await post(app)).json().ticket.id).toBe(2)
})

test('an answer that cannot be kept is still given', async () => {
  const failing: Db = {
    ...db,
    query: (statement, params) =>
      statement.name === 'idempotency_keep' ? Promise.reject(new Error('gone')) : db.query(statement, params),
  }
  expect((await post(processOf(1, failing))).statusCode).toBe(201)
})

test('keys live 24 hours, by use and by sweep', async () => {
  await post(processOf(1))
  now = instantOf(start + 24 * 3_600_000 - 1000)
  expect((await post(processOf(1))).headers['x-idempotency-lookup']).toBe('hit')
  now = instantOf(start + 24 * 3_600_000 + 1000)
  const late = await post(processOf(1), { subject: 'Flood' })
  expect([late.statusCode, late.headers['x-idempotency-lookup']]).toEqual([201, 'miss'])
  const sweep = idempotencySweep(db, { now: () => now })
  await sweep.run({}, { id: '1', attempt: 1 })
  expect(await db.rows(sql`select 1 from idempotency_keys`)).toHaveLength(1)
  now = instantOf(now + 25 * 3_600_000)
  await sweep.run({}, { id: '2', attempt: 1 })
  expect(await db.rows(sql`select 1 from idempotency_keys`)).toEqual([])
})

test('a key has 1 to 255 characters', async () => {
  const app = processOf(1)
  expect((await post(app, { key: 'k'.repeat(255) })).statusCode).toBe(201)
  expect((await post(app, { key: 'k'.repeat(256) })).statusCode).toBe(400)
  expect((await post(app, { key: '' })).statusCode).toBe(400)
})

test('answers lie sealed', async () => {
  await post(processOf(1))
  const [row] = await db.rows<{ response: string }>(
    sql<{ response: string }>`select response from idempotency_keys`,
  )
  expect(row?.response).toMatch(/^[\w+/=]+$/)
  expect(Buffer.from(row?.response ?? '', 'base64').toString()).not.toContain('zeta')
})

test('erasing a person or a ticket takes their keys', async () => {
  work = located
  await post(processOf(1))
  work = async () => {}
  await post(processOf(1), { who: 'other' })
  const left = async () => (await db.rows(sql`select 1 from idempotency_keys`)).length
  await idempotencyEraser.eraseTicket?.(db, 7)
  expect(await left()).toBe(2)
  await idempotencyEraser.eraseTicket?.(db, 77)
  expect(await left()).toBe(1)
  await idempotencyEraser.eraseUser?.(db, 8)
  expect(await left()).toBe(0)
})

test('an upload is repeated by its address, length and type', async () => {
  const app = processOf(1)
  const headers = { ...as('agent'), 'idempotency-key': 'u', 'content-type': 'image/png' }
  const send = (payload: string) =>
    app.inject({ method: 'POST', url: '/api/v2/uploads?filename=a', payload, headers })
  expect((await send('abc')).json()).toEqual({ ticket: 1 })
  expect((await send('abc')).headers['x-idempotency-lookup']).toBe('hit')
  expect((await send('abcd')).statusCode).toBe(400)
})
