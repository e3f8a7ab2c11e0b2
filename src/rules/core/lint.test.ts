import { describe, expect, test } from 'vitest'
import type { Json } from '../../kernel/index.ts'
import { parseActions } from './actions.ts'
import type { Conditions, Place } from './condition.ts'
import { parseConditions } from './conditions.ts'
import { contradictions, isTooLarge, lacksAnchor, lacksTime, neverFires } from './lint.ts'
import { nullifies } from './nullify.ts'
import { BEN, CATALOGUE } from './testing/facts.ts'

type Raw = readonly [field: string, operator: string, value?: Json]

const read = (all: readonly Raw[], any: readonly Raw[] = [], place: Place = 'automation'): Conditions => {
  const clauses = (list: readonly Raw[]): Json =>
    list.map(([field, operator, value = null]) => ({ field, operator, value }))
  const parsed = parseConditions({ all: clauses(all), any: clauses(any) }, { place, catalogue: CATALOGUE })
  if (!parsed.ok) throw new Error(parsed.error.join('; '))
  return parsed.value
}

describe('contradictions', () => {
  test.each<[string, Raw[], Raw[]]>([
    [
      'two statuses',
      [
        ['status', 'is', 'open'],
        ['status', 'is', 'solved'],
      ],
      [],
    ],
    [
      'a status that is not itself',
      [
        ['status', 'is', 'open'],
        ['status', 'is_not', 'open'],
      ],
      [],
    ],
    [
      'nothing below new',
      [
        ['status', 'less_than', 'open'],
        ['status', 'is_not', 'new'],
      ],
      [],
    ],
    [
      'nothing between',
      [
        ['priority', 'greater_than', 'normal'],
        ['priority', 'less_than', 'high'],
      ],
      [],
    ],
    [
      'a list without its members',
      [
        ['group_id', 'includes', [1, 2]],
        ['group_id', 'is', 3],
      ],
      [],
    ],
    [
      'nobody and somebody',
      [
        ['assignee_id', 'is', ''],
        ['assignee_id', 'is', BEN],
      ],
      [],
    ],
    [
      'a tag there and not there',
      [
        ['current_tags', 'includes', 'a'],
        ['current_tags', 'not_includes', 'a b'],
      ],
      [],
    ],
    [
      'hours that exclude each other',
      [
        ['OPEN', 'greater_than', 5],
        ['OPEN', 'less_than', 6],
      ],
      [],
    ],
    [
      'another status than its hours',
      [
        ['OPEN', 'greater_than', 5],
        ['status', 'is', 'pending'],
      ],
      [],
    ],
    [
      'hours in two statuses',
      [
        ['OPEN', 'greater_than', 5],
        ['SOLVED', 'greater_than', 5],
      ],
      [],
    ],
    [
      'no option that goes with all',
      [['type', 'is', 'task']],
      [
        ['type', 'is', 'problem'],
        ['type', 'is', ''],
      ],
    ],
    [
      'present and not',
      [
        ['custom_fields_2', 'present'],
        ['custom_fields_2', 'not_present'],
      ],
      [],
    ],
    [
      'a dropdown twice',
      [
        ['custom_fields_2', 'is', 'gold'],
        ['custom_fields_2', 'is', 'silver'],
      ],
      [],
    ],
  ])('%s', (_name, all, any) => {
    const found = contradictions(read(all, any))
    expect(found).toHaveLength(1)
    expect(found[0]?.clauses.length).toBeGreaterThan(1)
    expect(found[0]?.message).toMatch(/cannot hold together|none of "any"/)
  })

  test.each<[string, Raw[]]>([
    [
      'changed, and not',
      [
        ['status', 'changed'],
        ['status', 'not_changed'],
      ],
    ],
    [
      'changed to one, and is another',
      [
        ['status', 'value', 'open'],
        ['status', 'is', 'pending'],
      ],
    ],
    [
      'changed from and to the same',
      [
        ['status', 'value', 'open'],
        ['status', 'value_previous', 'open'],
      ],
    ],
    [
      'made and changed',
      [
        ['update_type', 'is', 'Create'],
        ['update_type', 'is', 'Change'],
      ],
    ],
  ])('of triggers: %s', (_name, all) => {
    expect(contradictions(read(all, [], 'trigger'))).toHaveLength(1)
  })

  test('are named by their clauses', () => {
    const found = contradictions(
      read([
        ['type', 'is', 'task'],
        ['status', 'is', 'open'],
        ['status', 'is', 'new'],
      ]),
    )
    expect(found).toEqual([
      {
        message: 'all[1] (status) and all[2] (status) cannot hold together',
        clauses: [
          { list: 'all', index: 1 },
          { list: 'all', index: 2 },
        ],
      },
    ])
  })

  test.each<[string, Raw[], Raw[]]>([
    [
      'between',
      [
        ['status', 'greater_than', 'new'],
        ['status', 'less_than', 'solved'],
      ],
      [],
    ],
    [
      'one of two',
      [],
      [
        ['status', 'is', 'open'],
        ['status', 'is', 'new'],
      ],
    ],
    [
      'some option',
      [['type', 'is', 'task']],
      [
        ['type', 'is', 'task'],
        ['type', 'is', 'problem'],
      ],
    ],
    [
      'two tags of many',
      [
        ['current_tags', 'includes', 'a'],
        ['current_tags', 'includes', 'b'],
      ],
      [],
    ],
    [
      'one of the tags',
      [
        ['current_tags', 'includes', 'a b'],
        ['current_tags', 'not_includes', 'a'],
      ],
      [],
    ],
    [
      'a multi-select',
      [
        ['custom_fields_4', 'is', 'a'],
        ['custom_fields_4', 'is', 'b'],
      ],
      [],
    ],
    [
      'words',
      [
        ['custom_fields_1', 'includes', 'a'],
        ['custom_fields_1', 'includes', 'b'],
      ],
      [],
    ],
    [
      'two people in copy',
      [
        ['cc', 'is', 1],
        ['cc', 'is', 2],
      ],
      [],
    ],
    [
      'who acts may be anybody',
      [
        ['requester_id', 'is', 'assignee_id'],
        ['requester_id', 'is', BEN],
      ],
      [],
    ],
    [
      'hours and business hours',
      [
        ['OPEN', 'greater_than', 5],
        ['OPEN', 'less_than_business_hours', 2],
      ],
      [],
    ],
    [
      'until, equality included',
      [
        ['until_due_date', 'less_than', 2],
        ['until_due_date', 'greater_than', 1],
      ],
      [],
    ],
  ])('are none: %s', (_name, all, any) => {
    expect(contradictions(read(all, any))).toEqual([])
  })
})

describe('rules that never fire', () => {
  test.each<[Raw, Place, boolean]>([
    [['requester_twitter_verified', 'is', 'true'], 'trigger', true],
    [['received_from', 'is', '7'], 'trigger', true],
    [['received_from', 'is_not', '7'], 'trigger', false],
    [['assignee_id', 'is', 'current_user'], 'automation', true],
    [['assignee_id', 'is', 'current_user'], 'view', false],
    [['status', 'is', 'closed'], 'automation', true],
    [['status', 'is', 'closed'], 'trigger', false],
    [['OPEN', 'less_than', 0], 'automation', true],
    [['until_due_date', 'less_than', 0], 'automation', false],
  ])('%j in a %s: %s', (clause, place, never) => {
    expect(neverFires(read([clause], [], place), place).length > 0).toBe(never)
  })

  test('one option that may hold is enough', () => {
    const shared: Raw = ['received_from', 'is', '7']
    expect(neverFires(read([], [shared]), 'automation')).toHaveLength(1)
    expect(neverFires(read([], [shared, ['type', 'is', 'task']]), 'automation')).toEqual([])
  })

  test('contradictions are among them', () => {
    expect(
      neverFires(
        read([
          ['status', 'is', 'open'],
          ['status', 'is', 'new'],
        ]),
        'automation',
      ),
    ).toHaveLength(1)
  })
})

describe('automations that end what made them act', () => {
  const act = (field: string, value: Json) => {
    const parsed = parseActions([{ field, value }], { place: 'automation', catalogue: CATALOGUE })
    if (!parsed.ok) throw new Error(parsed.error.join('; '))
    return parsed.value
  }
  test.each<[Raw[], Raw[], [string, Json], boolean]>([
    [[['SOLVED', 'greater_than', 96]], [], ['status', 'closed'], true],
    [[['SOLVED', 'greater_than', 96]], [], ['priority', 'low'], false],
    [[['SOLVED', 'is', 96]], [], ['priority', 'low'], true],
    [[['status', 'less_than', 'solved']], [], ['status', 'pending'], false],
    [[['status', 'less_than', 'solved']], [], ['status', 'solved'], true],
    [[['current_tags', 'not_includes', 'nagged']], [], ['current_tags', 'nagged'], true],
    [[['current_tags', 'not_includes', 'nagged']], [], ['current_tags', 'other'], false],
    [[['current_tags', 'includes', 'wait']], [], ['remove_tags', 'wait'], true],
    [[['current_tags', 'includes', 'wait more']], [], ['remove_tags', 'wait'], false],
    [[['current_tags', 'includes', 'wait']], [], ['set_tags', 'done'], true],
    [[['priority', 'is_not', 'urgent']], [], ['priority', 'urgent'], true],
    [[['assignee_id', 'is', '']], [], ['assignee_id', BEN], true],
    [[['group_id', 'is', 501]], [], ['group_id', 502], true],
    [[['custom_fields_2', 'is', 'gold']], [], ['custom_fields_2', 'silver'], true],
    [[['custom_fields_2', 'not_present']], [], ['custom_fields_2', 'silver'], true],
    [[['satisfaction_score', 'is', 'true']], [], ['satisfaction_score', 'offered'], true],
    [
      [],
      [
        ['type', 'is', 'task'],
        ['priority', 'is', 'low'],
      ],
      ['priority', 'high'],
      false,
    ],
    [
      [],
      [
        ['priority', 'is', ''],
        ['priority', 'is', 'low'],
      ],
      ['priority', 'high'],
      true,
    ],
    [[['updated_at', 'greater_than', 5]], [], ['notification_group', ['group_id', 'S', 'B']], false],
  ])('%j any %j, then %j: %s', (all, any, [field, value], ends) => {
    expect(nullifies(read(all, any), act(field, value))).toBe(ends)
  })
})

test('views and automations say whose or which tickets, automations since when', () => {
  expect(lacksAnchor(read([['priority', 'is', 'low']]))).toBe(true)
  expect(lacksAnchor(read([], [['status', 'is', 'open']]))).toBe(true)
  expect(lacksAnchor(read([['type', 'is', 'task']]))).toBe(false)
  expect(lacksTime(read([['type', 'is', 'task']]))).toBe(true)
  expect(lacksTime(read([['updated_at', 'is', 1]]))).toBe(false)
  expect(isTooLarge({ a: 'x'.repeat(65_536) })).toBe(true)
  expect(isTooLarge({ a: 'x' })).toBe(false)
})
