import { type Id, orRefuse } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { createJobStatus } from '../../platform/jobs/index.ts'
import type { EffectHandler, EffectOutcome, JobHandler } from '../../platform/module.ts'
import { copyFiles } from '../copy-files.ts'
import { type Change, type NewComment, noChange } from '../core/index.ts'
import type { Room } from '../room.ts'
import { SOLVE_INCIDENTS, SYSTEM_AUTHOR } from '../save.ts'
import { type CommentToCopy, commentsToCopy } from '../split/store.ts'
import { walkTickets } from './progress.ts'
import { countOpenIncidents, holdsAudit, openIncidents, type SolvingAudit, solvingAudit } from './store.ts'

export const SOLVE_INCIDENTS_JOB = 'tickets_solve_incidents'

/** A problem, and the audit that solved it. */
type Solved = {
  readonly ticketId: Id
  readonly seq: number
  readonly auditId: Id
  readonly commentId: Id | null
}
type Payload = Solved & { readonly jobId: string }

/** What solving a problem sets going: a job, whose progress whoever solved it can ask for. */
export const solveIncidentsHandler = (room: Room): EffectHandler => ({
  kind: SOLVE_INCIDENTS,
  concurrency: 1,
  deliver: ({ payload }) => start(room, payload as unknown as Solved),
})

const start = async ({ ground }: Room, solved: Solved): Promise<EffectOutcome> => {
  const { db, clock, randomBytes } = ground
  const { ticketId, seq, auditId, commentId } = solved
  const total = await countOpenIncidents(db, ticketId)
  const audit = await solvingAudit(db, ticketId, auditId)
  if (total === 0 || audit === undefined) return { outcome: 'done' }
  const authorId = audit.author_id === SYSTEM_AUTHOR ? null : audit.author_id
  await db.transaction(async (tx) => {
    const status = { jobType: 'Solve Incidents', authorId, total }
    const jobId = await createJobStatus(tx, status, { at: clock.now(), randomBytes })
    const payload: Payload = { jobId, ticketId, seq, auditId, commentId }
    await ground.enqueue(tx, SOLVE_INCIDENTS_JOB, payload)
  })
  ground.wake()
  return { outcome: 'done' }
}

/**
 * Solves the incidents of a problem that was solved, each with its comment. Run again after a crash it goes on with
 * those that are not solved yet; it stops where the solving is taken back meanwhile.
 */
export const solveIncidentsJob = (room: Room): JobHandler => ({
  name: SOLVE_INCIDENTS_JOB,
  run: async (raw) => {
    const payload = raw as unknown as Payload
    const { db } = room.ground
    const audit = await solvingAudit(db, payload.ticketId, payload.auditId)
    if (audit === undefined) return
    const { ticketId, commentId } = payload
    const [comment] = commentId === null ? [] : await commentsToCopy(db, ticketId, [commentId])
    await walkTickets(room, payload.jobId, {
      next: async (after, limit) =>
        (await openIncidents(db, ticketId, after, limit)).map((incidentId) => ({ ticketId: incidentId })),
      one: (incident) => solveOne(room, payload, incident.ticketId, { audit, comment }),
    })
  },
})

type With = { readonly audit: SolvingAudit; readonly comment: CommentToCopy | undefined }

const solveOne = async (
  room: Room,
  solved: Solved,
  incidentId: Id,
  { audit, comment }: With,
): Promise<'done' | 'stop'> => {
  const attachments = comment === undefined ? [] : await copyFiles(room, comment.files)
  const said = comment && { ...wordsOf(comment), attachments }
  return room.ground.db.transaction(async (tx: Db) => {
    if (!(await holdsAudit(tx, solved.ticketId, solved.auditId))) return 'stop'
    orRefuse(await room.commit(solving(solved, audit, said), { ticketId: incidentId }, { tx }))
    return 'done'
  })
}

const wordsOf = ({ text, html, public: isPublic, authorId }: CommentToCopy) => ({
  text,
  html,
  public: isPublic,
  authorId,
})

/** The system's Change, because whoever solved the problem need not see every customer's incident. */
const solving = (
  { ticketId, seq }: Solved,
  { subject }: SolvingAudit,
  comment: NewComment | undefined,
): Change => ({
  ...noChange,
  kind: 'update',
  actor: { kind: 'system' },
  via: {
    channel: 'linked_problem',
    source: { from: { ticket_id: ticketId, subject }, to: {}, rel: 'problem' },
  },
  set: { status: 'solved' },
  linkedProblem: { id: ticketId, seq },
  ...(comment && { comment }),
})
