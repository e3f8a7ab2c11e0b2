import { type Id, isId } from '../../../kernel/index.ts'
import type { PolicyDocument, PolicySnapshot } from '../../../platform/policy/index.ts'
import { readEmail } from '../../core/index.ts'

/** An address of the desk: mail to it becomes tickets of its brand, and mail of its brand comes from it. */
export type SupportAddress = {
  readonly id: Id
  /** In the one form of `readEmail`. */
  readonly email: string
  /** The name beside the address in mail that goes out. */
  readonly name: string
  readonly brandId: Id
  /** The one that mail of the brand comes from, unless a ticket came to another. One a brand. */
  readonly isDefault: boolean
}

/** The addresses of a version of the policy, by id. */
export const supportAddressesOf = (snapshot: PolicySnapshot): readonly SupportAddress[] =>
  snapshot.compiled('people.support_addresses', (policy) =>
    policy.documents('recipient_address').flatMap(readAddress),
  )

const readAddress = ({ id, body }: PolicyDocument): readonly SupportAddress[] => {
  const email = readEmail(String(body.email))
  if (!email.ok || !isId(body.brand_id)) return []
  const name = typeof body.name === 'string' ? body.name : ''
  return [{ id, email: email.value, name, brandId: body.brand_id, isDefault: body.default === true }]
}
