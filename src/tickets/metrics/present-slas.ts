import { DAY_MS, HOUR_MS, instantOf, MINUTE_MS, toIso } from '../../kernel/index.ts'
import { type ClockState, type ClockView, finish } from '../../sla/core/index.ts'
import type { TicketTime } from '../clocks/read-clocks.ts'

const STAGES = { active: 'active', breached: 'active', paused: 'paused', fulfilled: 'achieved' } as const

/** The targets of a ticket and what is left of each, as of an instant (zendesk-api.md 1.5): of every metric the last. */
export const presentSlas = (time: TicketTime | undefined, now: number) => {
  if (time === undefined) return { policy_metrics: [] }
  const { sla } = time.clocks
  const { clocks } = finish(sla, Math.max(now, sla.tally.updatedAt), time.hoursOf)
  return {
    policy_metrics: clocks.flatMap((clock) => {
      const stage = stageOf(clock.state)
      return stage === null
        ? []
        : [{ metric: clock.metric, stage, breach_at: iso(clock.breachAt), ...left(clock) }]
    }),
  }
}

/** A target that was taken away is none. */
const stageOf = (state: ClockState) => (state === 'cancelled' ? null : STAGES[state])

/** In the unit that people would say it in. */
const left = ({ targetSeconds, elapsedMs }: ClockView): object => {
  const ms = targetSeconds * 1000 - elapsedMs
  const size = Math.abs(ms)
  if (size < HOUR_MS) return { minutes: Math.trunc(ms / MINUTE_MS) }
  return size < DAY_MS ? { hours: Math.trunc(ms / HOUR_MS) } : { days: Math.trunc(ms / DAY_MS) }
}

const iso = (at: number | null): string | null => (at === null ? null : toIso(instantOf(at)))

/** When which moment of a ticket was. */
export const presentDates = (time: TicketTime | undefined) => {
  const tally = time?.clocks.sla.tally
  return {
    assignee_updated_at: iso(tally?.assigneeUpdatedAt ?? null),
    requester_updated_at: iso(tally?.requesterUpdatedAt ?? null),
    status_updated_at: iso(tally?.statusUpdatedAt ?? null),
    initially_assigned_at: iso(tally?.initiallyAssignedAt ?? null),
    assigned_at: iso(tally?.assignedAt ?? null),
    solved_at: iso(tally?.solvedAt ?? null),
    latest_comment_added_at: iso(tally?.latestCommentAt ?? null),
  }
}
