import { err, invalidField, ok, type Refusal, type Result } from '../../kernel/index.ts'
import { scheduleFields, wrongWeek } from './check-schedule.ts'
import { MINUTES_A_DAY, type WeekInterval } from './schedule.ts'
import { insideWindow, spansOf } from './spans.ts'

/**
 * Checks the intervals of Zendesk's workweek: minutes since Sunday 00:00, 0–10080, none across a midnight (one may end
 * at it), disjoint. https://developer.zendesk.com/api-reference/ticketing/ticket-management/schedules/
 * @param field what the list is called, such as `intervals`
 */
export const checkWorkweek = (
  intervals: readonly WeekInterval[],
  field = 'intervals',
): Result<readonly WeekInterval[], Refusal> => {
  const week = (index: number): string => `${field}[${index}]`
  const wrong = wrongWeek(intervals, {
    ...scheduleFields,
    week,
    lists: { ...scheduleFields.lists, week: field },
  })
  if (wrong) return err(wrong)
  const across = intervals.findIndex(
    ({ startMinute, endMinute }) => dayOf(startMinute) !== dayOf(endMinute - 1),
  )
  return across < 0 ? ok(intervals) : err(invalidField(week(across), 'must not cross midnight'))
}

const dayOf = (minute: number): number => Math.floor(minute / MINUTES_A_DAY)

/** The hours as Zendesk shows them: ascending, touching ones joined, cut at each midnight. */
export const workweekOf = (week: readonly WeekInterval[]): WeekInterval[] => {
  const { starts, ends } = spansOf(
    week.map(({ startMinute, endMinute }) => ({ start: startMinute, end: endMinute })),
  )
  const joined = starts.map((start, index) => ({ start, end: ends[index]! }))
  return Array.from({ length: 7 }, (_, weekday) => weekday * MINUTES_A_DAY)
    .flatMap((midnight) => insideWindow(joined, { start: midnight, end: midnight + MINUTES_A_DAY }))
    .map(({ start, end }) => ({ startMinute: start, endMinute: end }))
}
