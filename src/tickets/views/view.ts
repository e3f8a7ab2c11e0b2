import { type Json, type JsonObject, ok, type Result } from '../../kernel/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { type Conditions, parseConditions } from '../../rules/core/index.ts'
import type { Policy } from '../core/policy.ts'
import { catalogueOf } from '../core/trigger.ts'
import { type Column, findColumn } from './columns.ts'

export type Ordering = { readonly column: Column; readonly isDescending: boolean }

/** What is shown, and in which order: rows of a group stand together, the id breaks ties. */
export type Output = {
  readonly columns: readonly Column[]
  readonly group: Ordering | null
  readonly sort: Ordering
}

/** A view, understood. */
export type View = { readonly conditions: Conditions; readonly output: Output }

export const MAX_COLUMNS = 10

/** What a view shows that says nothing about it. */
const COLUMNS = ['nice_id', 'description', 'requester', 'status', 'updated']

/** One of these has to stand in `all`, so that a view is of something (zendesk-api.md 2.9). */
const TELLING: ReadonlySet<string> = new Set([
  ...['status', 'custom_status_id', 'type', 'group_id', 'assignee_id', 'requester_id'],
])

const NEEDED =
  'conditions: all must name status, custom_status_id, type, group_id, assignee_id or requester_id at least once'

/** Reads conditions of a view; every error names its clause. */
export const readConditions = (
  raw: unknown,
  { fields }: Pick<Policy, 'fields'>,
): Result<Conditions, string[]> => {
  const conditions = parseConditions(raw, { place: 'view', catalogue: catalogueOf(fields) })
  if (!conditions.ok) return conditions
  const isTelling = conditions.value.all.some(({ field }) => TELLING.has(field.name))
  return isTelling ? conditions : { ok: false, error: [NEEDED] }
}

/** Reads what a document holds; what has gone since it was written is left out. */
export const outputOf = (raw: Json | undefined, policy: Pick<Policy, 'fields'>): Output => {
  const output = (raw ?? {}) as JsonObject
  const names = Array.isArray(output.columns) && output.columns.length > 0 ? output.columns : COLUMNS
  const columns = names.flatMap((name) => findColumn(String(name), policy) ?? [])
  return {
    columns,
    group: orderingOf(output.group_by, output.group_order, policy) ?? null,
    sort: orderingOf(output.sort_by, output.sort_order, policy) ?? byId(policy),
  }
}

/** The newest first. */
const byId = (policy: Pick<Policy, 'fields'>): Ordering => ({
  column: findColumn('nice_id', policy)!,
  isDescending: true,
})

const orderingOf = (
  by: Json | undefined,
  order: Json | undefined,
  policy: Pick<Policy, 'fields'>,
): Ordering | undefined => {
  const column = typeof by === 'string' ? findColumn(by, policy) : undefined
  return column?.isSortable ? { column, isDescending: order === 'desc' } : undefined
}

/** A view's document, understood; undefined conditions: something that it names has gone since. */
export const viewOf = ({ body }: Pick<PolicyDocument, 'body'>, policy: Policy): Result<View, string[]> => {
  const conditions = readConditions(body, policy)
  if (!conditions.ok) return conditions
  return ok({ conditions: conditions.value, output: outputOf(body.output, policy) })
}

export const VIEW_KIND = 'view'
