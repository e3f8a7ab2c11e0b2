import { Type } from 'typebox'
import type { Id } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery } from '../../platform/paging/index.ts'
import { filterDefinitions, idleParts, type SlaPolicyBody } from '../core/index.ts'
import { SLA_POLICIES } from '../policies/nouns.ts'
import {
  changePolicy,
  createPolicy,
  deletePolicy,
  getPolicy,
  policiesIn,
  reorderPolicies,
  type Stored,
} from '../policies/policies.ts'
import type { Room } from '../policies/room.ts'
import { Definitions, PolicyWrite, presentSlaPolicy, READ, WireSlaPolicy, WRITE } from './wire.ts'

const PATH = SLA_POLICIES.path
const MAX_ORDER = 1000

const Params = Type.Object({ id: Type.Integer() })
const Reply = Type.Object({ sla_policy: WireSlaPolicy })
const Write = Type.Object({ sla_policy: PolicyWrite })

const keyOf = ({ id }: { readonly id: Id }): string => String(id)

/** Tells what of a policy does nothing; clients show or log this header. */
const warningsOf = ({ body }: Stored<SlaPolicyBody>): Record<string, string> => {
  const idle = idleParts(body)
  return idle.length === 0 ? {} : { 'x-zendesk-api-warn': idle.join('; ') }
}

export const slaPolicyRoutes = (room: Room): Route[] => [...reading(room), ...writing(room)]

const reading = (room: Room): Route[] => [
  route({
    ...READ,
    method: 'GET',
    path: PATH,
    operation: 'ListSLAPolicies',
    summary: 'Lists SLA policies in the order in which they are tried',
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ sla_policies: Type.Array(WireSlaPolicy) }) },
    handler: async (request) => {
      const policies = policiesIn(await room.ground.policy.current(), SLA_POLICIES)
      const listing = paged(policies, request.query)
      const shown = listing.rows.map(presentSlaPolicy(request.origin))
      return { body: listReply(request, 'sla_policies', listing, shown) }
    },
  }),
  route({
    ...READ,
    method: 'GET',
    path: `${PATH}/definitions`,
    operation: 'RetrieveSLAPolicyFilterDefinitionItems',
    summary: 'What the filters of SLA policies may say',
    response: { 200: Definitions },
    handler: async ({ caller }) => {
      const policy = await room.ground.policy.current()
      const all = filterDefinitions(await room.deskValues(viewerOf(caller)), room.catalogue(policy))
      return { body: { definitions: { all, any: all } } }
    },
  }),
  route({
    ...READ,
    method: 'GET',
    path: `${PATH}/:id`,
    operation: 'ShowSLAPolicy',
    summary: 'Shows an SLA policy',
    params: Params,
    response: { 200: Reply },
    handler: async ({ params, origin }) => ({
      body: { sla_policy: presentSlaPolicy(origin)(await getPolicy(room, SLA_POLICIES, keyOf(params))) },
    }),
  }),
]

const writing = (room: Room): Route[] => [
  route({
    ...WRITE,
    method: 'POST',
    path: PATH,
    operation: 'CreateSLAPolicy',
    summary: 'Creates an SLA policy, behind the others unless it says its position',
    body: Write,
    response: { 201: Reply },
    handler: async (request) => {
      const policy = await createPolicy(room, request, SLA_POLICIES, request.body.sla_policy)
      const shown = presentSlaPolicy(request.origin)(policy)
      const headers = { location: shown.url, ...warningsOf(policy) }
      return { status: 201, body: { sla_policy: shown }, headers }
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: `${PATH}/reorder`,
    operation: 'ReorderSLAPolicies',
    summary: 'Puts all SLA policies into an order',
    body: Type.Object({ sla_policy_ids: Type.Array(Type.Integer(), { maxItems: MAX_ORDER }) }),
    response: { 200: Type.Object({}) },
    handler: async (request) => {
      const order = { keys: request.body.sla_policy_ids.map(String), field: 'sla_policy_ids' }
      await reorderPolicies(room, request, SLA_POLICIES, order)
      return { body: {} }
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: `${PATH}/:id`,
    operation: 'UpdateSLAPolicy',
    summary: 'Changes an SLA policy; tickets follow at their next update',
    params: Params,
    body: Write,
    response: { 200: Reply },
    handler: async (request) => {
      const edit = { key: keyOf(request.params), input: request.body.sla_policy }
      const policy = await changePolicy(room, request, SLA_POLICIES, edit)
      const body = { sla_policy: presentSlaPolicy(request.origin)(policy) }
      return { body, headers: warningsOf(policy) }
    },
  }),
  route({
    ...WRITE,
    method: 'DELETE',
    path: `${PATH}/:id`,
    operation: 'DeleteSLAPolicy',
    summary: 'Deletes an SLA policy; tickets follow at their next update',
    params: Params,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await deletePolicy(room, request, SLA_POLICIES, keyOf(request.params))
      return { status: 204 }
    },
  }),
]
