import { Counter, Gauge, type Registry } from 'prom-client'
import type { Clock } from '../clock/clock.ts'
import type { Db } from '../db/index.ts'
import { readBacklog } from './store.ts'

export type OutboxMetrics = { count(kind: string, outcome: string): void }

/** `outbox_effects_total{kind, outcome}`, and, read when asked, `outbox_waiting` and `outbox_oldest_seconds`. */
export const outboxMetrics = (registry: Registry, db: Db, clock: Clock): OutboxMetrics => {
  for (const name of ['outbox_effects_total', 'outbox_waiting', 'outbox_oldest_seconds']) {
    registry.removeSingleMetric(name)
  }
  const effects = new Counter({
    name: 'outbox_effects_total',
    help: 'Tries to deliver an effect, by how they ended',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
  })
  new Gauge({
    name: 'outbox_waiting',
    help: 'Effects that have not gone out',
    registers: [registry],
    async collect() {
      this.set((await readBacklog(db)).waiting)
    },
  })
  new Gauge({
    name: 'outbox_oldest_seconds',
    help: 'Age of the oldest effect that has not gone out',
    registers: [registry],
    async collect() {
      const { oldestAt } = await readBacklog(db)
      this.set(oldestAt === null ? 0 : (clock.now() - oldestAt) / 1000)
    },
  })
  return { count: (kind, outcome) => effects.inc({ kind, outcome }) }
}
