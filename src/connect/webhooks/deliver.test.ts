import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { randomOf } from '../../../test/proofs/random.ts'
import { proven, sized } from '../../../test/proofs/size.ts'
import { HOUR_MS, type Id, MINUTE_MS } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { by, CORA, says, ZOE } from '../../tickets/fixture.ts'
import { callHandler } from './call-handler.ts'
import { type Got, type WebhookDesk, webhookDesk } from './fixture.ts'
import { blankOfTicket, blankOfUser, sweepInvocations } from './invocations-store.ts'
import { findWebhook } from './store.ts'

let desk: WebhookDesk
beforeEach(async () => {
  desk = await webhookDesk()
})
afterEach(() => desk.close())

const T = 'zen:event-type:ticket.'
const bodies = (): {
  type: string
  subject: string
  detail: Record<string, unknown>
  event: Record<string, unknown>
}[] => desk.receiver.got.map(({ body }) => JSON.parse(body))
const sendAll = async (): Promise<void> => {
  const { sender } = await desk.process()
  while ((await sender.sendDue()) > 0);
}
const states = async (): Promise<string[]> =>
  (await desk.ground.db.rows(sql<{ state: string }>`select state from webhook_invocations order by seq`)).map(
    ({ state }) => state,
  )

describe('an endpoint that subscribed', () => {
  it('is told what happens, once, in the order of commits, of what it asked for', async () => {
    await desk.make({ subscriptions: [`${T}created`, `${T}status_changed`, `${T}comment_added`] })
    await desk.read()
    const { ticket } = await desk.desk.create()
    await desk.desk.update(ticket.id, { set: { status: 'pending', priority: 'high' } })
    await desk.desk.update(ticket.id, { comment: says('canary-note', false) })
    await desk.read()
    await sendAll()
    expect(bodies().map(({ type }) => type)).toEqual([
      ...[`${T}created`, `${T}comment_added`, `${T}status_changed`, `${T}comment_added`],
    ])
    const [created, comment, status, note] = bodies()
    expect(created).toMatchObject({
      account_id: 1,
      subject: `zen:ticket:${ticket.id}`,
      zendesk_event_version: '2022-11-06',
      detail: { id: String(ticket.id), requester_id: String(CORA), status: 'NEW', via: { channel: 'api' } },
    })
    expect(comment!.event).toMatchObject({ comment: { is_public: true, body: 'Smoke everywhere.' } })
    expect(status).toMatchObject({
      event: { current: 'PENDING', previous: 'NEW', meta: { sequence: { position: expect.any(Number) } } },
      detail: { status: 'PENDING', priority: 'HIGH' },
    })
    // Notes do not leave the desk.
    expect(note!.event).toMatchObject({ comment: { is_public: false, body: null } })
    expect(desk.receiver.got.some(({ body }) => body.includes('canary-note'))).toBe(false)
    await desk.read()
    await sendAll()
    expect(bodies()).toHaveLength(4)
    expect(await states()).toEqual(Array(4).fill('success'))
  })

  it('is told of people and organizations, from when it asked', async () => {
    const { told } = desk.room.people
    await desk.ground.db.rows(sql`insert into audit_log (at, via, action, source_type, source_id, before, after)
      values (now(), 'api', 'update', 'user', ${String(ZOE)}, '{"name": "Old"}', '{"name": "Older"}')`)
    await desk.make({
      subscriptions: ['zen:event-type:user.name_changed', 'zen:event-type:organization.created'],
    })
    await desk.read()
    await desk.ground.db.transaction(async (tx) => {
      await tx.rows(sql`insert into audit_log (at, via, action, source_type, source_id, before, after)
        values (now(), 'api', 'update', 'user', ${String(ZOE)}, '{"name": "Zoe", "notes": "a"}', '{"name": "Zora", "notes": "b"}')`)
      await tx.rows(sql`insert into feed_inbox (subject, subject_id) values ('user', ${ZOE})`)
    })
    await desk.read()
    await sendAll()
    expect(bodies()).toMatchObject([
      {
        type: 'zen:event-type:user.name_changed',
        subject: `zen:user:${ZOE}`,
        detail: { id: String(ZOE), email: 'zoe@zimmer.example', role: 'end-user' },
        event: { current: 'Zora', previous: 'Zoe' },
      },
    ])
    expect(await told.deeds(desk.ground.db, 'user', ZOE, 0)).toHaveLength(2)
  })
})

describe('a message', () => {
  it('says by whom it is, in both tongues, the same id at each try', async () => {
    const webhook = await desk.make({ subscriptions: [`${T}created`], custom_headers: { 'X-Stage': 'test' } })
    await desk.read()
    await desk.desk.create()
    await desk.read()
    let tries = 0
    desk.receiver.answers((_got, response) => {
      tries += 1
      response.writeHead(tries === 1 ? 500 : 200).end()
    })
    await sendAll()
    desk.clock.advance(MINUTE_MS)
    await sendAll()
    const [first, second] = desk.receiver.got as [Got, Got]
    const secret = desk.ground.keys.open('webhook', webhook.secret)!.toString('utf8')
    const header = (name: string) => String(second.headers[name])
    const mac = (key: string | Buffer, text: string) =>
      createHmac('sha256', key).update(text).digest('base64')
    expect(header('x-zendesk-webhook-signature')).toBe(
      mac(secret, header('x-zendesk-webhook-signature-timestamp') + second.body),
    )
    const signed = `${header('webhook-id')}.${header('webhook-timestamp')}.${second.body}`
    expect(header('webhook-signature')).toBe(`v1,${mac(Buffer.from(secret, 'base64'), signed)}`)
    expect(header('webhook-id')).toBe(header('x-zendesk-webhook-invocation-id'))
    expect(first.headers['webhook-id']).toBe(header('webhook-id'))
    expect(first.headers['webhook-timestamp']).not.toBe(header('webhook-timestamp'))
    expect([header('user-agent'), header('x-stage'), header('x-zendesk-webhook-id')]).toEqual([
      ...['Zendesk Webhook', 'test', webhook.id],
    ])
  })

  it('of one ticket waits for the one before it; of another goes on', async () => {
    await desk.make({ subscriptions: [`${T}created`, `${T}status_changed`] })
    await desk.read()
    const one = (await desk.desk.create()).ticket.id
    await desk.desk.update(one, { set: { status: 'pending' } })
    const other = (await desk.desk.create()).ticket.id
    await desk.read()
    let isDown = true
    desk.receiver.answers(({ body }, response) => {
      response.writeHead(isDown && body.includes(`zen:ticket:${one}"`) ? 503 : 200).end()
    })
    await sendAll()
    const got = () => bodies().map(({ type, subject }) => `${type.split('.')[1]} ${subject.split(':')[2]}`)
    expect(got()).toEqual([`created ${one}`, `created ${other}`])
    isDown = false
    desk.clock.advance(MINUTE_MS)
    await sendAll()
    expect(got().slice(2)).toEqual([`created ${one}`, `status_changed ${one}`])
  })

  it('stops the webhook by 410, and is given up where it will never be taken', async () => {
    const webhook = await desk.make({ subscriptions: [`${T}created`] })
    const refused = await desk.make({
      subscriptions: [`${T}created`],
      endpoint: 'https://10.0.0.1/',
      name: 'x',
    })
    await desk.read()
    await desk.desk.create()
    await desk.read()
    desk.receiver.answers((_got, response) => response.writeHead(410).end())
    await sendAll()
    expect(await states()).toEqual(['failed', 'failed'])
    expect(await findWebhook(desk.ground.db, webhook.id)).toMatchObject({ status: 'inactive' })
    expect(await findWebhook(desk.ground.db, refused.id)).toMatchObject({ status: 'active' })
    const noted = await desk.ground.db.one(
      sql`select via, after from audit_log where source_type = 'webhook' and source_id = ${webhook.id}`,
    )
    expect(noted).toEqual({ via: 'system', after: { status: 'inactive', disabled_reason: 'gone' } })
  })

  it('is held back by the breaker, and goes out when the endpoint is well again', async () => {
    await desk.make({ subscriptions: [`${T}created`] })
    await desk.read()
    for (let n = 0; n < 15; n++) await desk.desk.create()
    await desk.read()
    desk.receiver.answers((_got, response) => response.writeHead(500).end())
    await sendAll()
    expect(desk.receiver.got).toHaveLength(10)
    await sendAll()
    expect(desk.receiver.got).toHaveLength(10)
    desk.receiver.answers((_got, response) => response.end())
    desk.clock.advance(MINUTE_MS)
    await sendAll()
    expect(await states()).toEqual(Array(15).fill('success'))
  })

  it('forgets its words when its ticket or somebody in it is erased, and all of it after a week', async () => {
    await desk.make({ subscriptions: [`${T}created`] })
    await desk.read()
    const one = (await desk.desk.create()).ticket.id
    await desk.desk.create({ requesterId: ZOE })
    await desk.read()
    await sendAll()
    const { db } = desk.ground
    const words = async () =>
      (await db.rows(sql<{ body: string | null }>`select body from webhook_invocations order by seq`)).map(
        ({ body }) => body !== null,
      )
    expect(await words()).toEqual([true, true])
    await blankOfTicket(db, one)
    expect(await words()).toEqual([false, true])
    await blankOfUser(db, ZOE)
    expect(await words()).toEqual([false, false])
    const left = await db.rows(sql`select from webhook_attempts where response_body is not null`)
    expect(left).toEqual([])
    expect(await sweepInvocations(db, desk.clock.now(), 10)).toBe(0)
    desk.clock.advance(HOUR_MS)
    expect(await sweepInvocations(db, desk.clock.now(), 10)).toBe(2)
  })
})

describe('a rule’s call', () => {
  const effect = (webhookId: string, ticketId: Id, key = 'ticket/1/1/webhook/1') => ({
    id: 1,
    key,
    kind: 'call_webhook',
    ticketId,
    payload: {
      webhookId,
      ticketId,
      seq: 2,
      rule: { kind: 'trigger', id: 1, title: 'Call' },
      body: '{"id": {{ticket.id}}, "all": "{{ticket.comments_formatted}}"}',
      values: { ticket: { id: ticketId } },
    },
    createdAt: desk.clock.now(),
    attempt: 1,
  })

  it('is one message however often its effect comes, with public words only', async () => {
    const webhook = await desk.make()
    const { ticket } = await desk.desk.create()
    await desk.desk.update(ticket.id, { comment: says('canary-note', false), actor: by(12) })
    const { deliver } = callHandler(desk.room)
    for (let n = 0; n < 2; n++)
      expect(await deliver(effect(webhook.id, ticket.id))).toEqual({ outcome: 'done' })
    await sendAll()
    expect(desk.receiver.got.map(({ body }) => JSON.parse(body))).toEqual([
      { id: ticket.id, all: expect.stringMatching(/^Bo Agent, [^\n]*\n\nSmoke everywhere\.$/) },
    ])
  })

  it('fails with a reason where there is nothing to call', async () => {
    const { ticket } = await desk.desk.create()
    const { deliver } = callHandler(desk.room)
    const off = await desk.make({ status: 'inactive', name: 'off' })
    const events = await desk.make({ subscriptions: [`${T}created`], name: 'events' })
    for (const [id, error] of [
      ['nothing', /gone/],
      [off.id, /switched off/],
      [events.id, /for events/],
    ] as const)
      expect(await deliver(effect(id, ticket.id))).toEqual({
        outcome: 'failed',
        error: expect.stringMatching(error),
      })
  })
})

it('arrives whatever the endpoint and we do: failing, hanging, killed', async () => {
  const events = sized(60, 500, 10_000)
  const kills = sized(5, 20, 50)
  await desk.make({ subscriptions: [`${T}created`, `${T}tags_changed`] })
  await desk.read()
  const random = randomOf(4)
  const ids: Id[] = []
  for (let n = 0; n < events; n++) {
    const known = n % 3 === 0 ? undefined : ids.at(-1)
    if (known === undefined) ids.push((await desk.desk.create()).ticket.id)
    else await desk.desk.update(known, { tags: { add: [`n${n}`] } })
  }
  await desk.read()
  const taken: Got[] = []
  let hanging = 0
  desk.receiver.answers((got, response) => {
    const fate = random.int(10)
    if (fate < 3) response.writeHead(500).end()
    else if (fate === 3 && hanging++ < sized(5, 30, 300)) return
    else {
      taken.push(got)
      response.end()
    }
  })
  const waiting = async () => (await states()).filter((state) => state === 'waiting').length
  let killed = 0
  for (let turn = 0; (await waiting()) > 0; turn++) {
    expect(turn).toBeLessThan(2000)
    const { sender, die } = await desk.process()
    const work = sender.sendDue().catch(() => 0)
    if (killed < kills) {
      await new Promise((resolve) => setTimeout(resolve, random.int(40)))
      await die()
      killed += 1
    }
    await work
    await die()
    desk.clock.advance(16 * MINUTE_MS)
  }
  expect(await states()).toEqual(Array(events).fill('success'))
  const idOf = (got: Got) => String(got.headers['webhook-id'])
  expect(new Set(taken.map(idOf)).size).toBe(events)
  expect(taken.length - events).toBeLessThanOrEqual(killed)
  for (const id of ids) {
    const firsts = [...new Map(taken.map((got) => [idOf(got), got])).values()]
    const positions = firsts
      .map(({ body }) => JSON.parse(body))
      .filter(({ subject }) => subject === `zen:ticket:${id}`)
      .map(({ event }) => Number(event.meta.sequence.id))
    expect(positions).toEqual([...positions].sort((a, b) => a - b))
  }
  proven('C-04', 'webhooks arrive once, in order', `${events} events, ${killed} kills`)
}, 120_000)
