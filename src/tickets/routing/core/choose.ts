import type { Id } from '../../../kernel/index.ts'
import type { Priority, Status } from '../../core/ticket.ts'
import { type LoadWeights, loadOf, type OpenTickets, rounded, weightOfAll, weightOfTicket } from './load.ts'
import type { Away } from './presence.ts'

/** A ticket that is to be given to somebody. */
export type Waiting = {
  readonly ticketId: Id
  readonly status: Status
  readonly priority: Priority | null
  /** The skills that it asks for. */
  readonly needs: readonly Id[]
  readonly waitedMinutes: number
}

/** Somebody of the group, as they stand now. */
export type Candidate = {
  readonly userId: Id
  readonly takesPart: boolean
  readonly away: Away | null
  readonly skills: readonly Id[]
  readonly open: readonly OpenTickets[]
  readonly capacity: number
  /** 0 to 2: how much their load counts. */
  readonly modifier: number
  /** The last turn of the group that was theirs; null: none was. */
  readonly lastTurn: number | null
}

export type ChoiceRules = {
  readonly strategy: 'round_robin' | 'least_loaded'
  readonly skills: 'require' | 'prefer' | 'ignore'
  /** After so long a wait skills are preferred, no longer required; null: never. */
  readonly fallbackMinutes: number | null
  readonly weights: LoadWeights
}

/** Why somebody gets a ticket, or not. */
export type Reason =
  | 'chosen'
  | 'takes_no_part'
  | Away
  | 'lacks_skill'
  | 'at_capacity'
  | 'fewer_skills'
  | 'higher_load'
  | 'had_one_later'

export type Verdict = {
  readonly userId: Id
  readonly reason: Reason
  /** Weight in hand ÷ capacity × modifier. */
  readonly load: number
  readonly weight: number
  readonly capacity: number
  /** Skills that the ticket asks for and they lack. */
  readonly lacks: readonly Id[]
  readonly lastTurn: number | null
}

export type Choice = { readonly chosen: Id | null; readonly verdicts: readonly Verdict[] }

/**
 * Whom a ticket goes to, and for everybody why. Only who takes part, is there, has room for it and (where they are
 * required) its skills is considered; of these first those with most of its skills, then the least loaded or whoever's
 * turn is longest ago.
 */
export const choose = (waiting: Waiting, candidates: readonly Candidate[], rules: ChoiceRules): Choice => {
  const considered = candidates.map((candidate) => considerOne(waiting, candidate, rules))
  const fit = considered.filter(({ refused }) => refused === null).sort((a, b) => compare(a, b, rules))
  const best = fit[0]
  return {
    chosen: best?.userId ?? null,
    verdicts: considered.map((one): Verdict => {
      const { refused, ...shown } = one
      return { ...shown, reason: refused ?? (one === best ? 'chosen' : behind(one, best!, rules)) }
    }),
  }
}

type Considered = Omit<Verdict, 'reason'> & { readonly refused: Reason | null }

const considerOne = (waiting: Waiting, candidate: Candidate, rules: ChoiceRules): Considered => {
  const { userId, capacity, lastTurn } = candidate
  const weight = weightOfAll(candidate.open, rules.weights)
  const needs = rules.skills === 'ignore' ? [] : waiting.needs
  const lacks = needs.filter((skill) => !candidate.skills.includes(skill))
  const load = loadOf(weight, candidate)
  return {
    userId,
    load,
    weight,
    capacity,
    lacks,
    lastTurn,
    refused: refusalOf(waiting, candidate, { weight, lacks }, rules),
  }
}

const refusalOf = (
  waiting: Waiting,
  { takesPart, away, capacity }: Candidate,
  { weight, lacks }: { readonly weight: number; readonly lacks: readonly Id[] },
  rules: ChoiceRules,
): Reason | null => {
  if (!takesPart) return 'takes_no_part'
  if (away !== null) return away
  if (lacks.length > 0 && requiresSkills(waiting, rules)) return 'lacks_skill'
  return rounded(weight + weightOfTicket(waiting, rules.weights)) > capacity ? 'at_capacity' : null
}

/** Whether skills are still required, however long the ticket has been waiting. */
const requiresSkills = (
  { waitedMinutes }: Waiting,
  { skills, fallbackMinutes }: Pick<ChoiceRules, 'skills' | 'fallbackMinutes'>,
): boolean => skills === 'require' && (fallbackMinutes === null || waitedMinutes < fallbackMinutes)

const compare = (a: Considered, b: Considered, { strategy }: ChoiceRules): number =>
  a.lacks.length - b.lacks.length ||
  (strategy === 'least_loaded' ? a.load - b.load : 0) ||
  (a.lastTurn ?? -1) - (b.lastTurn ?? -1) ||
  a.userId - b.userId

const behind = (one: Considered, best: Considered, { strategy }: ChoiceRules): Reason => {
  if (one.lacks.length > best.lacks.length) return 'fewer_skills'
  return strategy === 'least_loaded' && one.load > best.load ? 'higher_load' : 'had_one_later'
}
