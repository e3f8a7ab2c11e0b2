import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './json.ts'

describe('the one byte form of JSON', () => {
  it('sorts keys, leaves out what is undefined, keeps the order of lists', () => {
    expect(canonicalJson({ b: 1, a: [3, null, undefined, 'x"'], c: undefined, ä: {}, A: true })).toBe(
      '{"A":true,"a":[3,null,null,"x\\""],"b":1,"ä":{}}',
    )
  })

  it('keeps empty texts apart from nothing', () => {
    expect(canonicalJson(['', ''])).toBe('["",""]')
    expect(canonicalJson([[], []])).toBe('[[],[]]')
  })

  it('means what JSON means, and does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(reversed(value))).toBe(text)
      }),
    )
  })
})

const reversed = (value: unknown): unknown => {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(reversed)
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, one]) => [key, reversed(one)]),
  )
}
