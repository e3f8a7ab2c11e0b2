import { type Static, type TSchema, Type } from 'typebox'
import {
  type FieldError,
  type Id,
  type Instant,
  invalid,
  notFound,
  parseIso,
  Refused,
} from '../../kernel/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { MAX_AFFECTED, type PlanEdit, RISKS, type Risk } from '../core/change-plan.ts'
import type { Ticket } from '../core/ticket.ts'
import type { Room } from '../room.ts'
import { changeTicket, seenTicket } from '../support.ts'
import { presentPlan } from '../wire/present-support.ts'
import { IdParams } from '../wire/schemas.ts'
import { missingOf } from './store.ts'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const optional = <T extends TSchema>(schema: T) => Type.Optional(nullable(schema))
const Time = Type.String({ format: 'date-time' })
const Ids = Type.Array(Type.Integer({ minimum: 1 }), { maxItems: MAX_AFFECTED })
const RiskIn = Type.Union(RISKS.map((risk) => Type.Literal(risk)))

const Input = Type.Object({
  planned_start_at: optional(Type.String()),
  planned_end_at: optional(Type.String()),
  risk: optional(RiskIn),
  rollback_plan: optional(Type.String()),
  affected_organization_ids: Type.Optional(Ids),
  affected_user_ids: Type.Optional(Ids),
})
type Input = Static<typeof Input>

const Shown = Type.Object({
  version: Type.Integer(),
  planned_start_at: nullable(Time),
  planned_end_at: nullable(Time),
  risk: nullable(Type.String()),
  rollback_plan: nullable(Type.String()),
  affected_organization_ids: Type.Array(Type.Integer()),
  affected_user_ids: Type.Array(Type.Integer()),
  approval: Type.Object({
    state: Type.String(),
    requested_by_id: nullable(Type.Integer()),
    decided_by_id: nullable(Type.Integer()),
    at: nullable(Time),
  }),
})
const One = Type.Object({ change: Shown })

/** A ticket that is no change has no plan. */
export const seenChange = async (
  room: Room,
  request: ApiRequest<{ id: Id }, unknown, unknown>,
): Promise<Ticket> => {
  const ticket = await seenTicket(room, request, request.params.id)
  if (ticket.kind !== 'change') throw new Refused(notFound)
  return ticket
}

const readTime = (
  name: 'planned_start_at' | 'planned_end_at',
  input: Input,
  errors: FieldError[],
): Instant | null | undefined => {
  const text = input[name]
  if (text === undefined) return undefined
  const at = text === null || text === '' ? null : parseIso(text)
  if (at === undefined)
    errors.push({ field: name, error: 'InvalidFormat', description: `${name}: is not an ISO 8601 time` })
  return at
}

/** Reads a plan; those it names must be there. */
const readPlan = async ({ ground }: Room, input: Input): Promise<PlanEdit> => {
  const errors: FieldError[] = []
  const plannedStartAt = readTime('planned_start_at', input, errors)
  const plannedEndAt = readTime('planned_end_at', input, errors)
  const missing = await missingOf(ground.db, {
    organizationIds: input.affected_organization_ids ?? [],
    userIds: input.affected_user_ids ?? [],
  })
  for (const [field, ids] of [
    ['affected_organization_ids', missing.organizationIds],
    ['affected_user_ids', missing.userIds],
  ] as const)
    if (ids.length > 0)
      errors.push({
        field,
        error: 'InvalidValue',
        description: `Affected: ${ids.slice(0, 10).join(', ')} does not exist`,
      })
  if (errors.length > 0) throw new Refused(invalid(...errors))
  return {
    ...(plannedStartAt === undefined ? {} : { plannedStartAt }),
    ...(plannedEndAt === undefined ? {} : { plannedEndAt }),
    ...(input.risk === undefined ? {} : { risk: input.risk as Risk | null }),
    ...(input.rollback_plan === undefined ? {} : { rollbackPlan: input.rollback_plan?.trim() || null }),
    ...(input.affected_organization_ids && { affectedOrganizationIds: input.affected_organization_ids }),
    ...(input.affected_user_ids && { affectedUserIds: input.affected_user_ids }),
  }
}

const replyOf = ({ plan }: Ticket): ApiReply => ({ body: { change: presentPlan(plan) } })

const writing = {
  permission: 'tickets.update',
  scope: 'tickets:write',
  rate: 'write',
  audit: 'ticket audit',
  params: IdParams,
} as const
const PATH = '/api/v2/tickets/:id/change'

/** The plan of a change, and its approval by somebody else. */
export const changeRoutes = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: PATH,
    operation: 'ShowTicketChange',
    summary: 'What a change is planned to be, whom it affects, and whether it is approved',
    permission: 'tickets.read',
    scope: 'tickets:read',
    rate: 'read',
    audit: 'none',
    params: IdParams,
    response: { 200: One },
    handler: async (request) => replyOf(await seenChange(room, request)),
  }),
  route({
    ...writing,
    method: 'PUT',
    path: PATH,
    operation: 'UpdateTicketChange',
    summary: 'Plan a change; an approval of what was planned before ends',
    body: Type.Object({ change: Input }),
    response: { 200: One },
    handler: async (request) => {
      await seenChange(room, request)
      const plan = await readPlan(room, request.body.change)
      return replyOf((await changeTicket(room, request, request.params.id, { plan })).ticket)
    },
  }),
  route({
    ...writing,
    method: 'PUT',
    path: `${PATH}/approval`,
    operation: 'UpdateChangeApproval',
    summary: 'Ask for the approval of a change, approve it, or reject it',
    body: Type.Object({
      approval: Type.Object({
        state: Type.Union([Type.Literal('requested'), Type.Literal('approved'), Type.Literal('rejected')]),
      }),
    }),
    response: { 200: One },
    handler: async (request) => {
      await seenChange(room, request)
      const plan: PlanEdit = { approval: request.body.approval.state }
      return replyOf((await changeTicket(room, request, request.params.id, { plan })).ticket)
    },
  }),
]
