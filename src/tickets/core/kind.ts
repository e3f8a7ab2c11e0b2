import { type Attempt, type Draft, fail } from './attempt.ts'
import { type TicketType, TYPES } from './ticket.ts'

/** Kinds of work beside the four types that every client knows. The row stores place + 1. */
export const SPECIAL_KINDS = ['service_request', 'change'] as const
export type SpecialKind = (typeof SPECIAL_KINDS)[number]

export const KINDS = [...TYPES, ...SPECIAL_KINDS] as const
export type Kind = (typeof KINDS)[number]

/** The type under which clients that know four of them see a special kind. */
const TYPE_OF: { readonly [kind in SpecialKind]: TicketType } = {
  service_request: 'question',
  change: 'task',
}

/** What a ticket is: a special kind, else its type. */
export const kindOf = ({ kind, type }: { kind: SpecialKind | null; type: TicketType | null }): Kind | null =>
  kind ?? type

/** Makes a ticket of this kind, with what only some have: incidents a problem, tasks a due date, changes a plan. */
export const setKind = (draft: Draft, kind: Kind | null): void => {
  draft.kind = isSpecial(kind) ? kind : null
  draft.type = typeOfKind(kind)
  if (draft.type !== 'incident') draft.problemId = null
  if (draft.type !== 'task') draft.dueAt = null
  if (kind !== 'change') draft.plan = null
}

/**
 * Applies what a Change says of type and kind. Clients put whole tickets back: of the two, the one that differs from
 * what stands is the one that was meant.
 */
export const applyKind = (attempt: Attempt): void => {
  const { draft, change } = attempt
  const kind = readName(attempt, 'kind', KINDS)
  const type = readName(attempt, 'type', TYPES)
  const isKindMeant = kind !== undefined && kind !== kindOf(draft)
  const isTypeMeant = type !== undefined && type !== draft.type
  if (isKindMeant && isTypeMeant && typeOfKind(kind) !== type)
    return void fail(attempt, 'kind', `Kind: ${change.set.kind} is not of the type ${change.set.type}`)
  if (isKindMeant) setKind(draft, kind)
  else if (isTypeMeant) setKind(draft, type)
}

/** The type under which a kind is known to clients that know four of them. */
export const typeOfKind = (kind: Kind | null): TicketType | null => (isSpecial(kind) ? TYPE_OF[kind] : kind)

export const isSpecial = (kind: Kind | null): kind is SpecialKind =>
  SPECIAL_KINDS.some((name) => name === kind)

/** Undefined: not given, or not understood. */
const readName = <T extends string>(
  attempt: Attempt,
  name: 'kind' | 'type',
  names: readonly T[],
): T | null | undefined => {
  const raw: unknown = attempt.change.set[name]
  const known = raw === null ? null : names.find((one) => one === raw)
  const title = name === 'kind' ? 'Kind' : 'Type'
  if (raw !== undefined && known === undefined)
    fail(attempt, name, `${title}: must be one of ${names.join(', ')}`)
  return known
}
