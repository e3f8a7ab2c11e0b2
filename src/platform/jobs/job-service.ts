import { EventEmitter } from 'node:events'
import type { Logger as QueueLogger, Runner, RunnerOptions, TaskList, WorkerEvents } from 'graphile-worker'
import type { Logger } from 'pino'
import type { JsonObject } from '../../kernel/index.ts'
import { connectionStringOf, type DbAddress, type ProcessIdentity } from '../db/index.ts'
import type { Ground } from '../ground.ts'
import { pollLoop } from '../loop/index.ts'
import type { JobHandler, Service } from '../module.ts'
import { forgetPools, freeJobsOfTheDead, registerPool } from './store.ts'

export type JobGround = Pick<Ground, 'db' | 'log'> & {
  readonly address: DbAddress
  readonly identity: Pick<ProcessIdentity, 'id'>
}

const CONCURRENCY = 2
/** One for each job, one that listens. */
const CONNECTIONS = CONCURRENCY + 1
const LOOK_AFTER_MS = 5000

/** Brings the queue's own tables to where this version of it needs them. Other processes may do so at once. */
export const installQueue = async (address: DbAddress, log: Logger): Promise<void> => {
  const { runMigrations, Logger } = await import('graphile-worker')
  await runMigrations({
    connectionString: connectionStringOf(address),
    maxPoolSize: 1,
    logger: new Logger(() => quietly(log)),
  })
}

/**
 * Runs ordinary jobs with graphile-worker: those that were enqueued, and those with a `cron`, once over all
 * processes. A job that throws is tried again, with growing pauses. Jobs of a process that died run again elsewhere.
 */
export const jobService = (ground: JobGround, handlers: readonly JobHandler[]): Service => {
  const { db, log, identity } = ground
  let runner: Runner | undefined
  // Looks after the runner, which ends when the database is away too long, and after jobs whose process is gone.
  const loop = pollLoop({
    name: 'jobs',
    log,
    turn: async () => {
      await freeJobsOfTheDead(db)
      runner ??= await startRunner(ground, handlers, () => {
        runner = undefined
      })
      return LOOK_AFTER_MS
    },
  })
  const stop = async (): Promise<void> => {
    await loop.stop()
    await runner?.stop()
    await forgetPools(db, identity.id)
  }
  return { name: 'jobs', roles: ['worker'], start: async () => loop.start(), stop, isBeating: loop.isBeating }
}

const startRunner = async (
  ground: JobGround,
  handlers: readonly JobHandler[],
  ended: () => void,
): Promise<Runner> => {
  // Loaded late: it is the largest of our libraries, and nothing waits for it.
  const { run, parseCronItems, Logger } = await import('graphile-worker')
  const crons = handlers.flatMap(({ name, cron }) =>
    cron === undefined ? [] : [{ task: name, match: cron, identifier: name }],
  )
  const options: RunnerOptions = {
    connectionString: connectionStringOf(ground.address),
    concurrency: CONCURRENCY,
    maxPoolSize: CONNECTIONS,
    noHandleSignals: true,
    taskList: tasksOf(handlers, ground.log),
    parsedCronItems: parseCronItems(crons),
    logger: new Logger(() => quietly(ground.log)),
    events: eventsOf(ground),
  }
  const runner = await run(options)
  runner.promise.then(ended, (error: unknown) => {
    ground.log.error({ err: error, service: 'jobs' }, 'the job queue ended; it is started again')
    ended()
  })
  return runner
}

const tasksOf = (handlers: readonly JobHandler[], log: Logger): TaskList =>
  Object.fromEntries(
    handlers.map(({ name, run }) => [
      name,
      async (payload: unknown, { job }): Promise<void> => {
        try {
          await run((payload ?? {}) as JsonObject, { id: String(job.id), attempt: job.attempts })
        } catch (error) {
          log.error({ err: error, job: name, attempt: job.attempts }, 'a job failed; it will be tried again')
          throw error
        }
      },
    ]),
  )

const eventsOf = ({ db, identity, log }: JobGround): WorkerEvents => {
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }) => {
    registerPool(db, workerPool.id, identity.id).catch((error: unknown) =>
      log.warn({ err: error, service: 'jobs' }, 'a pool of job workers could not be registered'),
    )
  })
  return events
}

/** The queue's own messages quote payloads and errors: of each only the level and the error go to our log. */
const quietly =
  (log: Logger): ReturnType<ConstructorParameters<typeof QueueLogger>[0]> =>
  (level, _message, meta) => {
    if (level !== 'error' && level !== 'warning') return
    log[level === 'error' ? 'error' : 'warn'](
      { err: meta?.error, service: 'jobs' },
      'the job queue reports trouble',
    )
  }
