import { Type } from 'typebox'
import { type Id, type Instant, notFound, parseId, parseIso, Refused } from '../../kernel/index.ts'
import { type Viewer, viewerOf } from '../../people/index.ts'
import { badParameter, type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, pagingQuery, parsePaging } from '../../platform/paging/index.ts'
import {
  changesOf,
  type DocumentChange,
  findVersion,
  listVersions,
  type TouchedDocument,
  touchedIn,
  type VersionFilter,
} from '../../platform/policy/index.ts'
import type { Room } from '../room.ts'
import { PolicyVersionShape, presentDiff, presentVersion, ShownVersion } from './present.ts'
import { mayReadDocument } from './rights.ts'
import { rollBack } from './rollback.ts'

const Text = Type.Optional(Type.String({ maxLength: 255 }))
const Instants = Type.Optional(Type.Union([Type.Array(Type.String(), { maxItems: 2 }), Type.String()]))
const Query = Type.Object({
  ...pagingQuery,
  'filter[kind]': Text,
  'filter[id]': Text,
  'filter[author_id]': Text,
  'filter[created_at]': Instants,
  'filter[created_at][]': Instants,
})
type Filters = {
  readonly [name in 'filter[kind]' | 'filter[id]' | 'filter[author_id]']?: string
} & { readonly [name in 'filter[created_at]' | 'filter[created_at][]']?: string | string[] }

const NEWEST_FIRST = {
  names: ['version' as const],
  standard: { by: 'version', isDescending: true },
} as const

const read = { permission: 'policy.read', scope: 'policy:read', rate: 'read', audit: 'none' } as const
const Params = Type.Object({ version: Type.Integer() })
const MAX_CHOSEN = 1000

/** What the policy of the desk was, who made it so and why; and the way back. */
export const policyHistoryRoutes = (room: Room): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/policy_versions',
    operation: 'ListPolicyVersions',
    summary: 'Every edit of rules, fields, roles and settings, the newest first',
    query: Query,
    response: { 200: listSchema({ policy_versions: Type.Array(PolicyVersionShape) }) },
    handler: async (request) => {
      const { db } = room.ground
      const paging = parsePaging(request.query, NEWEST_FIRST)
      const listing = await listVersions(db, filterIn(request.query), paging)
      const viewer = viewerOf(request.caller)
      const touched = Map.groupBy(
        await touchedIn(
          db,
          listing.rows.map(({ version }) => version),
        ),
        ({ version }) => version,
      )
      const shown = listing.rows.map((version) =>
        presentVersion(version, listable(viewer, touched.get(version.version) ?? []), request.origin),
      )
      return { body: listReply(request, 'policy_versions', listing, shown) }
    },
  }),
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/policy_versions/:version',
    operation: 'ShowPolicyVersion',
    summary: 'What one edit changed, document by document and clause by clause',
    params: Params,
    response: { 200: Type.Object({ policy_version: ShownVersion }) },
    handler: async ({ params, caller, origin }) => ({
      body: { policy_version: await showVersion(room, viewerOf(caller), params.version, origin) },
    }),
  }),
  route({
    method: 'POST',
    path: '/api/v2/policy_versions/:version/rollback',
    operation: 'RollBackPolicy',
    summary: 'Bring documents back to how they stood in a version, by a new one',
    permission: 'policy.manage',
    scope: 'policy:write',
    rate: 'write',
    audit: 'policy',
    params: Params,
    body: Type.Object({
      documents: Type.Optional(
        Type.Array(
          Type.Object({
            kind: Type.String({ minLength: 1, maxLength: 40 }),
            id: Type.Integer({ minimum: 1 }),
          }),
          { minItems: 1, maxItems: MAX_CHOSEN },
        ),
      ),
      reason: Type.Optional(Type.String()),
    }),
    response: { 200: Type.Object({ policy_version: ShownVersion }) },
    handler: async (request) => {
      const made = await rollBack(room, request, request.params.version, request.body.documents)
      return {
        body: {
          policy_version: await showVersion(room, viewerOf(request.caller), made, request.origin),
        },
      }
    },
  }),
]

const showVersion = async (room: Room, viewer: Viewer, version: number, origin: string) => {
  const { db } = room.ground
  const found = await findVersion(db, version)
  if (found === undefined) throw new Refused(notFound)
  const changes = (await changesOf(db, version)).filter((change) => isReadable(viewer, change))
  const names = new Set(changes.map(({ kind, id }) => `${kind}/${id}`))
  const touched = (await touchedIn(db, [version])).filter(({ kind, id }) => names.has(`${kind}/${id}`))
  return { ...presentVersion(found, touched, origin), diff: changes.map(presentDiff) }
}

const isReadable = (viewer: Viewer, { kind, before, after }: DocumentChange): boolean =>
  [before, after].every((body) => body === null || mayReadDocument(viewer, { kind, body }))

/** In lists by kind; whether a view is somebody's own says its body, which lists do not show. */
const listable = (viewer: Viewer, touched: readonly TouchedDocument[]): TouchedDocument[] =>
  touched
    .filter(({ kind }) => mayReadDocument(viewer, { kind, body: null }))
    .map((one) =>
      one.isPersonal && !viewer.permissions.has('policy.manage') ? { ...one, title: null } : one,
    )

const filterIn = (query: Filters): VersionFilter => {
  const { 'filter[kind]': kind, 'filter[id]': id, 'filter[author_id]': author } = query
  if (id !== undefined && kind === undefined)
    throw new Refused(badParameter('filter[id]', 'needs filter[kind]'))
  const span = query['filter[created_at][]'] ?? query['filter[created_at]']
  const [from, to] = span === undefined ? [] : [span].flat().map(instantIn)
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(id === undefined ? {} : { id: parseId(id) ?? 0 }),
    ...(author === undefined ? {} : { authorId: authorIn(author) }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

const authorIn = (text: string): Id | null => (text === '-1' ? null : (parseId(text) ?? 0))

const instantIn = (text: string): Instant => {
  const at = parseIso(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text)
  if (at === undefined) throw new Refused(badParameter('filter[created_at][]', 'must be a date and time'))
  return at
}
