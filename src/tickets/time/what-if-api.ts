import { Type } from 'typebox'
import { type Id, instantOf, invalidField, MINUTE_MS, Refused, toIso } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import type { ClockView } from '../../sla/core/index.ts'
import { PolicyWrite } from '../../sla/index.ts'
import type { Room } from '../room.ts'
import { proposedPolicy } from './proposal.ts'
import { WhatIf } from './schemas.ts'
import { type OfView, ticketIdsOfView } from './tickets-of-view.ts'
import { type ClockPair, differences, type Supposed, suppose } from './what-if.ts'

const MAX_TICKETS = 100
const MAX_POLICIES = 100
const MAX_CLAUSES = 100
const Clauses = Type.Array(Type.Record(Type.String(), Type.Unknown()), { maxItems: MAX_CLAUSES })

const Body = Type.Object({
  ticket_ids: Type.Optional(Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: MAX_TICKETS })),
  view: Type.Optional(
    Type.Union([
      Type.Object({ id: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
      Type.Object(
        { all: Type.Optional(Clauses), any: Type.Optional(Clauses) },
        { additionalProperties: false },
      ),
    ]),
  ),
  policies: Type.Array(PolicyWrite, { maxItems: MAX_POLICIES }),
  group_policies: Type.Optional(Type.Array(PolicyWrite, { maxItems: MAX_POLICIES })),
})

/** Asks what would be if other policies had held, before they do. */
export const whatIfRoute = (room: Room): Route =>
  route({
    method: 'POST',
    path: '/api/v2/slas/policies/what_if',
    operation: 'SupposeSLAPolicies',
    summary: 'The clocks of tickets under proposed policies, beside those of today',
    permission: 'policy.read',
    scope: 'slas:read',
    rate: 'bulk',
    audit: 'none',
    body: Body,
    response: { 200: Type.Object({ what_if: WhatIf }) },
    handler: async (request) => {
      const { ticket_ids: named, view, policies, group_policies: groupPolicies } = request.body
      if ((named === undefined) === (view === undefined))
        throw new Refused(
          invalidField('ticket_ids', 'Ticket ids: give either ticket_ids or view', 'BlankValue'),
        )
      const now = room.ground.clock.now()
      const viewer = viewerOf(request.caller)
      const ids =
        named ?? (await ticketIdsOfView(room, viewer, view as OfView, { at: now, limit: MAX_TICKETS }))
      const supposed = await suppose(room, viewer, distinct(ids), (policy) =>
        proposedPolicy(policy, { policies, groupPolicies }, now),
      )
      return { body: { what_if: present(supposed, now) } }
    },
  })

const distinct = (ids: readonly Id[]): Id[] => [...new Set(ids)]

const present = (supposed: readonly Supposed[], now: number) => {
  const tickets = supposed.map(presentTicket)
  const breaches = (side: keyof ClockPair): number =>
    supposed.flatMap(({ clocks }) => clocks.filter((pair) => pair[side]?.breachedAt != null)).length
  return {
    as_of: toIso(instantOf(now)),
    summary: {
      tickets: tickets.length,
      differing: tickets.filter(({ differs }) => differs).length,
      breaches: { today: breaches('today'), proposed: breaches('proposed') },
    },
    tickets,
  }
}

const presentTicket = ({ ticketId, policy, clocks }: Supposed) => {
  const presented = clocks.map(presentPair)
  return {
    ticket_id: ticketId,
    differs: presented.some(({ differs }) => differs.length > 0),
    policy,
    clocks: presented,
  }
}

const presentPair = (pair: ClockPair) => {
  const { metric, instance } = (pair.today ?? pair.proposed)!
  return {
    metric,
    instance,
    today: presentView(pair.today),
    proposed: presentView(pair.proposed),
    differs: differences(pair),
  }
}

const iso = (at: number | null): string | null => (at === null ? null : toIso(instantOf(at)))

const presentView = (view: ClockView | null) =>
  view && {
    policy: view.policy,
    state: view.state,
    target_minutes: view.targetSeconds / 60,
    business_hours: view.businessHours,
    breach_at: iso(view.breachAt),
    breached_at: iso(view.breachedAt),
    fulfilled_at: iso(view.fulfilledAt),
    elapsed_minutes: Math.round((view.elapsedMs / MINUTE_MS) * 1000) / 1000,
  }
