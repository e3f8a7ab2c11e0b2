import { Type } from 'typebox'
import type { SideLoader } from '../../platform/paging/index.ts'
import type { Viewer } from '../core/index.ts'
import { groupsByIds } from '../groups/groups.ts'
import { Group, presentGroup } from '../groups/present.ts'
import { organizationsByIds } from '../organizations/organizations.ts'
import { Organization, presentOrganizations } from '../organizations/present.ts'
import type { Room } from '../room.ts'
import { visibleUsers } from '../visible.ts'
import { identitiesOfUsers } from './identities-store.ts'
import { Identity, presentIdentity } from './present-identity.ts'
import type { UserRow } from './store.ts'

/** What `include` may name beside users. */
export const includeBesideUsers = {
  include: Type.Optional(Type.String({ description: 'organizations, groups, identities' })),
}
export const besideUsers = {
  organizations: Type.Optional(Type.Array(Organization)),
  groups: Type.Optional(Type.Array(Group)),
  identities: Type.Optional(Type.Array(Identity)),
}

export const userSideLoaders = (room: Room, viewer: Viewer, origin: string): SideLoader<UserRow>[] => [
  {
    name: 'organizations',
    ids: (row) => [row.organization_id],
    load: async (ids) => presentOrganizations(room, await organizationsByIds(room, viewer, ids), origin),
  },
  {
    name: 'groups',
    ids: (row) => [row.default_group_id],
    load: async (ids) => (await groupsByIds(room, viewer, ids)).map(presentGroup(origin)),
  },
  {
    name: 'identities',
    ids: (row) => [row.id],
    load: async (ids) =>
      (await identitiesOfUsers(room.ground.db, ids, visibleUsers(viewer))).map(presentIdentity(origin)),
  },
]
