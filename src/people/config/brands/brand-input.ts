import { type Static, Type } from 'typebox'
import type { JsonObject } from '../../../kernel/index.ts'
import { readDomain } from '../../core/index.ts'
import { flagIn, textIn } from '../../wire.ts'
import { type Faults, noFaults, readLine, readText } from '../input.ts'

/** What a client may send of a brand; the rest of it is passed over. */
export const BrandWrite = Type.Object({
  name: textIn,
  subdomain: textIn,
  host_mapping: textIn,
  signature_template: textIn,
  active: flagIn,
  default: flagIn,
})
export type BrandWrite = Static<typeof BrandWrite>

const MAX_SIGNATURE = 65_536
/** A label of a host name (RFC 1123). */
const SUBDOMAIN = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/

/** The parts of a brand's document that a body gives, checked on their own. */
export const readBrand = (given: BrandWrite, isNew: boolean): JsonObject => {
  const faults = noFaults()
  const name = readLine(faults, 'name', isNew ? (given.name ?? null) : given.name)
  const subdomain = readSubdomain(faults, isNew ? (given.subdomain ?? null) : given.subdomain)
  const hostMapping = readHost(faults, given.host_mapping)
  const signature = readText(faults, 'signature_template', given.signature_template, MAX_SIGNATURE)
  faults.refuse()
  return {
    ...(name === undefined ? {} : { name }),
    ...(subdomain === undefined ? {} : { subdomain }),
    ...(hostMapping === undefined ? {} : { host_mapping: hostMapping }),
    ...(signature === undefined ? {} : { signature_template: signature }),
    ...(typeof given.active === 'boolean' ? { active: given.active } : {}),
  }
}

const readSubdomain = (faults: Faults, text: string | null | undefined): string | undefined => {
  const subdomain = readLine(faults, 'subdomain', text, { max: 63 })?.toLowerCase()
  if (subdomain && !SUBDOMAIN.test(subdomain))
    faults.note('subdomain', 'Subdomain: can only have letters, digits and hyphens inside', 'InvalidFormat')
  return subdomain
}

const readHost = (faults: Faults, text: string | null | undefined): string | null | undefined => {
  if (text === undefined) return undefined
  if (text === null || text.trim() === '') return null
  const host = readDomain(text.trim())
  if (host.ok) return host.value
  faults.note('host_mapping', `Host mapping: ${host.error}`, 'InvalidFormat')
  return null
}
