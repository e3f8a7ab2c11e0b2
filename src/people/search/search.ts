import type { RawBuilder } from 'kysely'
import { type Id, parseId } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { type AllSought, type Sought, soughtIn, tsqueryOf, type Weight } from '../../platform/words/index.ts'
import type { SearchCondition, SearchOrder, SearchValue, Viewer } from '../core/index.ts'
import { ownerFields } from '../fields/values.ts'
import { rolesOf } from '../policy.ts'
import type { Room } from '../room.ts'
import { wireRole } from '../users/present.ts'
import { type FoundCondition, type FoundValue, personCondition } from './conditions-store.ts'
import {
  countPeople,
  exportPeople,
  idsNamed,
  idsReachedAt,
  lacksWords,
  matchPeople,
  type PeopleHits,
  type PeopleSought,
} from './match-store.ts'
import type { Kind } from './words-store.ts'

/** What is sought among users, organizations or groups: words anywhere, and properties. */
export type PeopleAsked = {
  readonly kind: Kind
  readonly words: AllSought
  readonly without: readonly Sought[]
  readonly conditions: readonly SearchCondition[]
}

export type PeopleExport = {
  readonly until: string
  readonly after: { readonly createdMicros: string; readonly id: Id } | undefined
  readonly limit: number
}

/** Search in people, as far as a viewer sees them: the part of search that other rooms ask by the door. */
export type PeopleSearch = {
  match(viewer: Viewer, asked: PeopleAsked, order: SearchOrder, limit: number): Promise<PeopleHits>
  count(viewer: Viewer, asked: PeopleAsked): Promise<number>
  export(
    viewer: Viewer,
    asked: PeopleAsked,
    page: PeopleExport,
  ): Promise<readonly { readonly id: Id; readonly createdMicros: string }[]>
  /** Whom a value means: an id, an address, a number, or words of a name; a thousand at the most. */
  idsOf(
    viewer: Viewer,
    kind: Kind,
    text: { readonly text: string; readonly isPrefix: boolean },
  ): Promise<readonly Id[]>
  /** Keys of the fields that the desk has given its users and organizations. */
  ownKeys(policy: PolicySnapshot): {
    readonly user: ReadonlySet<string>
    readonly organization: ReadonlySet<string>
  }
}

const MOST_NAMED = 1000

export const peopleSearch = (room: Room): PeopleSearch => {
  const { db } = room.ground
  return {
    match: async (viewer, asked, order, limit) =>
      matchPeople(db, await soughtOf(room, viewer, asked), order, limit),
    count: async (viewer, asked) => countPeople(db, await soughtOf(room, viewer, asked)),
    export: async (viewer, asked, page) => exportPeople(db, await soughtOf(room, viewer, asked), page),
    idsOf: (viewer, kind, text) => idsOf(room, viewer, kind, text),
    ownKeys: (policy) => ({
      user: new Set(ownerFields(policy, 'user_field').map(({ key }) => key)),
      organization: new Set(ownerFields(policy, 'organization_field').map(({ key }) => key)),
    }),
  }
}

const idsOf = async (
  room: Room,
  viewer: Viewer,
  kind: Kind,
  { text, isPrefix }: { readonly text: string; readonly isPrefix: boolean },
): Promise<readonly Id[]> => {
  const { db } = room.ground
  const id = parseId(text)
  if (id !== undefined) return [id]
  if (kind === 'user' && /^[^@\s]+@[^@\s]+$|^\+\d+$/.test(text)) return idsReachedAt(db, viewer, text)
  const sought = soughtIn(text, { isPrefix, weights: ['A'] })
  return sought === undefined ? [] : idsNamed(db, { viewer, kind }, tsqueryOf([sought])!, MOST_NAMED)
}

const soughtOf = async (room: Room, viewer: Viewer, asked: PeopleAsked): Promise<PeopleSought> => {
  const { kind } = asked
  const words = [...asked.words, ...asked.conditions.flatMap((condition) => wordsOf(condition))]
  const query = tsqueryOf(words, asked.without)
  const properties = await Promise.all(
    asked.conditions.map((condition) => conditionOf(room, viewer, kind, condition)),
  )
  const isActive = kind === 'user' && !asked.conditions.some(({ key }) => key === 'is_active')
  return {
    viewer,
    kind,
    words: query,
    properties: sql<boolean>`(${sql.join(
      [
        sql`true`,
        ...(isActive ? [sql`p.active`] : []),
        ...(query === undefined && asked.without.length > 0
          ? [lacksWords(kind, tsqueryOf([asked.without])!)]
          : []),
        ...properties,
      ],
      sql` and `,
    )})`,
  }
}

/** Where the words of a property stand in the index. */
const WEIGHTS: Readonly<Record<string, readonly Weight[]>> = {
  name: ['A'],
  user: ['A', 'B', 'C', 'D'],
  email: ['B'],
  notes: ['C'],
  details: ['C'],
}

const textsOf = ({ values }: SearchCondition): Extract<SearchValue, { kind: 'text' }>[] =>
  values.flatMap((value) => (value.kind === 'text' ? [value] : []))

/** The words of a property as the index holds them; of one that is not wanted, the property itself says it. */
const wordsOf = (condition: SearchCondition): AllSought => {
  if (condition.isNegated || condition.values.some(({ kind }) => kind !== 'text')) return []
  const sought = soughtOfTexts(condition)
  return sought.length === 0 ? [] : [sought]
}

const soughtOfTexts = (condition: SearchCondition): Sought[] => {
  const weights = WEIGHTS[condition.key]
  if (weights === undefined) return []
  const isPrefix = condition.key === 'user'
  return textsOf(condition).flatMap(
    (value) => soughtIn(value.text, { isPrefix: isPrefix || value.isPrefix, weights }) ?? [],
  )
}

const conditionOf = async (
  room: Room,
  viewer: Viewer,
  kind: Kind,
  condition: SearchCondition,
): Promise<RawBuilder<boolean>> => {
  const sought = soughtOfTexts(condition)
  if (condition.isNegated && sought.length > 0) return lacksWords(kind, tsqueryOf([sought])!)
  return personCondition(kind, await withIds(room, viewer, condition), viewer.userId)
}

const withIds = async (room: Room, viewer: Viewer, condition: SearchCondition): Promise<FoundCondition> => {
  const { key } = condition
  const found = async (value: SearchValue): Promise<FoundValue> => {
    if (value.kind !== 'text') return value
    if (key === 'role')
      return { kind: 'ids', ids: rolesNamed(await room.ground.policy.current(), value.text) }
    if (key !== 'group' && key !== 'organization') return value
    return { kind: 'ids', ids: await idsOf(room, viewer, key, value) }
  }
  return { ...condition, values: await Promise.all(condition.values.map(found)) }
}

/** Of the wire (`end-user`, `agent`, `admin`), by the name or the id of a role. */
const rolesNamed = (policy: PolicySnapshot, text: string): Id[] => {
  const asked = text.toLowerCase().replace(/[_ ]/g, '-')
  return [...rolesOf(policy).values()]
    .filter(
      ({ id, kind, name }) =>
        wireRole(kind) === asked || name.toLowerCase() === text.toLowerCase() || String(id) === text,
    )
    .map(({ id }) => id)
}
