import type { Id, Instant } from '../../kernel/index.ts'
import type { Viewer } from '../../people/index.ts'
import type { Ground } from '../../platform/ground.ts'
import type { Conditions } from '../../rules/core/index.ts'

/** How many tickets a view has, as far as it is known; `value` null: not counted yet. */
export type Counted = { readonly value: number | null; readonly isFresh: boolean }

/** Counts of views, kept for a while; one count of the same at a time, and nobody waits long for one. */
export type ViewCounts = {
  /**
   * The count under a key: what is known where that is new enough, else `count` is asked. Whoever asks waits for it no
   * longer than `waitMs`, and then gets what is known; the counting goes on.
   */
  get(key: string, count: () => Promise<number>, waitMs?: number): Promise<Counted>
  /**
   * For whoever shows the count beside something else: what is known, if it is not older than five minutes, while it is
   * counted anew; else as `get`.
   */
  glance(key: string, count: () => Promise<number>, waitMs: number): Promise<Counted>
  /** Resolves when nothing is being counted. */
  settled(): Promise<void>
}

type Known = { readonly value: number; readonly at: Instant; readonly tookMs: number }

const KEPT = 20_000
const WAIT_MS = 40
/** A count that took so long is kept so many times as long: counting a view takes a fiftieth of one connection at most. */
const KEEP_FACTOR = 50
const KEEP_AT_LEAST_MS = 2000
const KEEP_AT_MOST_MS = 300_000
/** Counts that run beside each other; the others wait, so that lists have connections left. */
const AT_ONCE = 3

type CountsDeps = {
  readonly clock: Ground['clock']
  /** Told of counts that failed when nobody waited any more. */
  readonly failed: (error: unknown) => void
  /** Milliseconds that pass, whatever the clock says. */
  readonly elapsed: () => number
  readonly sleep: (ms: number) => Promise<void>
}

export const createViewCounts = ({ clock, elapsed, sleep, failed }: CountsDeps): ViewCounts => {
  const known = new Map<string, Known>()
  const running = new Map<string, Promise<unknown>>()
  const waiting: (() => void)[] = []
  let busy = 0

  const turn = async <T>(work: () => Promise<T>): Promise<T> => {
    while (busy >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
    busy += 1
    try {
      return await work()
    } finally {
      busy -= 1
      waiting.shift()?.()
    }
  }

  const refresh = (key: string, count: () => Promise<number>): Promise<unknown> => {
    const standing = running.get(key)
    if (standing) return standing
    const work = turn(async () => {
      const start = elapsed()
      const at = clock.now()
      const value = await count()
      known.delete(key)
      known.set(key, { value, at, tookMs: elapsed() - start })
      for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest)
    }).finally(() => running.delete(key))
    running.set(key, work)
    return work
  }

  const isNew = ({ at, tookMs }: Known): boolean =>
    clock.now() - at < Math.min(Math.max(tookMs * KEEP_FACTOR, KEEP_AT_LEAST_MS), KEEP_AT_MOST_MS)

  const get: ViewCounts['get'] = async (key, count, waitMs = WAIT_MS) => {
    const last = known.get(key)
    if (last && isNew(last)) return { value: last.value, isFresh: true }
    const counting = refresh(key, count)
    const isDone = await Promise.race([counting.then(() => true), sleep(waitMs).then(() => false)])
    if (!isDone) {
      counting.catch(failed)
      return { value: last?.value ?? null, isFresh: false }
    }
    return { value: known.get(key)?.value ?? null, isFresh: true }
  }

  return {
    get,
    glance: async (key, count, waitMs) => {
      const last = known.get(key)
      if (last === undefined || isNew(last) || clock.now() - last.at >= KEEP_AT_MOST_MS)
        return get(key, count, waitMs)
      refresh(key, count).catch(failed)
      return { value: last.value, isFresh: false }
    },
    settled: async () => void (await Promise.allSettled(running.values())),
  }
}

/** Fields whose meaning depends on who looks. */
const asksWhoLooks = ({ all, any }: Conditions): boolean =>
  [...all, ...any].some(
    ({ operand, field }) =>
      (operand.kind === 'who' && (operand.who === 'current_user' || operand.who === 'current_groups')) ||
      field.name === 'skills_match' ||
      field.name === 'cc' ||
      field.name === 'follower',
  )

/** Who shares one count: everybody who sees all tickets, of a view that is the same for all; else each has their own. */
export const countKey = (
  view: { readonly id: Id | string; readonly version: number; readonly conditions: Conditions },
  viewer: Viewer,
): string => {
  const isShared = viewer.ticketAccess === 'all' && !asksWhoLooks(view.conditions)
  return `${view.id}/${view.version}/${isShared ? 'all' : `${viewer.userId}/${viewer.ticketAccess}/${viewer.groupIds}`}`
}

/** A number as people say it: `~700` (zendesk-api.md 2.9); `...` while nobody knows. */
export const pretty = (value: number | null): string => {
  if (value === null) return '...'
  if (value < 100) return String(value)
  const step = value < 10_000 ? 100 : 1000
  return `~${Math.floor(value / step) * step}`
}
