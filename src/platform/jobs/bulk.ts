import type { Id, Refusal, RefusalCode } from '../../kernel/index.ts'
import { Refused } from '../../kernel/index.ts'
import type { Db } from '../db/index.ts'
import type { Ground } from '../ground.ts'
import type { JobHandler } from '../module.ts'
import { deleteOutcomes, insertOutcomes, type Outcome, outcomesOf } from './bulk-store.ts'
import {
  createJobStatus,
  endJobStatus,
  findJobStatuses,
  type JobStatus,
  progressJobStatus,
} from './job-status.ts'
import { completed, failed } from './present-job.ts'

/** The most members of one bulk request. */
export const MAX_BULK = 100
export const BULK_BODY_BYTES = 8 * 1024 * 1024

/** A bulk request as it waits in the queue. */
export type Bulk<Item = unknown> = { readonly jobId: string; readonly items: readonly Item[] }

/** How one kind of bulk request is carried out. */
export type BulkWork<B extends Bulk> = {
  /** The queue's name of it, unique over all domains. */
  readonly name: string
  /**
   * Makes ready, outside the transaction, what one member needs; what it answers is run in a transaction of its own.
   * A `Refused` of either is the member's outcome.
   */
  readonly member: (bulk: B, index: number) => Promise<(tx: Db) => Promise<Outcome>>
  /**
   * The same for many members, where they can share one transaction. Of those that it leaves out of its outcomes it
   * has written nothing: they are carried out one by one. What stops one of them must not throw.
   */
  readonly group?: (
    bulk: B,
    indexes: readonly number[],
  ) => Promise<(tx: Db) => Promise<ReadonlyMap<number, Outcome>>>
  readonly refused: (bulk: B, index: number, refusal: Refusal) => Outcome
  /** Told after each transaction. */
  readonly onCommitted: () => void
}

/** How often watchers are told how far it is: each time costs a commit, as much as a small member. */
const PROGRESS_EVERY = 10

/** Members of one transaction: each costs a twentieth of what it costs alone, and keeps the tickets of all locked. */
const GROUP = 50

/** After so many tries the job is given up, with what it has done so far. */
const MAX_ATTEMPTS = 5

const UNDER_WAY: ReadonlySet<string> = new Set(['queued', 'working'])

type JobGround = Pick<Ground, 'db' | 'clock'>

/**
 * Works through bulk requests, one transaction a group or a member. Run again after a crash it goes on where it stopped,
 * one by one: so that a member which breaks its group costs the others nothing.
 */
export const bulkJob = <B extends Bulk>(ground: JobGround, work: BulkWork<B>): JobHandler => ({
  name: work.name,
  run: async (payload, { attempt }) => {
    const bulk = payload as unknown as B
    try {
      await workThrough(ground, work, bulk, attempt === 1)
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS) await end(ground, bulk, failed)
      throw error
    }
  },
})

const workThrough = async <B extends Bulk>(
  ground: JobGround,
  work: BulkWork<B>,
  bulk: B,
  inGroups: boolean,
): Promise<void> => {
  const { db, clock } = ground
  const [status] = await findJobStatuses(db, [bulk.jobId])
  // A crash between the end and the queue's hearing of it brings the job once more.
  if (status === undefined || !UNDER_WAY.has(status.status)) return
  const done = new Set((await outcomesOf(db, bulk.jobId)).keys())
  for (let from = 0; from < bulk.items.length; from += GROUP) {
    const indexes = [...bulk.items.keys()].slice(from, from + GROUP).filter((index) => !done.has(index))
    if (inGroups && indexes.length > 1)
      for (const index of await carryOutGroup(ground, work, bulk, indexes)) done.add(index)
    for (const index of indexes.filter((one) => !done.has(one))) {
      await carryOut(db, work, bulk, index)
      if ((index + 1) % PROGRESS_EVERY === 0) await progressJobStatus(db, bulk.jobId, index + 1, clock.now())
    }
  }
  await end(ground, bulk, completed)
}

/** Members and their outcomes, together or not at all; answers which have one now. */
const carryOutGroup = async <B extends Bulk>(
  { db, clock }: JobGround,
  work: BulkWork<B>,
  bulk: B,
  indexes: readonly number[],
): Promise<Iterable<number>> => {
  try {
    const run = await work.group?.(bulk, indexes)
    if (run === undefined) return []
    const outcomes = await db.transaction(async (tx) => {
      const found = await run(tx)
      await insertOutcomes(tx, bulk.jobId, found)
      await progressJobStatus(tx, bulk.jobId, indexes[0]! + found.size, clock.now())
      return found
    })
    work.onCommitted()
    return outcomes.keys()
  } catch (error) {
    // It stops all of them: each is told so in its turn.
    if (!(error instanceof Refused)) throw error
    return []
  }
}

/** One member and its outcome, together or not at all. A refusal is an outcome, too. */
const carryOut = async <B extends Bulk>(db: Db, work: BulkWork<B>, bulk: B, index: number): Promise<void> => {
  const keep = (tx: Db, outcome: Outcome) => insertOutcomes(tx, bulk.jobId, new Map([[index, outcome]]))
  try {
    const run = await work.member(bulk, index)
    await db.transaction(async (tx) => keep(tx, await run(tx)))
    work.onCommitted()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    await keep(db, work.refused(bulk, index, error.refusal))
  }
}

const end = async ({ db, clock }: JobGround, { jobId }: Bulk, how: typeof completed): Promise<void> => {
  const now = clock.now()
  await db.transaction(async (tx) => {
    const outcomes = [...(await outcomesOf(tx, jobId))]
      .sort(([a], [b]) => a - b)
      .map(([, outcome]) => outcome)
    await endJobStatus(tx, jobId, how(outcomes, now), now)
    await deleteOutcomes(tx, jobId)
  })
}

export type NewBulk = {
  readonly name: string
  /** As the wire shows it: `Bulk Create Ticket`. */
  readonly jobType: string
  readonly authorId: Id | null
  readonly items: readonly unknown[]
  /** What else the work needs to know. */
  readonly context: object
}

/** Queues a bulk request; its status can be asked for at once. More than `MAX_BULK` members are refused. */
export const startBulk = async (
  ground: Pick<Ground, 'db' | 'clock' | 'randomBytes' | 'enqueue' | 'wake'>,
  { name, jobType, authorId, items, context }: NewBulk,
): Promise<JobStatus> => {
  if (items.length > MAX_BULK) throw new Refused(tooMany)
  const at = ground.clock.now()
  const job = await ground.db.transaction(async (tx) => {
    const status = { jobType, authorId, total: items.length }
    const jobId = await createJobStatus(tx, status, { at, randomBytes: ground.randomBytes })
    await ground.enqueue(tx, name, { ...context, jobId, items } satisfies Bulk)
    return (await findJobStatuses(tx, [jobId]))[0]!
  })
  ground.wake()
  return job
}

const tooMany = {
  code: 'too_many',
  // The two blanks are the wire's.
  message: `Parameter  cannot specify more than ${MAX_BULK} values`,
  maxCount: MAX_BULK,
} as const

const NAMES: { readonly [code in RefusalCode]?: string } = {
  invalid: 'RecordInvalid',
  not_found: 'RecordNotFound',
  forbidden: 'Forbidden',
  conflict: 'UpdateConflict',
}

/** What the wire says of a member that was refused. */
export const refusedOutcome = (index: number, action: string, refusal: Refusal): Outcome => ({
  index,
  action,
  success: false,
  status: 'Failed',
  error: NAMES[refusal.code] ?? 'BadRequest',
  details: (refusal.details ?? []).map(({ description }) => description).join('; ') || refusal.message,
})
