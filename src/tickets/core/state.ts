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

/** A comment as it stands. */
export type StandingComment = {
  readonly id: Id
  readonly public: boolean
  readonly text: string
  readonly html: string
  readonly quotedHtml: string | null
  /** The warnings of the mail that it came by, and whether an agent trusts it. */
  readonly flags: readonly number[]
  readonly isTrusted: boolean
  /** The mail that it came by. */
  readonly mailId: Id | null
  readonly files: readonly { readonly id: Id; readonly blob: string }[]
}

/** What `load` brings in one query: the ticket as it stands, and who is round it. */
export type TicketState = {
  /** Drawn by `load` for a new ticket. */
  readonly ticketId: Id
  /** `null` before its creation. */
  readonly ticket: Ticket | null
  readonly context: Context
  /** Of a Change that names one: the comment that it edits, the closed ticket that it takes up again. */
  readonly comment?: StandingComment | null
  readonly source?: Ticket | null
}
