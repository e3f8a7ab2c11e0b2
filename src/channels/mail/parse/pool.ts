import { Worker } from 'node:worker_threads'
import type { MailVerdict } from '../../core/index.ts'
import type { ReadMail } from './read-mail.ts'
import type { Origin, Resolve } from './verdict.ts'
import type { DnsAnswer, WorkerReply, WorkerTask } from './worker.ts'

export type ParseOutcome =
  | ({ readonly kind: 'read'; readonly verdict: MailVerdict } & ReadMail)
  /** Over a limit of the format: it will never be read. */
  | { readonly kind: 'over_limit'; readonly message: string }
  /** The parser threw: a bug, or a mail stranger than it knows. */
  | { readonly kind: 'failed'; readonly message: string }
  /** It took more time or memory than a mail gets. */
  | { readonly kind: 'exhausted'; readonly message: string }
  /** Its thread ended for no fault of the mail's: this process is stopping. */
  | { readonly kind: 'interrupted'; readonly message: string }

export type ParseTask = {
  /** Handed over to the worker: not to be used afterwards. */
  readonly raw: Buffer
  readonly origin: Omit<Origin, 'from'>
  readonly boundaryHosts: readonly string[]
}

export type ParsePool = { parse(task: ParseTask): Promise<ParseOutcome>; close(): Promise<void> }

export type PoolOptions = {
  readonly workers: number
  readonly resolve: Resolve
  readonly cpuLimitMs?: number
  readonly heapLimitMb?: number
  /** Everything together, DNS too. */
  readonly wallLimitMs?: number
}

/** `security.md` 8. */
const CPU_LIMIT_MS = 2_000
const HEAP_LIMIT_MB = 256
const WALL_LIMIT_MS = 30_000
const WATCH_EVERY_MS = 200
/** A fresh worker now and then: what a parser leaks does not add up for ever. */
const MAILS_PER_WORKER = 5_000

type Job = { readonly task: ParseTask; readonly settle: (outcome: ParseOutcome) => void }

/**
 * Threads that read mails, each with its own heap, one mail at a time. A mail that eats more than its share of
 * processor, memory or time ends with its thread; the next mail gets a new one.
 */
export const createParsePool = (options: PoolOptions): ParsePool => {
  const queue: Job[] = []
  const readers = new Set<Reader>()
  let closed = false

  const next = (reader: Reader): void => {
    const job = queue.shift()
    if (job === undefined) return
    reader.run(job, () => {
      if (closed || reader.isSpent()) retire(reader)
      feed()
    })
  }
  const retire = (reader: Reader): void => {
    readers.delete(reader)
    reader.end()
  }
  const feed = (): void => {
    if (closed || queue.length === 0) return
    for (const reader of readers) if (reader.isIdle() && queue.length > 0) next(reader)
    while (queue.length > 0 && readers.size < options.workers) {
      const reader = createReader(options)
      readers.add(reader)
      next(reader)
    }
  }
  return {
    parse: (task) =>
      new Promise((settle) => {
        queue.push({ task, settle })
        feed()
      }),
    close: async () => {
      closed = true
      for (const { settle } of queue.splice(0))
        settle({ kind: 'interrupted', message: 'The process is stopping.' })
      await Promise.all([...readers].map((reader) => reader.end()))
    },
  }
}

type Reader = {
  run(job: Job, done: () => void): void
  isIdle(): boolean
  /** Whether it may not be given another mail. */
  isSpent(): boolean
  end(): Promise<void>
}

const createReader = (options: PoolOptions): Reader => {
  const heapLimitMb = options.heapLimitMb ?? HEAP_LIMIT_MB
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: heapLimitMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    // Nothing of the environment (the installation's key among it) is in reach of a parser.
    env: {},
    execArgv: [],
  })
  worker.unref()
  let current: { settle: (outcome: ParseOutcome) => void } | undefined
  let mails = 0
  let dead = false

  const settle = (outcome: ParseOutcome): void => {
    const job = current
    current = undefined
    job?.settle(outcome)
  }
  const exhausted = (message: string): void => {
    dead = true
    void worker.terminate()
    settle({ kind: 'exhausted', message })
  }
  worker.on('message', (message: WorkerReply) => {
    if (message.kind === 'dns') void answerDns(worker, options.resolve, message)
    else settle(message)
  })
  worker.on('error', (error: Error & { code?: string }) => {
    dead = true
    const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    settle(
      isMemory
        ? { kind: 'exhausted', message: `Reading took more than ${heapLimitMb} MB.` }
        : { kind: 'failed', message: `${error.name}: ${error.message}`.slice(0, 300) },
    )
  })
  worker.on('exit', () => {
    dead = true
    settle({ kind: 'interrupted', message: 'The reading thread ended.' })
  })

  return {
    isIdle: () => current === undefined && !dead,
    isSpent: () => dead || mails >= MAILS_PER_WORKER,
    end: async () => {
      dead = true
      settle({ kind: 'interrupted', message: 'The process is stopping.' })
      await worker.terminate()
    },
    run: ({ task, settle: tell }, done) => {
      mails++
      const watch = watchWorker(worker, options, exhausted)
      current = {
        settle: (outcome) => {
          watch.stop()
          tell(outcome)
          done()
        },
      }
      const raw = transferable(task.raw)
      worker.postMessage(
        { kind: 'mail', raw, origin: task.origin, boundaryHosts: task.boundaryHosts } satisfies WorkerTask,
        [raw.buffer],
      )
    },
  }
}

/** Small buffers share a pool of memory, which cannot change hands; they are copied. */
const transferable = (raw: Buffer): Uint8Array<ArrayBuffer> =>
  raw.byteLength === raw.buffer.byteLength && raw.buffer instanceof ArrayBuffer
    ? new Uint8Array(raw.buffer)
    : new Uint8Array(raw)

/** Looks at the thread's own processor time, which a busy machine does not inflate. */
const watchWorker = (
  worker: Worker,
  { cpuLimitMs = CPU_LIMIT_MS, wallLimitMs = WALL_LIMIT_MS }: PoolOptions,
  exhausted: (message: string) => void,
): { stop(): void } => {
  let stopped = false
  let before: NodeJS.CpuUsage | undefined
  const begun = performance.now()
  const look = async (): Promise<void> => {
    if (performance.now() - begun > wallLimitMs)
      return stopped ? undefined : exhausted(`Reading took more than ${wallLimitMs / 1000} s.`)
    const usage = await worker.cpuUsage().catch(() => undefined)
    if (stopped || usage === undefined) return
    before ??= usage
    const usedMs = (usage.user + usage.system - before.user - before.system) / 1000
    if (usedMs > cpuLimitMs) exhausted(`Reading took more than ${cpuLimitMs / 1000} s of processor time.`)
  }
  const timer = setInterval(() => void look(), WATCH_EVERY_MS)
  return {
    stop: () => {
      stopped = true
      clearInterval(timer)
    },
  }
}

const answerDns = async (
  worker: Worker,
  resolve: Resolve,
  { id, name, recordType }: Extract<WorkerReply, { kind: 'dns' }>,
): Promise<void> => {
  const answer: DnsAnswer = await resolve(name, recordType).then(
    (records) => ({ kind: 'dns', id, records }),
    (error: unknown) => ({ kind: 'dns', id, code: codeOf(error) }),
  )
  worker.postMessage(answer)
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'EUNKNOWN'
