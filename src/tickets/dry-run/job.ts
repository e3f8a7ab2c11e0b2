import { Worker } from 'node:worker_threads'
import { DAY_MS, type Id, plusMs } from '../../kernel/index.ts'
import { endJobStatus, progressJobStatus } from '../../platform/jobs/index.ts'
import type { JobHandler } from '../../platform/module.ts'
import type { Room } from '../room.ts'
import type { News, Task } from './replaying.ts'
import type { Report } from './report.ts'
import {
  beginDryRun,
  type DryRun,
  endDryRun,
  findDryRun,
  forgetBefore,
  insertDiffering,
  isAtWork,
} from './store.ts'

export const DRY_RUN_JOB = 'policy_dry_run'
/** Progress is told in hundredths: how many updates there are is known only when the work has begun. */
export const WHOLE = 100

/** A worker that dies with its process is begun again; one that fails so often has a fault that stays. */
const MAX_ATTEMPTS = 2
const KEPT_DAYS = 90
/** What a span may hold of memory, policies and a batch of audits included. */
const MEMORY_MB = 512

/** Runs a replay somewhere, and tells what comes of it in its order. */
type Replaying = (task: Task) => AsyncIterable<News>

/** Replays history in a thread of its own, so that nobody waits for it. */
export const dryRunJob = (room: Pick<Room, 'ground'>, replaying: Replaying = inThread): JobHandler => ({
  name: DRY_RUN_JOB,
  run: async (payload, { attempt }) => {
    const { db, clock } = room.ground
    const id = (payload as { readonly dryRunId: Id }).dryRunId
    const run = await findDryRun(db, id)
    if (run === undefined || !(await beginDryRun(db, id))) return
    try {
      const report = await replay(room, run, replaying)
      if (report !== null) await end(room, run, { state: 'completed', report })
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS) await end(room, run, { state: 'failed', report: null })
      else await progressJobStatus(db, run.jobId, 0, clock.now())
      throw error
    }
  },
})

type Ended = { readonly state: 'completed' | 'failed' | 'cancelled'; readonly report: Report | null }

const JOB_STATES = { completed: 'completed', failed: 'failed', cancelled: 'killed' } as const

/** The end of a dry run and of its job; nothing where it has ended before. */
export const end = async (
  { ground }: Pick<Room, 'ground'>,
  { id, jobId }: DryRun,
  ended: Ended,
): Promise<boolean> => {
  const now = ground.clock.now()
  return ground.db.transaction(async (tx) => {
    const error = ended.state === 'failed' ? 'The replay broke off; the log of the desk says why.' : null
    const isFirst = await endDryRun(tx, id, { ...ended, error }, now)
    const { state } = ended
    const message = state === 'completed' ? null : (error ?? 'Cancelled')
    if (isFirst)
      await endJobStatus(
        tx,
        jobId,
        { status: JOB_STATES[state], message, results: { policy_dry_run_id: id } },
        now,
      )
    return isFirst
  })
}

/** Null where it was cancelled. */
const replay = async (
  { ground }: Pick<Room, 'ground'>,
  run: DryRun,
  replaying: Replaying,
): Promise<Report | null> => {
  const task: Task = {
    address: ground.address,
    baseUrl: ground.settings.baseUrl,
    baseVersion: run.baseVersion,
    edits: run.proposal.map(({ kind, id, after }) => ({ kind, id, body: after })),
    span: { from: run.from, to: run.to, sample: run.sample },
  }
  for await (const news of replaying(task)) {
    if (news.kind === 'end') return news.report
    if (news.kind === 'differing') await insertDiffering(ground.db, run.id, news.tickets)
    else {
      const done = Math.floor((news.updates / Math.max(1, news.of)) * WHOLE)
      await progressJobStatus(ground.db, run.jobId, done, ground.clock.now())
    }
    if (!(await isAtWork(ground.db, run.id))) return null
  }
  throw new Error('A dry run ended without a report')
}

async function* inThread(task: Task): AsyncIterable<News> {
  const thread = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  })
  try {
    yield* newsOf(thread)
  } finally {
    await thread.terminate()
  }
}

/** What a thread tells, in its order; throws what it throws. */
async function* newsOf(thread: Worker): AsyncIterable<News> {
  const waiting: News[] = []
  let isOver = false
  let failure: unknown
  let wake = (): void => undefined
  thread.on('message', (news: News) => {
    waiting.push(news)
    wake()
  })
  thread.on('error', (error) => {
    failure = error
    isOver = true
    wake()
  })
  thread.on('exit', () => {
    isOver = true
    wake()
  })
  for (;;) {
    const next = waiting.shift()
    if (next !== undefined) yield next
    else if (failure !== undefined) throw failure
    else if (isOver) return
    else
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }
}

/** Dry runs are kept for a quarter of a year. */
export const dryRunSweep = ({ ground }: Room): JobHandler => ({
  name: 'policy_dry_runs_sweep',
  cron: '47 3 * * *',
  run: async () => {
    await forgetBefore(ground.db, plusMs(ground.clock.now(), -KEPT_DAYS * DAY_MS))
  },
})
