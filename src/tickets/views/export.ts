import { Readable } from 'node:stream'
import type { Instant } from '../../kernel/index.ts'
import type { Room } from '../room.ts'
import type { Column } from './columns.ts'
import { type Looking, readAll } from './page.ts'
import { presentRow, type RowsBeside } from './present-row.ts'
import type { ViewRow } from './store.ts'
import { lastUpdaters, localesOf, namesOfRows } from './store.ts'
import type { View } from './view.ts'

/** So many rows are in memory at a time, however many there are. */
const PAGE = 500

type Named = Awaited<ReturnType<typeof namesOfRows>>
type Cells = readonly (readonly [column: string, value: unknown])[]

/**
 * All rows of a view that somebody sees, as text: a line each, read page by page as fast as they are taken. Rows that
 * come or go meanwhile are in it or not; none is in it twice.
 */
export const exportRows = (
  room: Room,
  view: View,
  looking: Looking,
  origin: string,
  format: 'csv' | 'jsonl',
): Readable => Readable.from(linesOf(room, view, looking, origin, format))

async function* linesOf(
  room: Room,
  view: View,
  looking: Looking,
  origin: string,
  format: 'csv' | 'jsonl',
): AsyncGenerator<string> {
  const { columns } = view.output
  if (format === 'csv') yield csvLine(headsOf(columns))
  for await (const rows of readAll(room, view, looking, PAGE)) {
    const beside = await besideOf(room, looking, columns, origin, rows)
    const lines = rows.map((row) => {
      const cells = cellsOf(columns, row, beside)
      return format === 'csv' ? csvLine(cells.map(([, value]) => value)) : jsonLine(row, cells)
    })
    yield lines.join('')
  }
}

const headsOf = (columns: readonly Column[]): string[] => columns.map(({ title }) => title)

type Beside = RowsBeside & { readonly named: Named }

const besideOf = async (
  room: Room,
  looking: Looking,
  columns: readonly Column[],
  origin: string,
  rows: readonly ViewRow[],
): Promise<Beside> => {
  const { db } = room.ground
  const has = (id: string): boolean => columns.some((column) => column.id === id)
  const [named, updaters, locales] = await Promise.all([
    namesOfRows(db, rows),
    has('updated_by_type')
      ? lastUpdaters(
          db,
          rows.map((row) => row.ticket_id),
        )
      : [],
    has('locale_id')
      ? localesOf(
          db,
          rows.map((row) => row.requester_id),
        )
      : [],
  ])
  return {
    named,
    policy: looking.policy,
    weights: looking.weights,
    now: looking.at satisfies Instant,
    origin,
    lastUpdaters: new Map(updaters.map(({ ticket_id: id, role_id: roleId }) => [id, roleId])),
    locales: new Map(locales.map(({ id, locale }) => [id, locale ?? ''])),
  }
}

/** People and groups by name: whoever opens the file has nothing to look ids up in. */
const cellsOf = (columns: readonly Column[], row: ViewRow, beside: Beside): Cells =>
  columns.map((column) => {
    const shown = presentRow([column], beside)(row)
    const value = column.field ? fieldText(shown) : (nameIn(column, row, beside) ?? firstOf(shown))
    return [column.field ? column.id : column.id === 'description' ? 'subject' : column.id, value]
  })

const fieldText = ({ custom_fields: fields }: Readonly<Record<string, unknown>>): unknown => {
  const [field] = fields as readonly { readonly value: unknown; readonly name?: string }[]
  return field?.name ?? field?.value ?? null
}

const firstOf = (shown: Readonly<Record<string, unknown>>): unknown => Object.values(shown)[0]

const nameIn = ({ id }: Column, row: ViewRow, { named, policy }: Beside): string | null | undefined => {
  const of = (names: ReadonlyMap<number, string>, key: number | null) =>
    key === null ? null : (names.get(key) ?? null)
  switch (id) {
    case 'requester':
      return of(named.users, row.requester_id)
    case 'submitter':
      return of(named.users, row.submitter_id)
    case 'assignee':
      return of(named.users, row.assignee_id)
    case 'group':
      return of(named.groups, row.group_id)
    case 'organization':
      return of(named.organizations, row.organization_id)
    case 'brand':
      return of(policy.brandNames, row.brand_id)
    default:
      return undefined
  }
}

const jsonLine = (row: ViewRow, cells: Cells): string =>
  `${JSON.stringify({ ticket_id: row.ticket_id, ...Object.fromEntries(cells) })}\n`

/** RFC 4180. */
export const csvLine = (values: readonly unknown[]): string => `${values.map(csvCell).join(',')}\r\n`

/** What a spreadsheet would run begins with one of these; a quote in front makes it text, numbers stay numbers. */
const FORMULA = /^[=+\-@\t\r]/

const csvCell = (value: unknown): string => {
  const text =
    value === null || value === undefined ? '' : Array.isArray(value) ? value.join(' ') : String(value)
  const isHarmless = typeof value === 'number' || /^-?\d+(?:\.\d+)?$/.test(text)
  const safe = !isHarmless && FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
