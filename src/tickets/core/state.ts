import type { Id } from '../../kernel/index.ts'
import type { Context as PeopleContext } from '../../people/core/index.ts'
import type { Ticket } from './ticket.ts'

export type { Group, Organization, Person, RoleKind } from '../../people/core/index.ts'

/**
 * The people round a Change: all that it or the ticket names, and those that rules of the policy may name (see
 * `PolicyNeeds`). Who is not in it does not exist for the Change.
 */
export type Context = PeopleContext & {
  /** The desk's only group, where it has just one; only `autoAssignSingleGroup` reads it. */
  readonly singleGroupId?: Id | null
  /** Whether every agent of the desk is in it. */
  readonly allAgents?: boolean
}

/** What `load` brings in one query: the ticket as it stands, and who is round it. */
export type TicketState = {
  /** Drawn by `load` for a new ticket. */
  readonly ticketId: Id
  /** `null` before its creation. */
  readonly ticket: Ticket | null
  readonly context: Context
}
