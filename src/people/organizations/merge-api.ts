import { Type } from 'typebox'
import { notFound, Refused } from '../../kernel/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { actingOf, viewerOf } from '../acting.ts'
import type { Room } from '../room.ts'
import { IdParams, readId } from '../wire.ts'
import { mergeOrganizations } from './merge.ts'
import { findMerge, type MergeRow, mergesOf } from './merge-store.ts'
import { getOrganization } from './organizations.ts'

const Merge = Type.Object({
  id: Type.String(),
  url: Type.String(),
  loser_id: Type.Integer(),
  winner_id: Type.Integer(),
  status: Type.String({ description: 'always complete: what it answers is done' }),
})
const MergeReply = Type.Object({ organization_merge: Merge })

const present = (origin: string, { id, loser_id, winner_id }: MergeRow) => ({
  id,
  url: `${origin}/api/v2/organization_merges/${id}.json`,
  loser_id,
  winner_id,
  status: 'complete',
})

const READ = {
  method: 'GET',
  permission: 'organizations.write',
  scope: 'organizations:read',
  rate: 'read',
  audit: 'none',
} as const

/** Organizations that become one. */
export const organizationMergeRoutes = (room: Room): Route[] => [
  route({
    method: 'POST',
    path: '/api/v2/organizations/:id/merge',
    operation: 'MergeOrganization',
    summary: 'Makes an organization one with another',
    permission: 'organizations.write',
    scope: 'organizations:write',
    rate: 'write',
    audit: 'organization',
    params: IdParams,
    body: Type.Object({
      organization_merge: Type.Object({ winner_id: Type.Union([Type.Integer(), Type.String()]) }),
    }),
    response: { 200: MergeReply },
    handler: async (request) => {
      const winnerId = readId(request.body.organization_merge.winner_id) ?? 0
      const merged = await mergeOrganizations(room, actingOf(request), request.params.id, winnerId)
      return { body: { organization_merge: present(request.origin, merged) } }
    },
  }),
  route({
    ...READ,
    path: '/api/v2/organization_merges/:id',
    operation: 'ShowOrganizationMerge',
    summary: 'Shows how two organizations became one',
    params: Type.Object({ id: Type.String() }),
    response: { 200: MergeReply },
    handler: async ({ params, origin }) => {
      const merged = await findMerge(room.ground.db, params.id)
      if (merged === undefined) throw new Refused(notFound)
      return { body: { organization_merge: present(origin, merged) } }
    },
  }),
  route({
    ...READ,
    path: '/api/v2/organizations/:id/merges',
    operation: 'ListOrganizationMerges',
    summary: 'Lists the organizations that an organization has taken in, newest first',
    params: IdParams,
    response: { 200: Type.Object({ organization_merges: Type.Array(Merge) }) },
    handler: async ({ caller, params, origin }) => {
      const { id } = await getOrganization(room, viewerOf(caller), params.id)
      const merges = await mergesOf(room.ground.db, id)
      return { body: { organization_merges: merges.map((one) => present(origin, one)) } }
    },
  }),
]
