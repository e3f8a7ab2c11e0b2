import { describe, expect, test } from 'vitest'
import type { Json } from '../../kernel/index.ts'
import { parseActions } from './actions.ts'
import type { Place, Service } from './condition.ts'
import { parseConditions } from './conditions.ts'
import type { DeskValues } from './definition-values.ts'
import { type Definition, definitionsOf } from './definitions.ts'
import { CATALOGUE, FIELD_TYPES } from './testing/facts.ts'
import { vocabulary } from './vocabulary.ts'

const catalogue = { ...CATALOGUE, served: new Set<Service>(['webhook']) }
const some = (...names: readonly string[]) => names.map((name, index) => ({ id: index + 1, name }))
const desk: DeskValues = {
  groups: some('Support'),
  agents: some('Amara'),
  brands: some('Main'),
  forms: some('Default'),
  statuses: some('Open'),
  schedules: some('Office'),
  roles: some('Staff'),
  webhooks: [{ id: '01KPAGER', name: 'Pager' }],
  targets: [],
  satisfactionReasons: [{ code: 5, value: 'Slow' }],
  fields: Object.entries(FIELD_TYPES).map(([id, type]) => ({
    id: Number(id),
    name: `A ${type}`,
    type,
    options: [{ name: 'Gold', value: 'gold' }],
  })),
  requesterFields: [{ id: 1, key: 'tier', name: 'Tier', type: 'text', options: [] }],
  organizationFields: [
    { id: 2, key: 'plan', name: 'Plan', type: 'dropdown', options: [{ name: 'Free', value: 'free' }] },
  ],
}

const PLACES: readonly Place[] = ['trigger', 'automation', 'view', 'macro', 'sla', 'routing']

/** What one could write where no list is offered. */
const WRITTEN: { readonly [type: string]: readonly Json[] } = {
  hours: ['2'],
  date: ['2026-01-31', '2026-01-31T08:00:00Z'],
  tags: ['a b'],
  autocomplete: ['7'],
  attachment: ['7'],
  text: ['5', 'fire', 'Europe/Madrid', 'mail'],
}
const valuesFor = ({ type, values }: Definition): readonly Json[] =>
  values.length > 0 ? values.map(({ value }) => value) : (WRITTEN[type] ?? [''])

describe.each(PLACES)('definitions of a %s', (place) => {
  const offered = definitionsOf(place, desk, catalogue)

  test('offer only conditions that are accepted, with every operator and every listed value', () => {
    for (const [list, definitions] of [
      ['all', offered.conditions_all],
      ['any', offered.conditions_any],
    ] as const)
      for (const definition of definitions)
        for (const { value: operator } of definition.operators) {
          const accepted = valuesFor(definition).map((value) => {
            // What days are counted is a number, whatever the field holds.
            const said = operator.startsWith('within_') ? '3' : value
            const clause = { field: definition.subject, operator, value: said }
            return parseConditions({ [list]: [clause] }, { place, catalogue }).ok
          })
          const isListed = definition.values.length > 0
          const about = `${definition.subject} ${operator}`
          expect(isListed ? accepted.every(Boolean) : accepted.some(Boolean), about).toBe(true)
        }
  })

  test('offer every field that the place knows, hours in "all" alone', () => {
    const names = vocabulary().filter(({ places }) => places.includes(place))
    const all = new Set(offered.conditions_all.map(({ subject }) => subject))
    const any = new Set(offered.conditions_any.map(({ subject }) => subject))
    expect(names.filter(({ name }) => !all.has(name))).toEqual([])
    expect(names.filter(({ name, isAllOnly }) => any.has(name) === (isAllOnly === true))).toEqual([])
  })

  test('offer only actions that are accepted', () => {
    for (const definition of offered.actions) {
      const { subject } = definition
      const wrap = (value: Json): Json => {
        if (subject === 'notification_webhook') return [value, '{}']
        return subject.startsWith('notification_') || subject.startsWith('side_') ? [value, 'S', 'B'] : value
      }
      const accepted = valuesFor(definition).map(
        (value) => parseActions([{ field: subject, value: wrap(value) }], { place, catalogue }).ok,
      )
      expect(definition.values.length > 0 ? accepted.every(Boolean) : accepted.some(Boolean), subject).toBe(
        true,
      )
    }
  })
})

test('operators say whether a value follows, and lists whether nothing may be chosen', () => {
  const { conditions_all: conditions, actions } = definitionsOf('trigger', desk, catalogue)
  const group = conditions.find(({ subject }) => subject === 'group_id')
  expect(group).toMatchObject({ title: 'Group', type: 'list', group: 'ticket', nullable: true })
  expect(group?.operators).toContainEqual({ value: 'changed', title: 'Changed', terminal: true })
  expect(group?.operators).toContainEqual({ value: 'is', title: 'Is', terminal: false })
  expect(group?.values).toContainEqual({ value: '1', title: 'Support', enabled: true })
  expect(actions.map(({ subject }) => subject)).toContain('notification_webhook')
  expect(actions.map(({ subject }) => subject)).not.toContain('notification_target')
})
