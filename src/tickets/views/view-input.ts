import { type Static, type TSchema, Type } from 'typebox'
import {
  type FieldError,
  invalid,
  type Json,
  type JsonObject,
  ok,
  Refused,
  type Result,
} from '../../kernel/index.ts'
import type { Viewer } from '../../people/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import type { Policy } from '../core/policy.ts'
import type { RuleNoun } from '../rule-documents/noun.ts'
import { findColumn } from './columns.ts'
import { assertMayWrite, RestrictionInput, readRestriction, restrictionOf } from './restriction.ts'
import { MAX_COLUMNS, readConditions, VIEW_KIND } from './view.ts'

const optional = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))
const Name = Type.Union([Type.String({ maxLength: 255 }), Type.Integer()])
const Clauses = Type.Array(Type.Object({}, { additionalProperties: true }), { maxItems: 500 })

const Output = Type.Object({
  columns: optional(Type.Array(Name, { maxItems: 100 })),
  group_by: optional(Name),
  group_order: optional(Type.String({ maxLength: 20 })),
  sort_by: optional(Name),
  sort_order: optional(Type.String({ maxLength: 20 })),
})
type Output = Static<typeof Output>

/** Conditions stand beside the rest, or in an object of their own, as replies have them. */
export const clausesIn = {
  all: optional(Clauses),
  any: optional(Clauses),
  conditions: optional(Type.Object({ all: optional(Clauses), any: optional(Clauses) })),
}

/** What a preview may say of a view. */
export const PreviewInput = Type.Object({ ...clausesIn, output: optional(Output) })
export type PreviewInput = Static<typeof PreviewInput>

/** What a view may be written with (zendesk-api.md 2.9). Any other key is ignored. */
export const ViewInput = Type.Object({
  title: optional(Type.String()),
  raw_title: optional(Type.String()),
  description: optional(Type.String()),
  active: optional(Type.Boolean()),
  position: optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  restriction: Type.Optional(RestrictionInput),
  ...clausesIn,
  output: optional(Output),
})
export type ViewInput = Static<typeof ViewInput>

const MAX_TITLE = 255
const MAX_DESCRIPTION = 2000
const MAX_BODY = 65_536
const MAX_ACTIVE = 5000

/** Views as `rule-documents` keeps them, written by somebody. */
export const viewNoun = (viewer: Viewer, policy: Policy): RuleNoun<ViewInput> => ({
  kind: VIEW_KIND,
  name: 'View',
  maxActive: MAX_ACTIVE,
  read: (input, standing) => readView(input, standing, viewer, policy),
})

const readView = (
  input: ViewInput,
  standing: PolicyDocument | undefined,
  viewer: Viewer,
  policy: Policy,
): JsonObject => {
  if (standing) assertMayWrite(viewer, 'views', restrictionOf(standing.body))
  const before = standing?.body ?? {}
  const errors: FieldError[] = []
  const body = {
    ...before,
    ...namesOf(input, before, errors),
    ...(input.active == null ? {} : { active: input.active }),
    ...(input.position == null ? {} : { position: input.position }),
    ...conditionsOf(input, before, policy, errors),
    ...outputOf(input.output, before, policy, errors),
    ...restricted(input, before),
  }
  if (JSON.stringify(body).length > MAX_BODY) errors.push(wrong('base', 'View: can have at most 65 kB'))
  if (errors.length > 0) throw new Refused(invalid(...errors))
  assertMayWrite(viewer, 'views', restrictionOf(body))
  return body as JsonObject
}

const wrong = (
  field: string,
  description: string,
  error: FieldError['error'] = 'InvalidValue',
): FieldError => ({
  field,
  error,
  description,
})

/** Title and description of a rule, as far as the input has them. */
export const namesOf = (
  input: {
    readonly title?: string | null
    readonly raw_title?: string | null
    readonly description?: string | null
  },
  before: JsonObject,
  errors: FieldError[],
): JsonObject => {
  const title = (input.title ?? input.raw_title ?? String(before.title ?? '')).trim()
  if (title === '') errors.push(wrong('title', 'Title: cannot be blank', 'BlankValue'))
  if (title.length > MAX_TITLE)
    errors.push(wrong('title', `Title: is too long (maximum is ${MAX_TITLE} characters)`, 'TooLong'))
  const { description } = input
  if ((description ?? '').length > MAX_DESCRIPTION)
    errors.push(
      wrong('description', `Description: is too long (maximum is ${MAX_DESCRIPTION} characters)`, 'TooLong'),
    )
  return { title, ...(description === undefined ? {} : { description }) }
}

const restricted = (input: ViewInput, before: JsonObject): JsonObject => {
  if (input.restriction === undefined) return { restriction: before.restriction ?? null }
  const restriction = readRestriction(input.restriction, ['Group', 'User'])
  return { restriction: restriction && { type: restriction.type, ids: [...restriction.ids] } }
}

type Clauses = { readonly all: Json; readonly any: Json }

/** The lists that are given, the others as they stood: a list replaces the one that stands. */
const clausesOf = (input: PreviewInput, before: JsonObject): Clauses => {
  const standing = (before.conditions ?? {}) as JsonObject
  const given = (name: 'all' | 'any'): Json =>
    (input[name] ?? input.conditions?.[name] ?? standing[name] ?? []) as Json
  return { all: given('all'), any: given('any') }
}

const conditionsOf = (
  input: PreviewInput,
  before: JsonObject,
  policy: Policy,
  errors: FieldError[],
): JsonObject => {
  const clauses = clausesOf(input, before)
  const read = readConditions(clauses, policy)
  if (!read.ok) errors.push(...read.error.map((text) => wrong('conditions', `Conditions: ${text}`)))
  else {
    const raw = ({ raw: { field, operator, value } }: { readonly raw: RawClause }): JsonObject => ({
      field,
      operator,
      value,
    })
    return { conditions: { all: read.value.all.map(raw), any: read.value.any.map(raw) } }
  }
  return {}
}
type RawClause = { readonly field: string; readonly operator: string; readonly value: Json }

const outputOf = (
  input: Output | null | undefined,
  before: JsonObject,
  policy: Policy,
  errors: FieldError[],
): JsonObject => {
  if (input == null) return { output: before.output ?? {} }
  const standing = (before.output ?? {}) as JsonObject
  const fail = (what: string): void => void errors.push(wrong('output', `Output: ${what}`))
  return {
    output: {
      ...standing,
      ...(input.columns == null ? {} : { columns: columnsOf(input.columns, policy, fail) }),
      ...orderOf('group', input, policy, fail),
      ...orderOf('sort', input, policy, fail),
    },
  }
}

type Fail = (what: string) => void

const columnsOf = (names: readonly (string | number)[], policy: Policy, fail: Fail): string[] => {
  const ids = names.flatMap((name, place) => {
    const column = findColumn(String(name), policy)
    if (column === undefined) fail(`columns[${place}]: there is no column ${JSON.stringify(name)}`)
    return column?.id ?? []
  })
  if (new Set(ids).size > MAX_COLUMNS) fail(`columns: there can be at most ${MAX_COLUMNS}`)
  return [...new Set(ids)]
}

const orderOf = (what: 'group' | 'sort', input: Output, policy: Policy, fail: Fail): JsonObject => {
  const [by, order] = [input[`${what}_by`], input[`${what}_order`]]
  const direction = order?.toLowerCase()
  if (direction !== undefined && direction !== 'asc' && direction !== 'desc')
    fail(`${what}_order: must be asc or desc`)
  return {
    ...(by === undefined ? {} : { [`${what}_by`]: columnIn(by, `${what}_by`, policy, fail) }),
    ...(direction === undefined ? {} : { [`${what}_order`]: direction }),
  }
}

const columnIn = (by: string | number | null, name: string, policy: Policy, fail: Fail): string | null => {
  if (by === null || by === '') return null
  const column = findColumn(String(by), policy)
  if (column === undefined) fail(`${name}: there is no column ${JSON.stringify(by)}`)
  else if (!column.isSortable) fail(`${name}: tickets cannot be put in order by ${column.id}`)
  return column?.id ?? null
}

/** A view that is not kept: the body that its document would have, or everything that is wrong with it. */
export const readPreview = (input: PreviewInput, policy: Policy): Result<JsonObject, FieldError[]> => {
  const errors: FieldError[] = []
  const body = { ...conditionsOf(input, {}, policy, errors), ...outputOf(input.output, {}, policy, errors) }
  return errors.length > 0 ? { ok: false, error: errors } : ok(body)
}
