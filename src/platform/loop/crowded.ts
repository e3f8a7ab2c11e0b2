import { type EventLoopUtilization, performance } from 'node:perf_hooks'

export type Meter = {
  readonly nowMs: () => number
  readonly utilization: (since?: EventLoopUtilization) => EventLoopUtilization
}

const SAMPLE_MS = 100
const CROWDED = 0.9

const system: Meter = {
  nowMs: () => performance.now(),
  utilization: (since) =>
    since === undefined ? performance.eventLoopUtilization() : performance.eventLoopUtilization(since),
}

/**
 * Whether this process has been busy nearly all of the last tenth of a second: background work then takes a step back,
 * so that requests, for which somebody waits, go first. Where the background work is all there is, its own stepping
 * back makes room, and it comes forward again.
 */
export const crowdedMeter = (meter: Meter = system): (() => boolean) => {
  let sample = meter.utilization()
  let sampledAtMs = meter.nowMs()
  let isCrowded = false
  return () => {
    if (meter.nowMs() - sampledAtMs < SAMPLE_MS) return isCrowded
    isCrowded = meter.utilization(sample).utilization > CROWDED
    sample = meter.utilization()
    sampledAtMs = meter.nowMs()
    return isCrowded
  }
}
