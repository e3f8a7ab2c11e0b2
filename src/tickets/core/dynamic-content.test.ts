import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../kernel/index.ts'
import { render } from '../../rules/core/index.ts'
import { decide } from './decide.ts'
import { contentFor } from './dynamic-content.ts'
import { AMARA, by, decided, policyOf, ROSA, rosasTicket, says, stateOf } from './testing/desk.ts'

const item = (
  variants: readonly (readonly [localeId: number, content: string, active?: boolean])[],
): JsonObject => ({
  name: 'Hello',
  key: 'hello',
  default_locale_id: 1,
  variants: variants.map(([locale_id, content, active = true], index) => ({
    id: index + 1,
    locale_id,
    content,
    active,
    created_at: '',
    updated_at: '',
  })),
})

const policyWith = (content: JsonObject, text: string) =>
  policyOf({
    dynamic_content: [{ id: 1, body: content }],
    trigger: [
      {
        id: 1,
        body: {
          title: 'Greet',
          conditions: { all: [{ field: 'update_type', operator: 'is', value: 'Change' }] },
          actions: [{ field: 'notification_user', value: ['requester_id', 'S {{dc.hello}}', text] }],
        },
      },
    ],
  })

describe('the words for somebody', () => {
  const { dynamicContent } = policyOf({
    dynamic_content: [
      {
        id: 1,
        body: item([
          [1, 'Hi'],
          [8, 'Hallo'],
          [16, 'Salut', false],
          [19, 'Oi'],
        ]),
      },
    ],
  })
  const hello = dynamicContent.get('hello')!
  test.each<[string | null, string]>([
    ['de', 'Hallo'],
    ['DE', 'Hallo'],
    ['fr', 'Hi'],
    ['ja', 'Hi'],
    ['en-GB', 'Hi'],
    ['pt-br', 'Oi'],
    [null, 'Hi'],
    ['xx', 'Hi'],
  ])('of %s are %s', (locale, words) => {
    expect(contentFor(hello, locale)).toBe(words)
  })
})

test('a mail carries them in its reader’s language, and fills the placeholders that they hold', () => {
  const policy = policyWith(
    item([
      [1, 'Hello {{ticket.requester.name}}'],
      [8, 'Hallo {{ticket.requester.name}} {{dc.hello}}'],
    ]),
    '{{dc.hello}}!',
  )
  expect(policy.problems).toEqual([])
  const state = stateOf(rosasTicket())
  const users = { ...state.context.users, [ROSA.id]: { ...ROSA, locale: 'de', name: '{{ticket.id}} Rosa' } }
  const answer = decide(
    { ...state, context: { ...state.context, users } },
    by(AMARA, { comment: says('Hm') }),
    policy,
    state.ticket!.updatedAt,
  )
  if (!answer.ok) throw new Error(JSON.stringify(answer.error))
  const { payload } = answer.value.effects[0]!
  expect(payload.subject).toBe('S Hallo {{ticket.requester.name}} ')
  // What is in a name stays a name, however much it looks like a placeholder.
  const written = render(payload.body, payload.values, { format: 'text' })
  expect(written).toEqual({ ok: true, value: 'Hallo {{ticket.id}} Rosa !' })
  // The audit keeps the template as it was written.
  expect(answer.value.events.find((event) => event.type === 'notified')).toMatchObject({
    body: '{{dc.hello}}!',
  })
})

test('what does not exist is nothing', () => {
  const decision = decided(
    rosasTicket(),
    by(AMARA, { comment: says('Hm') }),
    policyWith(item([[1, 'Hi']]), '[{{dc.nope}}]'),
  )
  expect(decision.effects[0]?.payload.body).toBe('[]')
})
