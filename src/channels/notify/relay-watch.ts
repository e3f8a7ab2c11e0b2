import { Gauge } from 'prom-client'
import { type Instant, MINUTE_MS, toIso } from '../../kernel/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { pollLoop } from '../../platform/loop/index.ts'
import type { Service } from '../../platform/module.ts'
import { stuckSince } from './store.ts'

const LOOK_EVERY_MS = 30_000
/** How long no mail may leave before somebody is told: `proofs.md` C-15. */
const PATIENCE_MS = 5 * MINUTE_MS - LOOK_EVERY_MS

export type RelayWatch = Service & {
  /** Looks once; for tests. */
  look(): Promise<void>
}

/**
 * Notices that mail does not get out: it is tried and put off, and nothing has left for five minutes. Says so once in the
 * log, as `mail_stuck_seconds`, and to administrators who ask `/readyz`; mail itself cannot tell. Nothing else stops.
 */
export const relayWatch = (
  { db, clock, log, metrics }: Pick<Ground, 'db' | 'clock' | 'log' | 'metrics'>,
  close: () => void,
): RelayWatch => {
  let since: Instant | null = null
  let isTold = false
  const stuckMs = (): number => (since === null ? 0 : clock.now() - since)
  metrics.removeSingleMetric('mail_stuck_seconds')
  new Gauge({
    name: 'mail_stuck_seconds',
    help: 'How long no mail has left though some was tried',
    registers: [metrics],
    collect() {
      this.set(stuckMs() / 1000)
    },
  })
  const look = async (): Promise<void> => {
    since = await stuckSince(db, clock.now(), PATIENCE_MS)
    const isStuck = stuckMs() >= PATIENCE_MS
    if (isStuck && !isTold) log.error({ since: toIso(since!) }, 'no mail leaves: the relay does not take it')
    if (isTold && !isStuck) log.info('mail leaves again')
    isTold = isStuck
  }
  const loop = pollLoop({
    name: 'mail out',
    log,
    turn: async () => {
      await look()
      return LOOK_EVERY_MS
    },
  })
  return {
    name: 'mail out',
    roles: ['worker'],
    start: async () => loop.start(),
    stop: async () => {
      await loop.stop()
      close()
    },
    look,
    alarm: () => (isTold && since !== null ? `No mail has left since ${toIso(since)}` : undefined),
  }
}
