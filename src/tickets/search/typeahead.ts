import type { Id } from '../../kernel/index.ts'
import type { Viewer } from '../../people/index.ts'
import { type AllSought, soughtIn, tsqueryOf } from '../../platform/words/index.ts'
import { canonicalTag } from '../core/index.ts'
import type { Room } from '../room.ts'
import { matchTickets, type TicketsSought, ticketByNumber } from './match-store.ts'
import { shortTickets, tagsInUse } from './typeahead-store.ts'

/** Ids of what begins so; tags by their names. */
export type Suggested = {
  readonly users: readonly Id[]
  readonly organizations: readonly Id[]
  readonly tickets: Awaited<ReturnType<typeof shortTickets>>
  readonly tags: readonly string[]
}

const NEWEST = { by: 'updated_at', isDescending: true } as const
const BEST = { by: 'relevance', isDescending: true } as const

/** What somebody may mean who has typed this much: a few of each kind, those that are in use first. */
export const suggest = async (
  room: Room,
  viewer: Viewer,
  text: string,
  limit: number,
): Promise<Suggested> => {
  const words = text.split(/\s+/).flatMap((word) => soughtIn(word, { isPrefix: true }) ?? [])
  if (words.length === 0) return { users: [], organizations: [], tickets: [], tags: [] }
  const [users, organizations, tickets, tags] = await Promise.all([
    peopleBeginning(room, viewer, 'user', words, limit),
    peopleBeginning(room, viewer, 'organization', words, limit),
    ticketsBeginning(room, viewer, { text, words, limit }),
    tagsInUse(room.ground.db, viewer, canonicalTag(text), limit),
  ])
  return { users, organizations, tickets, tags }
}

const peopleBeginning = async (
  room: Room,
  viewer: Viewer,
  kind: 'user' | 'organization',
  words: AllSought,
  limit: number,
): Promise<readonly Id[]> => {
  const asked = { kind, words, without: [], conditions: [] }
  return (await room.people.search.match(viewer, asked, BEST, limit)).hits.map(({ id }) => id)
}

const ticketsBeginning = async (
  room: Room,
  viewer: Viewer,
  { text, words, limit }: { readonly text: string; readonly words: AllSought; readonly limit: number },
) => {
  const { db } = room.ground
  const sought: TicketsSought = {
    viewer,
    words: tsqueryOf(words),
    properties: null,
    isUnsolved: false,
    narrowing: null,
  }
  const { hits } = await matchTickets(db, sought, NEWEST, limit)
  const number = /^#?(\d{1,15})$/.exec(text.trim())?.[1]
  const isNumbered = number !== undefined && (await ticketByNumber(db, sought, Number(number))) !== undefined
  const ids = [...(isNumbered ? [Number(number)] : []), ...hits.map(({ id }) => id)]
  return shortTickets(db, viewer, [...new Set(ids)].slice(0, limit))
}
