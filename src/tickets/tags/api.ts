import { Type } from 'typebox'
import { Refused } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { badParameter, type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, pagingQuery, parsePaging } from '../../platform/paging/index.ts'
import { presentCount } from '../api/read.ts'
import { canonicalTag } from '../core/index.ts'
import type { Room } from '../room.ts'
import { Count, TagsReply } from '../wire/schemas.ts'
import { countTags, listTags, TAG_SORTS, tagsBeginning } from './store.ts'

const MOST_USED_FIRST = {
  names: Object.keys(TAG_SORTS) as (keyof typeof TAG_SORTS)[],
  standard: { by: 'count', isDescending: true },
} as const

const SUGGESTED = 20
const MIN_START = 2

const common = { permission: 'tickets.read', scope: 'tickets:read', rate: 'read', audit: 'none' } as const

export const tagRoutes = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/tags',
    operation: 'ListTags',
    summary: 'Tags of the tickets that the caller may see, the most used first',
    ...common,
    query: Type.Object(pagingQuery),
    response: {
      200: listSchema({ tags: Type.Array(Type.Object({ name: Type.String(), count: Type.Integer() })) }),
    },
    handler: async (request) => {
      const paging = parsePaging(request.query, MOST_USED_FIRST)
      const listing = await listTags(room.ground.db, viewerOf(request.caller), paging)
      return { body: listReply(request, 'tags', listing, listing.rows) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v2/tags/count',
    operation: 'CountTags',
    summary: 'How many different tags there are',
    ...common,
    response: { 200: Count },
    handler: async ({ caller }) => {
      const value = await countTags(room.ground.db, viewerOf(caller))
      return { body: presentCount(value, room.ground.clock.now()) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v2/autocomplete/tags',
    operation: 'AutocompleteTags',
    summary: 'Tags that begin with the letters given, at least two',
    ...common,
    query: Type.Object({ name: Type.Optional(Type.String({ maxLength: 255 })) }),
    response: { 200: TagsReply },
    handler: async ({ caller, query }) => {
      const start = canonicalTag(query.name ?? '')
      if (start.length < MIN_START) throw new Refused(badParameter('name', 'must have at least two letters'))
      const viewer = viewerOf(caller)
      return { body: { tags: await tagsBeginning(room.ground.db, viewer, start, SUGGESTED) } }
    },
  }),
]
