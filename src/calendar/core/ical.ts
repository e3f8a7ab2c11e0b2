import { DAY_MS, err, invalidField, ok, type Refusal, type Result } from '../../kernel/index.ts'
import { type EpochDay, FIRST_YEAR, formatDate, parseDate, yearStart } from './dates.ts'
import { ICAL_LIMITS, type IcalLine, icalLines, wrongLine } from './ical-lines.ts'
import type { Holiday } from './schedule.ts'
import { icalDate, parseYearlyRule, recurrences, type Window } from './yearly-rule.ts'

/** Holidays of a file, and the events of it that are none. */
export type IcalHolidays = {
  readonly holidays: readonly Holiday[]
  readonly skipped: readonly { readonly line: number; readonly why: string }[]
}

/**
 * Reads holidays from an iCalendar file (RFC 5545): its all-day events, with yearly recurrences, moved and removed
 * instances, as single dates of a window. Events with a time of day and cancelled ones are skipped and listed. What
 * could hide a holiday (an unsupported recurrence, a bad date) refuses the whole file and names the line.
 * @param window first and last date (`YYYY-MM-DD`) of interest, at most 100 years
 */
export const readIcalHolidays = (
  text: string,
  window: { readonly from: string; readonly to: string },
): Result<IcalHolidays, Refusal> => {
  const [from, to] = [parseDate(window.from), parseDate(window.to)]
  if (from === undefined) return err(invalidField('from', 'must be a date such as 2026-01-01'))
  if (to === undefined || to < from || to - from > MAX_WINDOW_DAYS)
    return err(invalidField('to', 'must be a date not before from, at most 100 years after it'))
  const lines = icalLines(text)
  if (!lines.ok) return lines
  const rules = lines.value.filter(({ name }) => name === 'RRULE')
  const excess = rules[ICAL_LIMITS.recurrences]
  if (excess) return wrongLine(excess.line, `is more than ${ICAL_LIMITS.recurrences} recurrences`)
  const blocks = eventBlocks(lines.value)
  if (!blocks.ok) return blocks
  const events = blocks.value.map(readEvent)
  const wrong = events.find((event) => !event.ok)
  if (wrong && !wrong.ok) return wrong
  return collected(
    events.flatMap((event) => (event.ok ? [event.value] : [])),
    { from, to },
  )
}

const MAX_WINDOW_DAYS = 36_525

type Block = { readonly line: number; readonly lines: readonly IcalLine[] }

/** The VEVENTs of a file without what is nested in them (alarms). */
const eventBlocks = (lines: readonly IcalLine[]): Result<Block[], Refusal> => {
  const open: { name: string; line: number }[] = []
  const events: { line: number; lines: IcalLine[] }[] = []
  for (const each of lines) {
    const name = each.value.trim().toUpperCase()
    if (open.length === 0 && (each.name !== 'BEGIN' || name !== 'VCALENDAR'))
      return wrongLine(each.line, 'must be BEGIN:VCALENDAR')
    if (each.name === 'BEGIN') {
      if (open.length >= MAX_DEPTH) return wrongLine(each.line, 'is nested too deeply')
      open.push({ name, line: each.line })
      if (name === 'VEVENT') events.push({ line: each.line, lines: [] })
    } else if (each.name === 'END') {
      if (open.pop()?.name !== name) return wrongLine(each.line, 'ends what was not begun')
    } else if (open.at(-1)?.name === 'VEVENT') events.at(-1)?.lines.push(each)
    if (events.length > ICAL_LIMITS.events)
      return wrongLine(each.line, `is more than ${ICAL_LIMITS.events} events`)
  }
  const unfinished = open.at(-1)
  if (unfinished) return wrongLine(unfinished.line, 'begins what never ends')
  return lines.length > 0 ? ok(events) : wrongLine(1, 'must be BEGIN:VCALENDAR')
}

const MAX_DEPTH = 8

type Event = {
  readonly line: number
  readonly uid: string
  readonly name: string
  /** Why it is no holiday, if it is none. */
  readonly skip: string | null
  /** The date that this event replaces in the recurrence of the same UID. */
  readonly replaces: EpochDay | null
  readonly days: number
  /** First days, among them all that matter to a window. */
  readonly starts: (window: Window) => readonly EpochDay[]
}

const readEvent = ({ line, lines }: Block): Result<Event, Refusal> => {
  const one = (name: string): IcalLine | undefined => lines.find((each) => each.name === name)
  const start = one('DTSTART')
  if (!start) return wrongLine(line, 'is an event without DTSTART')
  const first = icalDate(start.value)
  const uid = one('UID')?.value ?? `line ${line}`
  const base = { line, uid, name: nameOf(one('SUMMARY')), days: 1, starts: () => [] }
  const recurrence = one('RECURRENCE-ID')
  const replaces = recurrence ? (icalDate(recurrence.value.slice(0, 8)) ?? null) : null
  if (recurrence && replaces === null) return wrongLine(recurrence.line, 'has no date')
  if (one('STATUS')?.value.toUpperCase() === 'CANCELLED')
    return ok({ ...base, replaces, skip: 'is cancelled' })
  if (/^\d{8}T/.test(start.value)) return ok({ ...base, replaces, skip: 'is not an all-day event' })
  if (first === undefined || first < yearStart(FIRST_YEAR) / DAY_MS)
    return wrongLine(start.line, 'has no date such as 20261224, from 1900 on')
  const days = lengthOf(first, one('DTEND'), one('DURATION'))
  if (!days.ok) return days
  const starts = startsOf(first, lines)
  return starts.ok ? ok({ ...base, replaces, skip: null, days: days.value, starts: starts.value }) : starts
}

/** A summary without escapes (RFC 5545, 3.3.11), in one line. */
const nameOf = (summary: IcalLine | undefined): string =>
  (summary?.value ?? '')
    .replace(/\\([nN;,\\])/g, (_, character: string) => (/n/i.test(character) ? ' ' : character))
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, 255)

/** In days. DTEND is the day after the last (3.6.1); some writers repeat the first, and mean one day. */
const lengthOf = (
  first: EpochDay,
  end: IcalLine | undefined,
  duration: IcalLine | undefined,
): Result<number, Refusal> => {
  if (end) {
    const after = icalDate(end.value)
    if (after === undefined) return wrongLine(end.line, 'has no date such as 20261224')
    if (after < first) return wrongLine(end.line, 'ends before it starts')
    if (after - first > MAX_EVENT_DAYS) return wrongLine(end.line, 'ends more than a year after it starts')
    return ok(Math.max(1, after - first))
  }
  if (!duration) return ok(1)
  const parts = /^\+?P(\d{1,3})([DW])$/.exec(duration.value)
  const days = parts ? Number(parts[1]) * (parts[2] === 'W' ? 7 : 1) : 0
  const fits = days >= 1 && days <= MAX_EVENT_DAYS
  return fits ? ok(days) : wrongLine(duration.line, 'must be whole days such as P1D, at most a year')
}

const MAX_EVENT_DAYS = 366

const startsOf = (first: EpochDay, lines: readonly IcalLine[]): Result<Event['starts'], Refusal> => {
  const rules = lines.filter(({ name }) => name === 'RRULE')
  if (rules[1]) return wrongLine(rules[1].line, 'is a second RRULE')
  const rule = rules[0] ? parseYearlyRule(rules[0].value) : null
  if (typeof rule === 'string') return wrongLine(rules[0]!.line, rule)
  const added = datesOf(lines, 'RDATE')
  if (!added.ok) return added
  const taken = datesOf(lines, 'EXDATE')
  if (!taken.ok) return taken
  const without = new Set(taken.value)
  return ok((window) => {
    const all = [...(rule ? recurrences(rule, first, window) : [first]), ...added.value]
    return all.filter((day) => !without.has(day))
  })
}

const datesOf = (lines: readonly IcalLine[], wanted: string): Result<EpochDay[], Refusal> => {
  const dates: EpochDay[] = []
  for (const { line, value } of lines.filter(({ name }) => name === wanted))
    for (const text of value.split(',')) {
      const day = icalDate(text.trim())
      if (day === undefined) return wrongLine(line, 'has no date such as 20261224')
      dates.push(day)
    }
  return ok(dates)
}

const collected = (events: readonly Event[], window: Window): Result<IcalHolidays, Refusal> => {
  const replaced = new Set(
    events.flatMap(({ uid, replaces }) => (replaces === null ? [] : [`${replaces} ${uid}`])),
  )
  const found = new Map<string, Holiday>()
  for (const event of events)
    for (const start of event.starts(window)) {
      if (start > window.to || start + event.days <= window.from) continue
      if (event.replaces === null && replaced.has(`${start} ${event.uid}`)) continue
      const holiday = holidayOf(event, start)
      found.set(`${holiday.start} ${holiday.end} ${holiday.name}`, holiday)
      if (found.size > ICAL_LIMITS.holidays)
        return wrongLine(
          event.line,
          `gives more than ${ICAL_LIMITS.holidays} holidays: take a shorter window`,
        )
    }
  const skipped = events.flatMap(({ line, skip }) => (skip === null ? [] : [{ line, why: skip }]))
  const holidays = [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, holiday]) => holiday)
  return ok({ holidays, skipped })
}

const holidayOf = ({ name, days }: Event, start: EpochDay): Holiday => ({
  name,
  start: formatDate(start),
  end: formatDate(start + days - 1),
})
