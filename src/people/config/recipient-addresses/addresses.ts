import { type Id, invalidField, type JsonObject, Refused, toIso } from '../../../kernel/index.ts'
import type { Db } from '../../../platform/db/index.ts'
import type { PolicyDocument, PolicyEdit, PolicySnapshot } from '../../../platform/policy/index.ts'
import type { Acting } from '../../acting.ts'
import { usersByEmail } from '../../founding-store.ts'
import { editingPolicy } from '../../policy-edit.ts'
import type { Room } from '../../room.ts'
import { noFaults } from '../input.ts'
import { type AddressWrite, addressesOf, getAddress, readAddress, readName } from './address-input.ts'
import { type Check, verdictsOf } from './verify.ts'

const KIND = 'recipient_address'
const MAX_ADDRESSES = 1000
const CODE_BYTES = 10

/** Adds an address of a brand; a brand's first one is its default. */
export const createAddress = (room: Room, acting: Acting, given: AddressWrite): Promise<PolicyDocument> =>
  editingPolicy(room, acting, 'create support address', async ({ tx, at, policy, edit }) => {
    const wished = readAddress(policy, given)
    await checkNobodys(tx, String(wished.email))
    if (addressesOf(policy).length >= MAX_ADDRESSES)
      throw new Refused(invalidField('base', `Support address: there can be at most ${MAX_ADDRESSES}`))
    const siblings = ofBrand(policy, wished.brand_id)
    const isDefault = given.default === true || siblings.length === 0
    const id = await room.ground.policy.nextId(tx)
    const body: JsonObject = {
      ...wished,
      default: isDefault,
      forwarding_status: 'unknown',
      spf_status: 'unknown',
      cname_status: 'unknown',
      domain_verification_status: 'unknown',
      domain_verification_code: room.ground.randomBytes(CODE_BYTES).toString('hex'),
      created_at: toIso(at),
      updated_at: toIso(at),
    }
    await edit([{ kind: KIND, id, body }, ...(isDefault ? demoted(siblings, toIso(at)) : [])])
    await acting.locate?.(tx, 201, `/api/v2/recipient_addresses/${id}`)
    return { kind: KIND, id, body }
  })

/** Mail from somebody's own address must not be taken for ours, nor ours reach a person as theirs. */
const checkNobodys = async (tx: Db, email: string): Promise<void> => {
  if ((await usersByEmail(tx, [email])).size === 0) return
  throw new Refused(invalidField('email', 'Email: is already being used by a user', 'DuplicateValue'))
}

const ofBrand = (policy: PolicySnapshot, brandId: unknown): PolicyDocument[] =>
  addressesOf(policy).filter(({ body }) => body.brand_id === brandId)

const demoted = (siblings: readonly PolicyDocument[], touched: string): PolicyEdit[] =>
  siblings
    .filter(({ body }) => body.default === true)
    .map(({ id, body }) => ({ kind: KIND, id, body: { ...body, default: false, updated_at: touched } }))

/** Changes its name, or makes it the default of its brand. */
export const changeAddress = (
  room: Room,
  acting: Acting,
  id: Id,
  given: AddressWrite,
): Promise<PolicyDocument> =>
  editingPolicy(room, acting, 'change support address', async ({ at, policy, edit }) => {
    const { body } = getAddress(policy, id)
    const faults = noFaults()
    const name = readName(faults, given.name) ?? String(body.name)
    if (body.default === true && given.default === false)
      faults.note('default', 'Default: make another address the default one instead')
    faults.refuse()
    const isDefault = body.default === true || given.default === true
    const isOther = name !== body.name || isDefault !== (body.default === true)
    const after = isOther ? { ...body, name, default: isDefault, updated_at: toIso(at) } : body
    const siblings = ofBrand(policy, body.brand_id).filter((one) => one.id !== id)
    await edit([{ kind: KIND, id, body: after }, ...(isDefault ? demoted(siblings, toIso(at)) : [])])
    return { kind: KIND, id, body: after }
  })

/** Takes an address away. The default one goes last. */
export const removeAddress = (room: Room, acting: Acting, id: Id): Promise<void> =>
  editingPolicy(room, acting, 'remove support address', async ({ policy, edit }) => {
    const { body } = getAddress(policy, id)
    if (body.default === true && ofBrand(policy, body.brand_id).length > 1)
      throw new Refused(invalidField('base', 'Support address: the default one cannot be removed'))
    await edit([{ kind: KIND, id, body: null }])
  })

/** Looks at what can be seen from outside, and keeps what was found. DNS is asked before anything is locked. */
export const verifyAddress = async (
  room: Room,
  acting: Acting,
  id: Id,
  check: Check | undefined,
): Promise<PolicyDocument> => {
  const asked = getAddress(await room.ground.policy.current(), id)
  const found = await verdictsOf(room, asked.body, check)
  return editingPolicy(room, acting, 'verify support address', async ({ at, policy, edit }) => {
    const { body } = getAddress(policy, id)
    const isOther = Object.entries(found).some(([key, status]) => body[key] !== status)
    const after = isOther ? { ...body, ...found, updated_at: toIso(at) } : body
    await edit([{ kind: KIND, id, body: after }])
    return { kind: KIND, id, body: after }
  })
}
