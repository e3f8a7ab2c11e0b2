import type { Id } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { createJobStatus } from '../../platform/jobs/index.ts'
import type { JobHandler } from '../../platform/module.ts'
import type { Room } from '../room.ts'
import { type AuditRef, type Undoer, undoAudit } from '../undo/run.ts'
import { walkTickets } from './progress.ts'
import { countSolvedIncidents, seqOfAudit, solvedIncidents } from './store.ts'

export const REOPEN_INCIDENTS_JOB = 'tickets_reopen_incidents'

type Payload = Pick<Undoer, 'channel' | 'system'> & {
  readonly jobId: string
  readonly problemId: Id
  readonly seq: number
}

/** Where what was taken back had solved a problem: takes back what solved its incidents, as a job; its id. */
export const followUndo = async (
  { ground }: Room,
  tx: Db,
  { userId, channel, system }: Undoer,
  { ticketId, auditId }: AuditRef,
): Promise<string | null> => {
  const seq = await seqOfAudit(tx, ticketId, auditId)
  const total = seq === undefined ? 0 : await countSolvedIncidents(tx, { problemId: ticketId, seq })
  if (seq === undefined || total === 0) return null
  const status = { jobType: 'Reopen Incidents', authorId: userId, total }
  const stamp = { at: ground.clock.now(), randomBytes: ground.randomBytes }
  const jobId = await createJobStatus(tx, status, stamp)
  const payload: Payload = { jobId, problemId: ticketId, seq, channel, system }
  await ground.enqueue(tx, REOPEN_INCIDENTS_JOB, payload)
  return jobId
}

/** Takes back what solved incidents with their problem; those that went on since are left, and told. */
export const reopenIncidentsJob = (room: Room): JobHandler => ({
  name: REOPEN_INCIDENTS_JOB,
  run: async (raw) => {
    const payload = raw as unknown as Payload
    const undoer: Undoer = { userId: null, channel: payload.channel, system: payload.system }
    await walkTickets(room, payload.jobId, {
      next: async (after, limit) =>
        (await solvedIncidents(room.ground.db, payload, after, limit)).map((row) => ({
          ticketId: row.ticket_id,
          auditId: row.audit_id,
        })),
      one: async (incident) => {
        await undoAudit(room, undoer, incident)
        return 'done'
      },
    })
  },
})
