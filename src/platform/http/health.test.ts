import { once } from 'node:events'
import { connect } from 'node:net'
import { Counter } from 'prom-client'
import { Type } from 'typebox'
import { expect, test, vi } from 'vitest'
import { createRegistry, processMetrics } from '../telemetry/index.ts'
import { createDrain } from './drain.ts'
import { as, byName, serverOf } from './fixture.ts'
import { type ReadinessCheck, serveHealth } from './health.ts'
import { route } from './route.ts'

const good: ReadinessCheck = { name: 'database', check: async () => undefined }
const bad: ReadinessCheck = { name: 'migrations', check: async () => 'Two migrations are pending' }

const deskOf = (checks: ReadinessCheck[], isDraining = false) => {
  const app = serverOf([])
  const metrics = createRegistry()
  new Counter({ name: 'mail_taken_total', help: 'Mail', registers: [metrics] }).inc(3)
  serveHealth(app, {
    checks,
    metrics,
    authenticate: byName,
    adminPermission: 'settings.manage',
    isDraining: () => isDraining,
  })
  return app
}
const far = { remoteAddress: '203.0.113.7' }

test('alive is alive, whatever the database does', async () => {
  const reply = await deskOf([bad]).inject({ url: '/healthz', headers: as('nobody'), ...far })
  expect([reply.statusCode, reply.json()]).toEqual([200, { status: 'ok' }])
  expect(reply.headers['x-content-type-options']).toBe('nosniff')
})

test('ready when every check holds; else 503 with Retry-After', async () => {
  const ready = await deskOf([good]).inject({ url: '/readyz', ...far })
  expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ready' }])
  const unready = await deskOf([good, bad]).inject({ url: '/readyz', ...far })
  expect([unready.statusCode, unready.json()]).toEqual([503, { status: 'unready' }])
  expect(unready.headers['retry-after']).toBe('1')
  expect((await deskOf([good], true).inject({ url: '/readyz', ...far })).statusCode).toBe(503)
})

test('what is wrong outside is told, and the process is ready all the same', async () => {
  const relay: ReadinessCheck = { name: 'outside', isAdvice: true, check: async () => 'No mail leaves' }
  const reply = await deskOf([good, relay]).inject({ url: '/readyz', headers: as('admin'), ...far })
  expect([reply.statusCode, reply.json().status]).toEqual([200, 'ready'])
  expect(reply.json().checks[1]).toEqual({ name: 'outside', problem: 'No mail leaves' })
})

test('details are for this machine and administrators', async () => {
  const app = deskOf([good, bad])
  const details = { name: 'migrations', problem: 'Two migrations are pending' }
  const read = async (headers: Record<string, string>, remoteAddress: string) =>
    (await app.inject({ url: '/readyz', headers, remoteAddress })).json().checks?.[1]
  const local = { host: 'localhost:3000' }
  expect(await read(local, '127.0.0.1')).toEqual(details)
  expect(await read({ ...local, 'x-forwarded-for': '203.0.113.7' }, '127.0.0.1')).toBeUndefined()
  expect(await read({ host: 'desk.example.com' }, '127.0.0.1')).toBeUndefined()
  expect(await read(local, '203.0.113.7')).toBeUndefined()
  expect(await read(as('agent'), '203.0.113.7')).toBeUndefined()
  expect(await read(as('nobody'), '203.0.113.7')).toBeUndefined()
  expect(await read(as('admin'), '203.0.113.7')).toEqual(details)
})

test('a check that throws or hangs fails without a word of what it threw', async () => {
  vi.useFakeTimers()
  try {
    const throws: ReadinessCheck = { name: 'workers', check: () => Promise.reject(new Error('password=1')) }
    const hangs: ReadinessCheck = { name: 'database', check: () => new Promise(() => {}) }
    const reply = deskOf([throws, hangs]).inject({ url: '/readyz', headers: as('admin'), ...far })
    await vi.advanceTimersByTimeAsync(2500)
    expect((await reply).json().checks).toEqual([
      { name: 'workers', problem: 'The check failed' },
      { name: 'database', problem: 'No answer within 2000 ms' },
      { name: 'serving', problem: null },
    ])
  } finally {
    vi.useRealTimers()
  }
})

test('metrics are for this machine and administrators', async () => {
  const app = deskOf([])
  const local = await app.inject({ url: '/metrics', headers: { host: '127.0.0.1:3000' } })
  expect(local.headers['content-type']).toContain('text/plain')
  expect(local.body).toContain('mail_taken_total 3')
  expect((await app.inject({ url: '/metrics', ...far })).statusCode).toBe(403)
  expect((await app.inject({ url: '/metrics', headers: as('agent'), ...far })).statusCode).toBe(403)
  expect((await app.inject({ url: '/metrics', headers: as('admin'), ...far })).statusCode).toBe(200)
})

const quick = route({
  method: 'GET',
  path: '/api/v2/tickets/:id',
  operation: 'ShowTicket',
  summary: 'For tests',
  permission: 'public',
  scope: 'none',
  rate: 'read',
  audit: 'none',
  response: { 200: Type.Object({}) },
  handler: async () => ({ body: {} }),
})

test('requests are counted by route, not by path', async () => {
  const metrics = createRegistry()
  processMetrics(metrics)
  const app = serverOf([quick], { ground: { metrics } })
  for (const id of [1, 2, 3]) await app.inject(`/api/v2/tickets/${id}.json`)
  const text = await metrics.metrics()
  expect(text).toContain(
    'http_request_duration_seconds_count{method="GET",route="/api/v2/tickets/:id",status="200"} 3',
  )
  expect(text).toContain('process_resident_memory_bytes')
})

test('stopping: unready at once, what runs is answered, then the door is shut', async () => {
  const release = Promise.withResolvers<void>()
  const entered = Promise.withResolvers<void>()
  const slow = {
    ...quick,
    path: '/api/v2/slow',
    operation: 'Slow',
    handler: async () => {
      entered.resolve()
      await release.promise
      return { body: {} }
    },
  }
  const app = serverOf([slow])
  const drain = createDrain({ noticeMs: 1, drainMs: 10_000 })
  expect(drain.isDraining()).toBe(false)
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const answer = fetch(`${address}/api/v2/slow`)
  await entered.promise
  const stopped = drain.stop(app)
  expect(drain.isDraining()).toBe(true)
  expect(drain.stop(app)).toBe(stopped)
  await vi.waitFor(() => expect(app.server.listening).toBe(false))
  release.resolve()
  expect((await answer).status).toBe(200)
  await stopped
  await expect(fetch(`${address}/healthz`)).rejects.toThrow()
})

test('who was let in before the door was shut is answered, though it asks only after', async () => {
  const app = serverOf([quick])
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as { port: number }
  const accepted = once(app.server, 'connection')
  const socket = connect(port, '127.0.0.1')
  await accepted
  const stopped = createDrain({ noticeMs: 1 }).stop(app)
  await vi.waitFor(() => expect(app.server.listening).toBe(false), { interval: 1 })
  socket.write('GET /api/v2/tickets/1 HTTP/1.1\r\nHost: localhost\r\n\r\n')
  let said = ''
  for await (const chunk of socket) said += String(chunk)
  expect(said).toMatch(/^HTTP\/1\.1 200 [\s\S]*connection: close/i)
  await stopped
})

test('what does not end in time is cut', async () => {
  const entered = Promise.withResolvers<void>()
  const endless = {
    ...quick,
    handler: async () => {
      entered.resolve()
      return new Promise<never>(() => {})
    },
  }
  const app = serverOf([endless])
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as { port: number }
  const closed = Promise.withResolvers<void>()
  const socket = connect(port, '127.0.0.1', () =>
    socket.write('GET /api/v2/tickets/1 HTTP/1.1\r\nHost: a\r\n\r\n'),
  )
  socket.on('close', () => closed.resolve())
  await entered.promise
  await createDrain({ noticeMs: 1, drainMs: 20 }).stop(app)
  await closed.promise
})
