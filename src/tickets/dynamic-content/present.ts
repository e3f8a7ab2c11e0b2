import { Type } from 'typebox'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { type StoredVariant, variantsOf } from '../core/dynamic-content.ts'

const Text = Type.String()
const Time = Type.String({ format: 'date-time' })

export const Variant = Type.Object({
  url: Text,
  id: Type.Integer(),
  content: Text,
  locale_id: Type.Integer(),
  /** Older than the words in the default language. */
  outdated: Type.Boolean(),
  active: Type.Boolean(),
  default: Type.Boolean(),
  created_at: Time,
  updated_at: Time,
})

export const Item = Type.Object({
  url: Text,
  id: Type.Integer(),
  name: Text,
  placeholder: Text,
  default_locale_id: Type.Integer(),
  outdated: Type.Boolean(),
  variants: Type.Array(Variant),
  created_at: Time,
  updated_at: Time,
})

export const itemPath = (id: number): string => `/api/v2/dynamic_content/items/${id}`

/** The wire's form of a piece of dynamic content (`zendesk-api.md` 2.20). */
export const presentItem = (origin: string) => (item: PolicyDocument) => {
  const variants = variantsOf(item.body).map(presentVariant(origin, item))
  return {
    url: `${origin}${itemPath(item.id)}.json`,
    id: item.id,
    name: String(item.body.name),
    placeholder: `{{dc.${String(item.body.key)}}}`,
    default_locale_id: Number(item.body.default_locale_id),
    outdated: variants.some(({ outdated }) => outdated),
    variants,
    created_at: String(item.body.created_at),
    updated_at: String(item.body.updated_at),
  }
}

export const presentVariant =
  (origin: string, { id, body }: PolicyDocument) =>
  (variant: StoredVariant) => {
    const original = variantsOf(body).find((one) => one.locale_id === body.default_locale_id)
    return {
      url: `${origin}${itemPath(id)}/variants/${variant.id}.json`,
      id: variant.id,
      content: variant.content,
      locale_id: variant.locale_id,
      outdated: original !== undefined && variant.updated_at < original.updated_at,
      active: variant.active,
      default: variant.locale_id === body.default_locale_id,
      created_at: variant.created_at,
      updated_at: variant.updated_at,
    }
  }
