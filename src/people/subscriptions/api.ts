import { Type } from 'typebox'
import { type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import {
  listReply,
  listSchema,
  type PagingQuery,
  pagingQuery,
  parsePaging,
} from '../../platform/paging/index.ts'
import { actingOf, viewerOf } from '../acting.ts'
import { getOrganization } from '../organizations/organizations.ts'
import type { Room } from '../room.ts'
import { getUser } from '../users/read.ts'
import { IdParams, idIn, readId, Time, time } from '../wire.ts'
import type { SubscriptionRow } from './store.ts'
import {
  getSubscription,
  listSubscriptions,
  type SubscriptionFilter,
  subscribe,
  unsubscribe,
} from './subscriptions.ts'

const Subscription = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  user_id: Type.Integer(),
  organization_id: Type.Integer(),
  created_at: Time,
})

const present =
  (origin: string) =>
  ({ id, user_id, organization_id, created_at }: SubscriptionRow) => ({
    id,
    url: `${origin}/api/v2/organization_subscriptions/${id}.json`,
    user_id,
    organization_id,
    created_at: time(created_at),
  })

const READ = {
  method: 'GET',
  permission: 'signed_in',
  scope: 'organizations:read',
  rate: 'read',
  audit: 'none',
  query: Type.Object(pagingQuery),
  response: { 200: listSchema({ organization_subscriptions: Type.Array(Subscription) }) },
} as const
const WRITE = {
  permission: 'signed_in',
  scope: 'organizations:write',
  rate: 'write',
  audit: 'organization_subscription',
} as const
const Reply = Type.Object({ organization_subscription: Subscription })

const listed = async (
  room: Room,
  request: ApiRequest<unknown, PagingQuery, unknown>,
  filter: SubscriptionFilter,
) => {
  const paging = parsePaging(request.query, { names: ['id'], standard: { by: 'id', isDescending: false } })
  const listing = await listSubscriptions(room, viewerOf(request.caller), filter, paging)
  const rows = listing.rows.map(present(request.origin))
  return { body: listReply(request, 'organization_subscriptions', listing, rows) }
}

/** End users who follow the tickets of organizations that they share in. */
export const subscriptionRoutes = (room: Room): Route[] => [
  route({
    ...READ,
    path: '/api/v2/organization_subscriptions',
    operation: 'ListOrganizationSubscriptions',
    summary: 'Lists who follows which organization; end users see their own',
    handler: (request) => listed(room, request, {}),
  }),
  route({
    ...READ,
    path: '/api/v2/users/:user_id/organization_subscriptions',
    operation: 'ListUserOrganizationSubscriptions',
    summary: 'Lists the organizations that a user follows',
    params: Type.Object({ user_id: Type.Integer() }),
    handler: async (request) => {
      const { id } = await getUser(room, viewerOf(request.caller), request.params.user_id)
      return listed(room, request, { userId: id })
    },
  }),
  route({
    ...READ,
    path: '/api/v2/organizations/:id/subscriptions',
    operation: 'ListSubscriptionsOfOrganization',
    summary: 'Lists who follows an organization',
    permission: 'organizations.read',
    params: IdParams,
    handler: async (request) => {
      const { id } = await getOrganization(room, viewerOf(request.caller), request.params.id)
      return listed(room, request, { organizationId: id })
    },
  }),
  route({
    method: 'GET',
    permission: 'signed_in',
    scope: 'organizations:read',
    rate: 'read',
    audit: 'none',
    path: '/api/v2/organization_subscriptions/:id',
    operation: 'ShowOrganizationSubscription',
    summary: 'Shows that somebody follows an organization',
    params: IdParams,
    response: { 200: Reply },
    handler: async ({ caller, params, origin }) => ({
      body: {
        organization_subscription: present(origin)(await getSubscription(room, viewerOf(caller), params.id)),
      },
    }),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/api/v2/organization_subscriptions',
    operation: 'CreateOrganizationSubscription',
    summary: 'Lets an end user follow an organization that shares its tickets with them',
    body: Type.Object({
      organization_subscription: Type.Object({ user_id: idIn, organization_id: idIn }),
    }),
    response: { 201: Reply },
    handler: async (request) => {
      const { user_id: userId, organization_id: organizationId } = request.body.organization_subscription
      const asked = readId(userId) ?? request.caller.userId ?? 0
      const row = await subscribe(room, actingOf(request), asked, readId(organizationId) ?? 0)
      const shown = present(request.origin)(row)
      return { status: 201, body: { organization_subscription: shown }, headers: { location: shown.url } }
    },
  }),
  route({
    ...WRITE,
    method: 'DELETE',
    path: '/api/v2/organization_subscriptions/:id',
    operation: 'DeleteOrganizationSubscription',
    summary: 'Ends that somebody follows an organization',
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await unsubscribe(room, actingOf(request), request.params.id)
      return { status: 204 }
    },
  }),
]
