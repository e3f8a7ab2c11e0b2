import type { Json } from '../../kernel/index.ts'
import { type Db, sql } from '../db/index.ts'

/** What became of one member, as the job's results show it. */
export type Outcome = { readonly [key: string]: Json }

export const outcomesOf = async (db: Db, jobId: string): Promise<Map<number, Outcome>> => {
  const rows = await db.rows(sql<{ index: number; outcome: Outcome }>`
    select index, outcome from bulk_outcomes where job_id = ${jobId}`)
  return new Map(rows.map(({ index, outcome }) => [index, outcome]))
}

/** In the transaction of what they tell. A second one for the same member fails, and takes that transaction along. */
export const insertOutcomes = async (
  tx: Db,
  jobId: string,
  outcomes: ReadonlyMap<number, Outcome>,
): Promise<void> => {
  const rows = [...outcomes].map(([index, outcome]) => ({ index, outcome }))
  await tx.rows(sql`insert into bulk_outcomes (job_id, index, outcome)
    select ${jobId}, r.index, r.outcome
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(index integer, outcome jsonb)`)
}

export const deleteOutcomes = async (tx: Db, jobId: string): Promise<void> => {
  await tx.rows(sql`delete from bulk_outcomes where job_id = ${jobId}`)
}
