import type { Id, Instant } from '../../../kernel/index.ts'
import type { Author, Entry, Role, Policy as SlaPolicy } from '../../../sla/core/index.ts'
import { findPerson } from '../attempt.ts'
import type { TicketEvent } from '../event.ts'
import type { Policy } from '../policy.ts'
import type { Context } from '../state.ts'
import type { Ticket } from '../ticket.ts'

/** The policies that a ticket follows. */
export type Chosen = { readonly policy: SlaPolicy | null; readonly groupPolicy: SlaPolicy | null }

/** An update as its audit tells it: the same from a decision under way and from one that is long past. */
export type Happened = {
  readonly before: Ticket | null
  /** Afterwards. */
  readonly ticket: Ticket
  readonly events: readonly TicketEvent[]
  /** `null`: the system. */
  readonly actorId: Id | null
  readonly context: Context
  readonly policy: Policy
  readonly at: Instant
}

/**
 * What clocks see of an update. Whoever wrote the comment counts as the one who acted: an agent who files a customer's
 * mail has not replied. A comment that is hidden later has been a reply all the same: the customer has read it.
 */
export const entryOf = (
  happened: Happened,
  { policy: sla, groupPolicy }: Chosen,
  notBefore: number,
): Entry => {
  const { ticket, events, policy, at } = happened
  const commented = events.find((event) => event.type === 'commented')
  const ownSchedule = ticket.scheduleId === null ? null : String(ticket.scheduleId)
  const { clocks } = policy
  return {
    // Two processes may read two clocks; what comes later is never earlier.
    at: Math.max(at, notBefore) as Instant,
    author: authorOf(happened, commented?.authorId ?? happened.actorId),
    requesterRole: roleOf(happened, ticket.requesterId) ?? 'end_user',
    comment: commented ? { public: commented.public } : null,
    status: ticket.status,
    priority: ticket.priority,
    groupId: ticket.groupId,
    assigneeId: ticket.assigneeId,
    policy: sla,
    groupPolicy,
    ownSchedule,
    hours: clocks.hoursKey(ownSchedule ?? sla?.schedule ?? null),
    groupHours: clocks.hoursKey(ownSchedule ?? groupPolicy?.schedule ?? null),
  }
}

const authorOf = (happened: Happened, id: Id | null): Author => ({
  role: (id === null ? undefined : roleOf(happened, id)) ?? 'system',
  isRequester: id !== null && id === happened.ticket.requesterId,
  id,
})

/** Administrators and owners answer as agents do. */
const roleOf = ({ context, policy }: Happened, id: Id): Exclude<Role, 'system'> | undefined => {
  const person = findPerson(context, id)
  if (!person) return undefined
  const kind = policy.roles.get(person.roleId)?.kind ?? 'end_user'
  return kind === 'admin' || kind === 'owner' ? 'agent' : kind
}
