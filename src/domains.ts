import { calendar } from './calendar/index.ts'
import { channels, hasMailCome } from './channels/index.ts'
import { connect, endpoints } from './connect/index.ts'
import { ALL_PERMISSIONS, PEOPLE_CHANGED, type People, people, SEND_ACCOUNT_MAIL } from './people/index.ts'
import type { Db } from './platform/db/index.ts'
import type { Ground } from './platform/ground.ts'
import {
  type Authenticate,
  createRates,
  idempotencyEraser,
  type Rates,
  type Route,
} from './platform/http/index.ts'
import type { Module } from './platform/module.ts'
import { createRegistry } from './platform/telemetry/index.ts'
import { sla } from './sla/index.ts'
import { catalogueIn, rulesNaming, ticketCounts, tickets } from './tickets/index.ts'

/** What serving needs of the domains. */
export type Domains = {
  readonly modules: readonly Module[]
  readonly authenticate: Authenticate
  /** The catalogue of permissions that routes may name. */
  readonly permissions: ReadonlySet<string>
  /** What requests and sign-ins are counted by, so that both draw on the same budgets. */
  readonly rates?: Rates
}

/** All domains, and the doors that commands use. */
export type AllDomains = Domains & { readonly people: People }

/** Builds the domains, each on those to its left. */
export const buildDomains = (ground: Ground): AllDomains => {
  const rates = createRates(ground)
  const peopleDoor = people(ground, {
    rates,
    ticketCounts: ticketCounts(ground),
    effects: [PEOPLE_CHANGED, SEND_ACCOUNT_MAIL],
    erasers: () => erasers(),
    rulesOfGroup: async (id) => rulesNaming(await ground.policy.current(), { kind: 'group', id }),
    hasMailCome: (email) => hasMailCome(ground.db, email),
  })
  const strangers = strangersUnproven(peopleDoor)
  const erasers = () => [idempotencyEraser, ...modules.flatMap((module) => module.erasers ?? [])]
  const ticketsDoor = tickets(ground, strangers, {
    onCommitted: ground.wake,
    erasers,
    endpoints: endpoints(ground),
    routesOn,
  })
  const channelsDoor = channels(ground, strangers, ticketsDoor)
  const connectDoor = connect(ground, { people: peopleDoor, tickets: ticketsDoor })
  const slaNeeds = { catalogue: catalogueIn, deskValues: ticketsDoor.deskValues }
  const modules = [
    peopleDoor.module,
    calendar(ground).module,
    sla(ground, slaNeeds).module,
    ticketsDoor.module,
    channelsDoor.module,
    connectDoor.module,
  ]
  return {
    modules,
    authenticate: peopleDoor.authenticate,
    permissions: ALL_PERMISSIONS,
    rates,
    people: peopleDoor,
  }
}

/** The routes of a desk on another ground, with counters of their own: nobody sees what is only proposed. */
const routesOn = (ground: Ground): Route[] =>
  buildDomains({ ...ground, metrics: createRegistry() }).modules.flatMap(({ routes = [] }) => routes)

/** Somebody named by whoever writes, by mail or in a ticket, has proven nothing yet. */
const strangersUnproven = (door: People) => ({
  ...door,
  findOrCreateByEmail: (
    tx: Db,
    person: { readonly email: string; readonly name?: string | null | undefined },
  ) => door.findOrCreateByEmail(tx, { ...person, verified: false }),
})
