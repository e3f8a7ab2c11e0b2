import type { OracleCase, OracleEntry, OraclePolicy, OracleSchedule } from './oracle-case-fixture.ts'
import { isoOf, minuteOf } from './oracle-case-fixture.ts'
import { type Timer, Timers } from './oracle-timers-fixture.ts'

const EVENT_NAMES = [
  'reply_time',
  'requester_wait_time',
  'agent_work_time',
  'resolution_time',
  'periodic_update_time',
  'pausable_update_time',
  'group_ownership_time',
]

/** An update and what was before it. */
type Moment = {
  readonly now: number
  readonly by: OracleEntry['by']
  readonly role: string
  readonly comment: { public: boolean } | undefined
  readonly isFirst: boolean
  readonly wasOver: boolean
  readonly isOver: boolean
  readonly before: Life['ticket']
  readonly policy: OraclePolicy | null
  readonly groupPolicy: OraclePolicy | null
}

/** The life of one ticket. */
export class Life {
  readonly given: OracleCase
  readonly timers: Timers
  policies: OraclePolicy[]
  schedules: OracleCase['schedules']
  ticket = {
    status: 'new',
    priority: null as string | null,
    group: null as string | null,
    assignee: null as string | null,
    tags: [] as string[],
    schedule: null as string | null,
  }
  firstReplyOver = false
  readonly groups = new Set<string>()
  readonly assignees = new Set<string>()
  /** When things happened last, or first. */
  readonly when: { [name: string]: number } = {}
  replies = 0
  reopens = 0

  constructor(given: OracleCase) {
    this.given = given
    this.timers = new Timers(minuteOf(given.history[0]!.at))
    this.policies = given.policies
    this.schedules = given.schedules
  }

  edit({ policies, schedules }: OracleCase['config'][number]): void {
    this.policies = policies ?? this.policies
    this.schedules = { ...this.schedules, ...schedules }
  }

  update(entry: OracleEntry, now: number): void {
    const before = this.ticket
    if (before.status === 'closed') return
    this.ticket = { ...before, ...entry.set }
    const moment = this.#momentOf(entry, now, before)
    if (this.ticket.status !== 'closed') {
      this.timers.hours = this.#scheduleFor(moment.policy)
      this.timers.groupHours = this.#scheduleFor(moment.groupPolicy)
    }
    this.#note(moment)
    if (moment.isFirst) this.#open(moment)
    else this.#answer(moment)
    if (moment.isOver) this.#solve(now)
    else this.#goOn(moment)
    if (this.ticket.status === 'closed') return
    for (const timer of this.timers.all)
      if (timer.end === null) this.timers.promise(timer, this.#termsFor(timer, moment), now)
  }

  #momentOf(entry: OracleEntry, now: number, before: Life['ticket']): Moment {
    const { by } = entry
    const isFirst = entry === this.given.history[0]
    return {
      now,
      by,
      role: by === 'requester' ? this.given.requester_role : by === 'other_end_user' ? 'end_user' : by,
      comment: entry.comment ?? (isFirst ? { public: true } : undefined),
      isFirst,
      wasOver: !isFirst && before.status === 'solved',
      isOver: ['solved', 'closed'].includes(this.ticket.status),
      before,
      policy: this.#choose(this.policies),
      groupPolicy: this.#choose(this.given.group_policies),
    }
  }

  /** Facts for the metric object. */
  #note({ now, by, comment, isFirst, wasOver, isOver, before }: Moment): void {
    const { when } = this
    const { group, assignee, status } = this.ticket
    when.updated = now
    if (by === 'requester') when.requester = now
    if (comment) when.comment = now
    if (group) this.groups.add(group)
    if (assignee) this.assignees.add(assignee)
    if (assignee && (isFirst || assignee !== before.assignee)) {
      when.firstAssigned ??= now
      when.assigned = now
    }
    if (assignee && by === 'agent') when.assigneeUpdate = now
    if (isFirst || status !== before.status) when.status = now
    if (wasOver && !isOver) this.reopens += 1
    if (isOver && !wasOver) {
      when.firstSolved ??= now
      when.solved = now
    }
    if (by !== 'agent' || !comment?.public) return
    this.replies += 1
    if (!isFirst) when.reply ??= now
  }

  #open(moment: Moment): void {
    const { now } = moment
    const { timers, ticket } = this
    for (const metric of EVENT_NAMES)
      timers.events.push({ metric, instance: 0, type: 'measure', time: isoOf(now)! })
    if (this.#opensFirstReply(moment)) timers.start('first_reply_time', ticket.status, now)
    for (const metric of ['requester_wait_time', 'agent_work_time', 'total_resolution_time'])
      timers.start(metric, ticket.status, now)
    if (agentSpoke(moment) && !timers.running('first_reply_time')) this.firstReplyOver = true
  }

  #answer(moment: Moment): void {
    const { now, before } = moment
    const { timers } = this
    const answered =
      agentSpoke(moment) ||
      (teamNoted(moment) && isSet(moment, 'first_reply_time', 'fulfill_on_agent_internal_note'))
    if (answered && timers.running('first_reply_time')) {
      timers.end('first_reply_time', now)
      this.firstReplyOver = true
    } else if (agentSpoke(moment)) this.firstReplyOver = true
    const noteSettles = 'fulfill_on_non_requesting_agent_internal_note_after_activation'
    if (agentSpoke(moment) || (teamNoted(moment) && isSet(moment, 'next_reply_time', noteSettles)))
      timers.end('next_reply_time', now)
    if (isPeriodic(moment)) timers.end('periodic_update_time', now)
    if (teamSpoke(moment)) timers.end('pausable_update_time', now)
    if (this.ticket.group !== before.group) timers.end('group_ownership_time', now)
  }

  #solve(now: number): void {
    if (this.timers.running('first_reply_time')) this.firstReplyOver = true
    for (const timer of this.timers.all) this.timers.end(timer.metric, now)
  }

  #goOn(moment: Moment): void {
    const { now, wasOver, isFirst, role, comment } = moment
    const { timers } = this
    const { status, group } = this.ticket
    timers.follow(status, wasOver, now)
    const none = !timers.all.some(({ metric }) => metric === 'first_reply_time')
    const customerSpoke = role === 'end_user' && comment?.public === true
    if (!isFirst && customerSpoke && none && !this.firstReplyOver)
      timers.start('first_reply_time', status, now)
    else if (!isFirst && this.firstReplyOver && !timers.running('next_reply_time') && asksAgain(moment))
      timers.start('next_reply_time', status, now)
    if (isPeriodic(moment)) timers.start('periodic_update_time', status, now)
    if (teamSpoke(moment)) timers.start('pausable_update_time', status, now)
    if (group && !timers.running('group_ownership_time')) timers.start('group_ownership_time', status, now)
  }

  #opensFirstReply(moment: Moment): boolean {
    const { role, by, comment } = moment
    const customer = this.given.requester_role
    const has = (name: string): boolean => isSet(moment, 'first_reply_time', name)
    if (role === 'end_user' && comment!.public) return true
    if (customer === 'light_agent' && (!comment!.public || by === 'requester')) return true
    if (customer !== 'end_user')
      return ['agent', 'light_agent'].includes(role) && has('activate_on_agent_created_ticket_for_self')
    if (comment!.public && has('activate_on_ticket_created_for_end_user')) return true
    if (role === 'agent' && !comment!.public)
      return has('activate_on_agent_ticket_created_for_end_user_with_internal_note')
    return role === 'light_agent' && has('activate_on_light_agent_on_email_forward_ticket_from_end_user')
  }

  #choose(list: OraclePolicy[]): OraclePolicy | null {
    const { tags, group } = this.ticket
    const fits = ({ field, operator, value }: OraclePolicy['filter']['all'][number]): boolean => {
      const has = field === 'current_tags' ? tags.includes(value) : group === value
      return operator === 'includes' || operator === 'is' ? has : !has
    }
    for (const one of list) if (one.filter.all.every(fits)) return one
    return null
  }

  #scheduleFor(chosen: OraclePolicy | null): OracleSchedule | null {
    const standard = this.given.default_schedule ?? Object.keys(this.given.schedules)[0]
    const name = this.ticket.schedule ?? chosen?.schedule ?? standard
    return name === undefined ? null : this.schedules[name]!
  }

  #termsFor({ metric }: Timer, { policy, groupPolicy }: Moment): Timer['target'] {
    const isGroups = metric === 'group_ownership_time'
    const chosen = isGroups ? groupPolicy : policy
    const { priority, schedule } = this.ticket
    const row = chosen?.policy_metrics.find((one) => one.metric === metric && one.priority === priority)
    if (!chosen || !row || priority === null) return null
    const hasFirst = chosen.policy_metrics.some((one) => one.metric === 'first_reply_time')
    if (metric === 'next_reply_time' && !hasFirst) return null
    return {
      policy: chosen.title,
      priority,
      minutes: row.target,
      business: row.business_hours,
      open: row.business_hours ? (isGroups ? this.timers.groupHours : this.timers.hours) : null,
      own: schedule,
    }
  }
}

const isSet = ({ policy }: Moment, metric: string, name: string): boolean =>
  policy?.metrics_settings?.[metric]?.[name] === true

const agentSpoke = ({ by, comment }: Moment): boolean => by === 'agent' && comment?.public === true
const teamSpoke = ({ by, comment }: Moment): boolean =>
  (by === 'agent' || by === 'light_agent') && comment?.public === true
const teamNoted = ({ by, comment }: Moment): boolean =>
  (by === 'agent' || by === 'light_agent') && comment?.public === false
const isPeriodic = (moment: Moment): boolean =>
  teamSpoke(moment) ||
  (teamNoted(moment) && isSet(moment, 'periodic_update_time', 'activate_on_agent_internal_note'))

const asksAgain = (moment: Moment): boolean => {
  const { role, by, comment } = moment
  const has = (name: string): boolean => isSet(moment, 'next_reply_time', name)
  if (!comment) return false
  if (role === 'end_user') return comment.public || has('activate_on_end_user_added_internal_note')
  if (by !== 'requester') return false
  if (role === 'agent') return has('activate_on_agent_requested_ticket_with_public_comment_or_internal_note')
  return (
    has('activate_on_light_agent_internal_note') &&
    isSet(moment, 'first_reply_time', 'activate_on_agent_created_ticket_for_self') &&
    isSet(moment, 'first_reply_time', 'fulfill_on_agent_internal_note')
  )
}
