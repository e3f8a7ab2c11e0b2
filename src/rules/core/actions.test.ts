import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../kernel/index.ts'
import { parseActions } from './actions.ts'
import { CATALOGUE } from './testing/facts.ts'

const read = (...actions: Json[]) => parseActions(actions, { place: 'trigger', catalogue: CATALOGUE })
const one = (field: string, value: Json) => {
  const parsed = read({ field, value })
  return parsed.ok ? parsed.value[0] : parsed.error[0]
}

describe('reading actions', () => {
  test.each<[string, Json, object]>([
    ['status', 'Solved', { kind: 'status', status: 'solved' }],
    ['type', '', { kind: 'type', type: null }],
    ['kind', 'Change', { kind: 'kind', name: 'change' }],
    ['resolution_code', 'Fixed', { kind: 'resolution_code', code: 'fixed' }],
    ['priority', ['high'], { kind: 'priority', priority: 'high' }],
    ['custom_status_id', 4, { kind: 'custom_status', id: 4 }],
    ['group_id', '', { kind: 'group', id: null }],
    ['group_id', '501', { kind: 'group', id: 501 }],
    ['assignee_id', 'current_user', { kind: 'assignee', who: 'current_user' }],
    ['current_tags', 'A b, c', { kind: 'tags', mode: 'add', tags: ['a', 'b', 'c'] }],
    ['set_tags', '', { kind: 'tags', mode: 'set', tags: [] }],
    ['custom_fields_2', 'gold', { kind: 'field', fieldId: 2, value: 'gold' }],
    ['cc', '7', { kind: 'participant', as: 'cc', who: 7 }],
    ['deflection', 'x', { kind: 'nothing' }],
    [
      'notification_user',
      ['requester_id', 'Hi {{ticket.id}}', '{{ticket.title}}'],
      {
        kind: 'notify',
        recipients: { kind: 'person', who: 'requester_id' },
        message: {
          subject: 'Hi {{ticket.id}}',
          body: '{{ticket.title}}',
          placeholders: ['ticket.id', 'ticket.title'],
        },
      },
    ],
    ['notification_group', [501, 'S', 'B'], { kind: 'notify', recipients: { kind: 'group', groupId: 501 } }],
    [
      'notification_group',
      ['group_id', 'S', 'B'],
      { kind: 'notify', recipients: { kind: 'group', groupId: null } },
    ],
  ])('%s = %j is understood', (field, value, expected) => {
    expect(one(field, value)).toMatchObject(expected)
  })

  test.each<[string, Json, string]>([
    ['status', 'gone', 'the value of status must be one of new, open, pending, hold, solved, closed'],
    ['group_id', 'x', 'the value of group_id must be an id'],
    ['follower', '', 'the value of follower must be an id or one of current_user'],
    ['current_tags', '', 'the value of current_tags needs at least one tag'],
    ['custom_fields_99', 'x', 'the value of custom_fields_99 names a ticket field that does not exist'],
    ['notification_user', 'x', 'the value of notification_user must be a list: who, subject, body'],
    [
      'notification_user',
      ['me', 'S', 'B'],
      'the value of notification_user must name an id or one of requester_id, assignee_id, current_user, requester_and_ccs, all_agents',
    ],
    ['notification_group', ['all', 'S', 'B'], 'the value of notification_group must name an id or group_id'],
    ['notification_webhook', ['1', '{}'], 'notification_webhook is not available on this desk'],
    ['notification_target', ['1', 'x'], 'notification_target is not available on this desk'],
    ['constructor', 'x', 'unknown action "constructor"'],
  ])('%s = %j is refused by name', (field, value, message) => {
    expect(one(field, value)).toBe(`actions[0]: ${message}`)
  })

  test('a message that is no template is refused with the reason', () => {
    expect(one('notification_user', ['requester_id', 'S', '{% if %}'])).toMatch(
      /^actions\[0\]: the value of notification_user has a body that cannot be read: /,
    )
  })

  test('a rule without actions does nothing, and is refused', () => {
    expect(read()).toEqual({ ok: false, error: ['actions: at least one is needed'] })
  })

  test('no input makes it throw', () => {
    const field = fc.constantFrom(
      'status',
      'group_id',
      'assignee_id',
      'set_tags',
      'custom_fields_4',
      'notification_user',
      'notification_group',
      'cc',
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.record({ field, value: fc.jsonValue() }), fc.jsonValue()), { maxLength: 3 }),
        (actions) => {
          const parsed = parseActions(actions, { place: 'trigger', catalogue: CATALOGUE })
          if (!parsed.ok) expect(parsed.error.every((message) => message.startsWith('actions'))).toBe(true)
        },
      ),
    )
  })
})
