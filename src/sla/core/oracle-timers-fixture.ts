import { isoOf, isWorked, type OracleSchedule } from './oracle-case-fixture.ts'

export type OracleEvent = {
  metric: string
  instance: number
  type: string
  time: string
  deleted?: true
  sla?: { target: number; policy: string }
  status?: { calendar: number; business: number }
}

export type Timer = {
  metric: string
  instance: number
  start: number
  end: number | null
  runs: boolean
  target: (Terms & { business: boolean }) | null
  off: boolean
  used: number
  breached: number | null
  breachEvent: OracleEvent | null
}
type Terms = {
  policy: string
  priority: string
  minutes: number
  open: OracleSchedule | null
  own: string | null
}
const PAUSED_IN: { [metric: string]: string[] } = {
  pausable_update_time: ['pending'],
  requester_wait_time: ['pending'],
  agent_work_time: ['pending', 'hold'],
}
export const counts = (metric: string, status: string): boolean =>
  !['solved', 'closed'].includes(status) && !(PAUSED_IN[metric] ?? []).includes(status)

/** The timers of one ticket and what they have said. */
export class Timers {
  readonly first: number
  readonly all: Timer[] = []
  readonly events: OracleEvent[] = []
  /** The status of every minute lived. */
  readonly lived: string[] = []
  /** The hours of the ticket, and those of its group's promises. */
  hours: OracleSchedule | null = null
  groupHours: OracleSchedule | null = null

  constructor(first: number) {
    this.first = first
  }

  /** Goes through every minute since an instant and counts those that matter. */
  countBack(metric: string, open: OracleSchedule | null, from: number, to: number): number {
    let sum = 0
    for (let minute = from; minute < to; minute += 1)
      if (counts(metric, this.lived[minute - this.first]!) && isWorked(open, minute)) sum += 1
    return sum
  }

  emit(timer: Timer, type: string, now: number, extra: Partial<OracleEvent> = {}): OracleEvent {
    const isReply = timer.metric === 'first_reply_time' || timer.metric === 'next_reply_time'
    const metric = isReply ? 'reply_time' : timer.metric.replace('total_', '')
    const instance = timer.instance + (timer.metric === 'next_reply_time' ? 1 : 0)
    const event = { metric, instance, type, time: isoOf(now)!, ...extra }
    this.events.push(event)
    return event
  }

  running(metric: string): Timer | undefined {
    return this.all.find((timer) => timer.metric === metric && timer.end === null)
  }

  start(metric: string, status: string, now: number): void {
    const timer: Timer = {
      metric,
      instance: this.all.filter((one) => one.metric === metric).length + 1,
      start: now,
      end: null,
      runs: counts(metric, status),
      target: null,
      off: false,
      used: 0,
      breached: null,
      breachEvent: null,
    }
    this.all.push(timer)
    this.emit(timer, 'activate', now)
    if (!timer.runs) this.emit(timer, 'pause', now)
  }

  end(metric: string, now: number): void {
    const timer = this.running(metric)
    if (!timer) return
    timer.end = now
    timer.runs = false
    this.emit(timer, 'fulfill', now)
    this.#emitStatus(timer, now)
  }

  /** An unsolved ticket has taken on a status: timers pause and go on; after solving, those of a whole life resume. */
  follow(status: string, wasOver: boolean, now: number): void {
    for (const timer of this.all) {
      if (wasOver && /wait|work|total/.test(timer.metric)) {
        timer.end = null
        timer.runs = true
        this.emit(timer, 'activate', now)
      }
      const shouldRun = counts(timer.metric, status)
      if (timer.end !== null || timer.runs === shouldRun) continue
      timer.runs = shouldRun
      this.emit(timer, shouldRun ? 'activate' : 'pause', now)
    }
  }

  /** Puts terms on a timer, or takes them away. */
  promise(timer: Timer, next: Timer['target'], now: number): void {
    const kind = timer.metric === 'group_ownership_time' ? 'apply_group_sla' : 'apply_sla'
    const old = timer.off ? null : timer.target
    if (!next) {
      if (!old) return
      timer.off = true
      this.emit(timer, kind, now)
      return
    }
    const sameTicket = old?.policy === next.policy && old.priority === next.priority && old.own === next.own
    const sameTerms =
      old?.policy === next.policy && old.minutes === next.minutes && old.business === next.business
    const isSame = sameTerms && old.open === next.open
    if (sameTicket && timer.breached !== null && !isSame) return
    timer.target = next
    timer.off = false
    if (isSame) return
    timer.used = this.countBack(timer.metric, next.open, timer.start, now)
    if (!sameTerms) this.emit(timer, kind, now, { sla: { target: next.minutes, policy: next.policy } })
    if (timer.breached === null || timer.used >= next.minutes) return
    timer.breached = null
    timer.breachEvent!.deleted = true
  }

  /** A minute ends: what has used up its target breaches. */
  breach(now: number): void {
    for (const timer of this.all) {
      if (!timer.target || timer.off || !timer.runs || timer.breached !== null) continue
      if (timer.used < timer.target.minutes) continue
      timer.breached = now
      timer.breachEvent = this.emit(timer, 'breach', now)
      this.#emitStatus(timer, now)
    }
  }

  /** Lives through one minute. */
  tick(now: number): void {
    for (const timer of this.all)
      if (timer.runs && !timer.off && isWorked(timer.target?.open ?? null, now)) timer.used += 1
  }

  /** When a timer's target is used up if nothing changes; looked for in the next sixty days. */
  dueOf(timer: Timer): number | null {
    const last = this.first + this.lived.length - 1
    const { minutes, open } = timer.target!
    let used = 0
    for (let minute = timer.start; minute < last + 60 * 1440; minute += 1) {
      const status = this.lived[Math.min(minute, last) - this.first]!
      if (counts(timer.metric, status) && isWorked(open, minute)) used += 1
      if (used === minutes) return minute + 1
    }
    return null
  }

  #emitStatus(timer: Timer, now: number): void {
    const open = timer.metric === 'group_ownership_time' ? this.groupHours : this.hours
    const calendar = this.countBack(timer.metric, null, timer.start, now)
    const business = this.countBack(timer.metric, open, timer.start, now)
    this.emit(timer, 'update_status', now, { status: { calendar, business } })
  }
}
