import { placesOfAction } from './action-places.ts'
import { actionFields } from './actions.ts'
import type { Catalogue, FieldSpec, Operator, Place } from './condition.ts'
import {
  actionValues,
  type Choice,
  customValues,
  type DeskValues,
  titled,
  type ValueForm,
  valuesOf,
  written,
} from './definition-values.ts'
import { CHANGES } from './kinds.ts'
import { serviceOf } from './outward-actions.ts'
import { findField, vocabulary } from './vocabulary.ts'

/** One condition or action as forms offer it (`zendesk-api.md` 2.10). */
export type Definition = {
  readonly title: string
  readonly subject: string
  readonly type: string
  readonly group: string
  readonly nullable: boolean
  /** Whether it may be said more than once. */
  readonly repeatable: boolean
  readonly operators: readonly {
    readonly value: string
    readonly title: string
    readonly terminal: boolean
  }[]
  readonly values: readonly Choice[]
}

export type Definitions = {
  readonly actions: readonly Definition[]
  readonly conditions_all: readonly Definition[]
  readonly conditions_any: readonly Definition[]
}

/** Everything that a rule of a place may say on this desk: what it offers is accepted, what is accepted it offers. */
export const definitionsOf = (place: Place, desk: DeskValues, catalogue: Catalogue): Definitions => {
  const specs = specsOf(place, desk, catalogue)
  const offered = (spec: Offered): Definition => condition(spec, place)
  return {
    actions: actionsOf(place, desk, catalogue),
    conditions_all: specs.map(offered),
    conditions_any: specs.filter(({ spec }) => !spec.isAllOnly).map(offered),
  }
}

type Offered = {
  readonly spec: FieldSpec
  readonly title: string
  readonly group: string
  readonly form: ValueForm
}

const specsOf = (place: Place, desk: DeskValues, catalogue: Catalogue): Offered[] => {
  const fixed = vocabulary().map((spec) => ({
    spec,
    title: titled(spec.name),
    group: spec.name.startsWith('requester_') ? 'requester' : 'ticket',
    form: spec.isAllOnly ? written('hours') : valuesOf(spec.name, spec.choices, desk, place),
  }))
  const custom = customNames(desk).flatMap(({ name, title, group, form }) => {
    const spec = findField(name, catalogue)
    return typeof spec === 'string' ? [] : [{ spec, title, group, form }]
  })
  return [...fixed, ...custom].filter(({ spec }) => spec.places.includes(place))
}

const customNames = ({ fields, requesterFields, organizationFields }: DeskValues) => [
  ...fields.map((field) => ({
    name: `custom_fields_${field.id}`,
    title: field.name,
    group: 'ticket',
    form: customValues(field),
  })),
  ...requesterFields.map((field) => ({
    name: `requester.custom_fields.${field.key}`,
    title: field.name,
    group: 'requester',
    form: customValues(field),
  })),
  ...organizationFields.map((field) => ({
    name: `organization.custom_fields.${field.key}`,
    title: field.name,
    group: 'organization',
    form: customValues(field),
  })),
]

/** Operators after which nothing is said. */
const TERMINAL: readonly Operator[] = ['present', 'not_present', 'changed', 'not_changed']

const condition = ({ spec, title, group, form }: Offered, place: Place): Definition => ({
  title,
  subject: spec.name,
  type: form.type,
  group,
  nullable: form.values.some(({ value }) => value === ''),
  repeatable: true,
  operators: spec.operators
    .filter((operator) => place === 'trigger' || !CHANGES.includes(operator))
    .map((value) => ({ value, title: titled(value), terminal: TERMINAL.includes(value) })),
  values: form.values,
})

const actionsOf = (place: Place, desk: DeskValues, catalogue: Catalogue): Definition[] => {
  const isServed = (subject: string): boolean => {
    const service = serviceOf(subject)
    return service === undefined || catalogue.served?.has(service) === true
  }
  const fixed = actionFields().map((name) => ({
    name,
    title: titled(name),
    group: name.startsWith('notification_') ? 'notification' : 'ticket',
    form: actionValues(name, desk, place),
  }))
  return [...fixed, ...customNames(desk)]
    .filter(({ name }) => placesOfAction(name).includes(place) && isServed(name))
    .map(({ name, title, group, form }) => action(name, title, group, form))
}

const REPEATABLE = /^(notification_|follower$|cc$|comment_value)/

const action = (subject: string, title: string, group: string, form: ValueForm): Definition => ({
  title,
  subject,
  type: form.type,
  group,
  nullable: form.values.some(({ value }) => value === ''),
  repeatable: REPEATABLE.test(subject),
  operators: [{ value: 'is', title: 'Is', terminal: false }],
  values: form.values,
})
