import { invalid, Refused } from '../../kernel/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import {
  applyOwned,
  type FieldValue,
  type Owned,
  type OwnedWish,
  type OwnerField,
  type OwnerValues,
  readCustomValue,
  readOwnerField,
} from '../core/index.ts'

/** The policy kinds: of what the fields are. */
export type FieldKind = 'user_field' | 'organization_field'

/** The right to change fields of a kind. */
export const rightTo = (kind: FieldKind) => `${kind}s.manage` as const

/** The fields of a version by position, inactive ones included. */
export const ownerFields = (policy: PolicySnapshot, kind: FieldKind): readonly OwnerField[] =>
  policy.compiled(`people.${kind}`, (snapshot) =>
    snapshot
      .documents(kind)
      .flatMap(({ id, body }) => readOwnerField(id, body) ?? [])
      .sort((a, b) => a.position - b.position || a.id - b.id),
  )

/** What somebody has once a wish is fulfilled; throws `Refused` that names each field whose value does not fit. */
export const settleOwned = (
  policy: PolicySnapshot,
  kind: FieldKind,
  before: Owned,
  wish: OwnedWish,
): Owned => {
  const { owned, problems } = applyOwned(ownerFields(policy, kind), before, wish)
  if (problems.length > 0) throw new Refused(invalid(...problems))
  return owned
}

/** As the wire shows values: all active fields by key, numbers as numbers, dates as the instant they begin. */
export const presentValues = (
  policy: PolicySnapshot,
  kind: FieldKind,
  values: OwnerValues,
): Readonly<Record<string, FieldValue | number>> =>
  Object.fromEntries(
    ownerFields(policy, kind)
      .filter(({ active }) => active)
      .map((field) => [field.key, presentValue(field, values[field.key] ?? null)]),
  )

/** A value that the field, changed since, would no longer take counts as unset. */
const presentValue = (field: OwnerField, stored: FieldValue): FieldValue | number => {
  const read = readCustomValue(field, stored)
  const value = read.ok ? read.value : null
  if (typeof value !== 'string') return value
  if (field.type === 'date') return `${value}T00:00:00Z`
  const isNumber = field.type === 'integer' || field.type === 'decimal'
  return isNumber && isExact(Number(value)) ? Number(value) : value
}

/** Past this, a JSON number would come out as another one. */
const isExact = (number: number): boolean => Math.abs(number) <= Number.MAX_SAFE_INTEGER
