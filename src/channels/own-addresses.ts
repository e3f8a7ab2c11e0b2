import type { Id } from '../kernel/index.ts'
import { accountSettingsOf, STANDARD_BRAND_ID, supportAddressesOf } from '../people/index.ts'
import type { PolicySnapshot } from '../platform/policy/index.ts'
import { splitAddress } from './core/index.ts'

/** An address of the desk: mail to it becomes tickets of its brand, and answers come from it. */
export type OwnAddress = { readonly email: string; readonly name: string; readonly brandId: Id }

/** All addresses of the desk: those of the operator's settings, and those that brands have. */
export type OwnAddresses = {
  /** In the order of preference: the first of the settings, or a default address, is the desk's. */
  readonly emails: readonly string[]
  /** The one that mail to an address is for, its plus part aside; undefined when it is none of ours. */
  find(address: string): OwnAddress | undefined
  /** Where mail of a brand comes from, unless its ticket came to another address. */
  ofBrand(brandId: Id): OwnAddress | undefined
}

/** The addresses under a version of the policy. `settings` are those of the process, the same for all versions. */
export const ownAddressesOf = (
  policy: PolicySnapshot,
  settings: { readonly supportAddresses: readonly string[] },
): OwnAddresses => policy.compiled('channels.own_addresses', (snapshot) => compile(snapshot, settings))

const compile = (
  policy: PolicySnapshot,
  { supportAddresses }: { readonly supportAddresses: readonly string[] },
): OwnAddresses => {
  const brandId = Number(accountSettingsOf(policy).default_brand_id ?? STANDARD_BRAND_ID)
  const branded = supportAddressesOf(policy)
  const byEmail = new Map<string, OwnAddress>()
  for (const email of supportAddresses.map((one) => one.toLowerCase()))
    byEmail.set(email, { email, name: '', brandId })
  for (const { email, name, brandId: brand } of branded) byEmail.set(email, { email, name, brandId: brand })
  const defaults = new Map<Id, OwnAddress>()
  for (const { brandId: brand, email, isDefault } of branded)
    if (isDefault || !defaults.has(brand)) defaults.set(brand, byEmail.get(email)!)
  return {
    emails: [...byEmail.keys()],
    find: (address) => byEmail.get(address.trim().toLowerCase()) ?? byEmail.get(splitAddress(address).base),
    ofBrand: (brand) => defaults.get(brand) ?? [...byEmail.values()].find((one) => one.brandId === brand),
  }
}
