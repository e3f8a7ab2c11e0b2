import type { Ground } from '../platform/ground.ts'
import type { Module } from '../platform/module.ts'
import type { Tickets } from '../tickets/index.ts'
import { followersService } from './followers/followers.ts'
import { type InboundOptions, inbound } from './inbound.ts'
import type { PeopleDoor } from './mail/doors.ts'
import { notify } from './notify/index.ts'

export { hasMailCome } from './mail/store.ts'

/** The door of channels. */
export type Channels = { readonly module: Module }

/** Builds the ways in and out: mail that becomes tickets, and what tickets tell people. */
export const channels = (
  ground: Ground,
  people: PeopleDoor,
  tickets: Tickets,
  options: InboundOptions = {},
): Channels => {
  const incoming = inbound(ground, { people, tickets }, options).parts
  const outgoing = notify(ground, people, tickets)
  return {
    module: {
      ...incoming,
      name: 'channels',
      routes: [...(incoming.routes ?? []), ...outgoing.routes],
      services: [...(incoming.services ?? []), ...outgoing.services, followersService(ground)],
      effects: [...(incoming.effects ?? []), ...outgoing.effects],
    },
  }
}
