/**
 * The slow model that the calendar is held against: it walks minute by minute, asks `Intl.DateTimeFormat` what the wall
 * clock shows, and looks that up in the written schedule as text. It shares no code with `core/`.
 */
export type Written = {
  readonly tz: string
  readonly hours: Readonly<Record<string, readonly (readonly [string, string])[]>>
  readonly holidays: readonly WrittenHoliday[]
  readonly exceptions: Readonly<Record<string, readonly (readonly [string, string])[]>>
}

export type WrittenHoliday =
  | string
  | {
      readonly start: string
      readonly end?: string
      readonly yearly?: boolean
      readonly closed?: readonly [string, string]
    }

/** What a wall clock shows. */
type Shown = { readonly weekday: string; readonly date: string; readonly time: string }

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const MINUTE = 60_000

const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (tz: string): Intl.DateTimeFormat => {
  const known =
    formats.get(tz) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: tz,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  formats.set(tz, known)
  return known
}

/** `Sun, 03/08/2026, 01:59:00` taken apart. */
export const shownAt = (tz: string, at: number): Shown => {
  const text = formatOf(tz).format(at)
  const [weekday = '', date = '', time = ''] = text.split(', ')
  const [month, day, year] = date.split('/')
  return { weekday: weekday.toLowerCase(), date: `${year}-${month}-${day}`, time }
}

const isIn = ([start, end]: readonly [string, string], time: string): boolean => start <= time && time < end

/** The hours of the week: those of the day itself, and what the evening before left over. */
const inWeek = ({ hours }: Written, { weekday, time }: Shown): boolean => {
  const yesterday = DAYS[(DAYS.indexOf(weekday) + 6) % 7]!
  const today = (hours[weekday] ?? []).some(([start, end]) =>
    end > start ? isIn([start, end], time) : start <= time,
  )
  return today || (hours[yesterday] ?? []).some(([start, end]) => end <= start && time < end)
}

const closes = (holiday: WrittenHoliday, { date, time }: Shown): boolean => {
  if (typeof holiday === 'string') {
    const [start = '', end = start] = holiday.split('/')
    const shown = start.startsWith('--') ? `-${date.slice(4)}` : date
    return start <= end ? start <= shown && shown <= end : start <= shown || shown <= end
  }
  const { start, end = start, yearly = false, closed = ['00:00', '24:00'] } = holiday
  const on = yearly
    ? date >= start && date.slice(4) >= start.slice(4) && date.slice(4) <= end.slice(4)
    : start <= date && date <= end
  return on && isIn(closed, time)
}

export const isWorkShown = (written: Written, shown: Shown): boolean => {
  const special = written.exceptions[shown.date]
  if (special) return special.some((interval) => isIn(interval, shown.time))
  return inWeek(written, shown) && !written.holidays.some((holiday) => closes(holiday, shown))
}

/** A stretch of real minutes, each with what the clock shows. */
export type Window = { readonly tz: string; readonly start: number; readonly shown: readonly Shown[] }

export const windowOf = (tz: string, start: number, minutes: number): Window => ({
  tz,
  start,
  shown: Array.from({ length: minutes }, (_, index) => shownAt(tz, start + index * MINUTE)),
})

/** Work in each minute of a window, walked in order. */
export const openMinutes = (written: Written, { shown }: Window): boolean[] =>
  shown.map((minute) => isWorkShown(written, minute))

/** Milliseconds of work in [from, to), both in the window; a part of a minute counts in part. */
export const walkedBetween = (open: readonly boolean[], start: number, from: number, to: number): number => {
  let sum = 0
  for (let index = Math.floor((from - start) / MINUTE); start + index * MINUTE < to; index += 1) {
    const minute = start + index * MINUTE
    if (open[index]) sum += Math.min(to, minute + MINUTE) - Math.max(from, minute)
  }
  return sum
}

/** Walks on from `from` until the work is done; `null` when the window ends before. */
export const walkedAdd = (
  open: readonly boolean[],
  start: number,
  from: number,
  work: number,
): number | null => {
  let left = work
  for (let index = Math.floor((from - start) / MINUTE); index < open.length; index += 1) {
    const begin = Math.max(from, start + index * MINUTE)
    const length = start + (index + 1) * MINUTE - begin
    if (open[index] && left <= length) return begin + left
    if (open[index]) left -= length
  }
  return null
}

/** Walks back from `from` until the work is done; `null` when the window begins before that. */
export const walkedSub = (
  open: readonly boolean[],
  start: number,
  from: number,
  work: number,
): number | null => {
  let left = work
  for (let index = Math.ceil((from - start) / MINUTE) - 1; index >= 0; index -= 1) {
    const begin = start + index * MINUTE
    const length = Math.min(from, begin + MINUTE) - begin
    if (open[index] && left <= length) return begin + length - left
    if (open[index]) left -= length
  }
  return null
}

/** The first minute after `from` that is of this kind while the one before it is not. */
export const walkedEdge = (
  open: readonly boolean[],
  start: number,
  from: number,
  toOpen: boolean,
): number | null => {
  for (let index = Math.floor((from - start) / MINUTE) + 1; index < open.length; index += 1)
    if (open[index] === toOpen && open[index - 1] !== toOpen) return start + index * MINUTE
  return null
}

/** Instants near which the offset of a zone changes, found by looking at every day; whole minutes. */
export const changesOf = (tz: string, fromYear: number, toYear: number): number[] => {
  const DAY = 86_400_000
  const found: number[] = []
  const offset = (at: number): number => {
    const { date, time } = shownAt(tz, at)
    return Date.parse(`${date}T${time}Z`) - at
  }
  let before = offset(Date.UTC(fromYear, 0, 1))
  for (let at = Date.UTC(fromYear, 0, 1); at < Date.UTC(toYear, 0, 1); at += DAY) {
    const after = offset(at + DAY)
    if (after !== before) found.push(at)
    before = after
  }
  return found
}
