import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantOf, toIso } from '../../../kernel/index.ts'
import type { SearchCondition, SearchValue } from '../../../people/core/index.ts'
import { KEYWORDS } from './keywords.ts'
import { MAX_QUERY_LENGTH, readQuery, type SearchQuery } from './read-query.ts'

const NOW = instantOf(Date.parse('2026-03-31T12:00:00Z'))
const own = { user: new Set(['plan_name']), organization: new Set(['plan_name', 'region']) }
const read = (query: string) => readQuery(query, { now: NOW, own })
const ok = (query: string): SearchQuery => {
  const result = read(query)
  if (!result.ok) throw new Error(`${query}: ${result.error.description}`)
  return result.value
}
const refused = (query: string) => {
  const result = read(query)
  return result.ok ? undefined : result.error
}
const words = (query: string) =>
  ok(query).texts.map(
    ({ text, isQuoted, isNegated }) => `${isNegated ? '-' : ''}${isQuoted ? `"${text}"` : text}`,
  )
const only = (query: string): SearchCondition => ok(query).conditions[0]!
const span = (query: string): (string | null)[] => {
  const value = only(query).values[0] as Extract<SearchValue, { kind: 'span' }>
  return [value.from, value.until].map((at) => (at === null ? null : toIso(at)))
}

describe('words', () => {
  it.each([
    ['printer fire', ['printer', 'fire']],
    ['"on fire" -smoke -"big smoke"', ['"on fire"', '-smoke', '-"big smoke"']],
    ['"never closed', ['"never closed"']],
    ['printer*', ['printer']],
    ['https://x.example/a?b=c:d', ['https://x.example/a?b=c:d']],
    ['NoMethodError::Foo re:hello a<b', ['NoMethodError::Foo', 're:hello', 'a<b']],
    ['ada@x.example #4711', ['ada@x.example', '#4711']],
    ['- "" *', []],
  ])('%s', (query, expected) => expect(words(query)).toEqual(expected))
})

describe('properties', () => {
  it('are either of their values where they come twice, and all hold besides', () => {
    const { conditions, types } = ok(
      'status:open status:pending -status:new priority>normal tags:a tags:"b c"',
    )
    expect(types).toEqual(['ticket'])
    expect(conditions.map(({ key, isNegated, values }) => [key, isNegated, values.length])).toEqual([
      ['status', false, 2],
      ['status', true, 1],
      ['priority', false, 1],
      ['tags', false, 2],
    ])
    expect(conditions[2]!.values[0]).toEqual({ kind: 'places', places: [3, 4] })
  })

  it.each([
    ['status<solved', [0, 1, 2, 3]],
    ['status>=hold', [3, 4, 5]],
    ['status:on-hold', [3]],
    ['STATUS:Open', [1]],
    ['priority<=normal', [1, 2]],
    ['ticket_type:incident', [2]],
  ])('%s', (query, places) => expect(only(query).values).toEqual([{ kind: 'places', places }]))

  it.each([
    ['created:2026-03-01', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
    ['created>2026-03-01', '2026-03-02T00:00:00Z', null],
    ['created>=2026-03-01', '2026-03-01T00:00:00Z', null],
    ['created<2026-03-01', null, '2026-03-01T00:00:00Z'],
    ['created<=2026-03-01', null, '2026-03-02T00:00:00Z'],
    ['updated>4hours', '2026-03-31T08:00:00Z', null],
    ['updated:30minutes', '2026-03-31T11:30:00Z', null],
    ['solved<2weeks', null, '2026-03-17T12:00:00Z'],
    ['solved>1month', '2026-02-28T12:00:00Z', null],
    ['due_date>1year', '2025-03-31T12:00:00Z', null],
    ['created:2026-02', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'],
    ['created:2025', '2025-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['created>=2026-03-01T10:00:00+02:00', '2026-03-01T08:00:00Z', null],
    ['created:2026-03-01T10:00Z', '2026-03-01T10:00:00Z', '2026-03-01T10:01:00Z'],
  ])('%s', (query, from, until) => expect(span(query)).toEqual([from, until]))

  it('takes a property for what knows it', () => {
    expect(ok('printer').types).toEqual(['ticket', 'user', 'organization', 'group'])
    expect(ok('name:ada').types).toEqual(['user', 'organization', 'group'])
    expect(ok('tags:vip organization:acme').types).toEqual(['ticket', 'user'])
    expect(ok('type:user type:ticket').types).toEqual(['ticket', 'user'])
    expect(ok('region:emea').types).toEqual(['organization'])
    expect(ok('plan_name:gold').types).toEqual(['user', 'organization'])
    expect(ok('custom_field_12:gold').types).toEqual(['ticket'])
  })

  it.each([
    ['assignee:me', { kind: 'me' }],
    ['assignee:none', { kind: 'none' }],
    ['assignee:"none"', { kind: 'text', text: 'none', isPrefix: false, isQuoted: true }],
    ['assignee:*', { kind: 'any' }],
    ['subject:photo*', { kind: 'text', text: 'photo', isPrefix: true, isQuoted: false }],
    ['has_attachment:true', { kind: 'flag', is: true }],
    ['satisfaction:good', { kind: 'places', places: [4, 5] }],
  ])('%s', (query, value) => expect(only(query).values).toEqual([value]))
})

it('orders as the query says', () => {
  expect(ok('printer order_by:created sort:asc').order).toEqual({ by: 'created_at', isDescending: false })
  expect(ok('printer order_by:priority').order).toEqual({ by: 'priority', isDescending: true })
  expect(ok('printer').order).toBeUndefined()
})

it.each([
  ['status:', 'status:', /needs a value/],
  ['printer status:burning', 'status:burning', /must be one of new, open/],
  ['created:yesterdayish', 'created:yesterdayish', /must be a date/],
  ['created:2026-02-31', 'created:2026-02-31', /must be a date/],
  ['created>999999years', 'created>999999years', /must be a date/],
  ['type:banana', 'type:banana', /type must be one of/],
  ['-type:user', '-type:user', /type must be one of/],
  ['type:user status:open', 'status:open', /no property of what/],
  ['status:open role:agent', 'role:agent', /no property of what/],
  ['assignee>5', 'assignee>5', /cannot be compared/],
  ['email:ada@*', 'email:ada@*', /cannot end with/],
  ['order_by:shoe', 'order_by:shoe', /order_by must be/],
  ['sort:up', 'sort:up', /asc or desc/],
  ['has_attachment:maybe', 'has_attachment:maybe', /true or false/],
  ['problem_id:abc', 'problem_id:abc', /must be an id/],
  ['via:pigeon', 'via:pigeon', /no channel/],
  ['a '.repeat(65), 'a', /at most 64 words/],
  ['a'.repeat(MAX_QUERY_LENGTH + 1), 'query', /longer than/],
])('%s is refused by its clause', (query, clause, description) => {
  expect(refused(query)?.clause).toBe(clause)
  expect(refused(query)?.description).toMatch(description)
})

const piece = fc.oneof(
  fc.constantFrom(...KEYWORDS.keys(), 'type', 'sort', 'order_by', 'custom_field_7', 'plan_name'),
  fc.constantFrom(
    ':',
    '<',
    '>',
    '<=',
    '>=',
    '"',
    '-',
    '*',
    ' ',
    'me',
    'none',
    '4hours',
    '2026-01-31',
    '#',
    '(',
    "'",
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
)

it('reads anything without throwing, and says of what it refuses a clause that is there', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const query = pieces.join('')
      const result = read(query)
      if (result.ok) return result.value.types.length > 0
      return query.includes(result.error.clause) || result.error.clause === 'query'
    }),
    { numRuns: 3000 },
  )
})

it('keeps every word that is no property', () => {
  const word = fc.stringMatching(/^[a-z]{1,12}$/)
  fc.assert(
    fc.property(fc.array(word, { maxLength: 20 }), (all) => {
      expect(words(all.join('  '))).toEqual(all)
    }),
  )
})
