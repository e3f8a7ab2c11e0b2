import { err, type Instant, ok, toIsoMs } from '../../kernel/index.ts'
import type { MomentName, SqlContext } from './columns.ts'
import type { FieldSpec, Operand, Operator, Place, TimeWindow } from './condition.ts'
import type { Facts } from './facts.ts'
import { FALSE, type Fragment, joined, sqlOf, TRUE } from './fragment.ts'
import { textOf } from './kinds.ts'
import { cast } from './kinds-sql.ts'
import { type Counting, countingOf, finite, hoursAfter, hoursBefore, hoursBetween } from './time-span.ts'

/** Ten years and more. */
const MAX_HOURS = 100_000
const BUSINESS = '_business_hours'

const OPERATORS: readonly Operator[] = [
  'is',
  'less_than',
  'greater_than',
  'is_business_hours',
  'less_than_business_hours',
  'greater_than_business_hours',
]

type Direction = 'since' | 'until'
type Limits = {
  readonly plain: 'is' | 'less_than' | 'greater_than'
  readonly isBusiness: boolean
  readonly hours: number
}

const limitsOf = (operator: Operator, operand: Operand): Limits => ({
  plain: operator.replace(BUSINESS, '') as Limits['plain'],
  isBusiness: operator.endsWith(BUSINESS),
  hours: operand.kind === 'hours' ? operand.hours : 0,
})

/**
 * Hours since, or until, an instant of the ticket, cut to whole ones (`zendesk-api.md` 3.1): so `is 2` holds for an hour,
 * `greater_than 2` from the third hour on. `less_than` of an `until` includes equality. What lies on the wrong side of
 * now is neither since nor until.
 */
const timeField = (entry: {
  readonly name: string
  readonly direction: Direction
  readonly moment: MomentName
  readonly status?: string
  readonly places?: readonly Place[]
}): FieldSpec => ({
  name: entry.name,
  places: entry.places ?? ['automation', 'view'],
  operators: OPERATORS,
  cost: 6,
  isAllOnly: true,
  parse: (value) => {
    const hours = Number(textOf(value)?.trim() || Number.NaN)
    const isSane = Number.isInteger(hours) && hours >= 0 && hours <= MAX_HOURS
    return isSane
      ? ok({ kind: 'hours', hours })
      : err(`must be a whole number of hours from 0 to ${MAX_HOURS}`)
  },
  compile: (operator, operand) => {
    const limits = limitsOf(operator, operand)
    return (facts) => {
      const at = momentOf(entry, facts)
      return at !== null && holds(entry.direction, limits, countingFor(limits, facts), at, facts.at)
    }
  },
  window: (operator, operand, facts) => {
    const limits = limitsOf(operator, operand)
    const at = momentOf(entry, facts)
    return at === null ? null : windowOf(entry.direction, limits, countingFor(limits, facts), at)
  },
  sql: (operator, operand, context) => {
    const { columns } = context
    const limits = limitsOf(operator, operand)
    const column = columns[entry.moment].value
    const isSo = timeSql(entry.direction, limits, column, context)
    if (entry.status === undefined) return isSo
    const place = columns.status.encode?.(entry.status) ?? entry.status
    return sqlOf`(${columns.status.value} = ${cast(place, columns.status.type)} and ${isSo})`
  },
  turned: (operator, operand, context, since) => {
    const column = context.columns[entry.moment].value
    return turnedSql(entry.direction, limitsOf(operator, operand), column, context, since)
  },
})

const momentOf = (
  { moment, status }: { readonly moment: MomentName; readonly status?: string },
  { ticket, times }: Facts,
): Instant | null => (status !== undefined && ticket.status !== status ? null : (times?.[moment] ?? null))

const countingFor = ({ isBusiness }: Limits, { desk, ticket }: Facts): Counting =>
  isBusiness && desk ? countingOf(desk.hours, ticket.scheduleId) : null

const holds = (
  direction: Direction,
  { plain, hours }: Limits,
  counting: Counting,
  moment: Instant,
  now: Instant,
): boolean => {
  const [from, to] = direction === 'since' ? [moment, now] : [now, moment]
  if (to < from) return false
  const passed = hoursBetween(counting, from, to)
  if (plain === 'is') return passed === hours
  if (plain === 'greater_than') return passed > hours
  return direction === 'since' ? passed < hours : passed <= hours
}

/** When, of all instants, it holds of a moment that stays. */
const windowOf = (
  direction: Direction,
  { plain, hours }: Limits,
  counting: Counting,
  moment: Instant,
): TimeWindow => {
  if (direction === 'since') {
    const [start, end] = [hoursAfter(counting, moment, hours), hoursAfter(counting, moment, hours + 1)]
    if (plain === 'less_than') return { from: moment, until: start }
    return plain === 'is' ? { from: start, until: end } : { from: end, until: Number.POSITIVE_INFINITY }
  }
  const [near, far] = [hoursBefore(counting, moment, hours), hoursBefore(counting, moment, hours + 1)]
  if (plain === 'less_than') return { from: far + 1, until: moment + 1 }
  return plain === 'is'
    ? { from: far + 1, until: near + 1 }
    : { from: Number.NEGATIVE_INFINITY, until: far + 1 }
}

/** Compares the stored instant with bounds: one pair, or one for each schedule that business hours may mean. */
const timeSql = (direction: Direction, limits: Limits, column: Fragment, context: SqlContext): Fragment => {
  const { hours, columns, at } = context
  const within = (counting: Counting): Fragment => boundsSql(direction, limits, counting, { column, at })
  const own = limits.isBusiness ? hours.ids : []
  if (own.length === 0) return within(limits.isBusiness ? hours.standard : null)
  const schedule = columns.scheduleId.value
  const others = sqlOf`((${schedule} is null or ${schedule} <> all(${own}::bigint[])) and ${within(hours.standard)})`
  const each = own.map((id) => sqlOf`(${schedule} = ${id}::bigint and ${within(countingOf(hours, id))})`)
  return joined([others, ...each], 'or')
}

/**
 * As time goes by, bounds move forward: what comes true lies between the leading one of then and that of now, by one
 * schedule or another.
 */
const turnedSql = (
  direction: Direction,
  limits: Limits,
  column: Fragment,
  { hours, at }: SqlContext,
  since: Instant,
): Fragment => {
  const countings = limits.isBusiness
    ? [hours.standard, ...hours.ids.map((id) => countingOf(hours, id))]
    : [null]
  const between = (counting: Counting): Fragment => {
    const [then, now] = [since, at].map((each) => leading(direction, limits, counting, each)) as [
      number,
      number,
    ]
    if (direction === 'since') return joined([after(column, then), notAfter(column, now)], 'and')
    return limits.plain === 'greater_than'
      ? FALSE
      : joined([notBefore(column, then), before(column, now)], 'and')
  }
  return joined(countings.map(between), 'or')
}

/** The bound that lets new moments in as time goes by. */
const leading = (direction: Direction, { plain, hours }: Limits, counting: Counting, at: Instant): number => {
  if (direction === 'until') return hoursAfter(counting, at, hours + 1)
  if (plain === 'less_than') return at
  return hoursBefore(counting, at, plain === 'is' ? hours : hours + 1)
}

type Compared = { readonly column: Fragment; readonly at: Instant }

const boundsSql = (
  direction: Direction,
  { plain, hours }: Limits,
  counting: Counting,
  { column, at }: Compared,
): Fragment => {
  const now = cast(toIsoMs(at), 'timestamptz')
  if (direction === 'since') {
    const [near, far] = [hoursBefore(counting, at, hours), hoursBefore(counting, at, hours + 1)]
    if (plain === 'greater_than') return notAfter(column, far)
    const isLater = plain === 'is' ? [after(column, far), notAfter(column, near)] : [after(column, near)]
    return joined([...isLater, sqlOf`${column} <= ${now}`], 'and')
  }
  const [near, far] = [hoursAfter(counting, at, hours), hoursAfter(counting, at, hours + 1)]
  if (plain === 'greater_than') return notBefore(column, far)
  const isSooner = plain === 'is' ? [notBefore(column, near), before(column, far)] : [before(column, far)]
  return joined([...isSooner, sqlOf`${column} >= ${now}`], 'and')
}

const bound = (ms: number): Fragment => cast(toIsoMs(finite(ms)), 'timestamptz')
const after = (column: Fragment, ms: number): Fragment =>
  ms === Number.NEGATIVE_INFINITY ? TRUE : sqlOf`${column} > ${bound(ms)}`
const notAfter = (column: Fragment, ms: number): Fragment =>
  ms === Number.NEGATIVE_INFINITY ? FALSE : sqlOf`${column} <= ${bound(ms)}`
const before = (column: Fragment, ms: number): Fragment =>
  ms === Number.POSITIVE_INFINITY ? TRUE : sqlOf`${column} < ${bound(ms)}`
const notBefore = (column: Fragment, ms: number): Fragment =>
  ms === Number.POSITIVE_INFINITY ? FALSE : sqlOf`${column} >= ${bound(ms)}`

const since = (name: string, moment: MomentName): FieldSpec => timeField({ name, direction: 'since', moment })
const until = (name: string, moment: MomentName): FieldSpec => timeField({ name, direction: 'until', moment })
const sinceStatus = (name: string, places?: readonly Place[]): FieldSpec =>
  timeField({
    name,
    direction: 'since',
    // `NEW` counts from the creation, even of a ticket that was put back to new.
    moment: name === 'NEW' ? 'createdAt' : 'statusAt',
    status: name.toLowerCase(),
    ...(places && { places }),
  })

/** Conditions on time that goes by. */
export const TIME_ENTRIES: readonly FieldSpec[] = [
  ...['NEW', 'OPEN', 'PENDING', 'HOLD', 'SOLVED'].map((name) => sinceStatus(name)),
  sinceStatus('CLOSED', ['view']),
  since('assigned_at', 'assignedAt'),
  since('updated_at', 'updatedAt'),
  since('requester_updated_at', 'requesterUpdatedAt'),
  since('assignee_updated_at', 'assigneeUpdatedAt'),
  since('due_date', 'dueAt'),
  since('due_at', 'dueAt'),
  until('until_due_date', 'dueAt'),
  since('sla_next_breach_at', 'lastBreachAt'),
  until('until_sla_next_breach_at', 'upcomingBreachAt'),
  since('group_sla_next_breach_at', 'lastGroupBreachAt'),
  until('until_group_sla_next_breach_at', 'upcomingGroupBreachAt'),
]
