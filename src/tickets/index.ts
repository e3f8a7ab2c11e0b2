import type { Id, Refusal, Result } from '../kernel/index.ts'
import type { Viewer } from '../people/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { Ground } from '../platform/ground.ts'
import type { Route } from '../platform/http/index.ts'
import type { Eraser, Module } from '../platform/module.ts'
import { projectionService } from '../platform/projection/index.ts'
import type { DeskValues } from '../rules/core/index.ts'
import { activityRoutes } from './activities/api.ts'
import { auditRoutes } from './api/audits.ts'
import { linkRoutes } from './api/links.ts'
import { partRoutes } from './api/parts.ts'
import { presentTickets } from './api/present.ts'
import { readRoutes } from './api/read.ts'
import { writeRoutes } from './api/write.ts'
import { automationRoutes } from './automations/api.ts'
import { automationService } from './automations/sweep.ts'
import { firingVerifier } from './automations/verify.ts'
import { bulkRoutes } from './bulk/api.ts'
import { ticketsBulkJob } from './bulk/run.ts'
import { bulkUndoJob } from './bulk/undo.ts'
import {
  type ClockHistory,
  clockHistory,
  metricEventsOf,
  type TicketMetricEvent,
  type TicketTime,
  timesOf,
} from './clocks/read-clocks.ts'
import { clockTimer } from './clocks/timer.ts'
import { conversation, type RetoldRow } from './comment-store.ts'
import { type BatchMember, type Commit, type Committed, commitBatch, createCommit } from './commit.ts'
import { createCommitMany } from './commit-many.ts'
import { ticketPolicyKinds } from './core/index.ts'
import type { Ticket } from './core/ticket.ts'
import { deletionRoutes } from './deletion/api.ts'
import { purgeJob } from './deletion/purge.ts'
import { deskValuesOf, type Endpoints } from './desk-values.ts'
import { draftRoutes } from './drafts/api.ts'
import { sweepDraftsJob } from './drafts/save.ts'
import { dryRunRoutes } from './dry-run/api.ts'
import { dryRunJob, dryRunSweep } from './dry-run/job.ts'
import { itemRoutes } from './dynamic-content/items-api.ts'
import { variantRoutes } from './dynamic-content/variants-api.ts'
import { ticketEraser } from './erase.ts'
import { exportRoutes } from './exports/api.ts'
import { fieldRoutes } from './fields/api.ts'
import { formRoutes } from './forms/api.ts'
import { handOverRoutes } from './hand-over/api.ts'
import { importJob, importRoutes } from './import/api.ts'
import { createOpenImport, type OpenImport } from './import-stream.ts'
import { announceJob } from './kinds/announce.ts'
import { announcementRoutes } from './kinds/announcement-api.ts'
import { kindRoutes } from './kinds/api.ts'
import { changeRoutes } from './kinds/change-api.ts'
import { drawTicketIds } from './load-many.ts'
import { logRoutes } from './log/api.ts'
import { macroRoutes } from './macros/api.ts'
import { macroApplyRoutes } from './macros/apply-api.ts'
import { macroFileRoutes } from './macros/attachments-api.ts'
import { forgetDraftsJob, macroEraser } from './macros/use.ts'
import { mergeRoute } from './merge/api.ts'
import { mergeJob } from './merge/run.ts'
import { mergedInto } from './merge/store.ts'
import { metricRoutes } from './metrics/api.ts'
import { partyRoutes } from './parties/api.ts'
import { peopleChangesHandler } from './people-changes.ts'
import type { PeopleDoor } from './people-door.ts'
import { createPolicies } from './policies.ts'
import { policyChangeRoutes } from './policy-changes/api.ts'
import { policyHistoryRoutes } from './policy-history/api.ts'
import { reopenIncidentsJob } from './problem/reopen.ts'
import { solveIncidentsHandler, solveIncidentsJob } from './problem/solve.ts'
import { weightRoute } from './queue/api.ts'
import { redactionRoutes } from './redaction/api.ts'
import { eraseFilesHandler } from './redaction/edit.ts'
import { replyAidRoutes } from './reply-aid/api.ts'
import { requestRoutes } from './requests/api.ts'
import { resolutionRoutes } from './resolution/api.ts'
import type { Room } from './room.ts'
import { routingEraser } from './routing/erase.ts'
import { routingQueue, routingQueueVerifier } from './routing/follow.ts'
import { routingService } from './routing/give-out.ts'
import { routingRoutes } from './routing/routes.ts'
import { setSkillsHandler } from './routing/skill-effect.ts'
import { ticketOfRow } from './rows.ts'
import { usageJob } from './rule-documents/usage.ts'
import { satisfactionRoutes } from './satisfaction/api.ts'
import { searchRoutes } from './search/api.ts'
import { ticketWords, ticketWordsEraser, ticketWordsVerifier } from './search/project-words.ts'
import { skipRoutes } from './skips/api.ts'
import { spamJob, spamRoutes } from './spam/api.ts'
import { splitRoute } from './split/api.ts'
import { statusRoutes } from './statuses/api.ts'
import { findTicket, findTickets, hasTickets } from './store.ts'
import { tagRoutes } from './tags/api.ts'
import { clockRoute } from './time/clock-api.ts'
import { reevaluateRoute } from './time/reevaluate-api.ts'
import { whatIfRoute } from './time/what-if-api.ts'
import { type ToldChange, toldChanges } from './told.ts'
import { traceRoutes } from './trace/api.ts'
import { triggerRoutes } from './triggers/api.ts'
import { undoRoutes } from './undo/api.ts'
import { uploadRoutes } from './uploads/api.ts'
import { sweepUploads } from './uploads/uploads.ts'
import { ticketVerifier } from './verify.ts'
import { viewRoutes } from './views/api.ts'
import { viewExportRoutes } from './views/export-api.ts'
import { viewTicketRoutes } from './views/tickets-api.ts'

export type { ClockHistory, TicketMetricEvent, TicketTime } from './clocks/read-clocks.ts'
export type { FileRow } from './comment-store.ts'
export { type RetoldRow, toldComment } from './comment-store.ts'
export type { Commit, CommitOptions, Committed, CommittedComment, EventWithId } from './commit.ts'
export * from './core/index.ts'
export { ticketCounts } from './counts.ts'
export { catalogueIn } from './desk-values.ts'
export type { ImportStream, Step } from './import-stream.ts'
export type { PeopleDoor } from './people-door.ts'
export { NOUNS } from './policy-changes/nouns.ts'
export { checkWhole } from './policy-history/rollback.ts'
export { refuseInUse, rulesNaming } from './rule-documents/in-use.ts'
export { ERASE_MAIL } from './save.ts'
export type { ToldChange } from './told.ts'

/** The door of tickets: what others may ask and do. */
export type Tickets = {
  readonly module: Module
  /** What conditions and actions may name, as far as the viewer may choose from it. */
  deskValues(viewer: Viewer): Promise<DeskValues>
  /** The one way to change a ticket. */
  readonly applyChange: Commit
  /** Many Changes at moments of their own, by one load and one save: for seeds and imports. */
  readonly openImport: OpenImport
  /** Numbers for tickets that an import is to make, ascending. */
  drawTicketIds(count: number): Promise<readonly Id[]>
  /** Many changes one after the other; each stands or falls on its own. */
  applyChanges(members: readonly BatchMember[]): Promise<Result<Committed, Refusal>[]>
  /** A ticket that the viewer sees. */
  getTicket(viewer: Viewer, id: Id): Promise<Ticket | undefined>
  /** Comments that an audience may see, up to an audit, oldest first, each with its files. */
  conversation(
    ticketId: Id,
    upTo: { readonly audience: 'end_user' | 'agent'; readonly upToSeq: number },
  ): Promise<readonly RetoldRow[]>
  /** The wire's objects of the tickets that the viewer sees. */
  presentTickets(viewer: Viewer, ids: readonly Id[], origin: string): Promise<readonly object[]>
  /** A ticket's time, its whole history folded anew: every clock, and which audit moved it. */
  clockOf(viewer: Viewer, id: Id): Promise<ClockHistory | undefined>
  /** The time of many tickets as it is kept with them, by id: for metrics, and for the clocks that are under way. */
  timesOf(viewer: Viewer, ids: readonly Id[]): Promise<ReadonlyMap<Id, TicketTime>>
  /** Activations, pauses, fulfilments, breaches … of a ticket, in the order of time. */
  metricEventsOf(viewer: Viewer, id: Id): Promise<readonly TicketMetricEvent[]>
  /** What audits did, each with its ticket as it stood then; see `told.ts`. */
  toldChanges(asked: readonly { readonly ticketId: Id; readonly seq: number }[]): Promise<ToldChange[]>
  /** The ticket in which a merged one goes on, at the end of all its merges; null where it goes on nowhere. */
  mergedInto(ticketId: Id): Promise<Id | null>
  /** Whether there is any ticket, deleted ones included. */
  hasTickets(): Promise<boolean>
}

export type TicketsOptions = {
  /** Told after every commit, so that outbox and feed look at once instead of at their next turn. */
  readonly onCommitted?: () => void
  /** Every room's erasers, for a ticket that is purged; asked when it happens, because rooms to the right come later. */
  readonly erasers?: () => readonly Eraser[]
  /** What rules may call; the room that has it stands to the right. Nothing unless given. */
  readonly endpoints?: () => Promise<Endpoints>
  /** All routes of the desk, built on another ground: change requests are walked through them. None unless given. */
  readonly routesOn?: (ground: Ground) => readonly Route[]
}

const NO_ENDPOINTS: Endpoints = { webhooks: [], targets: [] }

/** Builds the domain on its ground. */
export const tickets = (ground: Ground, people: PeopleDoor, options: TicketsOptions = {}): Tickets => {
  const onCommitted = options.onCommitted ?? ground.wake
  const policies = createPolicies(ground)
  const commit = createCommit(ground, policies, onCommitted)
  const erasers = options.erasers ?? (() => [ticketEraser])
  const eraseTicket = async (tx: Db, id: Id): Promise<void> => {
    for (const eraser of erasers()) await eraser.eraseTicket?.(tx, id)
  }
  const commitMany = createCommitMany(ground, policies)
  const endpoints = options.endpoints ?? (async () => NO_ENDPOINTS)
  const routesOn = options.routesOn ?? (() => [])
  const door = { commit, commitMany, endpoints, routesOn, eraseTicket, onCommitted }
  const room: Room = { ground, people, policies, ...door }
  return {
    module: moduleOf(room),
    deskValues: (viewer) => deskValuesOf(room, viewer),
    applyChange: commit,
    openImport: createOpenImport(ground, policies, onCommitted),
    drawTicketIds: (count) => drawTicketIds(ground.db, count),
    applyChanges: (members) => commitBatch(commit, members),
    getTicket: async (viewer, id) => {
      const row = await findTicket(ground.db, viewer, id)
      return row && ticketOfRow(row)
    },
    conversation: (ticketId, upTo) => conversation(ground.db, ticketId, upTo),
    presentTickets: async (viewer, ids, origin) =>
      presentTickets(room, await findTickets(ground.db, viewer, ids), origin),
    clockOf: (viewer, id) => clockHistory({ db: ground.db, policies }, viewer, id),
    timesOf: (viewer, ids) => timesOf({ db: ground.db, policies }, viewer, ids),
    metricEventsOf: (viewer, id) => metricEventsOf({ db: ground.db, policies }, viewer, id),
    toldChanges: (asked) => toldChanges(ground.db, asked),
    mergedInto: (ticketId) => mergedInto(ground.db, ticketId),
    hasTickets: () => hasTickets(ground.db),
  }
}

const moduleOf = (room: Room): Module => ({
  name: 'tickets',
  policyKinds: ticketPolicyKinds,
  routes: [
    ...readRoutes(room),
    ...metricRoutes(room),
    clockRoute(room),
    reevaluateRoute(room),
    whatIfRoute(room),
    weightRoute(room),
    ...exportRoutes(room),
    ...writeRoutes(room),
    ...partRoutes(room),
    ...auditRoutes(room),
    ...uploadRoutes(room),
    ...bulkRoutes(room),
    ...deletionRoutes(room),
    ...requestRoutes(room),
    ...fieldRoutes(room),
    ...formRoutes(room),
    ...replyAidRoutes(room),
    ...statusRoutes(room),
    ...itemRoutes(room),
    ...variantRoutes(room),
    ...viewRoutes(room),
    ...viewTicketRoutes(room),
    ...viewExportRoutes(room),
    ...macroRoutes(room),
    ...macroApplyRoutes(room),
    ...macroFileRoutes(room),
    ...satisfactionRoutes(room),
    ...activityRoutes(room),
    ...tagRoutes(room),
    ...linkRoutes(room),
    ...redactionRoutes(room),
    ...skipRoutes(room),
    ...draftRoutes(room),
    ...searchRoutes(room),
    ...importRoutes(room),
    ...spamRoutes(room),
    mergeRoute(room),
    ...kindRoutes(room),
    ...changeRoutes(room),
    ...announcementRoutes(room),
    ...resolutionRoutes(room),
    ...partyRoutes(room),
    ...handOverRoutes(room),
    ...logRoutes(room),
    splitRoute(room),
    ...triggerRoutes(room),
    ...traceRoutes(room),
    ...automationRoutes(room),
    ...undoRoutes(room),
    ...policyHistoryRoutes(room),
    ...policyChangeRoutes(room),
    ...dryRunRoutes(room),
    ...routingRoutes(room),
  ],
  jobs: [
    ticketsBulkJob(room),
    bulkUndoJob(room),
    solveIncidentsJob(room),
    reopenIncidentsJob(room),
    purgeJob(room),
    mergeJob(room),
    importJob(room),
    spamJob(room),
    announceJob(room),
    dryRunJob(room),
    dryRunSweep(room),
    usageJob(room.ground),
    forgetDraftsJob(room),
    sweepDraftsJob(room),
    { name: 'tickets_sweep_uploads', cron: '23 * * * *', run: () => sweepUploads(room.ground) },
  ],
  timers: [clockTimer({ ...room, db: room.ground.db })],
  effects: [
    peopleChangesHandler(room),
    solveIncidentsHandler(room),
    eraseFilesHandler(room),
    setSkillsHandler(room),
  ],
  erasers: [ticketEraser, macroEraser, routingEraser, ticketWordsEraser],
  blobColumns: [
    { table: 'attachments', column: 'blob' },
    { table: 'upload_files', column: 'blob' },
    { table: 'macro_attachments', column: 'blob' },
  ],
  verifiers: [firingVerifier, routingQueueVerifier, ticketVerifier, ticketWordsVerifier],
  services: [
    projectionService(room.ground, ticketWords),
    projectionService(room.ground, routingQueue(room)),
    automationService(room),
    routingService(room),
  ],
})
