import { Type } from 'typebox'
import type { Id } from '../../../kernel/index.ts'
import type { PolicyDocument, PolicySnapshot } from '../../../platform/policy/index.ts'
import { nullable, Time } from '../../wire.ts'
import { timesOf, type Written } from '../written-store.ts'
import { defaultBrandId } from './brands.ts'

export const Brand = Type.Object(
  {
    id: Type.Integer(),
    url: Type.String(),
    name: Type.String(),
    brand_url: Type.String(),
    subdomain: Type.String(),
    host_mapping: nullable(Type.String()),
    has_help_center: Type.Boolean(),
    help_center_state: Type.String(),
    active: Type.Boolean(),
    default: Type.Boolean(),
    is_deleted: Type.Boolean(),
    logo: Type.Null(),
    ticket_form_ids: Type.Array(Type.Integer()),
    signature_template: Type.String(),
    created_at: Time,
    updated_at: Time,
  },
  { title: 'Brand' },
)

export type Presenting = {
  readonly origin: string
  /** Where all brands are reached: they share one host. */
  readonly baseUrl: string
  readonly policy: PolicySnapshot
  readonly written: Written
}

/** The brand of zendesk-api.md 2.8. */
export const presentBrand =
  ({ origin, baseUrl, policy, written }: Presenting) =>
  ({ id, body }: PolicyDocument) => ({
    id,
    url: `${origin}/api/v2/brands/${id}.json`,
    name: String(body.name),
    brand_url: typeof body.host_mapping === 'string' ? `https://${body.host_mapping}` : baseUrl,
    subdomain: String(body.subdomain ?? ''),
    host_mapping: typeof body.host_mapping === 'string' ? body.host_mapping : null,
    has_help_center: false,
    help_center_state: 'disabled',
    active: body.active !== false,
    default: id === defaultBrandId(policy),
    is_deleted: body.is_deleted === true,
    logo: null,
    ticket_form_ids: formsOf(policy, id),
    signature_template: String(body.signature_template ?? ''),
    ...timesOf(body, written),
  })

/** The forms that tickets of a brand may have; forms themselves say which brands they are for. */
const formsOf = (policy: PolicySnapshot, brandId: Id): Id[] =>
  policy
    .documents('ticket_form')
    .filter(({ body }) => {
      const { in_all_brands: isForAll, restricted_brand_ids: brandIds } = body
      const isListed = Array.isArray(brandIds) && brandIds.includes(brandId)
      return body.active !== false && (isForAll !== false || isListed)
    })
    .map(({ id }) => id)
