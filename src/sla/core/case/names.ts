import { type Id, type Json, MAX_ID, parseId } from '../../../kernel/index.ts'
import { refuse } from './read.ts'

/** Fields whose values are ids on a desk. A case may use names instead. */
const ID_FIELDS = new Set([
  'group_id',
  'assignee_id',
  'requester_id',
  'organization_id',
  'brand_id',
  'ticket_form_id',
  'custom_status_id',
])

const MEANINGS = new Set(['', 'current_user', 'requester_id', 'assignee_id'])

/** Gives each name of a case an id of its own, from the top of the ids that a desk never reaches. */
export type Names = {
  idOf(value: unknown, field: string): Id | null
  /** The same condition, its names written as ids. */
  withIds(clause: unknown): unknown
}

export const newNames = (): Names => {
  const ids = new Map<string, Id>()
  const idFor = (name: string): Id => {
    const known = parseId(name) ?? ids.get(name)
    if (known !== undefined) return known
    const id = MAX_ID - 1 - ids.size
    ids.set(name, id)
    return id
  }
  const translate = (value: Json): Json => {
    if (Array.isArray(value))
      return value.map((one: Json) => (typeof one === 'string' ? translate(one) : one))
    return typeof value === 'string' && !MEANINGS.has(value) ? String(idFor(value)) : value
  }
  return {
    idOf: (value, field) => {
      if (value === null || value === undefined || value === '') return null
      if (typeof value === 'number' || typeof value === 'string') return idFor(String(value))
      return refuse(field, 'must be an id or a name')
    },
    withIds: (clause) => {
      const { field, value } = (clause ?? {}) as { field?: unknown; value?: Json }
      if (typeof field !== 'string' || !ID_FIELDS.has(field)) return clause
      return { ...(clause as object), value: translate(value ?? null) }
    },
  }
}
