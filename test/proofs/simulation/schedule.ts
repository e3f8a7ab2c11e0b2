import type { Random } from '../random.ts'

/** What a task waits for: a span, or that anything happens at all. */
export type Wait = { readonly ms: number } | 'anything'
export type Task<T = void> = Generator<Wait, T, undefined>

/** Tasks on one clock that jumps from event to event. What is due at once goes in an order drawn from the seed. */
export type Schedule = {
  now(): number
  spawn(task: Task): void
  /** Something happened: whoever waits for anything looks within a second. */
  stir(): void
  /** Runs what happens up to then. `nextDueMs` tells when those who wait for anything have something to do. */
  runUntil(untilMs: number, nextDueMs: () => number): void
}

type Queued = { readonly atMs: number; readonly order: number; readonly task: Task }

const POLL_MS = 1000

export const createSchedule = (startMs: number, random: Random): Schedule => {
  let nowMs = startMs
  const queue: Queued[] = []
  const idle: Task[] = []
  const add = (task: Task, ms: number): void => {
    const queued = { atMs: nowMs + ms, order: random.int(1_000_000), task }
    const isLater = (other: Queued): boolean =>
      other.atMs > queued.atMs || (other.atMs === queued.atMs && other.order > queued.order)
    let place = queue.length
    while (place > 0 && isLater(queue[place - 1]!)) place--
    queue.splice(place, 0, queued)
  }
  const stir = (): void => {
    for (const task of idle.splice(0)) add(task, random.int(POLL_MS) + 1)
  }
  const resume = (task: Task): void => {
    const { done, value } = task.next()
    if (done) return
    if (value === 'anything') idle.push(task)
    else add(task, value.ms)
  }
  return {
    now: () => nowMs,
    spawn: (task) => add(task, 0),
    stir,
    runUntil: (untilMs, nextDueMs) => {
      for (;;) {
        const dueMs = idle.length > 0 ? Math.max(nowMs, nextDueMs()) : Number.POSITIVE_INFINITY
        const nextMs = Math.min(queue[0]?.atMs ?? Number.POSITIVE_INFINITY, dueMs)
        if (nextMs > untilMs) break
        nowMs = nextMs
        if (dueMs <= (queue[0]?.atMs ?? Number.POSITIVE_INFINITY)) stir()
        else resume(queue.shift()!.task)
      }
      nowMs = untilMs
    },
  }
}
