import type { Entry } from './entry.ts'
import { eventNames, METRICS, type Metric } from './metric.ts'
import { type Policy, type Target, targetOf } from './policy.ts'
import type { AppliedTarget, Clock } from './state.ts'
import { countedMs, dueOf, liveClock, say, type Work } from './work.ts'

/** Puts the targets that hold after an update on the clocks that have not ended. */
export const applyTargets = (work: Work, entry: Entry): void => {
  for (const metric of METRICS) {
    const clock = liveClock(work.state, metric)
    if (clock) retarget(work, clock, entry)
  }
}

const retarget = (work: Work, clock: Clock, entry: Entry): void => {
  const next = wantedTarget(clock.metric, entry)
  if (!next) takeTarget(work, clock, entry.at)
  else if (!isDifferent(clock, next)) clock.target = next
  else if (!isStandingBreach(clock, next)) putTarget(work, clock, next)
  // A clock that has just gone on after a pause has no due instant yet.
  if (clock.activeSince !== null && clock.cancelledAt === null) clock.dueAt ??= dueOf(work, clock)
}

const wantedTarget = (metric: Metric, entry: Entry): AppliedTarget | null => {
  const isGroups = metric === 'group_ownership_time'
  const policy = isGroups ? entry.groupPolicy : entry.policy
  const target = targetOf(policy, metric, entry.priority)
  return policy && target && applied(policy, target, entry, isGroups ? entry.groupHours : entry.hours)
}

const applied = (policy: Policy, target: Target, entry: Entry, hours: string | null): AppliedTarget => ({
  policyId: policy.id,
  policy: policy.title,
  priority: target.priority,
  targetSeconds: target.targetSeconds,
  businessHours: target.businessHours,
  commitment: target.commitment,
  hours: target.businessHours ? hours : null,
  ownSchedule: entry.ownSchedule,
  appliedAt: entry.at,
})

const isSamePromise = (a: AppliedTarget, b: AppliedTarget): boolean =>
  a.policyId === b.policyId &&
  a.policy === b.policy &&
  a.targetSeconds === b.targetSeconds &&
  a.businessHours === b.businessHours &&
  a.commitment === b.commitment

const isDifferent = ({ target, cancelledAt }: Clock, next: AppliedTarget): boolean =>
  !target || cancelledAt !== null || !isSamePromise(target, next) || target.hours !== next.hours

/**
 * A breach that is on record stands when the policy or the calendar behind it was edited: the ticket is the same, so the
 * promise that was broken was the one of its day. What changes the ticket itself (priority, schedule, another policy
 * that matches now) is judged anew.
 */
const isStandingBreach = ({ target, breachedAt, cancelledAt }: Clock, next: AppliedTarget): boolean =>
  target !== null &&
  cancelledAt === null &&
  breachedAt !== null &&
  target.policyId === next.policyId &&
  target.priority === next.priority &&
  target.ownSchedule === next.ownSchedule

const putTarget = (work: Work, clock: Clock, next: AppliedTarget): void => {
  const isNews = !clock.target || clock.cancelledAt !== null || !isSamePromise(clock.target, next)
  clock.target = next
  clock.cancelledAt = null
  clock.finalMs = null
  clock.dueAt = clock.activeSince === null ? null : dueOf(work, clock)
  const { policyId, policy, targetSeconds, businessHours } = next
  if (isNews)
    say(work, clock, applyType(clock), next.appliedAt, {
      sla: { policyId, policy, targetSeconds, businessHours },
    })
  if (clock.breachedAt !== null && countedMs(work, clock, next.appliedAt) < targetSeconds * 1000)
    unbreach(work, clock)
}

const applyType = ({ metric }: Clock): 'apply_sla' | 'apply_group_sla' =>
  metric === 'group_ownership_time' ? 'apply_group_sla' : 'apply_sla'

const takeTarget = (work: Work, clock: Clock, at: number): void => {
  if (!clock.target || clock.cancelledAt !== null) return
  clock.finalMs = countedMs(work, clock, at)
  clock.cancelledAt = at
  clock.dueAt = null
  say(work, clock, applyType(clock), at)
}

/** Says the breach event once more, flagged as deleted. */
const unbreach = (work: Work, clock: Clock): void => {
  const { breachedAt: at, breachEventId: id } = clock
  clock.breachedAt = null
  clock.breachEventId = null
  if (at === null || id === null) return
  work.emit({ id, ...eventNames(clock.metric, clock.instance), type: 'breach', at, deleted: true })
}
