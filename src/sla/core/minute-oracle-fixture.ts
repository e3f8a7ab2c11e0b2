import { HOUR_MS, instantOf, MINUTE_MS, toIso } from '../../kernel/index.ts'

/**
 * The slow model: lives through a case minute by minute and counts. It shares no code with the engine. Its cases keep to
 * whole minutes, zones of one offset, and filters on one tag or group.
 */
export type OracleCase = {
  schedules: { [name: string]: OracleSchedule }
  default_schedule?: string
  policies: OraclePolicy[]
  group_policies: OraclePolicy[]
  config: { at: string; policies?: OraclePolicy[]; schedules?: { [name: string]: OracleSchedule } }[]
  requester_role: 'end_user' | 'agent' | 'light_agent'
  history: OracleEntry[]
  until: string
}
export type OracleSchedule = {
  tz: 'UTC' | 'Asia/Kolkata' | 'Etc/GMT+5'
  hours: { [day: string]: readonly (readonly [string, string])[] }
  holidays: string[]
}
export type OraclePolicy = {
  title: string
  filter: { all: { field: 'current_tags' | 'group_id'; operator: string; value: string }[]; any: [] }
  schedule?: string | null
  policy_metrics: { priority: string; metric: string; target: number; business_hours: boolean }[]
  metrics_settings?: { [metric: string]: { [name: string]: boolean } }
}
export type OracleEntry = {
  at: string
  by: 'requester' | 'agent' | 'light_agent' | 'other_end_user' | 'system'
  set?: {
    status?: string
    priority?: string | null
    group?: string | null
    assignee?: string | null
    tags?: string[]
    schedule?: string | null
  }
  comment?: { public: boolean }
}

type Timer = {
  metric: string
  instance: number
  start: number
  end: number | null
  runs: boolean
  target: (Promise_ & { business: boolean }) | null
  off: boolean
  used: number
  breached: number | null
  breachEvent: OracleEvent | null
}
type Promise_ = {
  policy: string
  priority: string
  minutes: number
  open: OracleSchedule | null
  own: string | null
}
export type OracleEvent = {
  metric: string
  instance: number
  type: string
  time: string
  deleted?: true
  sla?: { target: number; policy: string }
  status?: { calendar: number; business: number }
}

const PAUSED_IN: { [metric: string]: string[] } = {
  pausable_update_time: ['pending'],
  requester_wait_time: ['pending'],
  agent_work_time: ['pending', 'hold'],
}
const OFFSET_HOURS = { UTC: 0, 'Asia/Kolkata': 5.5, 'Etc/GMT+5': -5 }
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

const minuteOfDay = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

/** Minutes already read, by schedule, since 2026. */
const read = new WeakMap<OracleSchedule, boolean[]>()
const YEAR_START = Date.UTC(2026, 0) / MINUTE_MS

const isWorked = (schedule: OracleSchedule | null, minute: number): boolean => {
  if (!schedule) return true
  const known = read.get(schedule) ?? []
  read.set(schedule, known)
  known[minute - YEAR_START] ??= readWall(schedule, minute)
  return known[minute - YEAR_START]!
}

/** Whether a minute is worked, read off the wall: its day and its time. */
const readWall = (schedule: OracleSchedule, minute: number): boolean => {
  const wall = new Date(minute * MINUTE_MS + OFFSET_HOURS[schedule.tz] * HOUR_MS)
  if (schedule.holidays.includes(wall.toISOString().slice(0, 10))) return false
  const time = wall.getUTCHours() * 60 + wall.getUTCMinutes()
  const intervals = schedule.hours[DAYS[wall.getUTCDay()]!] ?? []
  return intervals.some(([from, to]) => minuteOfDay(from) <= time && time < minuteOfDay(to))
}

const minuteOf = (iso: string): number => Date.parse(iso) / MINUTE_MS
const isoOf = (minute: number | null): string | null =>
  minute === null ? null : toIso(instantOf(minute * MINUTE_MS))

/** Lives through a case; answers in the words of `mainstay clocks`. */
export const simulate = (given: OracleCase) => {
  const first = minuteOf(given.history[0]!.at)
  const last = minuteOf(given.until)
  const lived: string[] = []
  const timers: Timer[] = []
  const events: OracleEvent[] = []
  const ticket = {
    status: 'new',
    priority: null as string | null,
    group: null as string | null,
    assignee: null as string | null,
    tags: [] as string[],
    schedule: null as string | null,
  }
  let policies = given.policies
  let schedules = given.schedules
  let [hours, groupHours]: (OracleSchedule | null)[] = [null, null]
  let firstReplyOver = false
  const seen = { groups: new Set<string>(), assignees: new Set<string>() }
  const said: { [name: string]: number | null } = {}
  let [replies, reopens] = [0, 0]

  const counts = (metric: string, status: string): boolean =>
    !['solved', 'closed'].includes(status) && !(PAUSED_IN[metric] ?? []).includes(status)
  /** Goes through every minute since an instant and counts those that matter. */
  const countBack = (metric: string, open: OracleSchedule | null, from: number, to: number): number => {
    let sum = 0
    for (let minute = from; minute < to; minute += 1)
      if (counts(metric, lived[minute - first]!) && isWorked(open, minute)) sum += 1
    return sum
  }
  const emit = (timer: Timer, type: string, now: number, extra: Partial<OracleEvent> = {}): OracleEvent => {
    const isReply = timer.metric === 'first_reply_time' || timer.metric === 'next_reply_time'
    const metric = isReply ? 'reply_time' : timer.metric.replace('total_', '')
    const instance = timer.instance + (timer.metric === 'next_reply_time' ? 1 : 0)
    const event = { metric, instance, type, time: isoOf(now)!, ...extra }
    events.push(event)
    return event
  }
  const emitStatus = (timer: Timer, now: number): void => {
    const open = timer.metric === 'group_ownership_time' ? groupHours : hours
    const calendar = countBack(timer.metric, null, timer.start, now)
    const business = countBack(timer.metric, open!, timer.start, now)
    emit(timer, 'update_status', now, { status: { calendar, business } })
  }
  const running = (metric: string): Timer | undefined =>
    timers.find((timer) => timer.metric === metric && timer.end === null)
  const start = (metric: string, now: number): void => {
    const instance = timers.filter((timer) => timer.metric === metric).length + 1
    const timer: Timer = {
      metric,
      instance,
      start: now,
      end: null,
      runs: counts(metric, ticket.status),
      target: null,
      off: false,
      used: 0,
      breached: null,
      breachEvent: null,
    }
    timers.push(timer)
    emit(timer, 'activate', now)
    if (!timer.runs) emit(timer, 'pause', now)
  }
  const end = (metric: string, now: number): void => {
    const timer = running(metric)
    if (!timer) return
    timer.end = now
    timer.runs = false
    emit(timer, 'fulfill', now)
    emitStatus(timer, now)
  }

  const live = (entry: OracleEntry, now: number): void => {
    const isFirst = now === first && entry === given.history[0]
    const before = { ...ticket }
    if (before.status === 'closed') return
    Object.assign(ticket, entry.set ?? {})
    const comment = entry.comment ?? (isFirst ? { public: true } : undefined)
    const wasOver = !isFirst && before.status === 'solved'
    const isOver = ticket.status === 'solved' || ticket.status === 'closed'
    const isRequester = entry.by === 'requester'
    const role = isRequester ? given.requester_role : entry.by === 'other_end_user' ? 'end_user' : entry.by

    const policy = ticket.status === 'closed' ? null : choose(policies)
    const groupPolicy = ticket.status === 'closed' ? null : choose(given.group_policies)
    const set = (metric: string, name: string): boolean =>
      policyFor(policies)?.metrics_settings?.[metric]?.[name] === true
    if (ticket.status !== 'closed') {
      hours = scheduleFor(policy)
      groupHours = scheduleFor(groupPolicy)
    }

    // Facts for the metric object.
    said.updated = now
    if (isRequester) said.requester = now
    if (comment) said.comment = now
    if (ticket.group) seen.groups.add(ticket.group)
    if (ticket.assignee) seen.assignees.add(ticket.assignee)
    if (ticket.assignee && (isFirst || ticket.assignee !== before.assignee)) {
      said.firstAssigned ??= now
      said.assigned = now
    }
    if (ticket.assignee && entry.by === 'agent') said.assigneeUpdate = now
    if (isFirst || ticket.status !== before.status) said.status = now
    if (wasOver && !isOver) reopens += 1
    if (isOver && !wasOver) {
      said.firstSolved ??= now
      said.solved = now
    }
    if (entry.by === 'agent' && comment?.public) {
      replies += 1
      if (!isFirst) said.reply ??= now
    }

    // What the words of the update mean.
    const agentSpoke = entry.by === 'agent' && comment?.public === true
    const teamSpoke = agentSpoke || (entry.by === 'light_agent' && comment?.public === true)
    const teamNoted = (entry.by === 'agent' || entry.by === 'light_agent') && comment?.public === false
    const countsAsPeriodic =
      teamSpoke || (teamNoted && set('periodic_update_time', 'activate_on_agent_internal_note'))

    if (isFirst) {
      for (const metric of EVENT_NAMES)
        events.push({ metric, instance: 0, type: 'measure', time: isoOf(now)! })
      if (opensFirstReply()) start('first_reply_time', now)
      for (const metric of ['requester_wait_time', 'agent_work_time', 'total_resolution_time'])
        start(metric, now)
      if (agentSpoke && !running('first_reply_time')) firstReplyOver = true
    } else {
      const answered = agentSpoke || (teamNoted && set('first_reply_time', 'fulfill_on_agent_internal_note'))
      const wasWaitingForFirst = running('first_reply_time') !== undefined
      if (answered && wasWaitingForFirst) {
        end('first_reply_time', now)
        firstReplyOver = true
      } else if (agentSpoke) firstReplyOver = true
      const settled =
        agentSpoke ||
        (teamNoted &&
          set('next_reply_time', 'fulfill_on_non_requesting_agent_internal_note_after_activation'))
      if (settled) end('next_reply_time', now)
      if (countsAsPeriodic) end('periodic_update_time', now)
      if (teamSpoke) end('pausable_update_time', now)
      if (ticket.group !== before.group) end('group_ownership_time', now)
    }
    if (isOver) {
      if (running('first_reply_time')) firstReplyOver = true
      for (const timer of timers) end(timer.metric, now)
    } else {
      for (const timer of timers) {
        const resumes = wasOver && /wait|work|total/.test(timer.metric)
        if (resumes) {
          timer.end = null
          timer.runs = true
          emit(timer, 'activate', now)
        }
        const shouldRun = counts(timer.metric, ticket.status)
        if (timer.end !== null || timer.runs === shouldRun) continue
        timer.runs = shouldRun
        emit(timer, shouldRun ? 'activate' : 'pause', now)
      }
      if (!isFirst) {
        const none = !timers.some(({ metric }) => metric === 'first_reply_time')
        const customerSpoke = role === 'end_user' && comment?.public === true
        if (customerSpoke && none && !firstReplyOver) start('first_reply_time', now)
        else if (firstReplyOver && !running('next_reply_time') && asksAgain()) start('next_reply_time', now)
      }
      if (countsAsPeriodic) start('periodic_update_time', now)
      if (teamSpoke) start('pausable_update_time', now)
      if (ticket.group && !running('group_ownership_time')) start('group_ownership_time', now)
    }
    if (ticket.status !== 'closed') for (const timer of timers) if (timer.end === null) promise(timer)

    function opensFirstReply(): boolean {
      const customer = given.requester_role === 'end_user'
      if (role === 'end_user') {
        if (comment!.public) return true
        if (!customer) return given.requester_role === 'light_agent'
        return false
      }
      if (given.requester_role === 'light_agent' && (!comment!.public || isRequester)) return true
      if (!customer)
        return role !== 'system' && set('first_reply_time', 'activate_on_agent_created_ticket_for_self')
      if (comment!.public && set('first_reply_time', 'activate_on_ticket_created_for_end_user')) return true
      if (role === 'agent' && !comment!.public)
        return set('first_reply_time', 'activate_on_agent_ticket_created_for_end_user_with_internal_note')
      return (
        role === 'light_agent' &&
        set('first_reply_time', 'activate_on_light_agent_on_email_forward_ticket_from_end_user')
      )
    }
    function asksAgain(): boolean {
      if (!comment) return false
      if (role === 'end_user')
        return comment.public || set('next_reply_time', 'activate_on_end_user_added_internal_note')
      if (!isRequester) return false
      if (role === 'agent')
        return set(
          'next_reply_time',
          'activate_on_agent_requested_ticket_with_public_comment_or_internal_note',
        )
      return (
        set('next_reply_time', 'activate_on_light_agent_internal_note') &&
        set('first_reply_time', 'activate_on_agent_created_ticket_for_self') &&
        set('first_reply_time', 'fulfill_on_agent_internal_note')
      )
    }
    function policyFor(list: OraclePolicy[]): OraclePolicy | null {
      return choose(list)
    }
    function choose(list: OraclePolicy[]): OraclePolicy | null {
      for (const one of list) {
        const fits = one.filter.all.every(({ field, operator, value }) => {
          const has = field === 'current_tags' ? ticket.tags.includes(value) : ticket.group === value
          return operator === 'includes' || operator === 'is' ? has : !has
        })
        if (fits) return one
      }
      return null
    }
    function scheduleFor(chosen: OraclePolicy | null): OracleSchedule | null {
      const name =
        ticket.schedule ?? chosen?.schedule ?? given.default_schedule ?? Object.keys(given.schedules)[0]
      return name === undefined ? null : schedules[name]!
    }
    function promise(timer: Timer): void {
      const isGroups = timer.metric === 'group_ownership_time'
      const chosen = isGroups ? groupPolicy : policy
      const row = chosen?.policy_metrics.find(
        (one) => one.metric === timer.metric && one.priority === ticket.priority,
      )
      const lacksFirst =
        timer.metric === 'next_reply_time' &&
        !chosen?.policy_metrics.some((one) => one.metric === 'first_reply_time')
      const kind = isGroups ? 'apply_group_sla' : 'apply_sla'
      if (!row || lacksFirst) {
        if (!timer.target || timer.off) return
        timer.off = true
        emit(timer, kind, now)
        return
      }
      const open = row.business_hours ? (isGroups ? groupHours : hours) : null
      const old = timer.off ? null : timer.target
      const next = {
        policy: chosen!.title,
        priority: ticket.priority!,
        minutes: row.target,
        business: row.business_hours,
        open: open!,
        own: ticket.schedule,
      }
      const sameTicket = old?.policy === next.policy && old.priority === next.priority && old.own === next.own
      const sameTerms =
        old?.policy === next.policy && old.minutes === next.minutes && old.business === next.business
      if (sameTicket && timer.breached !== null && !(sameTerms && old.open === next.open)) return
      timer.target = next
      timer.off = false
      if (sameTerms && old.open === next.open) return
      timer.used = countBack(timer.metric, next.open, timer.start, now)
      if (!sameTerms) emit(timer, kind, now, { sla: { target: next.minutes, policy: next.policy } })
      if (timer.breached !== null && timer.used < next.minutes) {
        timer.breached = null
        timer.breachEvent!.deleted = true
      }
    }
  }

  let nextEntry = 0
  const edits = [...given.config].sort((a, b) => minuteOf(a.at) - minuteOf(b.at))
  for (let now = first; now <= last; now += 1) {
    for (const edit of edits)
      if (minuteOf(edit.at) === now || (now === first && minuteOf(edit.at) < first)) {
        policies = edit.policies ?? policies
        schedules = { ...schedules, ...edit.schedules }
      }
    while (nextEntry < given.history.length && minuteOf(given.history[nextEntry]!.at) === now)
      live(given.history[nextEntry++]!, now)
    for (const timer of timers)
      if (timer.target && !timer.off && timer.runs && timer.breached === null)
        if (timer.used >= timer.target.minutes) {
          timer.breached = now
          timer.breachEvent = emit(timer, 'breach', now)
          emitStatus(timer, now)
        }
    lived.push(ticket.status)
    if (now === last) break
    for (const timer of timers)
      if (timer.runs && !timer.off && isWorked(timer.target?.open ?? null, now)) timer.used += 1
  }

  const time = (statuses: string[]) => {
    let [calendar, business] = [0, 0]
    for (let minute = first; minute < last; minute += 1)
      if (statuses.includes(lived[minute - first]!)) {
        calendar += 1
        if (isWorked(hours!, minute)) business += 1
      }
    return { calendar, business }
  }
  const until = (minute: number | null | undefined) => {
    if (minute === null || minute === undefined) return { calendar: null, business: null }
    let business = 0
    for (let one = first; one < minute; one += 1) if (isWorked(hours!, one)) business += 1
    return { calendar: minute - first, business }
  }
  const dueOf = (timer: Timer): number | null => {
    let used = 0
    const { minutes, open } = timer.target!
    for (let minute = timer.start; minute < last + 60 * 1440; minute += 1) {
      if (counts(timer.metric, lived[Math.min(minute, last) - first]!) && isWorked(open, minute)) used += 1
      if (used === minutes) return minute + 1
    }
    return null
  }
  return {
    metrics: {
      created_at: isoOf(first),
      updated_at: isoOf(said.updated!),
      group_stations: seen.groups.size,
      assignee_stations: seen.assignees.size,
      reopens,
      replies,
      assignee_updated_at: isoOf(said.assigneeUpdate ?? null),
      requester_updated_at: isoOf(said.requester ?? null),
      status_updated_at: isoOf(said.status!),
      initially_assigned_at: isoOf(said.firstAssigned ?? null),
      assigned_at: isoOf(said.assigned ?? null),
      solved_at: isoOf(said.solved ?? null),
      latest_comment_added_at: isoOf(said.comment ?? null),
      reply_time_in_minutes: until(said.reply),
      reply_time_in_seconds: { calendar: said.reply == null ? null : (said.reply - first) * 60 },
      first_resolution_time_in_minutes: until(said.firstSolved),
      full_resolution_time_in_minutes: until(said.solved),
      agent_wait_time_in_minutes: time(['pending']),
      requester_wait_time_in_minutes: time(['new', 'open', 'hold']),
      on_hold_time_in_minutes: time(['hold']),
      new_time_in_minutes: time(['new']),
      open_time_in_minutes: time(['open']),
      pending_time_in_minutes: time(['pending']),
    },
    clocks: timers
      .filter((timer) => timer.target)
      .map((timer) => ({
        metric: timer.metric,
        instance: timer.instance,
        policy: timer.target!.policy,
        target: timer.target!.minutes,
        business_hours: timer.target!.business,
        state: timer.off
          ? 'cancelled'
          : timer.end !== null
            ? 'fulfilled'
            : !timer.runs
              ? 'paused'
              : timer.breached !== null
                ? 'breached'
                : 'active',
        started_at: isoOf(timer.start),
        breach_at: timer.runs && !timer.off ? isoOf(dueOf(timer)) : null,
        breached_at: isoOf(timer.breached),
        fulfilled_at: timer.off ? null : isoOf(timer.end),
        elapsed_minutes: timer.used,
      })),
    events,
  }
}

const EVENT_NAMES = [
  'reply_time',
  'requester_wait_time',
  'agent_work_time',
  'resolution_time',
  'periodic_update_time',
  'pausable_update_time',
  'group_ownership_time',
]
