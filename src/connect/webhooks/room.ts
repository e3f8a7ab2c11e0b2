import type { People } from '../../people/index.ts'
import type { Ground } from '../../platform/ground.ts'
import type { Tickets } from '../../tickets/index.ts'

/** What webhooks stand on. */
export type WebhookRoom = {
  readonly ground: Ground
  readonly people: Pick<People, 'told'>
  readonly tickets: Pick<Tickets, 'toldChanges' | 'conversation'>
  /** How long an endpoint may take to answer; 12 s unless said. */
  readonly timeoutMs?: number
  /** Told after something was left to be sent. */
  readonly onQueued: () => void
}
