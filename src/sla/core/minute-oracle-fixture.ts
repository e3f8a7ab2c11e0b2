import { isoOf, isWorked, minuteOf, type OracleCase } from './oracle-case-fixture.ts'
import { Life } from './oracle-life-fixture.ts'
import type { Timer } from './oracle-timers-fixture.ts'

/**
 * The slow model: lives through a case minute by minute and counts. It shares no code with the engine; what it knows of
 * the rules was written from the same sources a second time. Answers in the words of `mainstay clocks`.
 */
export const simulate = (given: OracleCase) => {
  const life = new Life(given)
  const [first, last] = [life.timers.first, minuteOf(given.until)]
  const edits = [...given.config].sort((a, b) => minuteOf(a.at) - minuteOf(b.at))
  const entries = [...given.history]
  for (let now = first; now <= last; now += 1) {
    while (edits[0] && minuteOf(edits[0].at) <= now) life.edit(edits.shift()!)
    while (entries[0] && minuteOf(entries[0].at) === now) life.update(entries.shift()!, now)
    life.timers.breach(now)
    life.timers.lived.push(life.ticket.status)
    if (now < last) life.timers.tick(now)
  }
  return {
    metrics: metricsOf(life, last),
    clocks: life.timers.all
      .filter(({ target }) => target)
      .map((timer) => clockOf(timer, life.timers.dueOf(timer))),
    events: life.timers.events,
  }
}

/** Minutes from the first to another, every one and those that were worked. */
const span = (life: Life, last: number | undefined, isMeant: (minute: number) => boolean = () => true) => {
  if (last === undefined) return { calendar: null, business: null }
  const { first, hours } = life.timers
  let [calendar, business] = [0, 0]
  for (let minute = first; minute < last; minute += 1) {
    if (!isMeant(minute)) continue
    calendar += 1
    if (isWorked(hours, minute)) business += 1
  }
  return { calendar, business }
}

const metricsOf = (life: Life, last: number) => {
  const { first, lived } = life.timers
  const { when } = life
  const inStatus = (...statuses: string[]) =>
    span(life, last, (minute) => statuses.includes(lived[minute - first]!))
  const moment = (name: string): string | null => isoOf(when[name] ?? null)
  return {
    created_at: isoOf(first),
    updated_at: moment('updated'),
    group_stations: life.groups.size,
    assignee_stations: life.assignees.size,
    reopens: life.reopens,
    replies: life.replies,
    assignee_updated_at: moment('assigneeUpdate'),
    requester_updated_at: moment('requester'),
    status_updated_at: moment('status'),
    initially_assigned_at: moment('firstAssigned'),
    assigned_at: moment('assigned'),
    solved_at: moment('solved'),
    latest_comment_added_at: moment('comment'),
    reply_time_in_minutes: span(life, when.reply),
    reply_time_in_seconds: { calendar: when.reply === undefined ? null : (when.reply - first) * 60 },
    first_resolution_time_in_minutes: span(life, when.firstSolved),
    full_resolution_time_in_minutes: span(life, when.solved),
    agent_wait_time_in_minutes: inStatus('pending'),
    requester_wait_time_in_minutes: inStatus('new', 'open', 'hold'),
    on_hold_time_in_minutes: inStatus('hold'),
    new_time_in_minutes: inStatus('new'),
    open_time_in_minutes: inStatus('open'),
    pending_time_in_minutes: inStatus('pending'),
  }
}

const clockOf = (timer: Timer, due: number | null) => ({
  metric: timer.metric,
  instance: timer.instance,
  policy: timer.target!.policy,
  target: timer.target!.minutes,
  business_hours: timer.target!.business,
  state: stateOf(timer),
  started_at: isoOf(timer.start),
  breach_at: timer.runs && !timer.off ? isoOf(due) : null,
  breached_at: isoOf(timer.breached),
  fulfilled_at: timer.off ? null : isoOf(timer.end),
  elapsed_minutes: timer.used,
})

const stateOf = ({ off, end, runs, breached }: Timer): string => {
  if (off) return 'cancelled'
  if (end !== null) return 'fulfilled'
  if (!runs) return 'paused'
  return breached === null ? 'active' : 'breached'
}
