import { DAY_MS, plusMs } from '../../kernel/index.ts'
import type { Ground } from '../../platform/ground.ts'
import type { JobHandler, Module } from '../../platform/module.ts'
import { webhookRoutes } from './api.ts'
import { callHandler } from './call-handler.ts'
import { feedReader } from './feed-reader.ts'
import { invocationRoutes } from './invocations-api.ts'
import { blankOfTicket, blankOfUser, endOverdue, sweepInvocations } from './invocations-store.ts'
import { webhookMetrics } from './metrics.ts'
import type { WebhookRoom } from './room.ts'
import { PATIENCE_MS, sender } from './sender.ts'
import { targetRoutes } from './targets-api.ts'

/** How long what was sent and answered is kept. */
const KEEP_MS = 7 * DAY_MS
const SWEEP_AT_ONCE = 5000

/** Endpoints outside that are told what happens here, for the module of connect. */
export const webhooks = (
  ground: Ground,
  doors: Pick<WebhookRoom, 'people' | 'tickets'>,
): Omit<Module, 'name'> => {
  const room: WebhookRoom = { ground, ...doors, onQueued: () => sending.poke() }
  const sending = sender(room)
  webhookMetrics(ground)
  return {
    // `/webhooks/test` stands before `/webhooks/:id`; the router prefers it whatever the order.
    routes: [...invocationRoutes(room), ...webhookRoutes(room), ...targetRoutes(room)],
    effects: [callHandler(room)],
    services: [feedReader(room), sending],
    jobs: [sweep(ground)],
    erasers: [
      {
        name: 'webhooks',
        tables: ['webhook_invocations', 'webhook_attempts'],
        eraseTicket: blankOfTicket,
        eraseUser: blankOfUser,
      },
    ],
  }
}

const sweep = ({ db, clock }: Ground): JobHandler => ({
  name: 'connect_sweep_webhooks',
  cron: '23 * * * *',
  run: async () => {
    const now = clock.now()
    await endOverdue(db, plusMs(now, -PATIENCE_MS), now)
    while ((await sweepInvocations(db, plusMs(now, -KEEP_MS), SWEEP_AT_ONCE)) === SWEEP_AT_ONCE);
  },
})
