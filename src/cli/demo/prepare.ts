import { instantOf, type Refusal, Refused } from '../../kernel/index.ts'
import type { Mainstay } from '../../main.ts'
import { type People, people } from '../../people/index.ts'
import { hasLife, live } from '../../simulator/index.ts'
import { CommandFailed } from '../command.ts'
import { monthsBefore } from '../commands/seed.ts'
import { type DemoPeople, type DemoPerson, readKeepsake, removeKeepsake, writeKeepsake } from './keepsake.ts'

const SEED = { tickets: 120, agents: 8, seed: 1 } as const
const MONTHS = 2

/** Makes sure that there is a simulated organisation, and people to sign in as; what is there already stays. */
export const prepare = async (
  { ground, server }: Pick<Mainstay, 'ground' | 'server'>,
  dataDir: string,
  say: (line: string) => void,
): Promise<DemoPeople> => {
  if (!(await hasLife(ground))) {
    say(`Living ${MONTHS} months of a small support organisation …`)
    const until = instantOf(ground.clock.now())
    const lived = await live(ground, { ...SEED, from: monthsBefore(until, MONTHS), until })
    say(`${lived.tickets} tickets by ${lived.customers} customers, answered by ${lived.agents} agents.`)
  }
  const door = people(ground)
  const kept = (await readKeepsake(dataDir)) ?? (await firstPeople(door, ground.randomBytes, dataDir))
  await settle(door, kept)
  const isGood = async (person: DemoPerson): Promise<boolean> => {
    const authorization = `Basic ${Buffer.from(`${person.email}/token:${person.token}`).toString('base64')}`
    const answer = await server.inject({ url: '/api/v2/users/me.json', headers: { authorization } })
    return (
      answer.statusCode === 200 && answer.json<{ user: { email?: string } }>().user.email === person.email
    )
  }
  return withTokens(door, kept, isGood, dataDir)
}

/** Random once, and kept before anybody has them: a start that is broken off loses no password. */
const firstPeople = async (
  door: People,
  randomBytes: (size: number) => Buffer,
  dataDir: string,
): Promise<DemoPeople> => {
  const made = (email: string): DemoPerson => ({ email, password: randomBytes(15).toString('hex') })
  const kept: DemoPeople = {
    admin: made('admin@desk.example'),
    agent: made('agent@desk.example'),
    customer: made('customer@alder.logistics.example'),
  }
  await writeKeepsake(dataDir, kept)
  try {
    await door.createUser({ ...kept.admin, name: NAMES.admin, role: 'admin' })
  } catch (error) {
    if (!isTaken(error)) throw error
    await removeKeepsake(dataDir)
    throw new CommandFailed(lost(dataDir))
  }
  return kept
}

const NAMES = { admin: 'Ada Admin', agent: 'Arno Agent', customer: 'Carol Customer' } as const

const isTaken = (error: unknown): boolean =>
  error instanceof Refused && detailsOf(error.refusal).some((detail) => detail.error === 'DuplicateValue')

const detailsOf = ({ details = [] }: Refusal) => details

const lost = (dataDir: string): string =>
  `The people of this demo are there, and the file with their passwords is gone. Remove ${dataDir} to start anew.`

const settle = async (door: People, { admin, agent, customer }: DemoPeople): Promise<void> => {
  await door.found({
    groups: [{ name: 'Tier 1', description: 'Takes every new ticket first.' }],
    organizations: [],
    people: [
      { name: NAMES.admin, email: admin.email, password: admin.password, role: 'admin' },
      { name: NAMES.agent, email: agent.email, password: agent.password, role: 'agent', group: 0 },
      { name: NAMES.customer, email: customer.email, password: customer.password, role: 'end_user' },
    ],
  })
}

/** Tokens end after 90 days, and with the database they belong to: those that are not good any more are made anew. */
const withTokens = async (
  door: People,
  kept: DemoPeople,
  isGood: (person: DemoPerson) => Promise<boolean>,
  dataDir: string,
): Promise<DemoPeople> => {
  const renewed = async (person: DemoPerson): Promise<DemoPerson> => {
    if (person.token !== undefined && (await isGood(person))) return person
    const { secret } = await door.createToken({
      email: person.email,
      description: 'Printed by mainstay demo',
    })
    return { ...person, token: secret }
  }
  const people = { ...kept, admin: await renewed(kept.admin), agent: await renewed(kept.agent) }
  await writeKeepsake(dataDir, people)
  return people
}
