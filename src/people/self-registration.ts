import { invalidField, type Refusal, Refused } from '../kernel/index.ts'
import type { PolicySnapshot } from '../platform/policy/index.ts'
import { supportAddressesOf } from './config/recipient-addresses/support-addresses.ts'
import { domainOf, readDomain, readEmail, withoutTag } from './core/index.ts'
import { accountSettingsOf } from './policy.ts'
import type { Room } from './room.ts'

/** Hosts that give everybody an address: being of one says nothing about who somebody works for. */
const PUBLIC_PROVIDERS: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com me.com aol.com gmx.de gmx.net gmx.com
  web.de mail.ru yandex.ru proton.me protonmail.com qq.com 163.com`.split(/\s+/),
)

/** The addresses that mail to this desk goes to: those of the process, and those of its policy. */
const ownAddresses = (room: Pick<Room, 'ground'>, policy: PolicySnapshot): readonly string[] => {
  const ofProcess = room.ground.settings.supportAddresses.flatMap((text) => {
    const read = readEmail(text)
    return read.ok ? [read.value] : []
  })
  return [...ofProcess, ...supportAddressesOf(policy).map(({ email }) => email)]
}

/** Nobody's address is one of our own: our mail to them would come back to us. */
export const checkAddress = (room: Pick<Room, 'ground'>, policy: PolicySnapshot, email: string): void => {
  if (ownAddresses(room, policy).includes(withoutTag(email))) throw new Refused(ownAddress)
}

const ownAddress: Refusal = invalidField('email', 'Email: is an address of this desk')

/**
 * Whether a stranger may become a user under this address. Addresses at the desk's own domains are refused: who can
 * read mail there by way of a ticket must not become one of us elsewhere (the ticket trick, `security.md` 3). Its
 * domains: those of the support addresses, except public providers, and `staff_domains` of the account settings.
 */
export const isOpenToStrangers = (
  room: Pick<Room, 'ground'>,
  policy: PolicySnapshot,
  email: string,
): boolean => {
  const support = ownAddresses(room, policy)
  if (support.includes(withoutTag(email))) return false
  const domain = domainOf(email)
  const own = support.map(domainOf).filter((one) => !PUBLIC_PROVIDERS.has(one))
  return !own.includes(domain) && !readDomains(accountSettingsOf(policy).staff_domains).has(domain)
}

const readDomains = (listed: unknown): ReadonlySet<string> => {
  const texts = Array.isArray(listed) ? listed.map(String) : []
  const domains = texts.map((text) => readDomain(text))
  return new Set(domains.flatMap((domain) => (domain.ok ? [domain.value] : [])))
}
