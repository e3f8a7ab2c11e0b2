import { DAY_MS, plusMs } from '../../kernel/index.ts'
import type { Ground } from '../ground.ts'
import type { JobHandler } from '../module.ts'
import { removeEnded } from './store.ts'

const KEPT_DAYS = 30
const BATCH = 5_000

/** Removes effects that ended more than 30 days ago, every night. */
export const outboxSweep = ({ db, clock }: Pick<Ground, 'db' | 'clock'>): JobHandler => ({
  name: 'sweep_outbox',
  cron: '17 3 * * *',
  run: async () => {
    const before = plusMs(clock.now(), -KEPT_DAYS * DAY_MS)
    while ((await removeEnded(db, before, BATCH)) === BATCH);
  },
})
