import { type Id, parseId } from '../../kernel/index.ts'
import type { SearchOrder, SearchType } from '../../people/index.ts'
import type { Room } from '../room.ts'
import { type Asked, isUnfindable, peopleAsked, ticketsSought } from './ask.ts'
import { countTickets, type Hit, matchTickets, ticketByNumber } from './match-store.ts'

/** Something that was found. */
export type Found = { readonly type: SearchType; readonly id: Id }
export type FoundPage = {
  readonly found: readonly Found[]
  readonly count: number
  readonly isExact: boolean
}

type Ranked = Found & Pick<Hit, 'rank' | 'key'>

/** Whoever types the number of a ticket means it. */
const BY_NUMBER = 1000

/** The first `limit` of everything that matches, whatever it is, in one order. */
export const find = async (
  room: Room,
  asked: Asked,
  order: SearchOrder,
  limit: number,
): Promise<FoundPage> => {
  if (isUnfindable(asked)) return { found: [], count: 0, isExact: true }
  const parts = await Promise.all(
    asked.query.types.map((type) => findOf(room, asked, type, { order, limit })),
  )
  const found = parts.flatMap(({ hits }) => hits)
  return {
    found: (parts.length === 1 ? found : merged(found, order)).slice(0, limit),
    count: parts.reduce((sum, { count }) => sum + count, 0),
    isExact: parts.every(({ isExact }) => isExact),
  }
}

type Cut = { readonly order: SearchOrder; readonly limit: number }
type Part = { readonly hits: readonly Ranked[]; readonly count: number; readonly isExact: boolean }

const findOf = async (room: Room, asked: Asked, type: SearchType, { order, limit }: Cut): Promise<Part> => {
  if (type === 'ticket') return findTicketHits(room, asked, { order, limit })
  const { hits, count } = await room.people.search.match(asked.viewer, peopleAsked(asked, type), order, limit)
  return { hits: hits.map((hit) => ({ ...hit, type })), count, isExact: true }
}

/** The number that is all that was asked besides properties. */
const numberIn = ({ query: { texts } }: Asked): Id | undefined => {
  const [only] = texts
  return texts.length === 1 && only !== undefined && !only.isNegated
    ? parseId(only.text.replace(/^#/, ''))
    : undefined
}

const findTicketHits = async (room: Room, asked: Asked, { order, limit }: Cut): Promise<Part> => {
  const { db } = room.ground
  const sought = await ticketsSought(room, asked)
  const { hits, count, isExact } = await matchTickets(db, sought, order, limit)
  const part = { hits: hits.map((hit) => ({ ...hit, type: 'ticket' as const })), count, isExact }
  const number = numberIn(asked)
  const numbered = number === undefined ? undefined : await ticketByNumber(db, sought, number)
  if (number === undefined || numbered === undefined) return part
  const first: Ranked = { type: 'ticket', id: number, rank: BY_NUMBER, key: numbered.key }
  return {
    ...part,
    hits: [first, ...part.hits.filter(({ id }) => id !== number)],
    count: count + (numbered.isFound ? 0 : 1),
  }
}

/** Of several kinds: by worth, or by what they are sorted by; what has none stands at the end. */
const merged = (found: readonly Ranked[], { by, isDescending }: SearchOrder): Ranked[] => {
  const value = ({ rank, key }: Ranked): number | null => (by === 'relevance' ? rank : key)
  const sign = isDescending ? -1 : 1
  return found.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)]
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    return sign * (left - right)
  })
}

/** How many there are, exactly. */
export const countFound = async (room: Room, asked: Asked): Promise<number> => {
  if (isUnfindable(asked)) return 0
  const counts = await Promise.all(
    asked.query.types.map(async (type) => {
      if (type !== 'ticket') return room.people.search.count(asked.viewer, peopleAsked(asked, type))
      const sought = await ticketsSought(room, asked)
      const number = numberIn(asked)
      const numbered = number === undefined ? undefined : await ticketByNumber(room.ground.db, sought, number)
      return (await countTickets(room.ground.db, sought)) + (numbered?.isFound === false ? 1 : 0)
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}
