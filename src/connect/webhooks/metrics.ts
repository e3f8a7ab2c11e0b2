import { Gauge } from 'prom-client'
import type { Ground } from '../../platform/ground.ts'
import { invocationBacklog } from './invocations-store.ts'

/** `webhooks_waiting`: messages that have not arrived; `webhooks_broken`: endpoints that the breaker has cut off. */
export const webhookMetrics = ({ db, metrics }: Pick<Ground, 'db' | 'metrics'>): void => {
  for (const [name, help, part] of [
    ['webhooks_waiting', 'Messages to webhooks that have not arrived', 'waiting'],
    ['webhooks_broken', 'Webhooks that are left alone because they fail', 'broken'],
  ] as const) {
    metrics.removeSingleMetric(name)
    new Gauge({
      name,
      help,
      registers: [metrics],
      async collect() {
        this.set((await invocationBacklog(db))[part])
      },
    })
  }
}
