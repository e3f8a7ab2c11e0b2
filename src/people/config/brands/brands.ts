import { type Id, invalidField, type JsonObject, notFound, Refused, toIso } from '../../../kernel/index.ts'
import type { PolicyDocument, PolicyEdit, PolicySnapshot } from '../../../platform/policy/index.ts'
import type { Acting } from '../../acting.ts'
import { ACCOUNT_SETTINGS_ID } from '../../core/index.ts'
import { accountSettingsOf } from '../../policy.ts'
import { type Editing, editingPolicy } from '../../policy-edit.ts'
import type { Room } from '../../room.ts'
import { type BrandWrite, readBrand } from './brand-input.ts'

const KIND = 'brand'
const MAX_BRANDS = 300

/** The brands that stand. Of removed ones only the name is left, for the tickets that have it. */
export const brandsOf = (policy: PolicySnapshot): PolicyDocument[] =>
  policy.documents(KIND).filter(({ body }) => body.is_deleted !== true)

export const getBrand = (policy: PolicySnapshot, id: Id): PolicyDocument => {
  const brand = brandsOf(policy).find((one) => one.id === id)
  if (brand === undefined) throw new Refused(notFound)
  return brand
}

/** The brand of tickets that come without one. */
export const defaultBrandId = (policy: PolicySnapshot): unknown => accountSettingsOf(policy).default_brand_id

export const createBrand = (room: Room, acting: Acting, given: BrandWrite): Promise<PolicyDocument> =>
  editingPolicy(room, acting, 'create brand', async ({ tx, at, policy, edit }) => {
    const wished = readBrand(given, true)
    if (brandsOf(policy).length >= MAX_BRANDS)
      throw new Refused(invalidField('base', `Brand: there can be at most ${MAX_BRANDS}`))
    const id = await room.ground.policy.nextId(tx)
    const body: JsonObject = {
      host_mapping: null,
      active: true,
      signature_template: '{{agent.signature}}',
      ...wished,
      created_at: toIso(at),
      updated_at: toIso(at),
    }
    check(policy, id, body, given)
    await edit([{ kind: KIND, id, body }, ...asDefault(policy, id, given)])
    await acting.locate?.(tx, 201, `/api/v2/brands/${id}`)
    return { kind: KIND, id, body }
  })

export const changeBrand = (room: Room, acting: Acting, id: Id, given: BrandWrite): Promise<PolicyDocument> =>
  editingPolicy(room, acting, 'change brand', async ({ at, policy, edit }) => {
    const before = getBrand(policy, id)
    const changed: JsonObject = { ...before.body, ...readBrand(given, false) }
    check(policy, id, changed, given)
    const isOther = JSON.stringify(changed) !== JSON.stringify(before.body)
    const body = isOther ? { ...changed, updated_at: toIso(at) } : before.body
    await edit([{ kind: KIND, id, body }, ...asDefault(policy, id, given)])
    return { kind: KIND, id, body }
  })

/** Removes a brand. Mail to its addresses still has to arrive somewhere: they become the default brand's. */
export const removeBrand = (room: Room, acting: Acting, id: Id): Promise<void> =>
  editingPolicy(room, acting, 'remove brand', async (editing) => {
    const { policy, at, edit } = editing
    const { body } = getBrand(policy, id)
    if (defaultBrandId(policy) === id)
      throw new Refused(invalidField('base', 'Brand: the default brand cannot be removed'))
    const removed = { ...body, active: false, is_deleted: true, updated_at: toIso(at) }
    await edit([{ kind: KIND, id, body: removed }, ...addressesToDefault(editing, id)])
  })

const addressesToDefault = ({ policy, at }: Editing, brandId: Id): PolicyEdit[] =>
  policy
    .documents('recipient_address')
    .filter(({ body }) => body.brand_id === brandId)
    .map(({ kind, id, body }) => ({
      kind,
      id,
      body: { ...body, brand_id: defaultBrandId(policy) as Id, default: false, updated_at: toIso(at) },
    }))

const check = (policy: PolicySnapshot, id: Id, body: JsonObject, given: BrandWrite): void => {
  const others = brandsOf(policy).filter((one) => one.id !== id)
  for (const field of ['subdomain', 'host_mapping'] as const)
    if (body[field] !== null && others.some((one) => one.body[field] === body[field]))
      throw new Refused(invalidField(field, `${TITLES[field]}: has already been taken`, 'DuplicateValue'))
  const isDefault = defaultBrandId(policy) === id
  if (isDefault && given.default === false)
    throw new Refused(invalidField('default', 'Default: make another brand the default one instead'))
  if ((isDefault || given.default === true) && body.active === false)
    throw new Refused(invalidField('active', 'Active: the default brand cannot be switched off'))
}

const TITLES = { subdomain: 'Subdomain', host_mapping: 'Host mapping' } as const

const asDefault = (policy: PolicySnapshot, id: Id, given: BrandWrite): PolicyEdit[] => {
  const settings = accountSettingsOf(policy)
  if (given.default !== true || settings.default_brand_id === id) return []
  const body = { ...settings, default_brand_id: id }
  return [{ kind: 'account_settings', id: ACCOUNT_SETTINGS_ID, body }]
}
