import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyOwned, type Owned, type OwnerField, readOwnerField, tagsOfValue } from './index.ts'

const field = (id: number, key: string, more: object): OwnerField =>
  readOwnerField(id, { key, title: key.toUpperCase(), ...more })!
const options = (...values: string[]) => ({
  custom_field_options: values.map((value, index) => ({ id: index + 1, name: value, value })),
})

const FIELDS = [
  field(1, 'plan', { type: 'dropdown', ...options('gold', 'silver') }),
  field(2, 'vip', { type: 'checkbox', tag: 'is vip' }),
  field(3, 'areas', { type: 'multiselect', ...options('api', 'web', 'gold') }),
  field(4, 'seats', { type: 'integer' }),
  field(5, 'code', { type: 'regexp', regexp_for_validation: '^[A-Z]{2}$' }),
  field(6, 'old', { type: 'text', active: false }),
]
const nothing: Owned = { tags: [], values: {} }

describe('fields of users and organizations', () => {
  it('are read in their one form, and unset ones are absent', () => {
    const { owned, problems } = applyOwned(FIELDS, nothing, {
      values: { plan: 'Gold', seats: ' 007 ', vip: 'true', code: 'AB', old: 'x', unknown: 1 },
    })
    expect(problems).toEqual([])
    expect(owned).toEqual({
      tags: ['gold', 'is_vip'],
      values: { plan: 'gold', seats: '7', vip: true, code: 'AB' },
    })
    const emptied = applyOwned(FIELDS, owned, { values: { plan: null, seats: '', vip: false, code: '' } })
    expect(emptied.owned).toEqual(nothing)
  })

  it('name each value that does not fit, and take none that does not', () => {
    const { problems, owned } = applyOwned(FIELDS, nothing, {
      values: { plan: 'bronze', seats: 'many', code: 'abc', vip: 'perhaps' },
    })
    expect(problems.map((problem) => problem.field)).toEqual(['plan', 'vip', 'seats', 'code'])
    expect(problems[0]).toEqual({
      field: 'plan',
      error: 'InvalidValue',
      description: 'PLAN: is not one of its options',
    })
    expect(owned).toEqual(nothing)
  })

  it('keep a tag that another field stands for as well', () => {
    const both = applyOwned(FIELDS, nothing, { values: { plan: 'gold', areas: ['gold', 'api'] } }).owned
    expect(both.tags).toEqual(['api', 'gold'])
    const moved = applyOwned(FIELDS, both, { values: { plan: 'silver' } }).owned
    expect(moved.tags).toEqual(['api', 'gold', 'silver'])
  })

  it('follow their tags, and win where the two disagree', () => {
    const chosen = applyOwned(FIELDS, nothing, { tags: { add: ['silver', 'is_vip', 'web', 'free'] } }).owned
    expect(chosen.values).toEqual({ plan: 'silver', vip: true, areas: ['web'] })
    const cleared = applyOwned(FIELDS, chosen, { tags: { set: ['free'] } }).owned
    expect(cleared).toEqual({ tags: ['free'], values: {} })
    const disagreeing = applyOwned(FIELDS, chosen, { tags: { set: [] }, values: { plan: 'gold' } }).owned
    expect(disagreeing).toEqual({ tags: ['gold'], values: { plan: 'gold' } })
  })

  it('refuse more tags than anybody can have', () => {
    const tags = (n: number) => ({ tags: { set: Array.from({ length: n }, (_, i) => `t${i}`) } })
    expect(applyOwned(FIELDS, nothing, tags(500)).problems).toEqual([])
    expect(applyOwned(FIELDS, nothing, tags(501)).problems).toMatchObject([{ field: 'tags' }])
  })

  it('always agree with the tags, whatever is asked in whatever order', () => {
    const tag = fc.constantFrom('gold', 'silver', 'api', 'web', 'is_vip', 'free')
    const wish = fc.record(
      {
        tags: fc.record(
          { set: fc.array(tag), add: fc.array(tag), remove: fc.array(tag) },
          { requiredKeys: [] },
        ),
        values: fc.record(
          {
            plan: fc.constantFrom(null, 'gold', 'silver'),
            vip: fc.boolean(),
            areas: fc.subarray(['api', 'web', 'gold']),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 6 }), (wishes) => {
        const owned = wishes.reduce((now, one) => applyOwned(FIELDS, now, one).owned, nothing)
        for (const one of FIELDS)
          for (const backed of tagsOfValue(one, owned.values[one.key] ?? null))
            expect(owned.tags).toContain(backed)
      }),
      { numRuns: 500, examples: [[[{ tags: { add: ['gold', 'silver'] } }]]] },
    )
  })
})
