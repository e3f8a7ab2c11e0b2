import { Type } from 'typebox'
import {
  DAY_MS,
  type Id,
  type Instant,
  instantOf,
  notFound,
  parseIso,
  plusMs,
  Refused,
} from '../../kernel/index.ts'
import { type Viewer, viewerOf } from '../../people/index.ts'
import { badParameter, type Caller, type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, pagingQuery, parsePaging } from '../../platform/paging/index.ts'
import { presentCount } from '../api/read.ts'
import type { Room } from '../room.ts'
import { Count, IdParams } from '../wire/schemas.ts'
import { Activity, presentActivities } from './present.ts'
import { countActivities, findActivity, listActivities } from './store.ts'

const KEPT_DAYS = 30
const NEWEST_FIRST = { names: ['created_at'], standard: { by: 'created_at', isDescending: true } } as const
const Since = { since: Type.Optional(Type.String({ maxLength: 40 })) }
const read = {
  method: 'GET',
  permission: 'tickets.read',
  scope: 'activities:read',
  rate: 'read',
  audit: 'none',
} as const

/** Activities are somebody's: of those who have signed in. */
const agentOf = (caller: Caller): Viewer & { readonly userId: Id } => {
  const viewer = viewerOf(caller)
  const { userId } = viewer
  if (userId === null) throw new Refused(notFound)
  return { ...viewer, userId }
}

/** What is older than thirty days is told no more. */
const sinceOf = (now: Instant, text?: string): Instant => {
  const oldest = plusMs(now, -KEPT_DAYS * DAY_MS)
  if (text === undefined) return oldest
  const asked = parseIso(text)
  if (asked === undefined) throw new Refused(badParameter('since', 'must be a date and time'))
  return instantOf(Math.max(asked, oldest))
}

/** What others did to the tickets of whoever asks: assigned them, commented, raised their priority. */
export const activityRoutes = (room: Room): Route[] => [
  route({
    ...read,
    path: '/api/v2/activities',
    operation: 'ListActivities',
    summary: 'What others did to the tickets of whoever asks, in the last thirty days',
    query: Type.Object({ ...pagingQuery, ...Since }),
    response: {
      200: listSchema({
        activities: Type.Array(Activity),
        users: Type.Array(Type.Unknown()),
        actors: Type.Array(Type.Unknown()),
      }),
    },
    handler: async (request) => {
      const viewer = agentOf(request.caller)
      const since = sinceOf(room.ground.clock.now(), request.query.since)
      const paging = parsePaging(request.query, NEWEST_FIRST)
      const listing = await listActivities(room.ground.db, viewer, since, paging)
      const shown = await presentActivities(room, viewer, listing.rows, request.origin)
      return { body: listReply(request, 'activities', listing, shown, peopleOf(shown)) }
    },
  }),
  route({
    ...read,
    path: '/api/v2/activities/count',
    operation: 'CountActivities',
    summary: 'How many activities there are',
    query: Type.Object(Since),
    response: { 200: Count },
    handler: async ({ caller, query }) => {
      const now = room.ground.clock.now()
      const value = await countActivities(room.ground.db, agentOf(caller), sinceOf(now, query.since))
      return { body: presentCount(value, now) }
    },
  }),
  route({
    ...read,
    path: '/api/v2/activities/:id',
    operation: 'ShowActivity',
    summary: 'One activity',
    params: IdParams,
    response: { 200: Type.Object({ activity: Activity }) },
    handler: async ({ caller, params, origin }) => {
      const viewer = agentOf(caller)
      const since = sinceOf(room.ground.clock.now())
      const found = await findActivity(room.ground.db, viewer, since, params.id)
      if (found === undefined) throw new Refused(notFound)
      const [shown] = await presentActivities(room, viewer, [found], origin)
      return { body: { activity: shown } }
    },
  }),
]

type Shown = {
  readonly user?: { readonly id?: unknown } | null
  readonly actor?: { readonly id?: unknown } | null
}

/** Users and actors stand beside the list too, each once. */
const peopleOf = (activities: readonly Shown[]): { users: unknown[]; actors: unknown[] } => {
  const once = (people: readonly ({ readonly id?: unknown } | null | undefined)[]): unknown[] => [
    ...new Map(people.flatMap((person) => (person ? [[person.id, person]] : []))).values(),
  ]
  return {
    users: once(activities.map(({ user }) => user)),
    actors: once(activities.map(({ actor }) => actor)),
  }
}
