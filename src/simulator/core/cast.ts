import type { Random } from './random.ts'
import { COMPANIES, FIRST_NAMES, LAST_NAMES } from './vocabulary.ts'

/** UTC hours in which a region works, Monday to Friday (AMER, EMEA and APAC follow the sun). */
export type Region = { readonly name: string; readonly fromHour: number; readonly toHour: number }

export const REGIONS: readonly Region[] = [
  { name: 'EMEA', fromHour: 7, toHour: 16 },
  { name: 'AMER', fromHour: 13, toHour: 22 },
  { name: 'APAC', fromHour: 23, toHour: 31 },
]

export const PLANS = ['ultimate', 'premium', 'starter', 'community'] as const

/** Places in these lists are what acts name people by; the shell knows the ids. */
export type Cast = {
  readonly groups: readonly { readonly name: string; readonly description: string }[]
  readonly agents: readonly CastAgent[]
  readonly organizations: readonly { readonly name: string; readonly domain: string; readonly plan: string }[]
  readonly customers: readonly CastCustomer[]
}
export type CastAgent = {
  readonly name: string
  readonly email: string
  readonly group: number
  readonly region: Region
}
export type CastCustomer = { readonly name: string; readonly email: string; readonly organization: number }

export const TIER_1 = 0
export const TIER_2 = 1
export const ACCOUNTS = 2

const GROUP_OF_AGENT = [TIER_1, TIER_2, TIER_1, ACCOUNTS, TIER_1]

const GROUPS = [
  { name: 'Tier 1', description: 'Takes every new ticket first.' },
  { name: 'Tier 2', description: 'Takes what needs a deeper look.' },
  { name: 'Accounts', description: 'Contracts, invoices, access.' },
]

/** Makes up the people: agents over groups and regions, customers over organisations with plans. */
export const castOf = (
  random: Random,
  size: { readonly agents: number; readonly customers: number },
): Cast => {
  const organizations = Array.from({ length: Math.max(3, Math.ceil(size.customers / 6)) }, (_, n) => {
    const round = Math.floor(n / COMPANIES.length)
    const name = `${COMPANIES[n % COMPANIES.length]}${round === 0 ? '' : ` ${round + 1}`}`
    return { name, domain: `${slug(name)}.example`, plan: PLANS[n % PLANS.length] as string }
  })
  return {
    groups: GROUPS,
    organizations,
    agents: Array.from({ length: size.agents }, (_, n) => {
      const name = personName(random)
      return {
        name,
        email: `${slug(name)}.${n + 1}@desk.example`,
        group: GROUP_OF_AGENT[n % GROUP_OF_AGENT.length] as number,
        region: REGIONS[n % REGIONS.length] as Region,
      }
    }),
    customers: Array.from({ length: size.customers }, (_, n) => {
      const name = personName(random)
      const organization = n % organizations.length
      return { name, email: `${slug(name)}.${n + 1}@${organizations[organization]?.domain}`, organization }
    }),
  }
}

const personName = (random: Random): string => `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`
const slug = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '.')
