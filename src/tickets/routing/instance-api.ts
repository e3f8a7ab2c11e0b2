import { Type } from 'typebox'
import { type Id, invalidField, notFound, Refused } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { idList } from '../../platform/paging/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { mustSee } from '../api/parts.ts'
import { skillIdOf, skillIdText } from '../core/skill-id.ts'
import { SKILL } from '../core/skills.ts'
import { presentingOf } from '../presenting.ts'
import type { Room } from '../room.ts'
import { peopleNamed } from '../structured-store.ts'
import { IdParams } from '../wire/schemas.ts'
import { note } from './note-store.ts'
import { pokeGroupsOf, pokeGroupsOfTickets } from './poke-store.ts'
import { presentValue, Value } from './present-skills.ts'
import { type Bearer, fulfilledBy, setSkills, skillsOf } from './skills-store.ts'

const MAX_SKILLS = 100

const Body = Type.Object({
  attribute_value_ids: Type.Array(Type.String({ maxLength: 40 }), { maxItems: MAX_SKILLS }),
})
const Shown = Type.Object({ attribute_values: Type.Array(Value) })
type Asked = ApiRequest<{ id: Id }, unknown, unknown>

/** Who may have skills: staff. */
const mustBeStaff = async ({ ground }: Room, id: Id): Promise<void> => {
  const [person] = await peopleNamed(ground.db, [id])
  if (person?.is_staff !== true) throw new Refused(notFound)
}

const listed = async (room: Room, request: Asked, bearer: Bearer): Promise<ApiReply> => {
  const presenting = await presentingOf(room, request)
  const ids = new Set(await skillsOf(room.ground.db, bearer))
  const values = presenting.policy.documents(SKILL).filter(({ id }) => ids.has(id))
  return { body: { attribute_values: values.map(presentValue(presenting)) } }
}

const readSkills = (policy: PolicySnapshot, texts: readonly string[]): Id[] => {
  const ids = texts.map((text) => skillIdOf(text) ?? 0)
  if (ids.some((id) => policy.document(SKILL, id) === undefined))
    throw new Refused(invalidField('attribute_value_ids', 'Attribute value ids: one does not exist'))
  return [...new Set(ids)].sort((a, b) => a - b)
}

const replace = async (
  room: Room,
  request: ApiRequest<{ id: Id }, unknown, { attribute_value_ids: readonly string[] }>,
  bearer: Bearer,
): Promise<ApiReply> => {
  const { db, policy, clock } = room.ground
  const at = clock.now()
  const wished = readSkills(await policy.current(), request.body.attribute_value_ids)
  await db.transaction(async (tx) => {
    // The group first: see `poke-store.ts`.
    await (bearer.of === 'agent' ? pokeGroupsOf : pokeGroupsOfTickets)(tx, [bearer.id], at)
    const before = await skillsOf(tx, bearer)
    await setSkills(tx, bearer, wished, at)
    await note(tx, request, {
      at,
      action: 'update',
      source: bearer.of === 'agent' ? 'agent_skills' : 'ticket_skills',
      id: bearer.id,
      before: { skills: before.map(skillIdText) },
      after: { skills: wished.map(skillIdText) },
    })
  })
  return listed(room, request, bearer)
}

const read = { method: 'GET', scope: 'routing:read', rate: 'read', audit: 'none' } as const
const write = { method: 'POST', scope: 'routing:write', rate: 'write' } as const

/** Which skills people have, and which tickets ask for. */
export const instanceRoutes = (room: Room): Route[] => [
  route({
    ...read,
    permission: 'users.read',
    path: '/api/v2/routing/agents/:id/instance_values',
    operation: 'ListAGentAttributeValues',
    summary: 'The skills of somebody of the staff',
    params: IdParams,
    response: { 200: Shown },
    handler: async (request) => {
      await mustBeStaff(room, request.params.id)
      return listed(room, request, { of: 'agent', id: request.params.id })
    },
  }),
  route({
    ...write,
    permission: 'users.manage',
    audit: 'agent_skills',
    path: '/api/v2/routing/agents/:id/instance_values',
    operation: 'SetAgentAttributeValues',
    summary: 'Say which skills somebody of the staff has: these and no others',
    params: IdParams,
    body: Body,
    response: { 200: Shown },
    handler: async (request) => {
      await mustBeStaff(room, request.params.id)
      return replace(room, request, { of: 'agent', id: request.params.id })
    },
  }),
  route({
    ...read,
    permission: 'tickets.read',
    path: '/api/v2/routing/tickets/:id/instance_values',
    operation: 'ListTicketAttributeValues',
    summary: 'The skills that a ticket asks for',
    params: IdParams,
    response: { 200: Shown },
    handler: async (request) => {
      await mustSee(room, viewerOf(request.caller), request.params.id)
      return listed(room, request, { of: 'ticket', id: request.params.id })
    },
  }),
  route({
    ...write,
    permission: 'tickets.update',
    audit: 'ticket_skills',
    path: '/api/v2/routing/tickets/:id/instance_values',
    operation: 'SetTicketAttributeValues',
    summary: 'Say which skills a ticket asks for: these and no others',
    params: IdParams,
    body: Body,
    response: { 200: Shown },
    handler: async (request) => {
      await mustSee(room, viewerOf(request.caller), request.params.id)
      return replace(room, request, { of: 'ticket', id: request.params.id })
    },
  }),
  route({
    ...read,
    permission: 'tickets.read',
    path: '/api/v2/routing/requirements/fulfilled',
    operation: 'ListTicketsFullfilledByUser',
    summary: 'Of these tickets those whose skills one has all of',
    query: Type.Object({ ticket_ids: Type.String({ maxLength: 2000 }) }),
    response: { 200: Type.Object({ fulfilled_ticket_ids: Type.Array(Type.Integer()) }) },
    handler: async ({ caller, query }) => {
      const viewer = viewerOf(caller)
      const ids = await fulfilledBy(room.ground.db, viewer, idList(query.ticket_ids))
      return { body: { fulfilled_ticket_ids: ids } }
    },
  }),
]
