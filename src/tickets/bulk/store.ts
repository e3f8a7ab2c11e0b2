import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { JobStatus } from '../../platform/jobs/index.ts'
import { type Listing, list, type Paging, type Sort } from '../../platform/paging/index.ts'

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
