import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type Db, sql } from '../../platform/db/index.ts'
import type { Part } from '../../platform/module.ts'
import type { Settings } from '../../platform/settings/index.ts'
import { type Command, CommandFailed, JSON_OPTION, USAGE } from '../command.ts'
import { type Difference, differencesIn } from '../verify/differences.ts'
import { withHouse } from '../with-house.ts'

export const verify: Command = {
  name: 'verify',
  summary:
    'Rebuilds what is derived from the audit log and prints every difference; exit code 1 where there is one',
  options: [
    {
      name: 'threads',
      value: 'NUMBER',
      help: 'How many look at once; by the processors there are and how much there is, unless given',
    },
    JSON_OPTION,
  ],
  run: async ({ settings, options }, io) => {
    const threads = readThreads(options.get('threads'))
    return withHouse(settings, async (house) => {
      let count = 0
      const tell = (found: Difference): void => {
        count++
        io.out(options.has('json') ? JSON.stringify(found) : `${found.verifier}: ${found.difference}`)
      }
      const of = threads ?? (await usefulThreads(house.database.db))
      const parts = Array.from({ length: of }, (_, index) => ({ index, of }))
      const [first, ...others] = parts as [Part, ...Part[]]
      const beside = Promise.all(others.map((part) => inThread(settings, part, tell)))
      // Thrown where it is waited for.
      beside.catch(() => undefined)
      for await (const found of differencesIn(house, first)) tell(found)
      await beside
      if (!options.has('json')) io.out(count === 0 ? 'No differences.' : `${count} differences.`)
      return count === 0 ? 0 : 1
    })
  },
}

/** So many rows are looked through in the time in which another thread would have started. */
const WORTH_A_THREAD = 50_000
const MOST_THREADS = 8

const readThreads = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const threads = /^\d{1,2}$/.test(text) ? Number(text) : 0
  if (threads >= 1 && threads <= MOST_THREADS) return threads
  throw new CommandFailed(`--threads is not a whole number from 1 to ${MOST_THREADS}: "${text}".`, USAGE)
}

const usefulThreads = async (db: Db): Promise<number> => {
  const { rows } = (await db.one(sql<{ rows: number }>`
    select coalesce(sum(greatest(reltuples, 0)), 0)::float8 as rows from pg_class
    where relkind = 'r' and relnamespace = current_schema()::regnamespace`))!
  return rows < WORTH_A_THREAD ? 1 : Math.min(availableParallelism(), MOST_THREADS)
}

/** Looks through a part of the desk beside the others; fails where the thread does. */
const inThread = async (settings: Settings, part: Part, tell: (found: Difference) => void): Promise<void> => {
  const thread = new Worker(new URL('../verify/part-thread.ts', import.meta.url), {
    workerData: { settings, part },
  })
  thread.on('message', tell)
  await once(thread, 'exit')
}
