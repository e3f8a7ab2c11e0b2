import { ok } from '../../../kernel/index.ts'
import {
  type Catalogue,
  type CustomField,
  compileConditions,
  type Predicate,
  parseConditions,
} from '../../../rules/core/index.ts'
import type { Names } from './names.ts'
import { readList, readRec, refuse } from './read.ts'

const MAX_CLAUSES = 200

/** Reads a policy's filter by the one language of conditions. An absent or empty one matches every ticket. */
export const readFilter = (raw: unknown, field: string, names: Names): Predicate => {
  const { all, any } = readRec(raw ?? {}, field, ['all', 'any'])
  const lists = {
    all: readList(all, `${field}.all`, MAX_CLAUSES).map(names.withIds),
    any: readList(any, `${field}.any`, MAX_CLAUSES).map(names.withIds),
  }
  const catalogue = catalogueFor([...lists.all, ...lists.any])
  const conditions = parseConditions(lists, { place: 'sla', catalogue, mayBeEmpty: true })
  if (conditions.ok) return compileConditions(conditions.value)
  const [place = '', ...rest] = (conditions.error[0] ?? '').split(': ')
  return refuse(`${field}.${place}`, rest.join(': '))
}

/** A case declares no fields: a custom field is of the type that its conditions and values ask for. */
const catalogueFor = (clauses: readonly unknown[]): Catalogue => {
  const types = new Map(clauses.flatMap((clause) => typeOf(clause as Clause)))
  return { ticketField: (id) => fieldOf(types.get(String(id)) ?? 'text') }
}

type Clause = { readonly field?: unknown; readonly operator?: unknown; readonly value?: unknown } | null

const typeOf = (clause: Clause): [string, string][] => {
  const id = /^(?:custom_fields|ticket_fields)_(\d+)$/.exec(String(clause?.field))?.[1]
  if (id === undefined) return []
  const { operator, value } = clause ?? {}
  if (/^within_/.test(String(operator))) return [[id, 'date']]
  if (/^(?:less|greater)_/.test(String(operator)))
    return [[id, /^\d{4}-/.test(String(value)) ? 'date' : 'decimal']]
  if (Array.isArray(value)) return [[id, 'multiselect']]
  return [[id, typeof value === 'boolean' ? 'checkbox' : 'text']]
}

const fieldOf = (type: string): CustomField => ({
  type,
  read: (value) => {
    if (value === null || value === '') return ok(null)
    if (type === 'checkbox') return ok(value === true || value === 'true')
    if (type === 'multiselect') return ok((Array.isArray(value) ? value : [value]).map(String))
    return ok(String(value))
  },
})
