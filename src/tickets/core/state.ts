import type { Id, Instant } from '../../kernel/index.ts'
import type { Context as PeopleContext } from '../../people/core/index.ts'
import type { Hours } from '../../sla/core/index.ts'
import type { Rederived } from './clocks/reevaluate.ts'
import type { Clocked } from './clocks/replay.ts'
import type { TicketClocks } from './clocks/ticket-clocks.ts'
import type { CommentStructure } from './comment-structure.ts'
import type { TicketEvent, TimesBefore } from './event.ts'
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
  /** Of a problem: how many incidents it has. */
  readonly incidents?: number
}

/** A comment as it stands. */
export type StandingComment = {
  readonly id: Id
  readonly public: boolean
  readonly text: string
  readonly html: string
  readonly quotedHtml: string | null
  readonly structure?: CommentStructure | null
  /** The warnings of the mail that it came by, and whether an agent trusts it. */
  readonly flags: readonly number[]
  readonly isTrusted: boolean
  /** The mail that it came by. */
  readonly mailId: Id | null
  readonly files: readonly { readonly id: Id; readonly blob: string }[]
}

/** An audit of the ticket, as far as an undo looks at it. Event i has the audit's id + 1 + i. */
export type PastAudit = {
  readonly id: Id
  readonly seq: number
  readonly at: Instant
  readonly authorId: Id
  readonly events: readonly TicketEvent[]
  /** The role that whoever wrote its comment had. */
  readonly commentRoleId: Id | null
  /** Values that it changed have been erased since. */
  readonly isErased: boolean
}

/** An audit to be taken back, all that came after it, and the times before it; null of a creation. */
export type Undoable = {
  readonly audit: PastAudit
  readonly later: readonly PastAudit[]
  readonly before: TimesBefore | null
}

/** What `load` brings in one query: the ticket as it stands, and who is round it. */
export type TicketState = {
  /** Drawn by `load` for a new ticket. */
  readonly ticketId: Id
  /** `null` before its creation. */
  readonly ticket: Ticket | null
  readonly context: Context
  /** What is kept about its time; none before its creation, nor of a ticket that was only imported. */
  readonly clocks?: TicketClocks | null
  /** Hours that its clocks name and the policy of today does not have any more, by their keys. */
  readonly pastHours?: ReadonlyMap<string, Hours>
  /** Of an undo: the clocks before the audit that it takes back, and the metric events that it brought. */
  readonly untold?: Clocked | null
  /** Of a reevaluation: the ticket's time as it was told, and as the policy of today has it. */
  readonly rederived?: Rederived | null
  /** The first comment, for a Change of an automation. */
  readonly description?: string | null
  /** Of a Change that names one: the comment that it edits, the closed ticket that it takes up again. */
  readonly comment?: StandingComment | null
  readonly source?: Ticket | null
  /** Of an undo: what is to be taken back. */
  readonly undoable?: Undoable | null
}
