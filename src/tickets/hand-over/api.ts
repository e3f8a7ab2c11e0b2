import { type Static, type TSchema, Type } from 'typebox'
import {
  type FieldError,
  type Id,
  type Instant,
  invalid,
  invalidField,
  parseIso,
  Refused,
  toIso,
} from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { textToHtml } from '../../platform/html/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import {
  listReply,
  listSchema,
  type PagingQuery,
  pagingQuery,
  parsePaging,
} from '../../platform/paging/index.ts'
import { refuseUnseen } from '../api/parts.ts'
import { linkingOf, presentCommitted } from '../api/present.ts'
import { askerOf } from '../api/resolve.ts'
import {
  HAND_OVER_FIELDS,
  type HandOver,
  type HandOverField,
  type NameOf,
  textOfStructure,
} from '../core/comment-structure.ts'
import type { Change, Ticket } from '../core/index.ts'
import type { Room } from '../room.ts'
import { groupName, listStructured, peopleNamed, type StructuredRow } from '../structured-store.ts'
import { changeTicket, seenTicket } from '../support.ts'
import { Audit, IdParams } from '../wire/schemas.ts'

/** Of each text. */
const MAX_TEXT = 16_000

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const optional = <T extends TSchema>(schema: T) => Type.Optional(nullable(schema))
const IdIn = Type.Integer({ minimum: 1 })

export const HandOverInput = Type.Object({
  summary: optional(Type.String()),
  state: optional(Type.String()),
  next_step: optional(Type.String()),
  promised_at: optional(Type.String()),
  to_user_id: optional(IdIn),
  to_group_id: optional(IdIn),
  keeps_owner: Type.Optional(Type.Boolean()),
})
type Input = Static<typeof HandOverInput>

const Shown = Type.Object({
  id: Type.Integer(),
  author_id: Type.Integer(),
  created_at: Type.String({ format: 'date-time' }),
  summary: nullable(Type.String()),
  state: nullable(Type.String()),
  next_step: nullable(Type.String()),
  promised_at: nullable(Type.String({ format: 'date-time' })),
  from_user_id: nullable(Type.Integer()),
  to_user_id: nullable(Type.Integer()),
  to_group_id: nullable(Type.Integer()),
  keeps_owner: Type.Boolean(),
})

export const HandedOver = Type.Object({ hand_over: Shown, audit: nullable(Audit) })

const presentHandOver = ({ id, author_id, created_at, structure }: StructuredRow<'hand_over'>) => ({
  id,
  author_id,
  created_at: toIso(created_at),
  summary: structure.summary,
  state: structure.state,
  next_step: structure.nextStep,
  promised_at: structure.promisedAt === null ? null : toIso(structure.promisedAt),
  from_user_id: structure.fromUserId,
  to_user_id: structure.toUserId,
  to_group_id: structure.toGroupId,
  keeps_owner: structure.keepsOwner,
})

/** Reads a hand-over. Refuses everything that is wrong with it at once, by field. */
const readInput = (input: Input, required: readonly HandOverField[], from: Id): HandOver => {
  const errors: FieldError[] = []
  const wrong = (field: string, what: string, error: FieldError['error']) => {
    const title = field.replace(/_id$/, '').replaceAll('_', ' ')
    errors.push({ field, error, description: `${title.charAt(0).toUpperCase()}${title.slice(1)}: ${what}` })
  }
  for (const name of HAND_OVER_FIELDS) {
    const text = input[name]?.trim() ?? ''
    if (text === '' && required.includes(name)) wrong(name, 'cannot be blank', 'BlankValue')
    if (text.length > MAX_TEXT) wrong(name, `is too long (maximum is ${MAX_TEXT} characters)`, 'TooLong')
  }
  const promisedAt = input.promised_at?.trim() ? parseIso(input.promised_at.trim()) : null
  if (promisedAt === undefined) wrong('promised_at', 'is not an ISO 8601 time', 'InvalidFormat')
  if (input.to_user_id == null && input.to_group_id == null)
    wrong('to_user_id', 'cannot be blank', 'BlankValue')
  if (errors.length > 0) throw new Refused(invalid(...errors))
  return {
    kind: 'hand_over',
    summary: input.summary?.trim() || null,
    state: input.state?.trim() || null,
    nextStep: input.next_step?.trim() || null,
    promisedAt: (promisedAt ?? null) as Instant | null,
    fromUserId: from,
    toUserId: input.to_user_id ?? null,
    toGroupId: input.to_group_id ?? null,
    keepsOwner: input.keeps_owner === true,
  }
}

/** Names of all in a hand-over. Whom it goes to must be colleagues who are there. */
const namesIn = async ({ ground }: Room, { fromUserId, toUserId, toGroupId }: HandOver): Promise<NameOf> => {
  const people = await peopleNamed(ground.db, [fromUserId ?? 0, toUserId ?? 0])
  const to = people.find(({ id }) => id === toUserId)
  if (toUserId !== null && !to?.is_staff)
    throw new Refused(invalidField('to_user_id', 'To user: is none of the staff'))
  const group = toGroupId === null ? undefined : await groupName(ground.db, toGroupId)
  if (toGroupId !== null && group === undefined)
    throw new Refused(invalidField('to_group_id', 'To group: does not exist'))
  return (what, id) => (what === 'group' ? group : people.find((one) => one.id === id)?.name) ?? String(id)
}

/** Who only fixes follows the ticket; else it is theirs, or their group's, until somebody of it takes it. */
const movesOf = ({ keepsOwner, toUserId, toGroupId }: HandOver): Partial<Change> => {
  if (keepsOwner) return toUserId === null ? {} : { followers: { add: [toUserId] } }
  if (toUserId === null) return { set: { groupId: toGroupId, assigneeId: null } }
  return { set: { assigneeId: toUserId, ...(toGroupId === null ? {} : { groupId: toGroupId }) } }
}

export type Asked = ApiRequest<{ id: Id }, unknown, { readonly hand_over: Input }>

export const handOver = async (room: Room, request: Asked): Promise<ApiReply> => {
  const { params, body } = request
  const ticket: Ticket = await seenTicket(room, request, params.id)
  const { settings } = await room.policies.at(await currentVersion(room))
  const note = readInput(
    body.hand_over,
    settings.handOverRequires,
    ticket.assigneeId ?? askerOf(request).userId,
  )
  const text = textOfStructure(note, await namesIn(room, note))
  const comment = { text, html: textToHtml(text), public: false, attachments: [], structure: note }
  const committed = await changeTicket(room, request, params.id, { ...movesOf(note), comment })
  const { id, authorId: author_id } = committed.comment!
  const shown = presentHandOver({ id, author_id, created_at: committed.at, structure: note })
  return {
    status: 201,
    body: { hand_over: shown, audit: presentCommitted(committed, linkingOf(room, request.origin)) },
  }
}

const currentVersion = async ({ ground }: Room): Promise<number> => (await ground.policy.current()).version

const BY_TIME = { names: ['created_at'], standard: { by: 'created_at', isDescending: false } } as const

const listHandOvers = async (
  room: Room,
  request: ApiRequest<{ id: Id }, PagingQuery, unknown>,
): Promise<ApiReply> => {
  const viewer = viewerOf(request.caller)
  const { id: ticketId } = request.params
  const which = { ticketId, kind: 'hand_over' } as const
  const listing = await listStructured(room.ground.db, viewer, which, parsePaging(request.query, BY_TIME))
  await refuseUnseen(room, viewer, ticketId, listing)
  return { body: listReply(request, 'hand_overs', listing, listing.rows.map(presentHandOver)) }
}

/** Giving a ticket into other hands, with all that they need. */
export const handOverRoutes = (room: Room): Route[] => [
  route({
    method: 'POST',
    path: '/api/v2/tickets/:id/hand_over',
    operation: 'HandOverTicket',
    summary: 'Give a ticket to somebody else, with what they need to go on',
    permission: 'tickets.update',
    scope: 'tickets:write',
    rate: 'write',
    audit: 'ticket audit',
    params: IdParams,
    body: Type.Object({ hand_over: HandOverInput }),
    response: { 201: HandedOver },
    handler: (request) => handOver(room, request),
  }),
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id/hand_overs',
    operation: 'ListTicketHandOvers',
    summary: 'Whose a ticket was, and with what words it went on, oldest first',
    permission: 'tickets.read',
    scope: 'tickets:read',
    rate: 'read',
    audit: 'none',
    params: IdParams,
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ hand_overs: Type.Array(Shown) }) },
    handler: (request) => listHandOvers(room, request),
  }),
]
