import { type TSchema, Type } from 'typebox'
import { type Id, type Instant, notFound, Refused, toIso } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { skillIdText } from '../core/skill-id.ts'
import { SKILL } from '../core/skills.ts'
import type { Room } from '../room.ts'
import { seenTicket } from '../support.ts'
import { IdParams } from '../wire/schemas.ts'
import { routingOf } from './availability.ts'
import { type Choice, choose, type Verdict } from './core/index.ts'
import { type DecisionRow, decisionsOn } from './decisions-store.ts'
import { deskOf, waitingOf } from './give-out.ts'
import { tierOf } from './group-routing.ts'
import { asQueued } from './queue-store.ts'

const MAX_DECISIONS = 20

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Time = Type.String({ format: 'date-time' })

const Candidates = Type.Array(
  Type.Object({
    user_id: Type.Integer(),
    reason: Type.String(),
    explanation: Type.String(),
    load: Type.Number(),
    weight: Type.Number(),
    capacity: Type.Number(),
    lacking_skill_ids: Type.Array(Type.String()),
    last_turn: nullable(Type.Integer()),
  }),
)
const Routing = Type.Object({
  ticket_id: Type.Integer(),
  group_id: nullable(Type.Integer()),
  assignee_id: nullable(Type.Integer()),
  tier: nullable(Type.Integer()),
  next_group_id: nullable(Type.Integer()),
  strategy: Type.String(),
  waiting_since: nullable(Time),
  skill_ids: Type.Array(Type.String()),
  decisions: Type.Array(
    Type.Object({
      decided_at: Time,
      group_id: Type.Integer(),
      user_id: Type.Integer(),
      policy_version: Type.Integer(),
      candidates: Candidates,
    }),
  ),
  now: nullable(
    Type.Object({
      group_id: Type.Integer(),
      strategy: Type.String(),
      matches_conditions: Type.Boolean(),
      user_id: nullable(Type.Integer()),
      candidates: Candidates,
    }),
  ),
})

const present = (policy: PolicySnapshot, { verdicts }: Choice) => {
  const best = verdicts.find(({ reason }) => reason === 'chosen')
  return verdicts.map((verdict) => ({
    user_id: verdict.userId,
    reason: verdict.reason,
    explanation: inWords(policy, verdict, best),
    load: verdict.load,
    weight: verdict.weight,
    capacity: verdict.capacity,
    lacking_skill_ids: verdict.lacks.map(skillIdText),
    last_turn: verdict.lastTurn,
  }))
}

/** `lacks Dutch`, `load 4.5 vs 3`. */
const inWords = (policy: PolicySnapshot, verdict: Verdict, best: Verdict | undefined): string => {
  const { load, weight, capacity, lacks, lastTurn } = verdict
  const skills = lacks.map((id) => String(policy.document(SKILL, id)?.body.name ?? id)).join(', ')
  const words: { readonly [reason in Verdict['reason']]: string } = {
    chosen: `load ${load}${skills === '' ? '' : `, lacks ${skills}`}`,
    takes_no_part: 'takes no part in the routing of this group',
    offline: 'is offline',
    away: 'is away',
    absent: 'is absent',
    off_shift: 'is off shift',
    lacks_skill: `lacks ${skills}`,
    at_capacity: `has ${weight} of ${capacity} in hand, and no room for this ticket`,
    fewer_skills: `lacks ${skills}`,
    higher_load: `load ${load} vs ${best?.load ?? 0}`,
    had_one_later: lastTurn === null ? 'comes after, by order' : 'had a ticket more recently',
  }
  return words[verdict.reason]
}

/** Made anew of what it rested on: the words are those of today, the reasons those of then. */
const presentDecision =
  (policy: PolicySnapshot) =>
  ({ at, groupId, userId, policyVersion, basis }: DecisionRow) => ({
    decided_at: toIso(at),
    group_id: groupId,
    user_id: userId,
    policy_version: policyVersion,
    candidates: present(policy, choose(basis.waiting, basis.candidates, basis.rules)),
  })

/** What would be if the ticket waited in a group now. */
const supposed = async (room: Room, policy: PolicySnapshot, ticketId: Id, groupId: Id, at: Instant) => {
  const routing = routingOf(policy).groups.get(groupId)
  if (routing === undefined) return { now: null, queued: await asQueued(room.ground.db, ticketId) }
  const { matching, candidates, rules } = await deskOf(room, room.ground.db, policy, routing, at)
  const queued = await asQueued(room.ground.db, ticketId, matching)
  if (queued === undefined) throw new Refused(notFound)
  const choice = choose(waitingOf(queued, at), candidates, rules)
  const isGiven = queued.matches && routing.strategy !== 'off'
  const now = {
    group_id: groupId,
    strategy: routing.strategy,
    matches_conditions: queued.matches,
    user_id: isGiven ? choice.chosen : null,
    candidates: present(policy, choice),
  }
  return { now, queued }
}

type Asked = ApiRequest<{ id: Id }, { readonly group_id?: Id }, unknown>

const explain = async (room: Room, request: Asked): Promise<ApiReply> => {
  const { ground } = room
  const ticket = await seenTicket(room, request, request.params.id)
  const [policy, at] = [await ground.policy.current(), ground.clock.now()]
  const asked = request.query.group_id ?? null
  if (asked !== null) await mustBeGroup(room, request, asked)
  const groupId = asked ?? ticket.groupId
  const { now, queued } = await supposed(room, policy, ticket.id, groupId ?? 0, at)
  const own = ticket.groupId === null ? undefined : routingOf(policy).groups.get(ticket.groupId)
  const routing = {
    ticket_id: ticket.id,
    group_id: ticket.groupId,
    assignee_id: ticket.assigneeId,
    tier: ticket.groupId === null ? null : tierOf(policy, ticket.groupId),
    next_group_id: own?.nextGroupId ?? null,
    strategy: own?.strategy ?? 'off',
    waiting_since: queued?.since == null ? null : toIso(queued.since),
    skill_ids: (queued?.needs ?? []).map(skillIdText),
    decisions: (await decisionsOn(ground.db, ticket.id, MAX_DECISIONS)).map(presentDecision(policy)),
    now,
  }
  return { body: { routing } }
}

const mustBeGroup = async (room: Room, { caller }: Asked, groupId: Id): Promise<void> => {
  const groups = await room.people.groups(viewerOf(caller))
  if (!groups.some(({ id }) => id === groupId)) throw new Refused(notFound)
}

/** Why a ticket was given to whom, and to whom it would be given now. */
export const explainRoute = (room: Room): Route =>
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id/routing',
    operation: 'ShowTicketRouting',
    summary: 'Why a ticket was given to whom, and to whom it would be given now, in its group or another',
    permission: 'tickets.read',
    scope: 'tickets:read',
    rate: 'read',
    audit: 'none',
    params: IdParams,
    query: Type.Object({ group_id: Type.Optional(Type.Integer({ minimum: 1 })) }),
    response: { 200: Type.Object({ routing: Routing }) },
    handler: (request) => explain(room, request),
  })
