import { type Instant, instantOf, parseIso } from '../../kernel/index.ts'
import type { Clock } from './clock.ts'

export type SettableClock = Clock & {
  /** Takes an instant, or ISO text such as `2026-01-31T08:00:00Z`. It may go backwards: real clocks do. */
  set(at: Instant | string): void
  advance(ms: number): void
}

/** A clock that stands still until told: for tests, the simulator and replays. */
export const settableClock = (start: Instant | string): SettableClock => {
  let now = instantFrom(start)
  return {
    now: () => now,
    set: (at) => {
      now = instantFrom(at)
    },
    advance: (ms) => {
      now = instantOf(now + ms)
    },
  }
}

const instantFrom = (at: Instant | string): Instant => {
  if (typeof at !== 'string') return at
  const parsed = parseIso(at)
  if (parsed === undefined) throw new Error(`${JSON.stringify(at)} is no ISO instant`)
  return parsed
}
