import { ALL_PERMISSIONS, type People, people } from './people/index.ts'
import type { Ground } from './platform/ground.ts'
import type { Authenticate } from './platform/http/index.ts'
import type { Module } from './platform/module.ts'
import { type PeopleDoor, tickets } from './tickets/index.ts'

/** What serving needs of the domains. */
export type Domains = {
  readonly modules: readonly Module[]
  readonly authenticate: Authenticate
  /** The catalogue of permissions that routes may name. */
  readonly permissions: ReadonlySet<string>
}

/** All domains, and the doors that commands use. */
export type AllDomains = Domains & { readonly people: People }

/** Builds the domains, each on those to its left. */
export const buildDomains = (ground: Ground): AllDomains => {
  const peopleDoor = people(ground)
  const ticketsDoor = tickets(ground, strangersUnproven(peopleDoor), { onCommitted: ground.wake })
  return {
    modules: [peopleDoor.module, ticketsDoor.module],
    authenticate: peopleDoor.authenticate,
    permissions: ALL_PERMISSIONS,
    people: peopleDoor,
  }
}

/** A requester named by whoever writes a ticket has proven nothing yet. */
const strangersUnproven = (door: People): PeopleDoor => ({
  ...door,
  findOrCreateByEmail: (tx, person) => door.findOrCreateByEmail(tx, { ...person, verified: false }),
})
