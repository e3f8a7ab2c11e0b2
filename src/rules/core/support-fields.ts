import { err, ok } from '../../kernel/index.ts'
import type { FieldSpec } from './condition.ts'
import { CHANGES, EQUALITY, EVERYWHERE, oneOf, property, textOf } from './kinds.ts'

/** The kinds of work, types first: service requests and changes are known under a type as well. */
export const KINDS = ['question', 'incident', 'problem', 'task', 'service_request', 'change']

const MAX_CODE = 64

/** Fields of a technical ticket that no other desk has. A code is compared as it stands; no code: unset. */
export const SUPPORT_ENTRIES: readonly FieldSpec[] = [
  property({
    name: 'kind',
    places: EVERYWHERE,
    operators: [...EQUALITY, ...CHANGES],
    read: (ticket) => ticket.kind ?? ticket.type,
    column: 'kind',
    parse: oneOf(KINDS, true),
  }),
  property({
    name: 'resolution_code',
    places: EVERYWHERE,
    operators: [...EQUALITY, ...CHANGES],
    read: (ticket) => ticket.resolutionCode ?? null,
    column: 'resolutionCode',
    parse: (value) => {
      const code = textOf(value)?.trim().toLowerCase() ?? ''
      if (code.length > MAX_CODE) return err('must be a resolution code')
      return ok({ kind: 'scalars', values: [code === '' ? null : code] })
    },
  }),
]
