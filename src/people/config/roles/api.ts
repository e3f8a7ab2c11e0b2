import { Type } from 'typebox'
import { type Route, route } from '../../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery } from '../../../platform/paging/index.ts'
import { isStaff, type Role } from '../../core/index.ts'
import { roleOf } from '../../policy.ts'
import type { Room } from '../../room.ts'
import { roleType } from '../../users/present.ts'
import { nullable, Time, time } from '../../wire.ts'
import { policyWritten } from '../written-store.ts'
import { memberCounts } from './store.ts'

const READ = { method: 'GET', rate: 'read', audit: 'none' } as const
const Query = Type.Object(pagingQuery)

const CustomRole = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  description: Type.String(),
  role_type: nullable(Type.Integer()),
  created_at: Time,
  updated_at: Time,
  configuration: Type.Record(Type.String(), Type.Unknown()),
  team_member_count: Type.Integer(),
})

const TICKET_ACCESS: Readonly<Record<Role['ticketAccess'], string>> = {
  all: 'all',
  organization: 'within-organization',
  groups: 'within-groups',
  assigned: 'assigned-only',
  requested: 'assigned-only',
}

const configurationOf = ({ permissions, ticketAccess }: Role): object => ({
  ticket_access: TICKET_ACCESS[ticketAccess],
  ticket_comment_access: permissions.has('tickets.comment_public') ? 'public' : 'none',
  ticket_editing: permissions.has('tickets.update'),
  ticket_deletion: permissions.has('tickets.delete'),
  end_user_profile_access: permissions.has('users.write') ? 'full' : 'readonly',
  organization_editing: permissions.has('organizations.write'),
  manage_groups: permissions.has('groups.manage'),
  manage_team_members: permissions.has('users.manage') ? 'all' : 'off',
  manage_suspended_tickets: permissions.has('suspended.manage'),
  manage_business_rules: permissions.has('policy.manage'),
  manage_roles: permissions.has('policy.manage') ? 'all' : 'none',
})

export const roleRoutes = (room: Room): Route[] => [
  route({
    ...READ,
    path: '/api/v2/custom_roles',
    operation: 'ListCustomRoles',
    summary: 'Lists the roles of staff',
    permission: 'users.read',
    scope: 'users:read',
    query: Query,
    response: { 200: listSchema({ custom_roles: Type.Array(CustomRole) }) },
    handler: async (request) => {
      const policy = await room.ground.policy.current()
      const written = await policyWritten(room.ground.db)
      const members = await memberCounts(room.ground.db)
      const rows = policy.documents('role').flatMap(({ id, body }) => {
        const role = roleOf(policy, id)
        if (!isStaff(role.kind)) return []
        return {
          id,
          name: role.name,
          description: String(body.description ?? ''),
          role_type: roleType(role.kind),
          created_at: time(written.created_at),
          updated_at: time(written.updated_at),
          configuration: configurationOf(role),
          team_member_count: members.get(id) ?? 0,
        }
      })
      const listing = paged(rows, request.query)
      return { body: listReply(request, 'custom_roles', listing, listing.rows) }
    },
  }),
]
