import { invalidField, type Refusal, Refused } from '../kernel/index.ts'
import { domainOf, readDomain, readEmail, withoutTag } from './core/index.ts'
import type { Room } from './room.ts'

/** Hosts that give everybody an address: being of one says nothing about who somebody works for. */
const PUBLIC_PROVIDERS: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com me.com aol.com gmx.de gmx.net gmx.com
  web.de mail.ru yandex.ru proton.me protonmail.com qq.com 163.com`.split(/\s+/),
)

const supportAddresses = (room: Pick<Room, 'ground'>): readonly string[] =>
  room.ground.settings.supportAddresses.flatMap((text) => {
    const read = readEmail(text)
    return read.ok ? [read.value] : []
  })

/** Nobody's address is one of our own: our mail to them would come back to us. */
export const checkAddress = (room: Pick<Room, 'ground'>, email: string): void => {
  if (supportAddresses(room).includes(withoutTag(email))) throw new Refused(ownAddress)
}

const ownAddress: Refusal = invalidField('email', 'Email: is an address of this desk')

/**
 * Whether a stranger may become a user under this address. Addresses at the desk's own domains are refused: who can
 * read mail there by way of a ticket must not become one of us elsewhere (the ticket trick, `security.md` 3). Its
 * domains: those of the support addresses, except public providers, and the given `staff_domains` of the account settings.
 */
export const isOpenToStrangers = (
  room: Pick<Room, 'ground'>,
  staffDomains: unknown,
  email: string,
): boolean => {
  const support = supportAddresses(room)
  if (support.includes(withoutTag(email))) return false
  const domain = domainOf(email)
  const own = support.map(domainOf).filter((one) => !PUBLIC_PROVIDERS.has(one))
  return !own.includes(domain) && !readDomains(staffDomains).has(domain)
}

const readDomains = (listed: unknown): ReadonlySet<string> => {
  const texts = Array.isArray(listed) ? listed.map(String) : []
  const domains = texts.map((text) => readDomain(text))
  return new Set(domains.flatMap((domain) => (domain.ok ? [domain.value] : [])))
}
