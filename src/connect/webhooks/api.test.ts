import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bearer, openHouse, type Parsed, type ProofHouse } from '../../../test/proofs/house.ts'
import { sql } from '../../platform/db/index.ts'
import { openReceiver } from './fixture.ts'

let house: ProofHouse
let receiver: Awaited<ReturnType<typeof openReceiver>>
let token: string
beforeAll(async () => {
  receiver = await openReceiver()
  house = await openHouse({ webhookHosts: ['127.0.0.1'] })
  await house.domains.people.createUser({ email: 'olga@staff.example', name: 'Olga', role: 'owner' })
  token = (await house.domains.people.createToken({ email: 'olga@staff.example' })).secret
})
afterAll(async () => {
  await house?.close()
  await receiver?.close()
})

const ask = async (
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Parsed }> => {
  const { status, text } = await house.call({ method, url: `/api/v2${path}`, body, headers: bearer(token) })
  return { status, body: text === '' ? undefined : JSON.parse(text) }
}
let count = 0
const make = async (over: object = {}): Promise<Parsed> => {
  count += 1
  const webhook = {
    name: `Robot ${count}`,
    endpoint: receiver.url,
    http_method: 'POST',
    request_format: 'json',
    ...over,
  }
  const { status, body } = await ask('POST', '/webhooks', { webhook })
  expect(status, JSON.stringify(body)).toBe(201)
  return body.webhook
}
const wrong = async (over: object): Promise<string[]> => {
  const { status, body } = await ask('POST', '/webhooks', {
    webhook: { name: 'Wrong', endpoint: receiver.url, ...over },
  })
  expect(status, JSON.stringify(over)).toBe(422)
  return Object.keys(body.details)
}

describe('webhooks by API', () => {
  it('are made, shown, changed, copied and deleted; their secrets are written, never read', async () => {
    const data = { username: 'robot', password: 'canary-password' }
    const authentication = { type: 'basic_auth', data, add_position: 'header' }
    const made = await make({ subscriptions: ['conditional_ticket_events'], authentication })
    expect(made).toMatchObject({
      id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      status: 'active',
      authentication: { type: 'basic_auth', add_position: 'header', data: { username: 'robot' } },
      signing_secret: { algorithm: 'SHA256' },
      created_at: expect.stringMatching(/\.\d{3}Z$/),
    })
    const { signing_secret: _, ...shown } = made
    expect((await ask('GET', `/webhooks/${made.id}`)).body.webhook).toEqual(shown)
    expect(await ask('PATCH', `/webhooks/${made.id}`, { webhook: { description: 'For tests' } })).toEqual({
      status: 204,
      body: undefined,
    })
    const { body } = await ask('POST', `/webhooks?clone_webhook_id=${made.id}`, { webhook: { name: 'Copy' } })
    expect(body.webhook).toMatchObject({ name: 'Copy', description: 'For tests', endpoint: receiver.url })
    expect(body.webhook.signing_secret.secret).not.toBe(made.signing_secret.secret)
    const names = async (filter: string): Promise<string[]> =>
      (await ask('GET', `/webhooks?${filter}`)).body.webhooks.map(({ name }: Parsed) => name)
    expect(await names('filter[name_contains]=cop&filter[status]=active')).toEqual(['Copy'])
    expect(await names('filter[status]=inactive')).toEqual([])
    expect((await ask('DELETE', `/webhooks/${made.id}`)).status).toBe(204)
    expect((await ask('GET', `/webhooks/${made.id}`)).status).toBe(404)
    const rows = await house.db.rows(sql<{ row: string }>`
      select to_jsonb(a)::text as row from audit_log a where source_type = 'webhook'
      union all select to_jsonb(w)::text from webhooks w`)
    expect(rows.length).toBeGreaterThan(3)
    for (const secret of ['canary-password', made.signing_secret.secret])
      expect(rows.some(({ row }) => row.includes(secret))).toBe(false)
  })

  it('are refused with the names of what is wrong', async () => {
    expect(await wrong({ name: ' ' })).toEqual(['name'])
    expect(await wrong({ endpoint: 'nowhere' })).toEqual(['endpoint'])
    for (const endpoint of [
      'http://example.com/',
      'https://10.1.2.3/',
      'https://[::1]/',
      'https://a.example:22/',
    ])
      expect(await wrong({ endpoint }), endpoint).toEqual(['endpoint'])
    expect(await wrong({ subscriptions: ['zen:event-type:ticket.exploded'] })).toEqual(['subscriptions'])
    const events = ['zen:event-type:ticket.created']
    expect(await wrong({ subscriptions: events, http_method: 'GET', request_format: 'xml' })).toEqual([
      ...['http_method', 'request_format'],
    ])
    expect(await wrong({ custom_headers: { 'X-Zendesk-Webhook-Id': 'x' } })).toEqual(['custom_headers'])
    expect(await wrong({ custom_headers: { 'X-A': 'a\nb' } })).toEqual(['custom_headers'])
    expect(await wrong({ authentication: { type: 'bearer_token' } })).toEqual(['authentication.data.token'])
    const { name } = await make()
    expect(await wrong({ name })).toEqual(['name'])
    const { id } = await make({ authentication: { type: 'bearer_token', data: { token: 'x' } } })
    const elsewhere = await ask('PUT', `/webhooks/${id}`, { webhook: { endpoint: 'https://9.9.9.9/' } })
    expect([elsewhere.status, Object.keys(elsewhere.body.details)]).toEqual([422, ['authentication']])
  })

  it('can be tried out, and their secret changed', async () => {
    const made = await make({
      authentication: { type: 'api_key', data: { name: 'X-Key', value: 'k1' } },
      custom_headers: { 'X-Stage': 'test' },
    })
    receiver.answers((_got, response) => response.writeHead(418, { 'X-Reply': 'yes' }).end('teapot'))
    const payload = '{"hello": "there"}'
    const { status, body } = await ask('POST', `/webhooks/test?webhook_id=${made.id}`, {
      request: { payload },
    })
    expect(status).toBe(200)
    expect(body.response).toMatchObject({ status_code: 418, payload: 'teapot' })
    expect(body.response.headers).toContainEqual({ key: 'x-reply', value: 'yes' })
    const got = receiver.got.at(-1)!
    expect([got.body, got.headers['x-key'], got.headers['x-stage']]).toEqual([payload, 'k1', 'test'])
    const nobody = await ask('POST', '/webhooks/test', { request: { endpoint: 'http://127.0.0.1:1/' } })
    expect([nobody.status, Object.keys(nobody.body.details)]).toEqual([422, ['endpoint']])
    const path = `/webhooks/${made.id}/signing_secret`
    const { signing_secret: before } = (await ask('GET', path)).body
    expect(before).toEqual(made.signing_secret)
    const reset = await ask('POST', path)
    expect([reset.status, reset.body.signing_secret.secret === before.secret]).toEqual([201, false])
    expect((await ask('GET', path)).body).toEqual(reset.body)
    receiver.answers((_got, response) => response.end())
    await ask('POST', `/webhooks/test?webhook_id=${made.id}`, { request: {} })
    // For a day both sign.
    expect(String(receiver.got.at(-1)!.headers['webhook-signature']).split(' ')).toHaveLength(2)
  })

  it('show what was sent and answered, and send it again', async () => {
    const made = await make()
    await house.db.rows(sql`
      insert into webhook_invocations (id, webhook_id, source_key, subject, method, content_type, body, state, attempts,
        created_at, due_at, completed_at)
      values ('ONE', ${made.id}, 'k', 'zen:ticket:1', 'POST', 'application/json', '{"a":1}', 'failed', 1, now(), now(), now())`)
    await house.db.rows(sql`insert into webhook_attempts (invocation_id, number, status, started_at, completed_at,
        request_headers, response_status, response_headers, response_body)
      values ('ONE', 1, 'failed', now(), now(), '{"x-a": "1"}', 500, '{"x-b": "2"}', 'broken')`)
    const path = `/webhooks/${made.id}/invocations`
    const listed = (await ask('GET', `${path}?filter[status]=failed`)).body.invocations
    expect(listed).toMatchObject([{ id: 'ONE', status: 'failed', attempts: 1 }])
    expect((await ask('GET', `${path}?filter[status]=success`)).body.invocations).toEqual([])
    expect((await ask('GET', `${path}?filter[status]=great`)).status).toBe(422)
    expect((await ask('GET', `${path}/ONE/attempts`)).body.attempts).toMatchObject([
      {
        id: 'ONE-1',
        status: 'failed',
        request: { headers: [{ key: 'x-a', value: '1' }], payload: '{"a":1}' },
        response: { status_code: 500, headers: [{ key: 'x-b', value: '2' }], payload: 'broken' },
      },
    ])
    const again = await ask('POST', `${path}/ONE/replay`)
    expect([again.status, again.body.invocation.status]).toEqual([200, 'waiting'])
    expect((await ask('POST', `${path}/ONE/replay`)).status).toBe(422)
    expect((await ask('GET', `${path}/TWO/attempts`)).status).toBe(404)
  })
})

describe('targets by API', () => {
  it('are webhooks known by a number, and by their own names', async () => {
    const target = {
      title: 'Old robot',
      type: 'url_target_v2',
      target_url: receiver.url,
      method: 'put',
      content_type: 'application/json',
      username: 'robot',
      password: 'canary',
    }
    const made = await ask('POST', '/targets', { target })
    expect(made.status).toBe(201)
    const { id } = made.body.target
    expect(made.body.target).toMatchObject({
      ...target,
      password: null,
      active: true,
      id: expect.any(Number),
    })
    const { body } = await ask('PUT', `/targets/${id}`, { target: { ...made.body.target, active: false } })
    expect(body.target).toMatchObject({ active: false, username: 'robot' })
    expect((await ask('GET', '/targets')).body.targets.map((one: Parsed) => one.id)).toEqual([id])
    expect((await ask('GET', '/webhooks?filter[name_contains]=old')).body.webhooks).toEqual([])
    expect((await ask('GET', '/target_failures')).body.target_failures).toEqual([])
    expect((await ask('DELETE', `/targets/${id}`)).status).toBe(204)
    expect((await ask('GET', `/targets/${id}`)).status).toBe(404)
  })

  it('are refused by their own names', async () => {
    const names = async (target: object): Promise<string[]> => {
      const { status, body } = await ask('POST', '/targets', { target })
      expect(status).toBe(422)
      return Object.keys(body.details)
    }
    expect(await names({ title: 'x', type: 'email_target', email: 'a@b.example' })).toEqual(['type'])
    expect(await names({})).toEqual(['title', 'target_url'])
    expect(await names({ title: 'x', target_url: 'https://10.0.0.1/', method: 'brew' })).toEqual(['method'])
  })
})
