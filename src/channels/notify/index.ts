import type { Ground } from '../../platform/ground.ts'
import type { Route } from '../../platform/http/index.ts'
import type { EffectHandler, Service } from '../../platform/module.ts'
import type { Tickets } from '../../tickets/index.ts'
import type { PeopleDoor } from '../mail/doors.ts'
import { accountMailHandler } from './account-mail.ts'
import { notifyRoutes } from './api.ts'
import { mailHandler } from './deliver.ts'
import { openRelay } from './relay.ts'
import { relayWatch } from './relay-watch.ts'

export type { Relay, RelayAnswer } from './relay.ts'

/** Mail on its way out, for the module of channels. */
export type Notify = {
  readonly effects: readonly EffectHandler[]
  readonly routes: readonly Route[]
  readonly services: readonly Service[]
}

/** Builds the way out: the relay that the settings name, the handler of `send_mail`, the routes of deliveries. */
export const notify = (
  ground: Ground,
  people: Pick<PeopleDoor, 'noteDelivery'>,
  tickets: Pick<Tickets, 'conversation' | 'getTicket'>,
): Notify => {
  const { smtpRelay } = ground.settings
  const relay = smtpRelay === undefined ? undefined : openRelay(smtpRelay)
  return {
    effects: [
      mailHandler({ ground, relay, conversation: tickets.conversation }),
      accountMailHandler({ ground, relay }),
    ],
    routes: notifyRoutes({
      ground,
      getTicket: tickets.getTicket,
      noteDelivery: people.noteDelivery,
      onQueued: ground.wake,
    }),
    services: [relayWatch(ground, () => relay?.close())],
  }
}
