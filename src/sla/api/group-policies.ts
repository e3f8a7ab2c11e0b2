import { Type } from 'typebox'
import { viewerOf } from '../../people/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery } from '../../platform/paging/index.ts'
import { filterDefinitions } from '../core/index.ts'
import { GROUP_SLA_POLICIES } from '../policies/nouns.ts'
import {
  changePolicy,
  createPolicy,
  deletePolicy,
  getPolicy,
  policiesIn,
  reorderPolicies,
} from '../policies/policies.ts'
import type { Room } from '../policies/room.ts'
import {
  GroupDefinitions,
  PolicyWrite,
  presentGroupSlaPolicy,
  READ,
  WireGroupSlaPolicy,
  WRITE,
} from './wire.ts'

const PATH = GROUP_SLA_POLICIES.path
const MAX_ORDER = 1000

const Params = Type.Object({ id: Type.String() })
const Reply = Type.Object({ group_sla_policy: WireGroupSlaPolicy })
const Write = Type.Object({ group_sla_policy: PolicyWrite })

/** ULIDs are read in either case. */
const keyOf = ({ id }: { readonly id: string }): string => id.toUpperCase()

export const groupSlaPolicyRoutes = (room: Room): Route[] => [...reading(room), ...writing(room)]

const reading = (room: Room): Route[] => [
  route({
    ...READ,
    method: 'GET',
    path: PATH,
    operation: 'ListGroupSLAPolicies',
    summary: 'Lists group SLA policies in the order in which they are tried',
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ group_sla_policies: Type.Array(WireGroupSlaPolicy) }) },
    handler: async (request) => {
      const policies = policiesIn(await room.ground.policy.current(), GROUP_SLA_POLICIES)
      const listing = paged(policies, request.query)
      const shown = listing.rows.map(presentGroupSlaPolicy(request.origin))
      return { body: listReply(request, 'group_sla_policies', listing, shown) }
    },
  }),
  route({
    ...READ,
    method: 'GET',
    path: `${PATH}/definitions`,
    operation: 'RetrieveGroupSLAPolicyFilterDefinitionItems',
    summary: 'What the filters of group SLA policies may say',
    response: { 200: GroupDefinitions },
    handler: async ({ caller }) => {
      const policy = await room.ground.policy.current()
      const all = filterDefinitions(await room.deskValues(viewerOf(caller)), room.catalogue(policy))
      return { body: { definitions: { all } } }
    },
  }),
  route({
    ...READ,
    method: 'GET',
    path: `${PATH}/:id`,
    operation: 'ShowGroupSLAPolicy',
    summary: 'Shows a group SLA policy',
    params: Params,
    response: { 200: Reply },
    handler: async ({ params, origin }) => {
      const policy = await getPolicy(room, GROUP_SLA_POLICIES, keyOf(params))
      return { body: { group_sla_policy: presentGroupSlaPolicy(origin)(policy) } }
    },
  }),
]

const writing = (room: Room): Route[] => [
  route({
    ...WRITE,
    method: 'POST',
    path: PATH,
    operation: 'CreateGroupSLAPolicy',
    summary: 'Creates a group SLA policy, behind the others unless it says its position',
    body: Write,
    response: { 201: Reply },
    handler: async (request) => {
      const policy = await createPolicy(room, request, GROUP_SLA_POLICIES, request.body.group_sla_policy)
      const shown = presentGroupSlaPolicy(request.origin)(policy)
      return { status: 201, body: { group_sla_policy: shown }, headers: { location: shown.url } }
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: `${PATH}/reorder`,
    operation: 'ReorderGroupSLAPolicies',
    summary: 'Puts all group SLA policies into an order',
    body: Type.Object({ group_sla_policy_ids: Type.Array(Type.String(), { maxItems: MAX_ORDER }) }),
    response: { 200: Type.Object({}) },
    handler: async (request) => {
      const keys = request.body.group_sla_policy_ids.map((id) => keyOf({ id }))
      await reorderPolicies(room, request, GROUP_SLA_POLICIES, { keys, field: 'group_sla_policy_ids' })
      return { body: {} }
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: `${PATH}/:id`,
    operation: 'UpdateGroupSLAPolicy',
    summary: 'Changes a group SLA policy; tickets follow at their next update',
    params: Params,
    body: Write,
    response: { 200: Reply },
    handler: async (request) => {
      const edit = { key: keyOf(request.params), input: request.body.group_sla_policy }
      const policy = await changePolicy(room, request, GROUP_SLA_POLICIES, edit)
      return { body: { group_sla_policy: presentGroupSlaPolicy(request.origin)(policy) } }
    },
  }),
  route({
    ...WRITE,
    method: 'DELETE',
    path: `${PATH}/:id`,
    operation: 'DeleteGroupSLAPolicy',
    summary: 'Deletes a group SLA policy; tickets follow at their next update',
    params: Params,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await deletePolicy(room, request, GROUP_SLA_POLICIES, keyOf(request.params))
      return { status: 204 }
    },
  }),
]
