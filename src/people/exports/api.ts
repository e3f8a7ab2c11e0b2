import { Type } from 'typebox'
import { type ExportStream, streamRoutes } from '../../platform/exports/index.ts'
import type { Route } from '../../platform/http/index.ts'
import { includedNames, sideload } from '../../platform/paging/index.ts'
import { viewerOf } from '../acting.ts'
import { Organization, presentOrganizations } from '../organizations/present.ts'
import type { Room } from '../room.ts'
import { presenterOf, User } from '../users/present.ts'
import { besideUsers, includeBesideUsers, userSideLoaders } from '../users/side-loads.ts'
import { nullable, Time, timeOrNull } from '../wire.ts'
import { type ExportedOrganization, type ExportedUser, organizationSource, userSource } from './store.ts'

/** People and organizations for those who keep a copy of the desk elsewhere. */
export const exportRoutes = (room: Room): Route[] => [
  ...streamRoutes(room.ground, userStream(room)),
  ...streamRoutes(room.ground, organizationStream(room)),
]

const DOORS = ['time', 'cursor', 'sample'] as const

const userStream = (room: Room): ExportStream<ExportedUser, { readonly include?: string }> => ({
  name: 'users',
  operation: 'Users',
  summary: 'Users that changed',
  doors: DOORS,
  permission: 'tickets.export',
  scope: 'users:read',
  query: includeBesideUsers,
  reply: {
    users: Type.Array(Type.Object({ ...User.properties, permanently_deleted: Type.Boolean() })),
    ...besideUsers,
  },
  source: ({ caller }) => userSource(room.ground.db, viewerOf(caller)),
  present: async ({ caller, origin, query }, rows) => {
    const viewer = viewerOf(caller)
    const present = presenterOf(viewer, await room.ground.policy.current(), origin)
    const records = rows.map((row) => ({ ...present(row), permanently_deleted: row.permanently_deleted }))
    const loaders = userSideLoaders(room, viewer, origin)
    return { records, beside: await sideload(includedNames(query.include), loaders, rows) }
  },
})

const organizationStream = (room: Room): ExportStream<ExportedOrganization, unknown> => ({
  name: 'organizations',
  operation: 'Organizations',
  summary: 'Organizations that changed',
  doors: DOORS,
  permission: 'tickets.export',
  scope: 'organizations:read',
  query: {},
  reply: {
    organizations: Type.Array(Type.Object({ ...Organization.properties, deleted_at: nullable(Time) })),
  },
  source: ({ caller }) => organizationSource(room.ground.db, viewerOf(caller)),
  present: async ({ origin }, rows) => {
    const shown = await presentOrganizations(room, rows, origin)
    return { records: shown.map((one, n) => ({ ...one, deleted_at: timeOrNull(rows[n]!.deleted_at) })) }
  },
})
