import { expect, test } from 'vitest'
import type { JsonObject } from '../../kernel/index.ts'
import { AMARA, by, decided, policyOf, ROSA, rosasTicket, says } from './testing/desk.ts'

const calling = (...actions: JsonObject[]) =>
  policyOf({
    trigger: [
      {
        id: 7,
        body: {
          title: 'Tell the pager',
          conditions: { all: [{ field: 'comment_is_public', operator: 'is', value: 'not_relevant' }] },
          actions,
        },
      },
    ],
  })
const webhook = (value: JsonObject[string]): JsonObject => ({ field: 'notification_webhook', value })

test('a rule that fires calls its webhooks with the final state of the ticket, and its audit says so', () => {
  const policy = calling(
    webhook([
      '01KWEBHOOK',
      '{"id": "{{ticket.id}}", "tags": "{{ticket.tags}}", "said": "{{ticket.latest_comment}}"}',
    ]),
    webhook(['01KOTHER', [['who', '{{ticket.requester.name}}']]]),
    { field: 'current_tags', value: 'paged' },
  )
  expect(policy.problems).toEqual([])
  const before = rosasTicket()
  const decision = decided(before, by(AMARA, { comment: says('Smoke', false) }), policy)
  expect(decision.calls).toEqual([
    {
      key: 'webhook/7/0',
      kind: 'call_webhook',
      payload: {
        webhookId: '01KWEBHOOK',
        rule: { kind: 'trigger', id: 7, title: 'Tell the pager' },
        body: '{"id": "{{ticket.id}}", "tags": "{{ticket.tags}}", "said": "{{ticket.latest_comment}}"}',
        // What is said is read when it is sent.
        values: { ticket: { id: before.id, tags: 'paged' } },
        placeholders: ['ticket.id', 'ticket.latest_comment', 'ticket.tags'],
        carriesComment: true,
      },
    },
    expect.objectContaining({
      key: 'webhook/7/1',
      payload: expect.objectContaining({
        body: [['who', '{{ticket.requester.name}}']],
        values: { ticket: { requester: { name: ROSA.name } } },
      }),
    }),
  ])
  const told = decision.events.filter((event) => event.type === 'webhook_called')
  expect(told.map(({ webhookId, by: rule }) => [webhookId, rule?.id])).toEqual([
    ['01KWEBHOOK', 7],
    ['01KOTHER', 7],
  ])
})

test('a target is called by its number', () => {
  const policy = calling({ field: 'notification_target', value: ['55', 'Look at {{ticket.id}}'] })
  const [call] = decided(rosasTicket(), by(AMARA, { comment: says('Smoke') }), policy).calls ?? []
  expect(call?.payload).toMatchObject({
    webhookId: '55',
    body: 'Look at {{ticket.id}}',
    placeholders: ['ticket.id'],
  })
})

test('a rule that does not fire calls nobody', () => {
  const decision = decided(
    rosasTicket(),
    by(AMARA, { set: { priority: 'high' } }),
    calling(webhook(['W', 'x'])),
  )
  expect(decision.calls).toBeUndefined()
})
