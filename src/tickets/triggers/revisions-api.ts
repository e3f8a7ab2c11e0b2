import { Type } from 'typebox'
import { type Id, notFound, Refused, toIso } from '../../kernel/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery } from '../../platform/paging/index.ts'
import { type PolicyRevision, revisionsOf } from '../../platform/policy/index.ts'
import type { Room } from '../room.ts'
import { readOf } from '../rule-documents/routes.ts'
import { IdParams } from '../wire/schemas.ts'
import { diffOf, snapshotOf } from './revision-diff.ts'

const Text = Type.String()
const open = () => Type.Object({}, { additionalProperties: true })
const Snapshot = Type.Object({
  title: Text,
  description: Type.Union([Text, Type.Null()]),
  active: Type.Boolean(),
  conditions: Type.Object({ all: Type.Array(open()), any: Type.Array(open()) }),
  actions: Type.Array(open()),
})
const Revision = Type.Object({
  id: Type.Integer(),
  url: Text,
  author_id: Type.Integer(),
  created_at: Type.String({ format: 'date-time' }),
  snapshot: Snapshot,
  diff: Type.Optional(open()),
})

/** Nobody: what Mainstay itself wrote. */
const SYSTEM = -1

const present = (origin: string, triggerId: Id) => (revision: PolicyRevision) => ({
  id: revision.version,
  url: `${origin}/api/v2/triggers/${triggerId}/revisions/${revision.version}.json`,
  author_id: revision.authorId ?? SYSTEM,
  created_at: toIso(revision.at),
  snapshot: snapshotOf(revision.body),
})

const revisionsIn = async (room: Room, id: Id): Promise<readonly PolicyRevision[]> => {
  const revisions = await revisionsOf(room.ground.db, 'trigger', id)
  if (revisions.length === 0) throw new Refused(notFound)
  return revisions
}

/** Every form that a trigger has had; the number of a revision is the version of the policy that brought it. */
export const revisionRoutes = (room: Room): Route[] => [
  route({
    ...readOf('triggers'),
    method: 'GET',
    path: '/api/v2/triggers/:id/revisions',
    operation: 'ListTriggerRevisions',
    summary: 'Every form that a trigger has had, the latest first',
    params: IdParams,
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ trigger_revisions: Type.Array(Revision) }) },
    handler: async (request) => {
      const { params, origin } = request
      const listing = paged(await revisionsIn(room, params.id), request.query)
      const shown = listing.rows.map(present(origin, params.id))
      return { body: listReply(request, 'trigger_revisions', listing, shown) }
    },
  }),
  route({
    ...readOf('triggers'),
    method: 'GET',
    path: '/api/v2/triggers/:id/revisions/:revision_id',
    operation: 'TriggerRevision',
    summary: 'One form that a trigger has had, and what it changed',
    params: Type.Object({ id: Type.Integer(), revision_id: Type.Integer() }),
    response: { 200: Type.Object({ trigger_revision: Revision }) },
    handler: async ({ params, origin }) => {
      const revisions = await revisionsIn(room, params.id)
      const place = revisions.findIndex(({ version }) => version === params.revision_id)
      const revision = revisions[place]
      if (revision === undefined) throw new Refused(notFound)
      const before = revisions[place + 1]
      const shown = present(origin, params.id)(revision)
      const diff = {
        source_id: before?.version ?? null,
        target_id: revision.version,
        ...diffOf(before && snapshotOf(before.body), shown.snapshot),
      }
      return { body: { trigger_revision: { ...shown, diff } } }
    },
  }),
]
