import { expect, it } from 'vitest'
import { instantOf } from '../../../kernel/index.ts'
import { ulidOf } from './ulid.ts'

it('is the ULID of the specification', () => {
  // The specification's example of a time, 2016-07-30T23:54:10.259Z, is 01ARZ3NDEK.
  expect(ulidOf(instantOf(1_469_922_850_259), new Uint8Array(10))).toBe('01ARZ3NDEK0000000000000000')
  expect(ulidOf(instantOf(0), new Uint8Array(10).fill(255))).toBe('0000000000ZZZZZZZZZZZZZZZZ')
})
