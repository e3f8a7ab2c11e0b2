import { type Id, isId, type Json, type JsonObject } from '../../kernel/index.ts'
import { type Attempt, fail } from './attempt.ts'
import { KINDS, type Kind, kindOf } from './kind.ts'
import type { Policy } from './policy.ts'
import type { Ticket } from './ticket.ts'

/** How a ticket came to be solved. Tickets keep the code itself, which never changes; its label may. */
export type ResolutionCode = {
  readonly id: Id
  readonly code: string
  readonly label: string
  readonly active: boolean
  /** Kinds and forms that it is for; none: all. */
  readonly kinds: readonly Kind[]
  readonly formIds: readonly Id[]
}

/** Reads a code from its document; answers what is wrong as a text. */
export const readResolutionCode = ({
  id,
  body,
}: {
  readonly id: Id
  readonly body: JsonObject
}): ResolutionCode | string => {
  const { code, label } = body
  if (typeof code !== 'string' || code === '') return 'code: cannot be blank'
  return {
    id,
    code,
    label: typeof label === 'string' && label !== '' ? label : code,
    active: body.active !== false,
    kinds: KINDS.filter((kind) => list(body.kinds).includes(kind)),
    formIds: list(body.ticket_form_ids).filter(isId),
  }
}

/** Applies the code that a Change says; one that is not for tickets of this kind and form is refused. */
export const applyResolutionCode = (attempt: Attempt): void => {
  const { draft, change, policy } = attempt
  const code: unknown = change.set.resolutionCode
  if (code === undefined || code === draft.resolutionCode) return
  if (code !== null && typeof code !== 'string')
    return void fail(attempt, 'resolution_code', 'Resolution code: must be a text')
  const problem = code === null ? null : wrongCode(policy, draft, code)
  if (problem === null) draft.resolutionCode = code
  else fail(attempt, 'resolution_code', problem)
}

/** What is wrong with a code for this ticket; null: nothing. */
export const wrongCode = (policy: Policy, ticket: Ticket, code: string): string | null => {
  const known = policy.resolutionCodes.find((one) => one.code === code && one.active)
  if (!known) return 'Resolution code: does not exist'
  return fits(known, ticket) ? null : 'Resolution code: is not one for tickets of this kind or form'
}

/** Asks whoever solves a ticket how, where the desk wants to know and has a code for such tickets. */
export const checkResolution = (attempt: Attempt): void => {
  const { draft, before, policy } = attempt
  const isSolving = isSolved(draft.status) && !isSolved(before?.status)
  if (!policy.settings.resolutionCodeRequired || !isSolving || draft.resolutionCode !== null) return
  if (policy.resolutionCodes.some((code) => code.active && fits(code, draft)))
    fail(attempt, 'resolution_code', 'Resolution code:: is required when solving a ticket', 'BlankValue')
}

const fits = ({ kinds, formIds }: ResolutionCode, ticket: Ticket): boolean => {
  const kind = kindOf(ticket)
  const isOfKind = kinds.length === 0 || (kind !== null && kinds.includes(kind))
  return isOfKind && (formIds.length === 0 || (ticket.formId !== null && formIds.includes(ticket.formId)))
}

const isSolved = (status: Ticket['status'] | undefined): boolean => status === 'solved' || status === 'closed'

const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])
