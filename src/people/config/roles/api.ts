import { Type } from 'typebox'
import { type ApiReply, type Route, route } from '../../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery } from '../../../platform/paging/index.ts'
import type { PolicyDocument } from '../../../platform/policy/index.ts'
import { actingOf } from '../../acting.ts'
import { readRole } from '../../core/index.ts'
import type { Room } from '../../room.ts'
import { roleType } from '../../users/present.ts'
import { IdParams, nullable, Time } from '../../wire.ts'
import { policyWritten, timesOf } from '../written-store.ts'
import { configurationOf } from './flags.ts'
import { keptOf, RoleWrite } from './role-input.ts'
import { changeRole, createRole, getRole, removeRole, rolesOfStaff } from './roles.ts'
import { memberCounts } from './store.ts'

const CustomRole = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  name: Type.String(),
  description: Type.String(),
  role_type: nullable(Type.Integer()),
  created_at: Time,
  updated_at: Time,
  configuration: Type.Record(Type.String(), Type.Unknown()),
  team_member_count: Type.Integer(),
})

/** Makes the custom role of zendesk-api.md 2.8. */
const presenter = async ({ ground }: Room, origin: string) => {
  const [written, members] = await Promise.all([policyWritten(ground.db), memberCounts(ground.db)])
  return ({ id, body }: PolicyDocument) => {
    const role = readRole(id, body)
    return {
      id,
      url: `${origin}/api/v2/custom_roles/${id}.json`,
      name: role.name,
      description: String(body.description ?? ''),
      role_type: roleType(role.kind),
      ...timesOf(body, written),
      configuration: configurationOf(role.permissions, role.ticketAccess, keptOf(body)),
      team_member_count: members.get(id) ?? 0,
    }
  }
}

const read = { permission: 'users.read', scope: 'users:read', rate: 'read', audit: 'none' } as const
const write = { permission: 'policy.manage', scope: 'users:write', rate: 'write', audit: 'policy' } as const
const OneRole = Type.Object({ custom_role: CustomRole })
const Body = Type.Object({ custom_role: RoleWrite })

const replyOf = async (room: Room, origin: string, role: PolicyDocument, status = 200): Promise<ApiReply> => {
  const shown = (await presenter(room, origin))(role)
  const headers = status === 201 ? { headers: { location: shown.url } } : {}
  return { status, body: { custom_role: shown }, ...headers }
}

/** Roles: what those who hold them may do, and which tickets they see. */
export const roleRoutes = (room: Room): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/custom_roles',
    operation: 'ListCustomRoles',
    summary: 'Lists the roles of staff',
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ custom_roles: Type.Array(CustomRole) }) },
    handler: async (request) => {
      const present = await presenter(room, request.origin)
      const listing = paged(rolesOfStaff(await room.ground.policy.current()), request.query)
      return { body: listReply(request, 'custom_roles', listing, listing.rows.map(present)) }
    },
  }),
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/custom_roles/:id',
    operation: 'ShowCustomRole',
    summary: 'Shows a role of staff',
    params: IdParams,
    response: { 200: OneRole },
    handler: async ({ params, origin }) =>
      replyOf(room, origin, getRole(await room.ground.policy.current(), params.id)),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/api/v2/custom_roles',
    operation: 'CreateCustomRole',
    summary: 'Makes a role',
    body: Body,
    response: { 201: OneRole },
    handler: async (request) => {
      const made = await createRole(room, actingOf(request), request.body.custom_role)
      return replyOf(room, request.origin, made, 201)
    },
  }),
  route({
    ...write,
    method: 'PUT',
    path: '/api/v2/custom_roles/:id',
    operation: 'UpdateCustomRole',
    summary: 'Changes a role, and what those may do who hold it',
    params: IdParams,
    body: Body,
    response: { 200: OneRole },
    handler: async (request) => {
      const { params, body, origin } = request
      return replyOf(room, origin, await changeRole(room, actingOf(request), params.id, body.custom_role))
    },
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/api/v2/custom_roles/:id',
    operation: 'DeleteCustomRole',
    summary: 'Removes a role that nobody holds',
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await removeRole(room, actingOf(request), request.params.id)
      return { status: 204 }
    },
  }),
]
