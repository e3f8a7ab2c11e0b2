import { Type } from 'typebox'
import { notFound, Refused } from '../../kernel/index.ts'
import { type ApiReply, type Route, route } from '../../platform/http/index.ts'
import { idList } from '../../platform/paging/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { editingPolicy, getDocument } from '../policy-edit.ts'
import { presentingOf } from '../presenting.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import { CustomStatus, presentCustomStatus } from './present.ts'
import { StatusInput } from './status-input.ts'
import {
  addFormStatuses,
  changeStatus,
  createStatus,
  type FormStatus,
  formStatusesOf,
  removeFormStatus,
  setDefaultStatuses,
} from './statuses.ts'

const KIND = 'custom_status'
const read = {
  permission: 'tickets.read',
  scope: 'custom_statuses:read',
  rate: 'read',
  audit: 'none',
} as const
const write = {
  permission: 'custom_statuses.manage',
  scope: 'custom_statuses:write',
  rate: 'write',
  audit: 'policy',
} as const
const OneStatus = Type.Object({ custom_status: CustomStatus })
const Statuses = Type.Object({ custom_statuses: Type.Array(CustomStatus) })
const Body = Type.Object({ custom_status: StatusInput })

type Asked = { readonly origin: string }

const replyOf = async (room: Room, asked: Asked, status: PolicyDocument, code = 200): Promise<ApiReply> => {
  const shown = presentCustomStatus(await presentingOf(room, asked))(status)
  const headers = code === 201 ? { headers: { location: shown.url } } : {}
  return { status: code, body: { custom_status: shown }, ...headers }
}

const listStatuses = async (
  room: Room,
  asked: Asked,
  isWanted: (status: PolicyDocument) => boolean = () => true,
): Promise<ApiReply> => {
  const presenting = await presentingOf(room, asked)
  const statuses = presenting.policy.documents(KIND).filter(isWanted)
  return { body: { custom_statuses: statuses.map(presentCustomStatus(presenting)) } }
}

/** Custom statuses: labels that agents may give a status. */
export const statusRoutes = (room: Room): Route[] => [
  ...readingRoutes(room),
  ...writingRoutes(room),
  ...formStatusRoutes(room),
]

const readingRoutes = (room: Room): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/custom_statuses',
    operation: 'ListCustomStatuses',
    summary: 'The labels that agents may give a status',
    query: Type.Object({
      active: Type.Optional(Type.Boolean()),
      default: Type.Optional(Type.Boolean()),
      status_categories: Type.Optional(Type.String({ maxLength: 255 })),
    }),
    response: { 200: Statuses },
    handler: async (request) => {
      const { active, default: isDefault, status_categories: categories } = request.query
      const wanted = categories?.split(',').map((one) => one.trim())
      const reply = await listStatuses(
        room,
        request,
        ({ body }) =>
          (active === undefined || active === (body.active !== false)) &&
          (wanted === undefined || wanted.includes(String(body.status_category))),
      )
      if (isDefault === undefined) return reply
      const { custom_statuses: all } = reply.body as { custom_statuses: { default: boolean }[] }
      return { body: { custom_statuses: all.filter((one) => one.default === isDefault) } }
    },
  }),
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/custom_statuses/:id',
    operation: 'ShowCustomStatus',
    summary: 'One label of a status',
    params: IdParams,
    response: { 200: OneStatus },
    handler: async (request) => {
      const policy = await room.ground.policy.current()
      return replyOf(room, request, getDocument(policy, KIND, request.params.id))
    },
  }),
]

const writingRoutes = (room: Room): Route[] => [
  route({
    ...write,
    method: 'POST',
    path: '/api/v2/custom_statuses',
    operation: 'CreateCustomStatus',
    summary: 'Make a label of a status',
    body: Body,
    response: { 201: OneStatus },
    handler: async (request) => {
      const made = await editingPolicy(room, request, 'create custom status', async (editing) => {
        const status = await createStatus(editing, request.body.custom_status)
        await request.idempotency.locate(editing.tx, 201, `/api/v2/custom_statuses/${status.id}.json`)
        return status
      })
      return replyOf(room, request, made, 201)
    },
  }),
  route({
    ...write,
    method: 'PUT',
    path: '/api/v2/custom_statuses/:id',
    operation: 'UpdateCustomStatus',
    summary: 'Change a label of a status, or put it out of use',
    params: IdParams,
    body: Body,
    response: { 200: OneStatus },
    handler: async (request) => {
      const changed = await editingPolicy(room, request, 'change custom status', (editing) =>
        changeStatus(editing, request.params.id, request.body.custom_status),
      )
      return replyOf(room, request, changed)
    },
  }),
  route({
    ...write,
    method: 'PUT',
    path: '/api/v2/custom_status/default',
    operation: 'SetDefaultCustomStatuses',
    summary: 'Choose the labels that statuses have where nobody chose one',
    body: Type.Object({ ids: Type.Union([Type.String(), Type.Array(Type.Integer(), { maxItems: 5 })]) }),
    response: { 200: Statuses },
    handler: async (request) => {
      const { ids } = request.body
      const wanted = typeof ids === 'string' ? idList(ids) : ids
      await editingPolicy(room, request, 'choose default statuses', (editing) =>
        setDefaultStatuses(editing, wanted),
      )
      return listStatuses(room, request)
    },
  }),
]

const FormStatuses = Type.Object({
  ticket_form_statuses: Type.Array(
    Type.Object({
      id: Type.String(),
      ticket_form_id: Type.Integer(),
      custom_status_id: Type.Integer(),
    }),
  ),
})

/** Ids are texts on the wire, as clients know them. */
const presentFormStatuses = (formId: number, statuses: readonly FormStatus[]): object => ({
  ticket_form_statuses: statuses.map(({ id, custom_status_id }) => ({
    id: String(id),
    ticket_form_id: formId,
    custom_status_id,
  })),
})

const Named = Type.Object({ custom_status_id: Type.Integer() })
const NamedMany = Type.Union([Named, Type.Array(Named, { maxItems: 100 })])

const formStatusRoutes = (room: Room): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/api/v2/ticket_forms/:id/ticket_form_statuses',
    operation: 'ListTicketFormStatuses',
    summary: 'The labels that tickets of a form may have; none says all',
    params: IdParams,
    response: { 200: FormStatuses },
    handler: async ({ params }) => {
      const form = getDocument(await room.ground.policy.current(), 'ticket_form', params.id)
      return { body: presentFormStatuses(params.id, formStatusesOf(form)) }
    },
  }),
  route({
    ...write,
    method: 'POST',
    path: '/api/v2/ticket_forms/:id/ticket_form_statuses',
    operation: 'CreateTicketFormStatuses',
    summary: 'Let tickets of a form have these labels',
    params: IdParams,
    body: Type.Object({ ticket_form_status: NamedMany }),
    response: { 201: FormStatuses },
    handler: async (request) => {
      const ids = [request.body.ticket_form_status].flat().map((one) => one.custom_status_id)
      const { id } = request.params
      const statuses = await editingPolicy(room, request, 'change ticket form', async (editing) => {
        const path = `/api/v2/ticket_forms/${id}/ticket_form_statuses.json`
        await request.idempotency.locate(editing.tx, 201, path)
        return addFormStatuses(editing, id, ids)
      })
      return { status: 201, body: presentFormStatuses(id, statuses) }
    },
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/api/v2/ticket_forms/:id/ticket_form_statuses/:statusId',
    operation: 'DeleteTicketFormStatus',
    summary: 'Do not let tickets of a form have a label any more',
    params: Type.Object({ id: Type.Integer(), statusId: Type.Integer() }),
    response: { 204: Type.Null() },
    handler: async (request) => {
      const { id, statusId } = request.params
      const isRemoved = await editingPolicy(room, request, 'change ticket form', (editing) =>
        removeFormStatus(editing, id, statusId),
      )
      if (!isRemoved) throw new Refused(notFound)
      return { status: 204 }
    },
  }),
]
