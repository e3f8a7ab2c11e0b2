import { describe, expect, test } from 'vitest'
import type { Json } from '../../kernel/index.ts'
import { placesOfAction } from './action-places.ts'
import { actionFields, parseActions } from './actions.ts'
import type { Catalogue, Place, Service } from './condition.ts'
import { CATALOGUE } from './testing/facts.ts'

const ALL: ReadonlySet<Service> = new Set<Service>([
  'webhook',
  'target',
  'skills',
  'side_conversation',
  'sharing',
  'owner_fields',
])
const SERVING: Catalogue = { ...CATALOGUE, served: ALL }

/** Each action with a value that is understood, what it means, and a value that is refused. */
const EXAMPLES: { readonly [field: string]: readonly [yes: Json, meaning: object, no: Json] } = {
  status: ['pending', { kind: 'status', status: 'pending' }, 'gone'],
  type: ['task', { kind: 'type', type: 'task' }, 'wish'],
  kind: ['service_request', { kind: 'kind', name: 'service_request' }, 'wish'],
  resolution_code: ['fixed', { kind: 'resolution_code', code: 'fixed' }, ''],
  priority: ['high', { kind: 'priority', priority: 'high' }, 'higher'],
  custom_status_id: ['4', { kind: 'custom_status', id: 4 }, 'x'],
  ticket_form_id: [7, { kind: 'form', id: 7 }, ''],
  brand_id: [1, { kind: 'brand', id: 1 }, ''],
  set_schedule: ['901', { kind: 'schedule', id: 901 }, 'office'],
  group_id: ['', { kind: 'group', id: null }, 'current_group'],
  assignee_id: ['requester_id', { kind: 'assignee', who: 'requester_id' }, 'me'],
  set_tags: ['a B', { kind: 'tags', mode: 'set', tags: ['a', 'b'] }, { a: 1 }],
  current_tags: ['a', { kind: 'tags', mode: 'add', tags: ['a'] }, ''],
  remove_tags: [['a', 'b'], { kind: 'tags', mode: 'remove', tags: ['a', 'b'] }, ''],
  follower: ['current_user', { kind: 'participant', as: 'follower', who: 'current_user' }, 'x'],
  cc: [7, { kind: 'participant', as: 'cc', who: 7 }, ''],
  satisfaction_score: ['offered', { kind: 'satisfaction' }, 'good'],
  notification_user: [
    ['all_agents', 'S', '{{ticket.id}}'],
    { kind: 'notify', message: { placeholders: ['ticket.id'] } },
    ['all_agents', 'S', '{{'],
  ],
  notification_group: [
    [501, 'S', 'B'],
    { kind: 'notify', recipients: { kind: 'group', groupId: 501 } },
    [501],
  ],
  notification_webhook: [
    ['01KAAAAAAAAAAAAAAAAAAAAAAA', '{"id": "{{ticket.id}}"}'],
    { kind: 'webhook', body: '{"id": "{{ticket.id}}"}', placeholders: ['ticket.id'] },
    ['../etc', 'x'],
  ],
  notification_target: [
    ['5', 'Hi {{ticket.title}}'],
    { kind: 'target', targetId: 5, message: { placeholders: ['ticket.title'] } },
    ['five', 'x'],
  ],
  share_ticket: ['17', { kind: 'share', agreementId: 17 }, 'x'],
  add_skills: [['s1', 's2'], { kind: 'skills', mode: 'add', skills: ['s1', 's2'] }, []],
  set_skills: [[], { kind: 'skills', mode: 'set', skills: [] }, { a: [1] }],
  remove_skills: ['s1', { kind: 'skills', mode: 'remove', skills: ['s1'] }, ''],
  side_conversation: [
    ['S', 'B {{ticket.id}}', 'a@b.example', 'text/html'],
    { kind: 'side_conversation', channel: 'email', rest: ['a@b.example', 'text/html'] },
    ['S', 'B'],
  ],
  side_conversation_slack: [['S', 'B', 'w'], { channel: 'slack' }, 'x'],
  side_conversation_ticket: [['S', 'B', '501'], { channel: 'ticket' }, ['S', '{%', '501']],
  locale_id: ['8', { kind: 'nothing' }, null],
  tweet_requester: ['x', { kind: 'nothing' }, null],
  deflection: [['S', 'B'], { kind: 'nothing' }, null],
  subject: [
    'Re: {{ticket.title}}',
    { kind: 'subject', template: { source: 'Re: {{ticket.title}}', placeholders: ['ticket.title'] } },
    ' ',
  ],
  comment_value: [
    ['channel:chat', 'Hello'],
    { kind: 'comment', format: 'text', channel: 'chat', template: { source: 'Hello' } },
    ['channel:fax', 'Hello'],
  ],
  comment_value_html: ['<p>x</p>', { kind: 'comment', format: 'html', channel: 'all' }, '{% for %}'],
  comment_mode_is_public: [false, { kind: 'comment_mode', isPublic: false }, 'maybe'],
  attachment: [['11', 12], { kind: 'attachments', ids: [11, 12] }, ['x']],
  custom_fields_2: ['gold', { kind: 'field', fieldId: 2, value: 'gold' }, null],
  'requester.custom_fields.tier': [
    'gold',
    { kind: 'owner_field', owner: 'requester', key: 'tier' },
    { a: 1 },
  ],
  'organization.custom_fields.plan': [true, { owner: 'organization', value: true }, [[1]]],
}

/** What is accepted and does nothing takes any value; a custom field says itself what it takes. */
const TAKES_ANYTHING = /^(locale_id|tweet_requester|deflection|custom_fields_2)$/

const read = (field: string, value: Json, place: Place, catalogue = SERVING) =>
  parseActions([{ field, value }], { place, catalogue })

const PLACES: readonly Place[] = ['trigger', 'automation', 'macro', 'view', 'sla', 'routing']

describe('every action', () => {
  test('has an example here', () => {
    expect(actionFields().filter((field) => !Object.hasOwn(EXAMPLES, field))).toEqual([])
  })

  test.each(Object.entries(EXAMPLES))(
    '%s: one value is understood, one refused',
    (field, [yes, meaning, no]) => {
      const place = placesOfAction(field)[0]!
      expect(read(field, yes, place)).toMatchObject({ ok: true, value: [meaning] })
      if (!TAKES_ANYTHING.test(field)) expect(read(field, no, place)).toMatchObject({ ok: false })
    },
  )

  test.each(Object.keys(EXAMPLES))('%s stands where the reference says, and nowhere else', (field) => {
    const places = placesOfAction(field)
    expect(places.length).toBeGreaterThan(0)
    for (const place of PLACES) {
      const parsed = read(field, EXAMPLES[field]![0], place)
      expect(parsed.ok, place).toBe(places.includes(place))
      if (!parsed.ok) expect(parsed.error).toEqual([`actions[0]: ${field} cannot be used here`])
    }
  })

  test('for which nobody is there is refused, not ignored', () => {
    const refused = Object.keys(EXAMPLES).filter((field) => {
      const parsed = read(field, EXAMPLES[field]![0], placesOfAction(field)[0]!, CATALOGUE)
      return !parsed.ok && parsed.error[0] === `actions[0]: ${field} is not available on this desk`
    })
    expect(refused.sort()).toEqual([
      'add_skills',
      'notification_target',
      'notification_webhook',
      'organization.custom_fields.plan',
      'remove_skills',
      'requester.custom_fields.tier',
      'set_skills',
      'share_ticket',
      'side_conversation',
      'side_conversation_slack',
      'side_conversation_ticket',
    ])
  })
})

test('a macro gives a ticket to the groups of whoever applies it, and neither renews nor closes it', () => {
  expect(read('group_id', 'current_groups', 'macro')).toMatchObject({
    ok: true,
    value: [{ kind: 'own_group' }],
  })
  expect(read('group_id', 'current_groups', 'trigger').ok).toBe(false)
  expect(read('status', 'closed', 'macro').ok).toBe(false)
  expect(read('status', 'new', 'macro').ok).toBe(false)
})

test('a webhook takes parameters instead of a body, as many as are sensible', () => {
  const pairs = [
    ['id', '{{ticket.id}}'],
    ['who', '{{ticket.requester.name}}'],
  ]
  expect(read('notification_webhook', ['W1', pairs], 'automation')).toMatchObject({
    ok: true,
    value: [{ body: pairs, placeholders: ['ticket.id', 'ticket.requester.name'] }],
  })
  const many = Array.from({ length: 101 }, (_, n) => [`n${n}`, 'x'])
  expect(read('notification_webhook', ['W1', many], 'trigger').ok).toBe(false)
  expect(read('notification_webhook', ['W1', [['id']]], 'trigger').ok).toBe(false)
  expect(read('notification_webhook', ['W1', 'x'.repeat(70_000)], 'trigger').ok).toBe(false)
})
