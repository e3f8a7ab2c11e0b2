import { type Calendar, isOpen, nextOpening } from '../../../calendar/core/index.ts'
import { type Instant, instantOf } from '../../../kernel/index.ts'

export const AGENT_STATUSES = ['online', 'away', 'offline'] as const
export type AgentStatus = (typeof AGENT_STATUSES)[number]

/** What somebody says of themselves, and what is agreed with them. */
export type Availability = {
  readonly status: AgentStatus
  /** Their hours; null: whenever they are online. */
  readonly shift: Calendar | null
  /** Those that have not ended. */
  readonly absences: readonly { readonly from: Instant; readonly to: Instant }[]
}

/** Why somebody takes no tickets now. */
export type Away = 'offline' | 'away' | 'absent' | 'off_shift'

/** Whether somebody takes tickets at an instant; null: yes. An absence holds from its start until just before its end. */
export const awayAt = ({ status, shift, absences }: Availability, at: Instant): Away | null => {
  if (status !== 'online') return status
  if (absences.some(({ from, to }) => from <= at && at < to)) return 'absent'
  return shift === null || isOpen(shift, at) ? null : 'off_shift'
}

/** The next instant after `at` at which time alone may bring somebody back; null: it never does. */
export const backAfter = ({ status, shift, absences }: Availability, at: Instant): Instant | null => {
  if (status !== 'online') return null
  const ends = absences.filter(({ from, to }) => from <= at && at < to).map(({ to }) => to)
  if (ends.length > 0) return instantOf(Math.max(...ends))
  return shift === null ? null : nextOpening(shift, at)
}
