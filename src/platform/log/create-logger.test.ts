import type { Logger } from 'pino'
import { expect, test } from 'vitest'
import { createLogger } from './index.ts'

const logged = (write: (log: Logger) => void): Record<string, unknown> => {
  const lines: string[] = []
  write(createLogger({ logLevel: 'info' }, { write: (line) => void lines.push(line) }))
  expect(lines).toHaveLength(1)
  return JSON.parse(lines[0] ?? '')
}

test('a line carries listed fields only', () => {
  const line = logged((log) =>
    log.info(
      {
        requestId: 'r1',
        status: 200,
        userId: null,
        cookie: 'canary',
        body: { comment: 'canary' },
        headers: { authorization: 'canary' },
        reason: { nested: 'canary' },
      },
      'request',
    ),
  )
  expect(line).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    pid: process.pid,
    requestId: 'r1',
    status: 200,
    userId: null,
    msg: 'request',
  })
})

test('so does a child, and its child', () => {
  const line = logged((log) =>
    log
      .child({ component: 'mail', subject: 'canary' })
      .child({ kind: 'x', text: 'canary' })
      .warn({ password: 'canary' }, 'odd'),
  )
  expect(JSON.stringify(line)).not.toContain('canary')
  expect(line).toMatchObject({ component: 'mail', level: 'warn', msg: 'odd' })
})

test.each([
  Object.assign(new Error('invalid input syntax for type bigint: "canary"'), {
    severity: 'ERROR',
    code: '22P02',
  }),
  Object.assign(new Error('duplicate key'), {
    severity: 'ERROR',
    detail: 'Key (email)=(canary) exists',
    where: 'canary',
  }),
  new SyntaxError(`Unexpected token 'c', "canary says" is not valid JSON`),
  new SyntaxError(`Unterminated string in JSON: "canary`),
  new Error('token mst_canary was refused'),
  new Error('connect to postgres://desk:canary@db/desk failed'),
  new Error('Authorization: Bearer canary'),
  new Error('no such user canary@example.com'),
  new Error('outer', { cause: Object.assign(new Error('"canary"'), { severity: 'ERROR' }) }),
  Object.assign(new Error('mail'), { response: 'canary', config: { auth: 'canary' } }),
])('an error is logged without what it quotes: %s', (err) => {
  const line = logged((log) => log.error({ err }, 'failed'))
  expect(JSON.stringify(line)).not.toContain('canary')
  expect((line.err as { stack: string }).stack).toContain('create-logger.test.ts')
})

test('an error keeps what finds it', () => {
  const err = Object.assign(new Error('duplicate key value violates unique constraint "users_email"'), {
    severity: 'ERROR',
    code: '23505',
    constraint: 'users_email',
    table: 'users',
    routine: '_bt_check_unique',
  })
  expect(logged((log) => log.error({ err }, 'failed')).err).toMatchObject({
    type: 'Error',
    message: 'duplicate key value violates unique constraint "…"',
    code: '23505',
    constraint: 'users_email',
    table: 'users',
  })
  expect(logged((log) => log.error({ err: new TypeError('x is not a function') }, 'f')).err).toMatchObject({
    type: 'TypeError',
    message: 'x is not a function',
  })
})

test('below its level it is silent', () => {
  const lines: string[] = []
  createLogger({ logLevel: 'warn' }, { write: (line) => void lines.push(line) }).info('quiet')
  expect(lines).toEqual([])
})
