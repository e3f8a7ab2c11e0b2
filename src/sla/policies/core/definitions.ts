import type { Id } from '../../../kernel/index.ts'
import {
  type Catalogue,
  CHANGES,
  channels,
  type FieldSpec,
  findField,
  vocabulary,
} from '../../../rules/core/index.ts'

type Named = { readonly id: Id; readonly name: string }

/** What tickets have on this desk that filters may ask about. */
export type FilterSubjects = {
  readonly catalogue: Catalogue
  /** Active custom fields; options of those that have some. */
  readonly fields: readonly (Named & {
    readonly type: string
    readonly options: readonly { readonly name: string; readonly value: string }[]
  })[]
  readonly forms: readonly Named[]
  readonly statuses: readonly Named[]
}

/** The same, and what stands beside tickets. */
export type FilterChoices = FilterSubjects & {
  readonly brands: readonly Named[]
  readonly groups: readonly Named[]
}

type Choice = { readonly title: string; readonly value: string | number | null }

/** One field of the vocabulary, as Zendesk tells it. */
export type Definition = {
  readonly title: string
  readonly value: string
  readonly group: string
  readonly target: null
  readonly operators: readonly { readonly title: string; readonly value: string }[]
  /** `list`: one of these; else what is written. */
  readonly values: { readonly type: string; readonly list: readonly Choice[] }
}

/** Everything that a filter may say, for forms that offer it. */
export const filterDefinitions = (desk: FilterChoices): Definition[] => {
  const fixed = vocabulary().filter(({ places }) => places.includes('sla'))
  const custom = desk.fields.flatMap(({ id, name, type, options }) => {
    const spec = findField(`ticket_fields_${id}`, desk.catalogue)
    const values = options.map((option): Choice => ({ title: option.name, value: option.value }))
    return typeof spec === 'string' ? [] : [definition(spec, name, customValues(type, values))]
  })
  return [...fixed.map((spec) => definition(spec, titleOf(spec.name), valuesOf(spec.name, desk))), ...custom]
}

const definition = (spec: FieldSpec, title: string, values: Definition['values']): Definition => ({
  title,
  value: spec.name,
  group: 'ticket',
  target: null,
  operators: spec.operators
    .filter((operator) => !CHANGES.includes(operator))
    .map((value) => ({ title: titleOf(value), value })),
  values,
})

/** `current_via_id` → `Current via`. */
const titleOf = (name: string): string => {
  const text = name.replace(/_id$/, '').replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const TYPES = ['Question', 'Incident', 'Problem', 'Task']

const oneOf = (list: readonly Choice[]): Definition['values'] => ({ type: 'list', list })
const written = (type: string): Definition['values'] => ({ type, list: [] })
const named = (list: readonly Named[]): Choice[] => list.map(({ id, name }) => ({ title: name, value: id }))

const valuesOf = (field: string, desk: FilterChoices): Definition['values'] => {
  switch (field) {
    case 'type':
      return oneOf(TYPES.map((title) => ({ title, value: title.toLowerCase() })))
    case 'ticket_type_id':
      return oneOf(TYPES.map((title, index) => ({ title, value: index + 1 })))
    case 'via_id':
    case 'current_via_id':
      return oneOf(named(channels()))
    case 'custom_status_id':
      return oneOf(named(desk.statuses))
    case 'group_id':
      return oneOf(named(desk.groups))
    case 'brand_id':
      return oneOf(named(desk.brands))
    case 'ticket_form_id':
      return oneOf(named(desk.forms))
    case 'exact_created_at':
      return written('date')
    case 'assignee_id':
    case 'requester_id':
    case 'organization_id':
      return written('autocomplete')
    default:
      return written('text')
  }
}

const customValues = (type: string, options: readonly Choice[]): Definition['values'] => {
  if (type === 'checkbox')
    return oneOf([
      { title: 'Checked', value: 'true' },
      { title: 'Unchecked', value: 'false' },
    ])
  if (type === 'tagger' || type === 'multiselect') return oneOf(options)
  return written(type === 'date' ? 'date' : 'text')
}
