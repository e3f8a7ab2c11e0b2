import type { Instant } from '../kernel/index.ts'
import { type People, people } from '../people/index.ts'
import { settableClock } from '../platform/clock/index.ts'
import type { Ground } from '../platform/ground.ts'
import { tickets } from '../tickets/index.ts'
import { type Company, changesOf, type Deed, type Moment } from './changes.ts'
import { type Act, type Cast, castOf, lifeOf, randomOf } from './core/index.ts'
import { installExamplePolicy } from './example/install.ts'
import { type Refused, scribeOf } from './scribe.ts'

/** A life to be lived: the same plan on an empty desk gives the same tickets. */
export type LifePlan = {
  readonly tickets: number
  readonly agents: number
  readonly from: Instant
  /** What would come later does not happen. */
  readonly until: Instant
  readonly seed: number
}

export type Progress = { readonly tickets: number; readonly changes: number; readonly at: Instant }

export type Lived = {
  readonly tickets: number
  readonly changes: number
  readonly comments: number
  readonly agents: number
  readonly customers: number
  readonly organizations: number
  /** What was refused, and how often: in a life that goes as planned, nothing. */
  readonly refused: readonly Refused[]
}

/**
 * Lives the life of a simulated organisation on a desk, through the door of tickets, on a clock of its own. Nothing
 * goes out: no mail is sent of what is long past.
 */
export const live = async (
  ground: Ground,
  plan: LifePlan,
  tell: (progress: Progress) => void = () => {},
): Promise<Lived> => {
  const past = { ...ground, clock: settableClock(plan.from) }
  const peopleDoor = people(past)
  const { openImport, drawTicketIds } = tickets(past, peopleDoor)
  const ticketIds = await drawTicketIds(plan.tickets)
  const { cast, moments } = await prepareLife(past, peopleDoor, { ...plan, ticketIds })
  const scribe = scribeOf(openImport({ effects: 'discard' }), ticketIds)
  for (const moment of moments) {
    await scribe.note(moment)
    tell(scribe.progress(moment.at))
  }
  await scribe.end(plan.until)
  return { ...scribe.lived(), ...sizeOf(cast) }
}

/** Makes the policy and the people of a life, at its beginning, and says what they will do. */
export const prepareLife = async (
  ground: Ground,
  door: Pick<People, 'found'>,
  plan: LifePlan & Pick<Company, 'ticketIds'>,
): Promise<{ readonly cast: Cast; readonly moments: Iterable<Moment> }> => {
  await installExamplePolicy(ground)
  const random = randomOf(plan.seed)
  const cast = castOf(random.fork('cast'), { agents: plan.agents, customers: customersFor(plan.tickets) })
  const change = changesOf({ ...(await companyOf(ground, door, cast)), ticketIds: plan.ticketIds })
  return { cast, moments: mapped(deedsIn(lifeOf(random, cast, plan, plan.tickets)), change) }
}

function* deedsIn(acts: Iterable<Act>): Iterable<Deed> {
  for (const act of acts) if (act.kind !== 'close') yield act
}

function* mapped<T, U>(all: Iterable<T>, map: (one: T) => U): Generator<U> {
  for (const one of all) yield map(one)
}

/** Whether anything has happened on a desk yet. */
export const hasLife = (ground: Ground): Promise<boolean> => tickets(ground, people(ground)).hasTickets()

/** A customer writes some twenty times in the life of a large desk; a small one has a few dozen of them. */
const customersFor = (count: number): number => Math.max(24, Math.ceil(count / 20))

const sizeOf = (cast: Cast): Pick<Lived, 'agents' | 'customers' | 'organizations'> => ({
  agents: cast.agents.length,
  customers: cast.customers.length,
  organizations: cast.organizations.length,
})

const companyOf = async (
  { settings }: Ground,
  { found }: Pick<People, 'found'>,
  cast: Cast,
): Promise<Omit<Company, 'ticketIds'>> => {
  const { groupIds, userIds } = await found({
    groups: cast.groups,
    organizations: cast.organizations.map(({ name, domain, plan }) => ({
      name,
      domains: [domain],
      tags: [plan],
    })),
    people: [
      ...cast.agents.map(({ name, email, group }) => ({ name, email, role: 'agent', group }) as const),
      ...cast.customers.map(({ name, email }) => ({ name, email, role: 'end_user' }) as const),
    ],
  })
  return {
    cast,
    groupIds,
    agentIds: userIds.slice(0, cast.agents.length),
    customerIds: userIds.slice(cast.agents.length),
    supportAddress: settings.supportAddresses[0] ?? 'support@localhost',
  }
}
