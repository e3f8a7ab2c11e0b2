import { Type } from 'typebox'
import type { Json, JsonObject } from '../../kernel/index.ts'
import type { Viewer } from '../../people/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import type { Policy } from '../core/policy.ts'
import { type Presenting, timesOf } from '../presenting.ts'
import type { Column } from './columns.ts'
import { mayWrite, presentRestriction, RestrictionShown, restrictionOf } from './restriction.ts'
import { type Ordering, type Output, outputOf } from './view.ts'

const Text = Type.String()
const NullableText = Type.Union([Text, Type.Null()])
const Time = Type.String({ format: 'date-time' })

export const ColumnShown = Type.Object({
  id: Type.Union([Text, Type.Integer()]),
  title: Text,
  filterable: Type.Boolean(),
  sortable: Type.Boolean(),
  type: Type.Optional(Text),
  url: Type.Optional(Text),
})
const OrderShown = Type.Union([
  Type.Null(),
  Type.Object({ id: Type.Union([Text, Type.Integer()]), title: Text, order: Text }),
])
const Uses = Type.Optional(Type.Integer())
const usage = { usage_1h: Uses, usage_24h: Uses, usage_7d: Uses, usage_30d: Uses }
const ClauseShown = Type.Object({ field: Text, operator: Text, value: Type.Unknown() })

export const ViewShown = Type.Object({
  url: Text,
  id: Type.Integer(),
  title: Text,
  raw_title: Text,
  active: Type.Boolean(),
  default: Type.Boolean(),
  position: Type.Integer(),
  description: NullableText,
  created_at: Time,
  updated_at: Time,
  execution: Type.Object({
    group_by: NullableText,
    group_order: Text,
    sort_by: NullableText,
    sort_order: Text,
    group: OrderShown,
    sort: OrderShown,
    columns: Type.Array(ColumnShown),
    fields: Type.Array(ColumnShown),
    custom_fields: Type.Array(ColumnShown),
  }),
  conditions: Type.Object({ all: Type.Array(ClauseShown), any: Type.Array(ClauseShown) }),
  restriction: RestrictionShown,
  ...usage,
  permissions: Type.Optional(Type.Object({ can_edit: Type.Boolean(), can_delete: Type.Boolean() })),
})

/** A column as the wire shows it; custom fields go by number there. */
export const presentColumn = (column: Column, origin: string) => ({
  id: column.field ? column.field.id : column.id,
  title: column.title,
  filterable: FILTERABLE.has(column.id) || column.field !== undefined,
  sortable: column.isSortable,
  ...(column.field
    ? { type: column.field.type, url: `${origin}/api/v2/ticket_fields/${column.field.id}.json` }
    : {}),
})

/** Columns that conditions of views may be about. */
const FILTERABLE: ReadonlySet<string> = new Set([
  ...['requester', 'assignee', 'group', 'organization', 'status', 'custom_status_id', 'priority', 'type'],
  ...['ticket_form', 'brand', 'locale_id', 'satisfaction_score', 'updated', 'assigned', 'due_date'],
])

const presentOrder = (ordering: Ordering | null) =>
  ordering && {
    id: ordering.column.field?.id ?? ordering.column.id,
    title: ordering.column.title,
    order: wordOf(ordering),
  }

const wordOf = (ordering: Ordering | null): string => (ordering?.isDescending ? 'desc' : 'asc')

const presentExecution = (output: Output, origin: string) => {
  const columns = output.columns.map((column) => presentColumn(column, origin))
  const isCustom = (place: number): boolean => output.columns[place]?.field !== undefined
  return {
    group_by: output.group?.column.id ?? null,
    group_order: wordOf(output.group),
    sort_by: output.sort.column.id,
    sort_order: wordOf(output.sort),
    group: presentOrder(output.group),
    sort: presentOrder(output.sort),
    columns,
    fields: columns.filter((_, place) => !isCustom(place)),
    custom_fields: columns.filter((_, place) => isCustom(place)),
  }
}

const clauses = (raw: Json | undefined): readonly Json[] => (Array.isArray(raw) ? raw : [])

export type ShowingView = Presenting & {
  readonly compiled: Policy
  /** Set where the reply says what this viewer may do. */
  readonly permissionsOf?: Viewer
}

/** The view of zendesk-api.md 2.9. */
export const presentView = (showing: ShowingView) => (document: PolicyDocument) => {
  const { id, body } = document
  const conditions = (body.conditions ?? {}) as JsonObject
  const title = String(body.title ?? '')
  const viewer = showing.permissionsOf
  return {
    url: `${showing.origin}/api/v2/views/${id}.json`,
    id,
    title,
    raw_title: title,
    active: body.active !== false,
    default: body.default === true,
    position: Number(body.position ?? 0),
    description: typeof body.description === 'string' ? body.description : null,
    ...timesOf(document, showing),
    execution: presentExecution(outputOf(body.output, showing.compiled), showing.origin),
    conditions: { all: clauses(conditions.all), any: clauses(conditions.any) },
    restriction: presentRestriction(body),
    ...(viewer === undefined ? {} : { permissions: permissionsIn(viewer, body) }),
  }
}

const permissionsIn = (viewer: Viewer, body: JsonObject) => {
  const may = mayWrite(viewer, 'views', restrictionOf(body))
  return { can_edit: may, can_delete: may }
}
