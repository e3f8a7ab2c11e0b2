import { type Id, type Refusal, Refused } from '../../kernel/index.ts'
import { completed, endJobStatus, findJobStatuses, progressJobStatus } from '../../platform/jobs/index.ts'
import type { Room } from '../room.ts'

/** Tickets to go through in the order of their ids, however many. */
export type Walk<T extends { readonly ticketId: Id }> = {
  readonly next: (after: Id, limit: number) => Promise<readonly T[]>
  /** `stop`: none of the rest is to be done. A `Refused` leaves this one out, and is told. */
  readonly one: (item: T) => Promise<'done' | 'stop'>
}

const BATCH = 100
const MAX_TOLD = 100

/** Goes through tickets, and tells a job status how far it is and what could not be done. */
export const walkTickets = async <T extends { readonly ticketId: Id }>(
  { ground, onCommitted }: Room,
  jobId: string,
  { next, one }: Walk<T>,
): Promise<void> => {
  const { db, clock } = ground
  const [status] = await findJobStatuses(db, [jobId])
  // A crash between the end and the queue's hearing of it brings the job once more.
  if (status === undefined || (status.status !== 'queued' && status.status !== 'working')) return
  const failed: { readonly id: Id; readonly error: string }[] = []
  let done = status.progress ?? 0
  let isStopped = false
  for (let after: Id = 0; !isStopped; ) {
    const batch = await next(after, BATCH)
    if (batch.length === 0) break
    for (const item of batch) {
      const outcome = await tryOne(one, item)
      after = item.ticketId
      if (outcome === 'stop') {
        isStopped = true
        break
      }
      if (outcome === 'done') done += 1
      else failed.push({ id: item.ticketId, error: outcome.error })
    }
    onCommitted()
    await progressJobStatus(db, jobId, done, clock.now())
  }
  const results = {
    success: failed.length === 0 && !isStopped,
    changed: done,
    failed: failed.slice(0, MAX_TOLD),
  }
  await endJobStatus(db, jobId, completed(results, clock.now()), clock.now())
}

const tryOne = async <T>(
  one: (item: T) => Promise<'done' | 'stop'>,
  item: T,
): Promise<'done' | 'stop' | { readonly error: string }> => {
  try {
    return await one(item)
  } catch (error) {
    if (error instanceof Refused) return { error: reasonOf(error.refusal) }
    throw error
  }
}

const reasonOf = ({ message, details = [], code }: Refusal): string =>
  (code === 'conflict' ? '' : details.map(({ description }) => description).join('; ')) || message
