import { DAY_MS, type Instant, instantOf, type Json } from '../../../kernel/index.ts'
import { packState, type SlaState, unpackState, upcomingBreaches } from '../../../sla/core/index.ts'
import type { Ticket } from '../ticket.ts'

/** A policy as a ticket knows it. */
export type PolicyRef = { readonly id: string; readonly title: string }

/** All that is kept about time with a ticket: what `src/sla` folds, and what it takes to tell each thing once. */
export type TicketClocks = {
  readonly sla: SlaState
  /** Whatever fell due up to this instant, it included, has been told. */
  readonly toldUntil: number
  /** How many minutes before a breach the desk is warned: the account setting as of the last update. */
  readonly warnMinutes: readonly number[]
  readonly policy: PolicyRef | null
  readonly groupPolicy: PolicyRef | null
  /** When its custom status was last another. */
  readonly customStatusAt: number
  /** How many minutes before a promised update its assignee is reminded; likewise. */
  readonly remindMinutes: readonly number[]
  /** After how many days a solved ticket is closed; null: never. Likewise. */
  readonly closeAfterDays: number | null
}

type PackedRef = readonly [id: string, title: string] | null
type Packed = readonly [
  sla: Json,
  toldAfterCreationMs: number,
  warnMinutes: readonly number[],
  policy: PackedRef,
  groupPolicy: PackedRef,
  customStatusAfterCreationMs: number,
  remindMinutes: readonly number[],
  closeAfterDays: number | null,
]

export const packClocks = (clocks: TicketClocks): string => {
  const { sla, policy, groupPolicy } = clocks
  const packed: Packed = [
    packState(sla),
    clocks.toldUntil - sla.createdAt,
    clocks.warnMinutes,
    policy && [policy.id, policy.title],
    groupPolicy && [groupPolicy.id, groupPolicy.title],
    clocks.customStatusAt - sla.createdAt,
    clocks.remindMinutes,
    clocks.closeAfterDays,
  ]
  return JSON.stringify(packed)
}

/** What was packed; of each metric the last clock only. */
export const unpackClocks = (text: string): TicketClocks => {
  const [packed, told, warnMinutes, policy, groupPolicy, customStatus, remindMinutes, closeAfterDays] =
    JSON.parse(text) as Packed
  const sla = unpackState(packed)
  return {
    sla,
    toldUntil: sla.createdAt + told,
    warnMinutes,
    policy: refOf(policy),
    groupPolicy: refOf(groupPolicy),
    customStatusAt: sla.createdAt + customStatus,
    remindMinutes,
    closeAfterDays,
  }
}

const refOf = (packed: PackedRef): PolicyRef | null => packed && { id: packed[0], title: packed[1] }

/** When time alone next does something to a ticket: what its timer is set to. `null`: never, or it is deleted. */
export const nextDueAt = (
  ticket: Pick<Ticket, 'type' | 'status' | 'dueAt' | 'nextUpdateAt' | 'solvedAt' | 'deletedAt'>,
  clocks: TicketClocks,
): Instant | null => {
  if (ticket.deletedAt !== null) return null
  const instants = upcomingBreaches(clocks.sla).map(({ at }) => at)
  for (const { at } of upcomingWarnings(clocks)) instants.push(at)
  const dueDate = openDueDate(ticket)
  if (dueDate !== null && dueDate > clocks.toldUntil) instants.push(dueDate)
  for (const { at } of upcomingReminders(ticket, clocks)) instants.push(at)
  const closeAt = closeTimeOf(ticket, clocks)
  if (closeAt !== null) instants.push(closeAt)
  return instants.length > 0 ? (Math.min(...instants) as Instant) : null
}

/** The due date of a task that waits for it. */
export const openDueDate = ({
  type,
  status,
  dueAt,
}: Pick<Ticket, 'type' | 'status' | 'dueAt'>): Instant | null =>
  type === 'task' && status !== 'solved' && status !== 'closed' ? dueAt : null

const MINUTE = 60_000

/** What there will be to say of a promised update: reminders, and that it was missed (`minutes` undefined). */
export const upcomingReminders = (
  { nextUpdateAt }: Pick<Ticket, 'nextUpdateAt'>,
  { toldUntil, remindMinutes }: TicketClocks,
): { readonly at: Instant; readonly minutes?: number }[] => {
  if (nextUpdateAt === null) return []
  const reminders = remindMinutes.map((minutes) => ({
    at: instantOf(nextUpdateAt - minutes * MINUTE),
    minutes,
  }))
  return [...reminders, { at: nextUpdateAt }].filter(({ at }) => at > toldUntil)
}

/** When a solved ticket is closed by itself; `null`: it is not. */
export const closeTimeOf = (
  { status, solvedAt }: Pick<Ticket, 'status' | 'solvedAt'>,
  { closeAfterDays }: TicketClocks,
): Instant | null =>
  status === 'solved' && solvedAt !== null && closeAfterDays !== null
    ? instantOf(solvedAt + closeAfterDays * DAY_MS)
    : null

/** Warnings to come. A target that was shorter than the distance when it was set warns of nothing. */
export const upcomingWarnings = ({ sla, toldUntil, warnMinutes }: TicketClocks) => {
  if (warnMinutes.length === 0) return []
  return upcomingBreaches(sla).flatMap(({ clock, at: breachAt, since }) =>
    warnMinutes
      .map((minutes) => ({ clock, minutes, at: breachAt - minutes * MINUTE }))
      .filter(({ at }) => at > toldUntil && at > since),
  )
}
