import type { Id } from '../../kernel/index.ts'
import type { SearchType, Viewer } from '../../people/index.ts'
import { type AllSought, highlight, type Sought } from '../../platform/words/index.ts'
import { presentTicketsWith } from '../api/side-loads.ts'
import type { Room } from '../room.ts'
import { findTickets } from '../store.ts'
import type { Found } from './find.ts'
import { textsToMark } from './highlight-store.ts'

export type Presenting = {
  readonly viewer: Viewer
  readonly origin: string
  /** What stands beside results, by their kind: `tickets(users)`. */
  readonly include: ReadonlyMap<string, ReadonlySet<string>>
  /** What to mark; undefined: nothing was asked to be marked. */
  readonly marks: AllSought | undefined
}

type Wire = Readonly<Record<string, unknown>> & { readonly id: Id }
export type Results = {
  readonly results: readonly object[]
  readonly beside: Readonly<Record<string, readonly object[]>>
}

/** Results as the wire shows them, in their order; what has gone meanwhile, or that the viewer may not see, is left out. */
export const presentResults = async (
  room: Room,
  found: readonly Found[],
  presenting: Presenting,
): Promise<Results> => {
  const { viewer, origin } = presenting
  const ids = (type: SearchType): Id[] => found.flatMap((one) => (one.type === type ? [one.id] : []))
  const [{ tickets, beside }, users, organizations, groups] = await Promise.all([
    ticketsOf(room, ids('ticket'), presenting),
    unlessNone(ids('user'), (some) => room.people.presentUsers(viewer, some, origin)),
    unlessNone(ids('organization'), (some) => room.people.presentOrganizations(viewer, some, origin)),
    unlessNone(ids('group'), (some) => room.people.presentGroups(viewer, some, origin)),
  ])
  const shown: Record<SearchType, ReadonlyMap<Id, Wire>> = {
    ticket: byId(tickets),
    user: byId(users),
    organization: byId(organizations),
    group: byId(groups),
  }
  const results = found.flatMap(({ type, id }) => {
    const one = shown[type].get(id)
    return one === undefined ? [] : [{ ...one, result_type: type }]
  })
  return { results, beside }
}

const unlessNone = async (ids: readonly Id[], load: (ids: readonly Id[]) => Promise<readonly object[]>) =>
  ids.length === 0 ? [] : load(ids)

const byId = (objects: readonly object[]): ReadonlyMap<Id, Wire> =>
  new Map((objects as readonly Wire[]).map((one) => [one.id, one]))

const ticketsOf = async (room: Room, ids: readonly Id[], presenting: Presenting) => {
  if (ids.length === 0) return { tickets: [], beside: {} }
  const { viewer, origin, include, marks } = presenting
  const rows = await findTickets(room.ground.db, viewer, ids)
  const aside = {
    viewer,
    origin,
    include: include.get('tickets') ?? include.get('ticket') ?? new Set<string>(),
  }
  const presented = await presentTicketsWith(room, aside, rows)
  if (marks === undefined) return presented
  const marked = await highlightsOf(room, viewer, ids, marks)
  const tickets = (presented.tickets as readonly Wire[]).map((ticket) => ({
    ...ticket,
    highlights: marked.get(ticket.id) ?? {},
  }))
  return { ...presented, tickets }
}

type Highlights = { readonly subject?: string; readonly comment?: string }

const highlightsOf = async (
  room: Room,
  viewer: Viewer,
  ids: readonly Id[],
  marks: AllSought,
): Promise<ReadonlyMap<Id, Highlights>> => {
  const sought = marks.flatMap((one): readonly Sought[] => ('words' in one ? [one] : one))
  const texts = await textsToMark(room.ground.db, viewer, ids)
  return new Map(
    texts.map(({ ticket_id: id, subject, bodies }) => {
      const inSubject = highlight(subject ?? '', sought)
      const inComment = firstOf(bodies, (body) => highlight(body, sought))
      return [
        id,
        {
          ...(inSubject === undefined ? {} : { subject: inSubject }),
          ...(inComment === undefined ? {} : { comment: inComment }),
        },
      ]
    }),
  )
}

const firstOf = (
  texts: readonly string[],
  read: (text: string) => string | undefined,
): string | undefined => {
  for (const text of texts) {
    const found = read(text)
    if (found !== undefined) return found
  }
  return undefined
}
