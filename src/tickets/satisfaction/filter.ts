import { Type } from 'typebox'
import { type Instant, instantOf, Refused } from '../../kernel/index.ts'
import { badParameter } from '../../platform/http/index.ts'
import type { Satisfaction } from '../core/satisfaction.ts'
import type { RatingFilter } from './store.ts'

/** Unix seconds. */
const Seconds = Type.Optional(Type.Integer({ minimum: 0, maximum: 253_402_300_799 }))

export const filterQuery = {
  score: Type.Optional(Type.String({ maxLength: 40 })),
  start_time: Seconds,
  end_time: Seconds,
} as const

export type FilterQuery = {
  readonly score?: string
  readonly start_time?: number
  readonly end_time?: number
}

const GIVEN: readonly Satisfaction['score'][] = ['good', 'bad']
const SCORES: Readonly<Record<string, readonly Satisfaction['score'][]>> = {
  offered: ['offered'],
  // Who was never asked has no rating.
  unoffered: [],
  received: GIVEN,
  good: ['good'],
  bad: ['bad'],
}
const COMMENTS: Readonly<Record<string, boolean>> = { _with_comment: true, _without_comment: false }

/** `score=bad_with_comment&start_time=…`; a score without more means both, with a comment and without. */
export const readFilter = ({ score, start_time: start, end_time: end }: FilterQuery): RatingFilter => ({
  ...(score === undefined ? {} : readScore(score)),
  ...(start === undefined ? {} : { from: secondsOf(start) }),
  ...(end === undefined ? {} : { to: secondsOf(end) }),
})

const secondsOf = (seconds: number): Instant => instantOf(seconds * 1000)

const readScore = (text: string): Pick<RatingFilter, 'scores' | 'hasComment'> => {
  const [, word = '', suffix = ''] = /^([a-z]+?)((?:_with_comment|_without_comment)?)$/.exec(text) ?? []
  const scores = Object.hasOwn(SCORES, word) ? SCORES[word] : undefined
  const isPlain = word === 'offered' || word === 'unoffered'
  if (scores === undefined || (isPlain && suffix !== ''))
    throw new Refused(badParameter('score', 'is not a score'))
  const hasComment = COMMENTS[suffix]
  return { scores, ...(hasComment === undefined ? {} : { hasComment }) }
}
