import { type Static, Type } from 'typebox'
import { type Id, type JsonObject, notFound, Refused } from '../../../kernel/index.ts'
import type { PolicyDocument, PolicySnapshot } from '../../../platform/policy/index.ts'
import { readEmail } from '../../core/index.ts'
import { flagIn, idIn, readId, textIn } from '../../wire.ts'
import { brandsOf, defaultBrandId } from '../brands/brands.ts'
import { type Faults, noFaults, readLine } from '../input.ts'

/** What a client may send of a support address. Its e-mail and its brand stay what they were made with. */
export const AddressWrite = Type.Object({
  name: textIn,
  email: textIn,
  brand_id: idIn,
  default: flagIn,
})
export type AddressWrite = Static<typeof AddressWrite>

/** Reads a new address; one without a name is called as its brand is. */
export const readAddress = (policy: PolicySnapshot, given: AddressWrite): JsonObject => {
  const faults = noFaults()
  const email = readEmail(given.email ?? '')
  const wanted = readId(given.brand_id) ?? (defaultBrandId(policy) as Id)
  const brand = brandsOf(policy).find(({ id, body }) => id === wanted && body.active !== false)
  if (!email.ok) faults.note('email', `Email: ${email.error}`, given.email ? 'InvalidFormat' : 'BlankValue')
  else if (addressesOf(policy).some(({ body }) => body.email === email.value))
    faults.note('email', 'Email: has already been taken', 'DuplicateValue')
  if (brand === undefined) faults.note('brand_id', 'Brand: does not exist')
  const name = readName(faults, given.name)
  faults.refuse()
  return {
    email: email.ok ? email.value : '',
    brand_id: wanted,
    name: name ?? String(brand?.body.name ?? ''),
  }
}

export const readName = (faults: Faults, text: string | null | undefined): string | undefined =>
  text === null ? undefined : readLine(faults, 'name', text)

export const addressesOf = (policy: PolicySnapshot): readonly PolicyDocument[] =>
  policy.documents('recipient_address')

export const getAddress = (policy: PolicySnapshot, id: Id): PolicyDocument => {
  const address = policy.document('recipient_address', id)
  if (address === undefined) throw new Refused(notFound)
  return address
}
