import type { Logger } from 'pino'

export type PollLoop = {
  start(): void
  /** The next turn comes at once; while one runs, right after it. */
  poke(): void
  /** Lets the running turn end, and begins no other. */
  stop(): Promise<void>
  /** False where it should be at work and no turn has succeeded for half a minute. */
  isBeating(): boolean
}

export type PollLoopOptions = {
  readonly name: string
  readonly log: Logger
  /** Looks once for work and does it; answers in how many ms it wants to look again, unless poked. */
  readonly turn: () => Promise<number>
  /** The least pause between two turns, which pokes do not shorten: so that what comes in a crowd is done at once. */
  readonly restMs?: number
}

/** How long it waits after a turn that threw: the database is away, most likely. Pokes do not shorten it. */
const AFTER_FAILURE_MS = 1000

const BEAT_MS = 30_000

/** Runs `turn` again and again, never twice at a time. A throw is logged once until a turn succeeds. */
export const pollLoop = ({ name, log, turn, restMs = 0 }: PollLoopOptions): PollLoop => {
  let isPoked = false
  let isStopping = false
  let isFailing = false
  let wake: (() => void) | undefined
  let running: Promise<void> | undefined
  let beatAtMs = performance.now()

  const nap = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(done, ms)
      function done(): void {
        clearTimeout(timer)
        wake = undefined
        resolve()
      }
      wake = done
    })

  const turnSafely = async (): Promise<number> => {
    try {
      const ms = await turn()
      if (isFailing) log.info({ service: name }, 'working again')
      isFailing = false
      beatAtMs = performance.now()
      return ms
    } catch (error) {
      if (!isFailing) log.error({ err: error, service: name }, 'a background loop failed; it tries again')
      isFailing = true
      return AFTER_FAILURE_MS
    }
  }

  const run = async (): Promise<void> => {
    while (!isStopping) {
      isPoked = false
      const ms = await turnSafely()
      if (restMs > 0 && !isStopping) await new Promise((resolve) => setTimeout(resolve, restMs))
      if (!isStopping && (isFailing || !isPoked) && ms > 0) await nap(ms)
    }
  }

  return {
    start: () => {
      running ??= run()
    },
    poke: () => {
      isPoked = true
      if (!isFailing) wake?.()
    },
    stop: async () => {
      isStopping = true
      wake?.()
      await running
    },
    isBeating: () => performance.now() - beatAtMs < BEAT_MS,
  }
}
