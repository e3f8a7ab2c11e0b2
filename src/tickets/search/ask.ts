import type { RawBuilder } from 'kysely'
import { type Instant, invalidField, Refused } from '../../kernel/index.ts'
import type {
  PeopleAsked,
  SearchCondition,
  SearchText,
  SearchType,
  SearchValue,
  Viewer,
} from '../../people/index.ts'
import { sql } from '../../platform/db/index.ts'
import { HttpFailure } from '../../platform/http/errors.ts'
import { type AllSought, type Sought, soughtIn, tsqueryOf, type Weight } from '../../platform/words/index.ts'
import type { Policy } from '../core/index.ts'
import type { Room } from '../room.ts'
import { type FoundCondition, type FoundValue, tagsIn, ticketCondition } from './conditions-store.ts'
import { type QueryProblem, readQuery, type SearchQuery } from './core/index.ts'
import { lacksWords, type TicketsSought } from './match-store.ts'

/** A query, understood, and who asks it. */
export type Asked = {
  readonly viewer: Viewer
  readonly at: Instant
  readonly query: SearchQuery
  /** Of the texts: what is sought anywhere, and what must not be there. */
  readonly words: AllSought
  readonly without: readonly Sought[]
}

/** The wire's 422 of search, which clients know by its `error`; `details` name the clause. */
const refused = ({ clause, description }: QueryProblem): HttpFailure =>
  new HttpFailure(422, {
    error: 'invalid',
    description: `Invalid search: ${description}`,
    details: { query: [{ error: 'InvalidValue', description: `${clause}: ${description}` }] },
  })

export const searchFailure = (clause: string, description: string): HttpFailure =>
  refused({ clause, description })

/** Reads what was asked; throws the 422 that names the clause which cannot be understood. */
export const readAsked = async (room: Room, viewer: Viewer, text: string | undefined): Promise<Asked> => {
  if (text === undefined || text.trim() === '')
    throw new Refused(invalidField('query', 'Query: cannot be blank', 'BlankValue'))
  const at = room.ground.clock.now()
  const own = room.people.search.ownKeys(await room.ground.policy.current())
  const query = readQuery(text, { now: at, own })
  if (!query.ok) throw refused(query.error)
  const sought = query.value.texts.map((one) => [one, soughtOfText(one)] as const)
  return {
    viewer,
    at,
    query: query.value,
    words: sought.flatMap(([{ isNegated }, one]) => (isNegated || one === undefined ? [] : [one])),
    without: sought.flatMap(([{ isNegated }, one]) => (isNegated && one !== undefined ? [one] : [])),
  }
}

/** A bare word may go on, and may have other endings; a phrase is what it is. */
const soughtOfText = ({ text, isQuoted }: SearchText): Sought | undefined =>
  soughtIn(text, { isPrefix: !isQuoted, hasForms: !isQuoted })

/** Whether words are asked of which none can be found: nothing but signs. */
export const isUnfindable = ({ query, words, without }: Asked): boolean =>
  query.texts.length > 0 && words.length + without.length === 0

/** The same question, as people understand it. */
export const peopleAsked = (asked: Asked, kind: Exclude<SearchType, 'ticket'>): PeopleAsked => ({
  kind,
  words: asked.words,
  without: asked.without,
  conditions: asked.query.conditions,
})

/** The same question, as SQL over tickets and the index of their words. */
export const ticketsSought = async (room: Room, asked: Asked): Promise<TicketsSought> => {
  const { viewer, at, query, without } = asked
  const policy = await room.policies.at((await room.ground.policy.current()).version)
  const words = tsqueryOf([...asked.words, ...query.conditions.flatMap(wordsOf)], without)
  const unsolved: RawBuilder<boolean>[] = []
  const narrowing: RawBuilder<boolean>[] = []
  if (words === undefined && without.length > 0) narrowing.push(lacksWords(tsqueryOf([without])!))
  for (const condition of query.conditions) {
    const sought = soughtOfTexts(condition)
    if (isWordsAlone(condition) && sought.length > 0) {
      if (condition.isNegated) narrowing.push(lacksWords(tsqueryOf([sought])!))
    } else {
      const property = ticketCondition(await withIds(room, viewer, policy, condition), { viewer, at, policy })
      ;(isUnsolved(condition) ? unsolved : narrowing).push(property)
    }
  }
  return {
    viewer,
    words,
    properties: allOf([...unsolved, ...narrowing]),
    isUnsolved: unsolved.length > 0,
    narrowing: allOf(narrowing),
  }
}

const allOf = (properties: readonly RawBuilder<boolean>[]): RawBuilder<boolean> | null =>
  properties.length === 0 ? null : sql<boolean>`(${sql.join(properties, sql` and `)})`

/** Where the words of a property stand in the index of tickets. */
const WEIGHTS: Readonly<Record<string, readonly Weight[]>> = {
  subject: ['A'],
  description: ['C', 'D'],
  comment: ['C', 'D'],
  fieldvalue: ['B'],
  tags: ['B'],
}
/** What the index knows all about; of the others it narrows the search, and the property decides. */
const WORDS_ALONE: ReadonlySet<string> = new Set(['subject', 'description', 'comment'])

const isTexts = ({ values }: SearchCondition): boolean => values.every(({ kind }) => kind === 'text')
const isWordsAlone = (condition: SearchCondition): boolean =>
  WORDS_ALONE.has(condition.key) && isTexts(condition)

/** Any of these, of a property that is wanted. */
const wordsOf = (condition: SearchCondition): AllSought => {
  if (condition.isNegated || !isTexts(condition)) return []
  const sought = soughtOfTexts(condition)
  return sought.length === condition.values.length ? [sought] : []
}

const soughtOfTexts = (condition: SearchCondition): Sought[] => {
  const weights = WEIGHTS[condition.key]
  if (weights === undefined) return []
  return condition.values.flatMap((value) => {
    if (value.kind !== 'text') return []
    // Of several tags that must all be there, the first narrows the search.
    const text = condition.key === 'tags' ? (tagsIn(value)[0] ?? '') : value.text
    return soughtIn(text, { isPrefix: value.isPrefix, weights }) ?? []
  })
}

const SOLVED = 4

const isUnsolved = ({ key, isNegated, values }: SearchCondition): boolean =>
  key === 'status' &&
  !isNegated &&
  values.every(
    (value) => value.kind === 'places' && value.places.every((place) => place !== null && place < SOLVED),
  )

const NAMED_PEOPLE: ReadonlySet<string> = new Set(['assignee', 'requester', 'submitter', 'cc', 'commenter'])

/** The same condition with ids for names. */
const withIds = async (
  room: Room,
  viewer: Viewer,
  policy: Policy,
  condition: SearchCondition,
): Promise<FoundCondition> => {
  const { key } = condition
  const found = async (value: SearchValue): Promise<FoundValue> => {
    if (value.kind !== 'text') return value
    if (NAMED_PEOPLE.has(key))
      return { kind: 'ids', ids: await room.people.search.idsOf(viewer, 'user', value) }
    if (key === 'group' || key === 'organization')
      return { kind: 'ids', ids: await room.people.search.idsOf(viewer, key, value) }
    if (key === 'brand') return { kind: 'ids', ids: called(policy.brandNames, value) }
    if (key !== 'form') return value
    return { kind: 'ids', ids: called(new Map([...policy.forms].map(([id, { name }]) => [id, name])), value) }
  }
  return { ...condition, values: await Promise.all(condition.values.map(found)) }
}

const called = (
  names: ReadonlyMap<number, string>,
  { text, isPrefix }: Extract<SearchValue, { kind: 'text' }>,
): number[] => {
  const asked = text.toLowerCase()
  return [...names].flatMap(([id, name]) => {
    const known = name.toLowerCase()
    return known === asked || String(id) === text || (isPrefix && known.startsWith(asked)) ? [id] : []
  })
}
