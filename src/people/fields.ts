import type { PolicySnapshot } from '../platform/policy/index.ts'
import type { FieldValue } from './core/index.ts'

type Values = Readonly<Record<string, unknown>>

/** Custom field values of a body, those alone that name an active field of the policy kind. */
export const knownFields = (
  policy: PolicySnapshot,
  kind: 'user_field' | 'organization_field',
  given: Values | null | undefined,
): Readonly<Record<string, FieldValue>> => {
  const active = policy.documents(kind).filter(({ body }) => body.active !== false)
  const keys = new Set(active.map(({ body }) => body.key))
  const entries = Object.entries(given ?? {}).filter(([key]) => keys.has(key))
  return Object.fromEntries(entries.map(([key, value]) => [key, fieldValue(value)]))
}

const fieldValue = (value: unknown): FieldValue => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  return Array.isArray(value) ? value.map(String) : null
}
