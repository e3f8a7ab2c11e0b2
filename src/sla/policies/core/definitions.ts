import {
  type Catalogue,
  type Definition as Clause,
  type DeskValues,
  definitionsOf,
} from '../../../rules/core/index.ts'

type Choice = { readonly title: string; readonly value: string | number }

/** One field of the vocabulary, as Zendesk tells it of filters. */
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
export const filterDefinitions = (desk: DeskValues, catalogue: Catalogue): Definition[] =>
  definitionsOf('sla', desk, catalogue).conditions_all.map(told)

const told = ({ title, subject, group, type, operators, values }: Clause): Definition => ({
  title,
  // Filters have a name of their own for custom fields.
  value: subject.replace(/^custom_fields_/, 'ticket_fields_'),
  group,
  target: null,
  operators: operators.map((operator) => ({ title: operator.title, value: operator.value })),
  values: { type, list: values.map((choice) => ({ title: choice.title, value: filterValue(choice.value) })) },
})

/** Ids are numbers in filters. */
const filterValue = (value: string): string | number =>
  /^[1-9]\d{0,15}$/.test(value) ? Number(value) : value
