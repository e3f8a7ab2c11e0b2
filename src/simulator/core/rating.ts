import { DAY_MS } from '../../kernel/index.ts'
import type { Random } from './random.ts'
import { BAD_HELP, GOOD_HELP } from './vocabulary.ts'

/** Why help was bad: in the order of the choices that customers are given. */
export type Grievance = 'slow' | 'unsolved' | 'knowledge' | 'attitude' | 'other' | 'unsaid'

/** What a customer says of the help they got. */
export type Opinion = {
  readonly score: 'good' | 'bad'
  readonly comment: string | null
  /** Of bad help. */
  readonly why: Grievance | null
}

/** How a ticket went, as its customer sees it. */
export type Course = {
  readonly waitedMs: number
  /** How often it was taken up again after it was said to be solved. */
  readonly reopened: number
}

/** At best one in twenty-five is unhappy; each day of waiting and each return of the trouble makes more. */
const unhappiness = ({ waitedMs, reopened }: Course): number =>
  Math.min(0.7, 0.04 + (0.025 * waitedMs) / DAY_MS + 0.15 * reopened)

/** Most say nothing; who is unhappy says so sooner. */
const SAID = { good: 0.16, bad: 0.3 } as const
const EXPLAINED = { good: 0.3, bad: 0.6 } as const
const LONG_DAYS = 4

/** What a customer says once their ticket is solved; undefined where they say nothing. */
export const opinionOf = (random: Random, course: Course): Opinion | undefined => {
  const score = random.chance(unhappiness(course)) ? 'bad' : 'good'
  if (!random.chance(SAID[score])) return undefined
  const why = score === 'bad' ? grievanceOf(random, course) : null
  const words = why === null ? GOOD_HELP : BAD_HELP[why]
  return { score, comment: random.chance(EXPLAINED[score]) ? random.pick(words) : null, why }
}

const grievanceOf = (random: Random, { waitedMs, reopened }: Course): Grievance =>
  random.weighted([
    ['slow', waitedMs > LONG_DAYS * DAY_MS ? 8 : 1],
    ['unsolved', reopened > 0 ? 8 : 2],
    ['knowledge', 2],
    ['attitude', 1],
    ['other', 1],
    ['unsaid', 1],
  ] as const)
