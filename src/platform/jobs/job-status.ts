import { type Id, type Instant, type Json, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../db/index.ts'

/** Progress of bulk work, as far as anybody may ask for it. */
export type JobStatus = {
  /** `V3-` and 32 hex digits: also what lets its author ask for it. */
  readonly id: string
  readonly jobType: string
  readonly authorId: Id | null
  readonly total: number | null
  readonly progress: number | null
  readonly status: 'queued' | 'working' | 'completed' | 'failed' | 'killed'
  readonly message: string | null
  readonly results: Json | null
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

export type NewJobStatus = Pick<JobStatus, 'jobType' | 'authorId' | 'total'>

/** Writes a queued status and returns its id. In the transaction that enqueues the job, so that it is there at once. */
export const createJobStatus = async (
  tx: Db,
  { jobType, authorId, total }: NewJobStatus,
  { at, randomBytes }: { readonly at: Instant; readonly randomBytes: (size: number) => Buffer },
): Promise<string> => {
  const id = `V3-${randomBytes(16).toString('hex')}`
  await tx.rows(sql`
    insert into job_statuses (id, job_type, author_id, total, progress, status, created_at, updated_at)
    values (${id}, ${jobType}, ${authorId}, ${total}, 0, 'queued', ${toIsoMs(at)}, ${toIsoMs(at)})`)
  return id
}

/** Says how many are done. What has ended stays so. */
export const progressJobStatus = async (db: Db, id: string, progress: number, at: Instant): Promise<void> => {
  await db.rows(sql`
    update job_statuses set status = 'working', progress = ${progress}, updated_at = ${toIsoMs(at)}
    where id = ${id} and status in ('queued', 'working')`)
}

export type JobEnd = {
  readonly status: 'completed' | 'failed' | 'killed'
  readonly message: string | null
  readonly results: Json | null
}

/** Ends it, once: later ends change nothing. Completed work has made all of its progress. */
export const endJobStatus = async (db: Db, id: string, end: JobEnd, at: Instant): Promise<void> => {
  await db.rows(sql`
    update job_statuses
    set status = ${end.status}, message = ${end.message}, updated_at = ${toIsoMs(at)},
      results = ${end.results === null ? null : JSON.stringify(end.results)}::jsonb,
      progress = case when ${end.status} = 'completed' then total else progress end
    where id = ${id} and status in ('queued', 'working')`)
}

/** The statuses of the given ids; those of others than `authorId` only where that is null. */
export const findJobStatuses = (
  db: Db,
  ids: readonly string[],
  authorId: Id | null = null,
): Promise<JobStatus[]> =>
  db.rows(sql<JobStatus>`
    select ${COLUMNS} from job_statuses
    where id = any(${ids}) and (${authorId}::bigint is null or author_id = ${authorId})
    order by created_at desc, id`)

const COLUMNS = sql`id, job_type as "jobType", author_id as "authorId", total, progress, status, message, results,
  created_at as "createdAt", updated_at as "updatedAt"`
