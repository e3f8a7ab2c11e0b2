import { expect, test } from 'vitest'
import { type Refusal, type RefusalCode, Refused } from '../../kernel/index.ts'
import { badParameter, failureOf, knownFailure } from './errors.ts'

const refusal = (code: RefusalCode, over: Partial<Refusal> = {}): Refusal => ({
  code,
  message: 'Why',
  ...over,
})

test.each([
  [refusal('invalid', { details: [] }), 422, { error: 'RecordInvalid', description: 'Why', details: {} }],
  [
    refusal('too_many', { message: 'Parameter  cannot specify more than 100 values', maxCount: 100 }),
    400,
    { error: 'TooManyValues', description: 'Parameter  cannot specify more than 100 values', max_count: 100 },
  ],
  [refusal('too_many'), 400, { error: 'TooManyValues', description: 'Why' }],
  [refusal('bad_request'), 400, { error: { title: 'Invalid attribute', message: 'Why' } }],
  [refusal('unauthenticated'), 401, { error: "Couldn't authenticate you" }],
  [refusal('forbidden'), 403, { error: 'Forbidden', description: 'Why' }],
  [
    refusal('not_found', { message: 'Ticket 5 of brand 3' }),
    404,
    { error: 'RecordNotFound', description: 'Not found' },
  ],
  [refusal('conflict'), 409, { error: 'UpdateConflict', description: 'Why' }],
  [refusal('in_progress'), 409, { error: 'IdempotentRequestInProgress', description: 'Why' }],
  [refusal('idempotency_mismatch'), 400, { error: 'IdempotentRequestError', description: 'Why' }],
  [refusal('too_large'), 413, { error: 'RequestEntityTooLarge', description: 'Why' }],
  [refusal('out_of_space'), 507, { error: 'InsufficientStorage', description: 'Why' }],
])('%j', (refused, status, body) => {
  expect(failureOf(refused)).toMatchObject({ status, body })
  expect(knownFailure(new Refused(refused))).toEqual(failureOf(refused))
})

test('what may be tried again says when', () => {
  expect(failureOf(refusal('rate_limited', { retryAfterSeconds: 12.2 }))).toMatchObject({
    status: 429,
    headers: { 'retry-after': '13' },
  })
  expect(failureOf(refusal('unavailable'))).toMatchObject({ status: 503, headers: { 'retry-after': '1' } })
  expect(failureOf(refusal('unavailable', { retryAfterSeconds: 0 })).headers).toEqual({ 'retry-after': '1' })
})

test('a bad parameter is named in the sentence of the wire', () => {
  expect(badParameter('page', 'must be an integer').message).toBe(
    'You passed an invalid value for the page attribute. Invalid parameter: page must be an integer',
  )
})

test.each([
  [{ code: 'ECONNREFUSED', syscall: 'connect' }, 503],
  [{ code: 'ENOENT', syscall: 'connect' }, 503],
  [{ code: '57P01' }, 503],
  [{ code: '08006' }, 503],
  [new Error('Connection terminated unexpectedly'), 503],
  [{ code: '57014' }, 503],
  [{ code: '40P01' }, 409],
  [{ code: '53100' }, 507],
  [{ code: 'ENOSPC' }, 507],
  [{ code: 'ENOENT', syscall: 'open' }, undefined],
  [{ code: '23505' }, undefined],
  [new TypeError('x is not a function'), undefined],
  ['thrown text', undefined],
  [null, undefined],
])('of a broken world: %j is %s', (error, status) => {
  expect(knownFailure(error)?.status).toBe(status)
})
