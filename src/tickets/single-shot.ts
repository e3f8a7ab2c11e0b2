import { type Id, type JsonObject, type Refusal, Refused } from '../kernel/index.ts'
import type { Ground } from '../platform/ground.ts'
import {
  completed,
  createJobStatus,
  endJobStatus,
  findJobStatuses,
  type JobStatus,
} from '../platform/jobs/index.ts'
import type { JobHandler } from '../platform/module.ts'

/** Work of one piece that somebody waits for by a job status: a merge, a permanent deletion. */
export type SingleShot<P extends object> = {
  /** The queue's name of it, unique over all domains. */
  readonly name: string
  /**
   * Run again after a crash; what it did before must not hurt it. Answers what its results say besides success. A
   * `Refused` is the outcome.
   */
  readonly run: (payload: P) => Promise<JsonObject>
}

type Payload<P> = P & { readonly jobId: string }

/** After so many tries it is given up. */
const MAX_ATTEMPTS = 5

export const singleShotJob = <P extends object>(
  ground: Pick<Ground, 'db' | 'clock'>,
  work: SingleShot<P>,
): JobHandler => ({
  name: work.name,
  run: async (raw, { attempt }) => {
    const payload = raw as unknown as Payload<P>
    const [status] = await findJobStatuses(ground.db, [payload.jobId])
    if (status === undefined || (status.status !== 'queued' && status.status !== 'working')) return
    const end = (results: JsonObject) =>
      endJobStatus(ground.db, payload.jobId, completed(results, ground.clock.now()), ground.clock.now())
    try {
      await end({ success: true, ...(await work.run(payload)) })
    } catch (error) {
      if (error instanceof Refused) await end(refused(error.refusal))
      else if (attempt >= MAX_ATTEMPTS) await end({ success: false, error: 'It failed several times.' })
      if (!(error instanceof Refused)) throw error
    }
  },
})

const refused = ({ details = [], message }: Refusal): JsonObject => ({
  success: false,
  error: details.map(({ description }) => description).join('; ') || message,
})

/** Queues it; its status can be asked for at once. */
export const startSingleShot = async (
  ground: Pick<Ground, 'db' | 'clock' | 'randomBytes' | 'enqueue' | 'wake'>,
  name: string,
  jobType: string,
  payload: { readonly userId: Id },
): Promise<JobStatus> => {
  const at = ground.clock.now()
  const job = await ground.db.transaction(async (tx) => {
    const status = { jobType, authorId: payload.userId, total: 1 }
    const jobId = await createJobStatus(tx, status, { at, randomBytes: ground.randomBytes })
    await ground.enqueue(tx, name, { ...payload, jobId })
    return (await findJobStatuses(tx, [jobId]))[0]!
  })
  ground.wake()
  return job
}
