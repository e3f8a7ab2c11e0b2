import { type Db, liveProcessIds, sql } from '../db/index.ts'

/** Puts a job into the queue within the transaction; a job with a key replaces the one that waits under that key. */
export const enqueue = async (
  tx: Db,
  name: string,
  payload: object,
  { key }: { readonly key?: string } = {},
): Promise<void> => {
  await tx.rows(sql`
    select graphile_worker.add_job(${name}::text, ${JSON.stringify(payload)}::json, job_key => ${key ?? null}::text)`)
}

export const isQueueInstalled = async (db: Db): Promise<boolean> =>
  (await db.one(sql<{ is: boolean }>`select to_regclass('graphile_worker.migrations') is not null as is`))!.is

/** Says which process a pool of workers belongs to: from then on its jobs fall free when that process dies. */
export const registerPool = async (db: Db, poolId: string, owner: number): Promise<void> => {
  await db.rows(
    sql`insert into job_pools (pool_id, owner) values (${poolId}, ${owner}) on conflict do nothing`,
  )
}

export const forgetPools = async (db: Db, owner: number): Promise<void> => {
  await db.rows(sql`delete from job_pools where owner = ${owner}`)
}

/** Sets the jobs of dead processes free; the queue itself would do so after four hours. */
export const freeJobsOfTheDead = async (db: Db): Promise<void> => {
  await db.rows(sql`
    with dead as (delete from job_pools where owner not in ${liveProcessIds} returning pool_id)
    select graphile_worker.force_unlock_workers(array_agg(pool_id)) from dead having count(*) > 0`)
}
