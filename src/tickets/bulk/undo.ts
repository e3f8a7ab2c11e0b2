import { type Id, invalidField, type Json, type JsonObject, Refused } from '../../kernel/index.ts'
import { type Bulk, bulkJob, type JobStatus, refusedOutcome, startBulk } from '../../platform/jobs/index.ts'
import type { JobHandler } from '../../platform/module.ts'
import type { Room } from '../room.ts'
import { type AuditRef, undoIn } from '../undo/run.ts'

const BULK_UNDO_JOB = 'tickets_bulk_undo'

type Context = { readonly userId: Id; readonly channel: string; readonly system: JsonObject }
type Payload = Bulk<AuditRef> & Context

/** Takes back what a bulk job did, row by row, the last first; each row stands or falls on its own. */
export const bulkUndoJob = (room: Room): JobHandler =>
  bulkJob<Payload>(room.ground, {
    name: BULK_UNDO_JOB,
    member: async (bulk, index) => async (tx) => {
      const asked = bulk.items[index]!
      const { mode, committed } = await undoIn(room, tx, bulk, asked)
      return {
        index,
        id: asked.ticketId,
        action: 'undo',
        success: true,
        status: 'Undone',
        mode,
        audit_id: committed.auditId,
      }
    },
    refused: (bulk, index, refusal) => ({
      ...refusedOutcome(index, 'undo', refusal),
      id: bulk.items[index]!.ticketId,
    }),
    onCommitted: room.onCommitted,
  })

/** Queues the undo of a bulk job or a merge that has ended. Throws `Refused` where it is none, or did nothing. */
export const startBulkUndo = async (room: Room, job: JobStatus, context: Context): Promise<JobStatus> => {
  if (job.status === 'queued' || job.status === 'working')
    throw new Refused({ code: 'conflict', message: 'The job has not ended yet.' })
  const items = changedBy(job.results).toReversed()
  if (items.length === 0)
    throw new Refused(invalidField('base', 'Undo: The job changed no ticket in a way that can be taken back'))
  return startBulk(room.ground, {
    name: BULK_UNDO_JOB,
    jobType: 'Bulk Undo',
    authorId: context.userId,
    items,
    context,
  })
}

/** What results say of audits: those of many, or the one of a merge. An undo is not taken back. */
const changedBy = (results: Json | null): AuditRef[] =>
  ([results ?? []].flat() as readonly JsonObject[]).flatMap(({ id, audit_id: auditId, action }) =>
    typeof id === 'number' && typeof auditId === 'number' && action !== 'undo'
      ? [{ ticketId: id, auditId }]
      : [],
  )
