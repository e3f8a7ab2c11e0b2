import type { Id } from '../../kernel/index.ts'
import type { Context } from '../../people/core/index.ts'
import type { Ticket } from './ticket.ts'

export type { Context, Group, Organization, Person, RoleKind } from '../../people/core/index.ts'

/** What `load` brings in one query: the ticket as it stands, and who is round it. */
export type TicketState = {
  /** Drawn by `load` for a new ticket. */
  readonly ticketId: Id
  /** `null` before its creation. */
  readonly ticket: Ticket | null
  readonly context: Context
}
