export { type Clock, systemClock } from './clock.ts'
export { type SettableClock, settableClock } from './settable-clock.ts'
