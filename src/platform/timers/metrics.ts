import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Clock } from '../clock/clock.ts'
import type { Db } from '../db/index.ts'
import { readLatenessMs } from './store.ts'

export type TimerMetrics = { fired(kind: string, latenessMs: number): void; failed(kind: string): void }

/** `timers_lateness_seconds{kind}`, `timers_failed_total{kind}`, and, read when asked, `timers_overdue_seconds`. */
export const timerMetrics = (registry: Registry, db: Db, clock: Clock): TimerMetrics => {
  for (const name of ['timers_lateness_seconds', 'timers_failed_total', 'timers_overdue_seconds']) {
    registry.removeSingleMetric(name)
  }
  const lateness = new Histogram({
    name: 'timers_lateness_seconds',
    help: 'Time from the instant a timer was due to its having taken effect',
    labelNames: ['kind'],
    buckets: [0.1, 0.5, 1, 2, 5, 10, 35, 60, 300],
    registers: [registry],
  })
  const failures = new Counter({
    name: 'timers_failed_total',
    help: 'Tries of a timer that failed',
    labelNames: ['kind'],
    registers: [registry],
  })
  new Gauge({
    name: 'timers_overdue_seconds',
    help: 'How long the earliest timer that has not taken effect is overdue',
    registers: [registry],
    async collect() {
      this.set((await readLatenessMs(db, clock.now())) / 1000)
    },
  })
  return {
    fired: (kind, latenessMs) => lateness.observe({ kind }, Math.max(0, latenessMs) / 1000),
    failed: (kind) => failures.inc({ kind }),
  }
}
