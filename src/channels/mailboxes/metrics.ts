import { Gauge } from 'prom-client'
import { DAY_MS, plusMs } from '../../kernel/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { countMessages, listMailboxes } from './store.ts'

/** How each mailbox goes. */
export const mailboxMetrics = ({ metrics, db, clock }: Pick<Ground, 'metrics' | 'db' | 'clock'>): void => {
  const gauge = (name: string, help: string): Gauge =>
    new Gauge({ name, help, labelNames: ['mailbox'], registers: [metrics] })
  const failures = gauge(
    'mainstay_mailbox_failures',
    'Looks into the mailbox that failed since the last that did not',
  )
  const age = gauge(
    'mainstay_mailbox_success_age_seconds',
    'Time since the last look that did not fail, in seconds',
  )
  const left = gauge('mainstay_mailbox_left', 'Messages that could not be taken and stay where they are')
  new Gauge({
    name: 'mainstay_mailbox_backlog',
    help: 'Messages that waited in the mailbox when it was looked at last',
    labelNames: ['mailbox'],
    registers: [metrics],
    async collect() {
      for (const one of [this, failures, age, left]) one.reset()
      const counts = await countMessages(db, plusMs(clock.now(), -DAY_MS))
      for (const box of (await listMailboxes(db)).filter(({ active }) => active)) {
        const labels = { mailbox: String(box.id) }
        this.set(labels, box.backlog)
        failures.set(labels, box.failures)
        age.set(labels, (clock.now() - (box.succeeded_at ?? box.created_at)) / 1000)
        left.set(labels, counts.find((one) => one.mailbox_id === box.id)?.left ?? 0)
      }
    },
  })
}
