import type { Id, Json } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { JobStatus } from '../../platform/jobs/index.ts'
import { type Listing, list, type Paging, type Sort } from '../../platform/paging/index.ts'

export type Outcome = { readonly [key: string]: Json }

export const outcomesOf = async (db: Db, jobId: string): Promise<Map<number, Outcome>> => {
  const rows = await db.rows(sql<{ index: number; outcome: Outcome }>`
    select index, outcome from bulk_outcomes where job_id = ${jobId}`)
  return new Map(rows.map(({ index, outcome }) => [index, outcome]))
}

/** In the transaction of what it tells. A second one for the same member fails, and takes that transaction along. */
export const insertOutcome = async (
  tx: Db,
  jobId: string,
  index: number,
  outcome: Outcome,
): Promise<void> => {
  await tx.rows(sql`insert into bulk_outcomes (job_id, index, outcome)
    values (${jobId}, ${index}, ${JSON.stringify(outcome)}::jsonb)`)
}

export const deleteOutcomes = async (tx: Db, jobId: string): Promise<void> => {
  await tx.rows(sql`delete from bulk_outcomes where job_id = ${jobId}`)
}

export const JOB_SORTS = {
  created_at: { column: sql.ref('j.created_at'), type: 'timestamptz' },
} as const satisfies Record<string, Sort>

/** The jobs that somebody started. Jobs have no numbers; among those of one instant their text decides. */
export const listJobs = (db: Db, authorId: Id, paging: Paging<'created_at'>): Promise<Listing<JobStatus>> =>
  list(
    db,
    {
      select: sql<JobStatus>`j.id, j.job_type as "jobType", j.author_id as "authorId", j.total, j.progress, j.status,
        j.message, j.results, j.created_at as "createdAt", j.updated_at as "updatedAt"`,
      from: sql`job_statuses j`,
      where: sql`j.author_id = ${authorId}`,
      sorts: JOB_SORTS,
      id: sql`('x' || substr(j.id, 4, 13))::bit(52)::bigint`,
    },
    paging,
  )
