import { Type } from 'typebox'
import { type Id, notFound, Refused } from '../../kernel/index.ts'
import { isStaff } from '../../people/core/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, type PagingQuery, paged, pagingQuery } from '../../platform/paging/index.ts'
import type { PolicyDocument, PolicySnapshot } from '../../platform/policy/index.ts'
import { presentCount } from '../api/read.ts'
import { byPosition, editingPolicy } from '../policy-edit.ts'
import { presentingOf } from '../presenting.ts'
import type { Room } from '../room.ts'
import { Count, IdParams } from '../wire/schemas.ts'
import { FieldInput, OptionInput, readOptionInput } from './field-input.ts'
import {
  changeField,
  createField,
  optionsOf,
  putOption,
  removeField,
  removeOption,
  reorderFields,
} from './fields.ts'
import { Field, Option, presentField, presentOption } from './present-field.ts'

const KIND = 'ticket_field'

type Asked = Pick<ApiRequest<unknown, unknown, unknown>, 'caller' | 'origin'>

/** End users have before them what portals show; the rest is the desk's own. */
const seenFields = ({ caller }: Pick<Asked, 'caller'>, policy: PolicySnapshot): PolicyDocument[] => {
  const isAll = isStaff(viewerOf(caller).roleKind)
  return byPosition(policy.documents(KIND)).filter(
    ({ body }) => isAll || (body.active !== false && body.visible_in_portal === true),
  )
}

const seenField = (
  request: ApiRequest<{ id: Id }, unknown, unknown>,
  policy: PolicySnapshot,
): PolicyDocument => {
  const field = seenFields(request, policy).find(({ id }) => id === request.params.id)
  if (field === undefined) throw new Refused(notFound)
  return field
}

/** What agents are told of a field is not for end users. */
const withoutNotes = ({ caller }: Pick<Asked, 'caller'>, document: PolicyDocument): PolicyDocument =>
  isStaff(viewerOf(caller).roleKind)
    ? document
    : { ...document, body: { ...document.body, agent_description: null } }

const listFields = async (
  room: Room,
  request: ApiRequest<unknown, PagingQuery, unknown>,
): Promise<ApiReply> => {
  const presenting = await presentingOf(room, request)
  const listing = paged(seenFields(request, presenting.policy), request.query)
  const fields = listing.rows.map((row) => presentField(presenting)(withoutNotes(request, row)))
  return { body: listReply(request, 'ticket_fields', listing, fields) }
}

const read = { permission: 'signed_in', scope: 'ticket_fields:read', rate: 'read', audit: 'none' } as const
const write = {
  permission: 'ticket_fields.manage',
  scope: 'ticket_fields:write',
  rate: 'write',
  audit: 'policy',
} as const
const OneField = Type.Object({ ticket_field: Field })
const OneOption = Type.Object({ custom_field_option: Option })
const Body = Type.Object({ ticket_field: FieldInput })
const OptionParams = Type.Object({ id: Type.Integer(), optionId: Type.Integer() })

export const fieldRoutes = (room: Room): Route[] => [
  ...readingRoutes(room),
  ...writingRoutes(room),
  ...optionRoutes(room),
]

const readingRoutes = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/ticket_fields',
    operation: 'ListTicketFields',
    summary: 'The fields of tickets, by position',
    ...read,
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ ticket_fields: Type.Array(Field) }) },
    handler: (request) => listFields(room, request),
  }),
  route({
    method: 'GET',
    path: '/api/v2/ticket_fields/count',
    operation: 'CountTicketFields',
    summary: 'How many fields tickets have',
    ...read,
    response: { 200: Count },
    handler: async (request) => {
      const fields = seenFields(request, await room.ground.policy.current())
      return { body: presentCount(fields.length, room.ground.clock.now()) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v2/ticket_fields/:id',
    operation: 'ShowTicketField',
    summary: 'One field of tickets',
    ...read,
    params: IdParams,
    response: { 200: OneField },
    handler: async (request) => {
      const presenting = await presentingOf(room, request)
      const field = withoutNotes(request, seenField(request, presenting.policy))
      return { body: { ticket_field: presentField(presenting)(field) } }
    },
  }),
]

const writingRoutes = (room: Room): Route[] => [
  route({
    method: 'POST',
    path: '/api/v2/ticket_fields',
    operation: 'CreateTicketField',
    summary: 'Make a custom field of tickets',
    ...write,
    body: Body,
    response: { 201: OneField },
    handler: async (request) => {
      const made = await editingPolicy(room, request, 'create ticket field', async (editing) => {
        const field = await createField(editing, request.body.ticket_field)
        await request.idempotency.locate(editing.tx, 201, `/api/v2/ticket_fields/${field.id}.json`)
        return field
      })
      const shown = presentField(await presentingOf(room, request))(made)
      return { status: 201, headers: { location: shown.url }, body: { ticket_field: shown } }
    },
  }),
  route({
    method: 'PUT',
    path: '/api/v2/ticket_fields/reorder',
    operation: 'ReorderTicketFields',
    summary: 'Put the fields of tickets into an order',
    ...write,
    body: Type.Object({ ticket_field_ids: Type.Array(Type.Integer(), { maxItems: 1000 }) }),
    response: { 200: Type.Object({}) },
    handler: async (request) => {
      const ids = request.body.ticket_field_ids
      await editingPolicy(room, request, 'reorder ticket fields', (editing) => reorderFields(editing, ids))
      return { body: {} }
    },
  }),
  route({
    method: 'PUT',
    path: '/api/v2/ticket_fields/:id',
    operation: 'UpdateTicketField',
    summary: 'Change a field of tickets; its type stays',
    ...write,
    params: IdParams,
    body: Body,
    response: { 200: OneField },
    handler: async (request) => {
      const changed = await editingPolicy(room, request, 'change ticket field', (editing) =>
        changeField(editing, request.params.id, request.body.ticket_field),
      )
      return { body: { ticket_field: presentField(await presentingOf(room, request))(changed) } }
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v2/ticket_fields/:id',
    operation: 'DeleteTicketField',
    summary: 'Remove a custom field of tickets',
    ...write,
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await editingPolicy(room, request, 'remove ticket field', (editing) =>
        removeField(editing, request.params.id),
      )
      return { status: 204 }
    },
  }),
]

const optionRoutes = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/ticket_fields/:id/options',
    operation: 'ListTicketFieldOptions',
    summary: 'The options of a field',
    ...read,
    params: IdParams,
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ custom_field_options: Type.Array(Option) }) },
    handler: async (request) => {
      const field = seenField(request, await room.ground.policy.current())
      const listing = paged(optionsOf(field), request.query)
      return { body: listReply(request, 'custom_field_options', listing, listing.rows.map(presentOption)) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v2/ticket_fields/:id/options/:optionId',
    operation: 'ShowTicketFieldOption',
    summary: 'One option of a field',
    ...read,
    params: OptionParams,
    response: { 200: OneOption },
    handler: async (request) => {
      const field = seenField(request, await room.ground.policy.current())
      const option = optionsOf(field).find(({ id }) => id === request.params.optionId)
      if (option === undefined) throw new Refused(notFound)
      return { body: { custom_field_option: presentOption(option) } }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v2/ticket_fields/:id/options',
    operation: 'PutTicketFieldOption',
    summary: 'Add an option to a field, or change the one with its id',
    ...write,
    params: IdParams,
    body: Type.Object({ custom_field_option: OptionInput }),
    response: { 200: OneOption, 201: OneOption },
    handler: async (request) => {
      const wished = readOptionInput(request.body.custom_field_option)
      const { option, isNew } = await editingPolicy(room, request, 'change ticket field', (editing) =>
        putOption(editing, request.params.id, wished),
      )
      return { status: isNew ? 201 : 200, body: { custom_field_option: presentOption(option) } }
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v2/ticket_fields/:id/options/:optionId',
    operation: 'DeleteTicketFieldOption',
    summary: 'Remove an option of a field',
    ...write,
    params: OptionParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      const { id, optionId } = request.params
      await editingPolicy(room, request, 'change ticket field', (editing) =>
        removeOption(editing, id, optionId),
      )
      return { status: 204 }
    },
  }),
]
