/**
 * Why something was not done, as a value. `platform/http/errors.ts` alone turns codes into the wire's bodies.
 *
 * - `invalid`: the request's content; `details` name the fields (422)
 * - `bad_request`: the request's form, a parameter (400)
 * - `too_many`: a list longer than `maxCount` (400)
 * - `unauthenticated` (401), `forbidden` (403), `not_found` (404)
 * - `conflict`: a stale safe update or a lost race (409)
 * - `too_large` (413), `rate_limited` (429), `unavailable` (503), `out_of_space` (507)
 */
export type Refusal = {
  readonly code: RefusalCode
  /** One plain English sentence for the person who reads it. Never holds secrets, SQL or paths. */
  readonly message: string
  readonly details?: readonly FieldError[]
  readonly maxCount?: number
  readonly retryAfterSeconds?: number
}

export type RefusalCode =
  | 'invalid'
  | 'bad_request'
  | 'too_many'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'idempotency_mismatch'
  | 'in_progress'
  | 'too_large'
  | 'rate_limited'
  | 'unavailable'
  | 'out_of_space'

/** One thing wrong with one field (`base` when it is about the whole record). */
export type FieldError = {
  readonly field: string
  readonly error: FieldErrorCode
  readonly description: string
  readonly ticketFieldId?: number
  readonly ticketFieldType?: string
}

export type FieldErrorCode =
  | 'BlankValue'
  | 'InvalidValue'
  | 'DuplicateValue'
  | 'TooLong'
  | 'InvalidFormat'
  | 'RecordInvalid'

export const invalid = (...details: FieldError[]): Refusal => ({
  code: 'invalid',
  message: 'Record validation errors',
  details,
})

export const invalidField = (
  field: string,
  description: string,
  error: FieldErrorCode = 'InvalidValue',
): Refusal => invalid({ field, error, description })

export const notFound: Refusal = { code: 'not_found', message: 'Not found' }

export const forbidden: Refusal = { code: 'forbidden', message: 'You do not have access to this page.' }

/** A refusal on its way up through code that has no other way to say it; the HTTP layer unwraps it. */
export class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.name = 'Refused'
    this.refusal = refusal
  }
}

/** Takes the value out of a result, or throws its refusal for the shell to answer with. */
export const orRefuse = <T>(result: { ok: true; value: T } | { ok: false; error: Refusal }): T => {
  if (result.ok) return result.value
  throw new Refused(result.error)
}
