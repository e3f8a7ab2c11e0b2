import {
  DAY_MS,
  HOUR_MS,
  type Instant,
  instantOf,
  MINUTE_MS,
  parseIso,
  SECOND_MS,
} from '../../../kernel/index.ts'
import type { SearchOperator, SearchValue } from '../../../people/core/index.ts'

type Span = { readonly from: number; readonly until: number; readonly isAgo: boolean }

const AGO = /^(\d{1,6})\s*(minute|hour|day|week|month|year)s?$/i
const SPANS_MS: Readonly<Record<string, number>> = {
  minute: MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
}
const MONTHS: Readonly<Record<string, number>> = { month: 1, year: 12 }
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const MONTH = /^(\d{4})(?:-(\d{2}))?$/

/**
 * A date as queries write it, compared: a year, a month, a day (UTC), a date-time, or how long ago (`4hours`). What is
 * meant is a stretch of time: `:` asks for within it (of an age: since then), `>` for after it, `>=` for from its beginning
 * on. Undefined where it is no date.
 */
export const spanOf = (text: string, operator: SearchOperator, now: Instant): SearchValue | undefined => {
  const span = ago(text, now) ?? month(text) ?? day(text) ?? moment(text)
  if (span === undefined) return undefined
  const at = (ms: number): Instant => instantOf(ms)
  switch (operator) {
    case 'is':
      return { kind: 'span', from: at(span.from), until: span.isAgo ? null : at(span.until) }
    case '>':
      return { kind: 'span', from: at(span.until), until: null }
    case '>=':
      return { kind: 'span', from: at(span.from), until: null }
    case '<':
      return { kind: 'span', from: null, until: at(span.from) }
    case '<=':
      return { kind: 'span', from: null, until: at(span.until) }
  }
}

/** The wire's years: what lies outside no ticket has, and no database wants. */
const between = (from: number, until: number, isAgo = false): Span | undefined =>
  from >= Date.UTC(1900) && until <= Date.UTC(2200) ? { from, until, isAgo } : undefined

const ago = (text: string, now: Instant): Span | undefined => {
  const [, number, name = ''] = AGO.exec(text) ?? []
  if (number === undefined) return undefined
  const unit = name.toLowerCase()
  const months = MONTHS[unit]
  const point =
    months === undefined ? now - Number(number) * SPANS_MS[unit]! : monthsBefore(now, Number(number) * months)
  return between(point, point, true)
}

/** The same day of a month before, or its last one. */
const monthsBefore = (now: Instant, months: number): number => {
  const date = new Date(now)
  const wanted = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() - months)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  return date.setUTCDate(Math.min(wanted, last))
}

const month = (text: string): Span | undefined => {
  const [, year, number] = MONTH.exec(text) ?? []
  if (year === undefined) return undefined
  if (number === undefined) return between(Date.UTC(Number(year)), Date.UTC(Number(year) + 1))
  const index = Number(number) - 1
  if (index < 0 || index > 11) return undefined
  return between(Date.UTC(Number(year), index), Date.UTC(Number(year), index + 1))
}

const day = (text: string): Span | undefined => {
  const start = DAY.test(text) ? parseIso(text) : undefined
  // The calendar's own arithmetic makes a 3 March of 31 February.
  if (start === undefined || !new Date(start).toISOString().startsWith(text)) return undefined
  return between(start, start + DAY_MS)
}

const moment = (text: string): Span | undefined => {
  const at = text.length > 10 ? parseIso(text.replace(/\.\d+/, '')) : undefined
  if (at === undefined) return undefined
  const isToTheSecond = /T\d{2}:\d{2}:\d{2}/.test(text)
  return between(at, at + (isToTheSecond ? SECOND_MS : MINUTE_MS))
}
