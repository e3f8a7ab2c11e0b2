import { Type } from 'typebox'
import {
  type FieldError,
  forbidden,
  type Id,
  type Instant,
  invalid,
  invalidField,
  notFound,
  parseIso,
  Refused,
  toIso,
} from '../../kernel/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import {
  listReply,
  listSchema,
  type PagingQuery,
  pagingQuery,
  parsePaging,
} from '../../platform/paging/index.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import {
  type AbsenceRow,
  countAbsences,
  deleteAbsence,
  insertAbsence,
  listAbsences,
  type NewAbsence,
} from './absences-store.ts'
import { getAgent, managesOrIs } from './availability-api.ts'
import { note } from './note-store.ts'
import { pokeGroupsOf } from './poke-store.ts'

const MAX_ABSENCES = 1000
const MAX_REASON = 500

const Text = Type.String()
const Absence = Type.Object({
  id: Type.Integer(),
  user_id: Type.Integer(),
  starts_at: Type.String({ format: 'date-time' }),
  ends_at: Type.String({ format: 'date-time' }),
  /** Theirs and their managers' to read; null for all others. */
  reason: Type.Union([Text, Type.Null()]),
  created_at: Type.String({ format: 'date-time' }),
})
const Input = Type.Object({
  starts_at: Type.String({ maxLength: 40 }),
  ends_at: Type.String({ maxLength: 40 }),
  reason: Type.Optional(Type.Union([Type.String({ maxLength: MAX_REASON }), Type.Null()])),
})
type Body = { readonly absence: { starts_at: string; ends_at: string; reason?: string | null } }
type Asked<P = { id: Id }, Q = unknown, B = unknown> = ApiRequest<P, Q, B>

const present = (absence: AbsenceRow, showsReason: boolean) => ({
  id: absence.id,
  user_id: absence.user_id,
  starts_at: toIso(absence.starts_at),
  ends_at: toIso(absence.ends_at),
  reason: showsReason ? absence.reason : null,
  created_at: toIso(absence.created_at),
})

const mustBeAgent = async (room: Room, id: Id): Promise<void> => {
  const { policy, clock } = room.ground
  await getAgent(room, id, await policy.current(), clock.now())
}

const BY_START = { names: ['starts_at'], standard: { by: 'starts_at', isDescending: false } } as const

const listed = async (room: Room, request: Asked<{ id: Id }, PagingQuery>): Promise<ApiReply> => {
  const { id } = request.params
  await mustBeAgent(room, id)
  const listing = await listAbsences(room.ground.db, id, parsePaging(request.query, BY_START))
  const rows = listing.rows.map((absence) => present(absence, managesOrIs(request, id)))
  return { body: listReply(request, 'absences', listing, rows) }
}

const read = (userId: Id, { absence }: Body): NewAbsence => {
  const errors: FieldError[] = []
  const wrong = (field: string, description: string, error: FieldError['error'] = 'InvalidValue') =>
    errors.push({ field, error, description })
  const [from, to] = [parseIso(absence.starts_at), parseIso(absence.ends_at)]
  if (from === undefined) wrong('starts_at', 'Starts at: is not an ISO 8601 time', 'InvalidFormat')
  if (to === undefined) wrong('ends_at', 'Ends at: is not an ISO 8601 time', 'InvalidFormat')
  if (from !== undefined && to !== undefined && to <= from)
    wrong('ends_at', 'Ends at: must be after its start')
  if (errors.length > 0) throw new Refused(invalid(...errors))
  const [starts_at, ends_at] = [from as Instant, to as Instant]
  return { user_id: userId, starts_at, ends_at, reason: absence.reason?.trim() ?? '' }
}

const add = async (room: Room, request: Asked<{ id: Id }, unknown, Body>): Promise<ApiReply> => {
  const { ground } = room
  const { id } = request.params
  await mustBeAgent(room, id)
  if (!managesOrIs(request, id)) throw new Refused(forbidden)
  const wished = read(id, request.body)
  const at = ground.clock.now()
  const made = await ground.db.transaction(async (tx) => {
    await pokeGroupsOf(tx, [id], at)
    if ((await countAbsences(tx, id)) >= MAX_ABSENCES)
      throw new Refused(invalidField('base', `Absence: there can be at most ${MAX_ABSENCES}`))
    const absence = await insertAbsence(tx, wished, at)
    const noted = { at, action: 'create', source: 'agent_absence', id: absence.id } as const
    await note(tx, request, { ...noted, before: null, after: periodOf(absence) })
    return absence
  })
  return { status: 201, body: { absence: present(made, true) } }
}

/** The reason stays out of the audit log: it is often about somebody's health. */
const periodOf = ({ user_id, starts_at, ends_at }: AbsenceRow) => ({
  user_id,
  starts_at: toIso(starts_at),
  ends_at: toIso(ends_at),
})

const remove = async (room: Room, request: Asked<{ id: Id; absenceId: Id }>): Promise<ApiReply> => {
  const { ground } = room
  const { id, absenceId } = request.params
  await mustBeAgent(room, id)
  if (!managesOrIs(request, id)) throw new Refused(forbidden)
  const at = ground.clock.now()
  await ground.db.transaction(async (tx) => {
    await pokeGroupsOf(tx, [id], at)
    const gone = await deleteAbsence(tx, id, absenceId)
    if (gone === undefined) throw new Refused(notFound)
    const noted = { at, action: 'destroy', source: 'agent_absence', id: absenceId } as const
    await note(tx, request, { ...noted, before: periodOf(gone), after: null })
  })
  return { status: 204 }
}

const write = {
  permission: 'tickets.update',
  scope: 'users:write',
  rate: 'write',
  audit: 'agent_absence',
} as const

/** When people are not there. */
export const absenceRoutes = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/users/:id/absences',
    operation: 'ListUserAbsences',
    summary: 'When somebody is not there, by start',
    permission: 'users.read',
    scope: 'users:read',
    rate: 'read',
    audit: 'none',
    params: IdParams,
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ absences: Type.Array(Absence) }) },
    handler: (request) => listed(room, request),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/api/v2/users/:id/absences',
    operation: 'CreateUserAbsence',
    summary: 'Say when one is not there; for managers, of anybody',
    params: IdParams,
    body: Type.Object({ absence: Input }),
    response: { 201: Type.Object({ absence: Absence }) },
    handler: (request) => add(room, request),
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/api/v2/users/:id/absences/:absenceId',
    operation: 'DeleteUserAbsence',
    summary: 'Take back an absence',
    params: Type.Object({ id: Type.Integer(), absenceId: Type.Integer() }),
    response: { 204: Type.Null() },
    handler: (request) => remove(room, request),
  }),
]
