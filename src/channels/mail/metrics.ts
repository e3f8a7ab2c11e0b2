import { Gauge } from 'prom-client'
import type { Ground } from '../../platform/ground.ts'
import { waitingMails } from './store.ts'

/** How many mails wait to be worked off, and how long the oldest has. */
export const inboundMetrics = ({ metrics, db, clock }: Pick<Ground, 'metrics' | 'db' | 'clock'>): void => {
  const oldest = new Gauge({
    name: 'mainstay_inbound_mail_oldest_seconds',
    help: 'Age of the oldest incoming mail that was not worked off yet, in seconds',
    registers: [metrics],
  })
  new Gauge({
    name: 'mainstay_inbound_mail_waiting',
    help: 'Incoming mails that were taken in and not worked off yet',
    registers: [metrics],
    async collect() {
      const waiting = await waitingMails(db)
      this.set(waiting.count)
      oldest.set(waiting.oldestAt === null ? 0 : Math.max(0, (clock.now() - waiting.oldestAt) / 1000))
    },
  })
}
