export { type BackOff, backOffMs } from './back-off.ts'
export { crowdedMeter } from './crowded.ts'
export { type PollLoop, type PollLoopOptions, pollLoop } from './poll-loop.ts'
export { settleBy } from './settle-by.ts'
