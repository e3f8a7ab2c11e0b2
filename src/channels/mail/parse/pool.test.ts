import { afterAll, describe, expect, test } from 'vitest'
import { createParsePool } from './pool.ts'
import type { Resolve } from './verdict.ts'

const nothing: Resolve = async () => {
  throw Object.assign(new Error('none'), { code: 'ENOTFOUND' })
}
const pool = createParsePool({ workers: 1, resolve: nothing, cpuLimitMs: 700 })
const hungry = createParsePool({ workers: 1, resolve: nothing, heapLimitMb: 40, cpuLimitMs: 60_000 })
afterAll(() => Promise.all([pool.close(), hungry.close()]))

const origin = { remoteIp: '127.0.0.1', helo: 'x', envelopeFrom: 'a@b.example' }
const task = (raw: string) => ({ raw: Buffer.from(raw), origin, boundaryHosts: [] })
const head = 'From: a@b.example\r\n'

describe('the threads that read mail', () => {
  test('stop a mail that takes too much of the processor, and read the next', async () => {
    const lines = pool.parse(task(`${head}\r\n${'\r\n'.repeat(1_000_000)}`))
    const next = pool.parse(task(`${head}\r\nfine`))
    expect(await lines).toMatchObject({ kind: 'exhausted' })
    expect(await next).toMatchObject({ kind: 'read', mail: { text: 'fine' } })
  }, 60_000)

  test('stop a mail that takes too much memory, and read the next', async () => {
    const big = hungry.parse(task(`${head}Content-Type: text/html\r\n\r\n${'<b>x</b>\r\n'.repeat(400_000)}`))
    const next = hungry.parse(task(`${head}\r\nfine`))
    expect(await big).toMatchObject({ kind: 'exhausted', message: expect.stringContaining('40 MB') })
    expect(await next).toMatchObject({ kind: 'read', mail: { text: 'fine' } })
  }, 60_000)

  test('say what is over a limit, and hand attachments over whole', async () => {
    expect(await pool.parse(task(`${'X: y\r\n'.repeat(1_001)}\r\nx`))).toMatchObject({ kind: 'over_limit' })
    const read = await pool.parse(task(`${head}Content-Type: application/zip\r\n\r\nabc`))
    expect(
      read.kind === 'read' &&
        Buffer.from(read.contents[0] ?? [])
          .toString()
          .trim(),
    ).toBe('abc')
  })

  test('stop a mail that waits for ever', async () => {
    const patient = createParsePool({ workers: 1, resolve: () => new Promise(() => {}), wallLimitMs: 1_500 })
    expect(await patient.parse(task(`${head}\r\nx`))).toMatchObject({ kind: 'exhausted' })
    await patient.close()
  }, 30_000)

  test('answer what waits when they close', async () => {
    const closing = createParsePool({ workers: 1, resolve: () => new Promise(() => {}) })
    const waiting = [closing.parse(task(`${head}\r\n1`)), closing.parse(task(`${head}\r\n2`))]
    await closing.close()
    for (const outcome of await Promise.all(waiting)) expect(outcome.kind).toBe('interrupted')
  })
})
