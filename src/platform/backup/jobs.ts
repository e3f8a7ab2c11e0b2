import type { Client } from './catalogue.ts'

/** An ordinary job that waited. The queue's own tables are not copied: they belong to its version. */
export type WaitingJob = {
  readonly name: string
  readonly payload: unknown
  readonly key: string | null
  readonly runAt: string
}

/** Jobs that wait or are under way. Those that run by the clock come back by themselves. */
export const waitingJobs = async (client: Client): Promise<WaitingJob[]> => {
  const { rows } = await client.query<WaitingJob>(`
    select t.identifier as name, j.payload, j.key, j.run_at::text as "runAt"
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where not (j.payload::jsonb ? '_cron') and j.attempts < j.max_attempts
    order by j.id`)
  return rows
}

export const addJobs = async (client: Client, jobs: readonly WaitingJob[]): Promise<void> => {
  await client.query(
    `select graphile_worker.add_job(name, payload, job_key => key, run_at => "runAt")
     from json_to_recordset($1::json) as job(name text, payload json, key text, "runAt" timestamptz)`,
    [JSON.stringify(jobs)],
  )
}
