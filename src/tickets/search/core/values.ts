import { type Instant, parseId } from '../../../kernel/index.ts'
import type { SearchOperator, SearchValue } from '../../../people/core/index.ts'
import { channelOf, SATISFACTION_WORDS } from '../../../rules/core/index.ts'
import { PRIORITIES, STATUSES, TYPES } from '../../core/ticket.ts'
import type { Clause } from './clause.ts'
import { spanOf } from './dates.ts'
import type { Reading } from './keywords.ts'

/** A value, or what it must be, to complete the sentence "`status:foo` …". */
type Read = SearchValue | string

/** Reads the value of a clause as its keyword takes it. */
export const readValue = (clause: Clause, reading: Reading, now: Instant): Read => {
  const { value, isPrefix, isQuoted, operator } = clause
  const word = value.trim().toLowerCase()
  if (word === '') return isPrefix && operator === 'is' ? { kind: 'any' } : 'needs a value'
  if (isPrefix && !MAY_GO_ON.has(reading)) return 'cannot end with *'
  if (operator !== 'is' && !HAS_ORDER.has(reading)) return `cannot be compared with ${operator}`
  if (operator === 'is' && !isQuoted && word === 'none' && reading !== 'flag') return { kind: 'none' }
  switch (reading) {
    case 'status':
      return place(word.replace(/^on[-_ ]?hold$/, 'hold'), STATUSES, 0, operator)
    case 'priority':
      return place(word, PRIORITIES, 1, operator)
    case 'ticket_type':
      return place(word, TYPES, 1, 'is')
    case 'date':
      return spanRead(value.trim(), operator, now)
    case 'flag':
      return word === 'true' || word === 'false'
        ? { kind: 'flag', is: word === 'true' }
        : 'must be true or false'
    case 'satisfaction':
      return satisfaction(word)
    case 'via':
      return VIA_GROUPS.has(word) || channelOf(word) !== undefined ? textOf(clause) : 'names no channel'
    case 'support_type':
      return word === 'agent' || word === 'ai_agent' || word === 'advanced_ai_agent'
        ? textOf(clause)
        : 'must be agent or ai_agent'
    case 'id':
      return parseId(word) === undefined ? 'must be an id' : textOf(clause)
    case 'named':
      return word === 'me' && !isQuoted ? { kind: 'me' } : textOf(clause)
    case 'text':
    case 'address':
    case 'field':
      return textOf(clause)
  }
}

/** Readings that a prefix may be given for, and those whose values have an order. */
const MAY_GO_ON: ReadonlySet<Reading> = new Set<Reading>(['text', 'field', 'named'])
const HAS_ORDER: ReadonlySet<Reading> = new Set<Reading>(['status', 'priority', 'date', 'field'])

/** Channels that stand for several. */
export const VIA_GROUPS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'phone',
    [
      'voicemail',
      'phone_call_inbound',
      'phone_call_outbound',
      'api_voicemail',
      'api_phone_call_inbound',
      'api_phone_call_outbound',
    ],
  ],
  ['twitter', ['twitter', 'twitter_dm', 'twitter_favorite']],
  ['facebook', ['facebook_post', 'facebook_message']],
  ['get_satisfaction', ['get_satisfaction']],
  ['side_conversation', ['side_conversation']],
])

const textOf = ({ value, isPrefix, isQuoted }: Clause): SearchValue => ({
  kind: 'text',
  text: value.trim(),
  isPrefix,
  isQuoted,
})

const place = (word: string, words: readonly string[], from: 0 | 1, operator: SearchOperator): Read => {
  const index = words.indexOf(word)
  if (index === -1) return `must be one of ${words.join(', ')}`
  const places = words.flatMap((_word, at) => (compares(at, operator, index) ? [at + from] : []))
  return { kind: 'places', places }
}

const compares = (a: number, operator: SearchOperator, b: number): boolean => {
  if (operator === 'is') return a === b
  return operator === '<' ? a < b : operator === '<=' ? a <= b : operator === '>' ? a > b : a >= b
}

/** Words of the wire for the places that `SATISFACTION_WORDS` names. */
const SATISFACTION: Readonly<Record<string, readonly string[]>> = {
  good: ['good', 'good_with_comment'],
  bad: ['bad', 'bad_with_comment'],
  goodwithcomment: ['good_with_comment'],
  badwithcomment: ['bad_with_comment'],
  offered: ['offered'],
  unoffered: ['unoffered'],
}

const satisfaction = (word: string): Read => {
  const names = SATISFACTION[word.replace(/_/g, '')]
  if (names === undefined) return `must be one of ${Object.keys(SATISFACTION).join(', ')}`
  return {
    kind: 'places',
    places: names.map((name) => (SATISFACTION_WORDS as readonly string[]).indexOf(name)),
  }
}

const spanRead = (text: string, operator: SearchOperator, now: Instant): Read =>
  spanOf(text, operator, now) ??
  'must be a date (2026-01-31), a date-time, or an age such as 4hours or 2weeks'
