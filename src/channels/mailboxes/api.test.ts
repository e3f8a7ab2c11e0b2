import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IMAP_PASSWORD } from '../../../test/support/dovecot.ts'
import { ALL_PERMISSIONS, viewerWith } from '../../people/core/index.ts'
import { roleOf } from '../../people/index.ts'
import { sql } from '../../platform/db/index.ts'
import { anonymousCaller, createServer } from '../../platform/http/index.ts'
import { ADA, BO } from '../../tickets/fixture.ts'
import { mailboxRoutes } from './api.ts'
import { letter, type MailboxDesk, mailboxDesk } from './fixture.ts'

let desk: MailboxDesk
let app: FastifyInstance
let asked = 0
beforeAll(async () => {
  desk = await mailboxDesk()
  const { ground, connect } = desk.room
  app = createServer({
    ground,
    routes: mailboxRoutes({ ground, connect, onChanged: () => asked++ }),
    permissions: ALL_PERMISSIONS,
    authenticate: async ({ headers, ip }) => {
      const userId = Number(headers.authorization)
      if (headers.authorization === undefined) return anonymousCaller(ip)
      const policy = await ground.policy.current()
      const facts = { userId, groupIds: [], organizationIds: [], sharedOrganizationIds: [] }
      const rest = { ticketRestriction: null, onlyPrivateComments: false, suspended: false }
      const viewer = viewerWith({ ...facts, ...rest }, roleOf(policy, userId === ADA ? 4 : 3))
      const scopes = new Set(['*'])
      return {
        userId,
        permissions: viewer.permissions,
        scopes,
        credential: 'token',
        rateKey: `t${userId}`,
        viewer,
      }
    },
    process: { id: 1, isAlive: async () => false },
    checkReplies: true,
  })
})
afterAll(async () => {
  await app?.close()
  await desk?.close()
})

const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, mailbox?: object, as = ADA) => {
  const answer = await app.inject({
    method,
    url: `/api/v2/mailboxes${path}`,
    headers: { host: 'localhost:3000', authorization: String(as) },
    ...(mailbox === undefined ? {} : { payload: { mailbox } }),
  })
  return {
    status: answer.statusCode,
    body: answer.payload === '' ? null : answer.json(),
    text: answer.payload,
  }
}
const wrongFields = (body: { details?: Record<string, unknown> }): string[] =>
  Object.keys(body.details ?? {}).sort()
const server = () => ({
  host: 'localhost',
  port: desk.server.tlsPort,
  username: 'support',
  password: IMAP_PASSWORD,
})

describe('mailboxes', () => {
  test('are set up, shown without their password, changed and removed, and the log tells by whom', async () => {
    const made = await call('POST', '', { ...server(), address: 'support@example.com' })
    expect(made.status).toBe(201)
    expect(made.body.mailbox).toMatchObject({
      ...{ address: 'support@example.com', security: 'tls', folder: 'INBOX', poll_seconds: 60, idle: true },
      ...{ after: 'flag', move_to: null, existing_mail: 'unseen', active: true },
    })
    const { id } = made.body.mailbox
    const changed = await call('PUT', `/${id}`, { after: 'move', poll_seconds: 30 })
    expect(changed.body.mailbox).toMatchObject({ after: 'move', move_to: 'Processed', poll_seconds: 30 })
    const listed = await call('GET', '')
    expect(listed.body.mailboxes).toHaveLength(1)
    for (const { text } of [made, changed, listed]) expect(text).not.toContain('horse')
    const kept = await desk.room.ground.db.one(
      sql<{ row: string }>`select to_jsonb(m)::text as row from mailboxes m`,
    )
    expect(kept?.row).not.toContain(Buffer.from(IMAP_PASSWORD).toString('hex'))
    const health = await call('GET', `/${id}/health`)
    expect(health.body.health).toMatchObject({ state: 'new', backlog: 0, left: 0, left_messages: [] })
    expect((await call('DELETE', `/${id}`)).status).toBe(204)
    expect((await call('DELETE', `/${id}`)).status).toBe(404)
    const log = await desk.room.ground.db.rows(sql<{ action: string; text: string }>`
      select action, concat(before, after) as text from audit_log where source_type = 'mailbox' order by id`)
    expect(log.map(({ action }) => action)).toEqual(['create', 'update', 'destroy'])
    expect(JSON.stringify(log)).not.toContain('horse')
    expect(asked).toBe(3)
  })

  test('name every field that is wrong', async () => {
    expect(wrongFields((await call('POST', '', {})).body)).toEqual([
      'address',
      'host',
      'password',
      'username',
    ])
    const good = { ...server(), address: 'support@example.com' }
    const wrong: readonly (readonly [object, string])[] = [
      [{ address: 'else@elsewhere.example' }, 'address'],
      [{ poll_seconds: 9 }, 'poll_seconds'],
      [{ port: 65_536 }, 'port'],
      [{ security: 'ssl' }, 'security'],
      [{ after: 'move', move_to: 'INBOX' }, 'move_to'],
      [{ host: 'a b' }, 'host'],
      [{ username: 'a\r\nb' }, 'username'],
      [{ lease_owner: 1 }, 'lease_owner'],
    ]
    for (const [change, field] of wrong) {
      const { status, body } = await call('POST', '', { ...good, ...change })
      expect([status, wrongFields(body)], field).toEqual([422, [field]])
    }
  })

  test('reach nobody whom the operator has not listed, unless on the public internet, by TLS, at the usual ports', async () => {
    const good = { ...server(), address: 'support@example.com', port: 993 }
    const refused: readonly (readonly [object, string])[] = [
      ...[
        '127.0.0.1',
        '10.0.0.1',
        '169.254.169.254',
        '::1',
        'fd00:ec2::254',
        '0.0.0.0',
        '::ffff:127.0.0.1',
      ].map((host) => [{ host }, 'host'] as const),
      [{ host: 'nowhere.example' }, 'host'],
      [{ host: '9.9.9.9', port: 25 }, 'port'],
      [{ host: '9.9.9.9', security: 'none', port: 143 }, 'security'],
    ]
    for (const path of ['', '/test'])
      for (const [change, field] of refused) {
        const { status, body } = await call('POST', path, { ...good, ...change })
        expect([status, wrongFields(body)], JSON.stringify(change)).toEqual([422, [field]])
      }
  })

  test('are tried out before they are kept', async () => {
    await desk.server.deliver('support', letter())
    const good = { ...server(), address: 'support@example.com' }
    expect((await call('POST', '/test', good)).body.test).toEqual({
      ok: true,
      field: null,
      error: null,
      messages: 1,
    })
    const wrong = await call('POST', '/test', { ...good, password: 'wrong' })
    expect(wrong.body.test).toMatchObject({ ok: false, field: 'username' })
    expect((await call('POST', '/test', { ...good, folder: 'Nowhere' })).body.test).toMatchObject({
      field: 'folder',
    })
    expect((await desk.server.count('support')).unseen).toBe(1)
  })

  test('do not show a password to another server than it was set for', async () => {
    const { body } = await call('POST', '', { ...server(), address: 'support@example.com' })
    const { id } = body.mailbox
    expect((await call('POST', '/test', { id, folder: 'INBOX' })).body.test).toMatchObject({ ok: true })
    for (const change of [{ host: '9.9.9.9', port: 993 }, { port: desk.server.port }]) {
      expect(wrongFields((await call('PUT', `/${id}`, change)).body)).toEqual(['password'])
      expect(wrongFields((await call('POST', '/test', { id, ...change })).body)).toEqual(['password'])
    }
  })

  test('are for those who run the desk', async () => {
    for (const path of ['', '/1', '/1/health'])
      expect((await call('GET', path, undefined, BO)).status).toBe(403)
    expect((await call('POST', '/test', {}, BO)).status).toBe(403)
  })
})
