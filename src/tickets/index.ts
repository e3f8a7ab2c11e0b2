import type { Id, Refusal, Result } from '../kernel/index.ts'
import type { Viewer } from '../people/index.ts'
import type { Ground } from '../platform/ground.ts'
import type { Module } from '../platform/module.ts'
import { auditRoutes } from './api/audits.ts'
import { partRoutes } from './api/parts.ts'
import { presentTickets } from './api/present.ts'
import { readRoutes } from './api/read.ts'
import { writeRoutes } from './api/write.ts'
import { bulkRoutes } from './bulk/api.ts'
import { ticketsBulkJob } from './bulk/run.ts'
import { type BatchMember, type Commit, type Committed, commitBatch, createCommit } from './commit.ts'
import { ticketPolicyKinds } from './core/index.ts'
import type { Ticket } from './core/ticket.ts'
import { ticketEraser } from './erase.ts'
import type { PeopleDoor } from './people-door.ts'
import { createPolicies } from './policies.ts'
import type { Room } from './room.ts'
import { ticketOfRow } from './rows.ts'
import { type CommentRow, conversation, findTicket, findTickets, hasTickets } from './store.ts'
import { uploadRoutes } from './uploads/api.ts'
import { sweepUploads } from './uploads/uploads.ts'
import { ticketVerifier } from './verify.ts'

export type { Commit, CommitOptions, Committed, CommittedComment, EventWithId } from './commit.ts'
export * from './core/index.ts'
export { ticketCounts } from './counts.ts'
export type { PeopleDoor } from './people-door.ts'
export type { CommentRow, FileRow } from './store.ts'

/** The door of tickets: what others may ask and do. */
export type Tickets = {
  readonly module: Module
  /** The one way to change a ticket. */
  readonly applyChange: Commit
  /** Many changes one after the other; each stands or falls on its own. */
  applyChanges(members: readonly BatchMember[]): Promise<Result<Committed, Refusal>[]>
  /** A ticket that the viewer sees. */
  getTicket(viewer: Viewer, id: Id): Promise<Ticket | undefined>
  /** Comments that an audience may see, up to an audit, oldest first, each with its files. */
  conversation(
    ticketId: Id,
    upTo: { readonly audience: 'end_user' | 'agent'; readonly upToSeq: number },
  ): Promise<readonly CommentRow[]>
  /** The wire's objects of the tickets that the viewer sees. */
  presentTickets(viewer: Viewer, ids: readonly Id[], origin: string): Promise<readonly object[]>
  /** Whether there is any ticket, deleted ones included. */
  hasTickets(): Promise<boolean>
}

export type TicketsOptions = {
  /** Told after every commit, so that outbox and feed look at once instead of at their next turn. */
  readonly onCommitted?: () => void
}

/** Builds the domain on its ground. */
export const tickets = (ground: Ground, people: PeopleDoor, options: TicketsOptions = {}): Tickets => {
  const onCommitted = options.onCommitted ?? ground.wake
  const policies = createPolicies(ground)
  const commit = createCommit(ground, policies, onCommitted)
  const room: Room = { ground, people, policies, commit, onCommitted }
  return {
    module: moduleOf(room),
    applyChange: commit,
    applyChanges: (members) => commitBatch(commit, members),
    getTicket: async (viewer, id) => {
      const row = await findTicket(ground.db, viewer, id)
      return row && ticketOfRow(row)
    },
    conversation: (ticketId, upTo) => conversation(ground.db, ticketId, upTo),
    presentTickets: async (viewer, ids, origin) =>
      presentTickets(room, await findTickets(ground.db, viewer, ids), origin),
    hasTickets: () => hasTickets(ground.db),
  }
}

const moduleOf = (room: Room): Module => ({
  name: 'tickets',
  policyKinds: ticketPolicyKinds,
  routes: [
    ...readRoutes(room),
    ...writeRoutes(room),
    ...partRoutes(room),
    ...auditRoutes(room),
    ...uploadRoutes(room),
    ...bulkRoutes(room),
  ],
  jobs: [
    ticketsBulkJob(room),
    { name: 'tickets_sweep_uploads', cron: '23 * * * *', run: () => sweepUploads(room.ground) },
  ],
  erasers: [ticketEraser],
  blobColumns: [
    { table: 'attachments', column: 'blob' },
    { table: 'upload_files', column: 'blob' },
  ],
  verifiers: [ticketVerifier],
})
