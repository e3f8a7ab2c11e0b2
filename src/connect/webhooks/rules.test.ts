import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Id, JsonObject } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { says } from '../../tickets/fixture.ts'
import { callHandler } from './call-handler.ts'
import { type WebhookDesk, webhookDesk } from './fixture.ts'
import { removeWebhook } from './webhooks.ts'

let desk: WebhookDesk
beforeEach(async () => {
  desk = await webhookDesk()
})
afterEach(() => desk.close())

const trigger = async (action: JsonObject): Promise<void> => {
  const { ground } = desk.desk
  await ground.policy.edit(ground.db, { authorId: null, reason: 'a test', at: ground.clock.now() }, [
    {
      kind: 'trigger',
      id: 900,
      body: {
        title: 'Call home',
        conditions: { all: [{ field: 'comment_is_public', operator: 'is', value: 'true' }], any: [] },
        actions: [action],
      },
    },
  ])
}

/** From the outbox to the endpoint, as the workers of a desk do it. */
const carryOut = async (): Promise<void> => {
  const { deliver } = callHandler(desk.room)
  const rows = await desk.ground.db.rows(sql<{ id: Id; key: string; ticketId: Id; payload: JsonObject }>`
    delete from outbox where kind = 'call_webhook' returning id, effect_key as key, ticket_id as "ticketId", payload`)
  for (const row of rows) {
    const effect = { ...row, kind: 'call_webhook', createdAt: desk.clock.now(), attempt: 1 }
    expect(await deliver(effect)).toEqual({ outcome: 'done' })
  }
  const { sender } = await desk.process()
  while ((await sender.sendDue()) > 0);
}

it('a trigger calls a webhook, with what the ticket is then, and nothing of notes', async () => {
  const webhook = await desk.make()
  const body = '{"id":{{ticket.id}},"title":"{{ticket.title}}","said":"{{ticket.latest_comment}}"}'
  await trigger({ field: 'notification_webhook', value: [webhook.id, body] })
  const { ticket } = await desk.desk.create()
  await desk.desk.update(ticket.id, { comment: says('canary-note', false) })
  await carryOut()
  expect(desk.receiver.got).toHaveLength(1)
  const [got] = desk.receiver.got
  expect(got).toMatchObject({ method: 'POST' })
  expect(got?.headers).toHaveProperty('x-zendesk-webhook-signature')
  expect(got?.body).toContain(`"id":${ticket.id},"title":"The printer is on fire"`)
  expect(got?.body).not.toContain('canary-note')
})

it('a webhook is told the public conversation, author by author, in JSON that its body becomes', async () => {
  const webhook = await desk.make()
  const body =
    '[{% for comment in ticket.comments %}{"by":"{{comment.author.name}}","said":"{{comment.value}}"}{% unless forloop.last %},{% endunless %}{% endfor %}]'
  await trigger({ field: 'notification_webhook', value: [webhook.id, body] })
  const { ticket } = await desk.desk.create()
  await desk.desk.update(ticket.id, { comment: says('canary-note', false) })
  await carryOut()
  const told = JSON.parse(desk.receiver.got[0]?.body ?? '')
  expect(told).toEqual([{ by: expect.stringMatching(/^\w+ \w+/), said: expect.any(String) }])
})

it('a trigger calls a target by its number', async () => {
  const webhook = await desk.make()
  await desk.ground.db.rows(sql`update webhooks set target_id = 77 where id = ${webhook.id}`)
  await trigger({ field: 'notification_target', value: ['77', '{"look":{{ticket.id}}}'] })
  const { ticket } = await desk.desk.create()
  await carryOut()
  expect(desk.receiver.got.map(({ body }) => body)).toEqual([expect.stringContaining(`"look":${ticket.id}`)])
})

it('that a rule calls cannot be deleted, and the rule is named', async () => {
  const webhook = await desk.make()
  await trigger({ field: 'notification_webhook', value: [webhook.id, '{}'] })
  const asked = { caller: { userId: 11 }, ip: '::1', requestId: 'r' } as unknown as Parameters<
    typeof removeWebhook
  >[1]
  await expect(removeWebhook(desk.room, asked, webhook.id)).rejects.toMatchObject({
    refusal: { details: [{ description: expect.stringContaining('trigger "Call home"') }] },
  })
})
