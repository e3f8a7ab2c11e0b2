import { type Instant, instantOf } from '../../kernel/index.ts'

/** Where the shell gets its time from; tests and the simulator bring their own. */
export interface Clock {
  now(): Instant
}

export const systemClock: Clock = { now: () => instantOf(Date.now()) }
