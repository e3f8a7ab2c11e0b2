import { Type } from 'typebox'
import { type Id, notFound, Refused } from '../../kernel/index.ts'
import { isStaff } from '../../people/core/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import {
  idList,
  listReply,
  listSchema,
  type PagingQuery,
  paged,
  pagingQuery,
} from '../../platform/paging/index.ts'
import type { PolicyDocument, PolicySnapshot } from '../../platform/policy/index.ts'
import { isForRequester, readRestriction } from '../core/requester-restriction.ts'
import { loadFacts } from '../load-many.ts'
import { byPosition, editingPolicy } from '../policy-edit.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import { FormInput } from './form-input.ts'
import { changeForm, cloneForm, createForm, removeForm, reorderForms } from './forms.ts'
import { missingRoute } from './missing-api.ts'
import { Form, presentForm } from './present-form.ts'

type ListQuery = PagingQuery & { readonly active?: boolean; readonly end_user_visible?: boolean }

/** End users have before them the forms that are meant for them. */
const seenForms = async (
  { ground }: Room,
  { caller }: Pick<ApiRequest<unknown, unknown, unknown>, 'caller'>,
  policy: PolicySnapshot,
): Promise<PolicyDocument[]> => {
  const viewer = viewerOf(caller)
  const forms = byPosition(policy.documents('ticket_form'))
  if (isStaff(viewer.roleKind)) return forms
  const shown = forms.filter(({ body }) => body.active !== false && body.end_user_visible === true)
  if (shown.every(({ body }) => readRestriction(body.requester_restriction) === null)) return shown
  const asking = { userIds: viewer.userId === null ? [] : [viewer.userId], groupIds: [] }
  const { users } = await loadFacts(ground.db, { ...asking, groupMembers: false, allAgents: false })
  const person = users[String(viewer.userId)]
  return shown.filter(({ body }) =>
    isForRequester(readRestriction(body.requester_restriction), viewer.roleKind, person),
  )
}

const listForms = async (room: Room, request: ApiRequest<unknown, ListQuery, unknown>): Promise<ApiReply> => {
  const policy = await room.ground.policy.current()
  const { active, end_user_visible: isVisible } = request.query
  const seen = await seenForms(room, request, policy)
  const forms = seen.filter(
    ({ body }) =>
      (active === undefined || active === (body.active !== false)) &&
      (isVisible === undefined || isVisible === (body.end_user_visible === true)),
  )
  const listing = paged(forms, request.query)
  const shown = listing.rows.map(presentForm(request.origin, policy))
  return { body: listReply(request, 'ticket_forms', listing, shown) }
}

const showForm = async (room: Room, request: ApiRequest<{ id: Id }, unknown, unknown>): Promise<ApiReply> => {
  const policy = await room.ground.policy.current()
  const form = (await seenForms(room, request, policy)).find(({ id }) => id === request.params.id)
  if (form === undefined) throw new Refused(notFound)
  return { body: { ticket_form: presentForm(request.origin, policy)(form) } }
}

const showMany = async (
  room: Room,
  request: ApiRequest<unknown, { ids?: string }, unknown>,
): Promise<ApiReply> => {
  const policy = await room.ground.policy.current()
  const ids = idList(request.query.ids)
  const forms = (await seenForms(room, request, policy)).filter(({ id }) => ids.includes(id))
  const shown = forms.map(presentForm(request.origin, policy))
  return { body: { ticket_forms: shown, next_page: null, previous_page: null, count: shown.length } }
}

const replyOf = async (room: Room, origin: string, form: PolicyDocument, status = 200): Promise<ApiReply> => {
  const shown = presentForm(origin, await room.ground.policy.current())(form)
  const headers = status === 201 ? { headers: { location: shown.url } } : {}
  return { status, ...headers, body: { ticket_form: shown } }
}

const read = { permission: 'signed_in', scope: 'ticket_forms:read', rate: 'read', audit: 'none' } as const
const write = {
  permission: 'ticket_forms.manage',
  scope: 'ticket_forms:write',
  rate: 'write',
  audit: 'policy',
} as const
const OneForm = Type.Object({ ticket_form: Form })
const Body = Type.Object({ ticket_form: FormInput })
const ListReply = listSchema({ ticket_forms: Type.Array(Form) })

export const formRoutes = (room: Room): Route[] => [
  ...readingRoutes(room),
  ...writingRoutes(room),
  missingRoute(room),
]

const readingRoutes = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/ticket_forms',
    operation: 'ListTicketForms',
    summary: 'Ticket forms, by position',
    ...read,
    query: Type.Object({
      ...pagingQuery,
      active: Type.Optional(Type.Boolean()),
      end_user_visible: Type.Optional(Type.Boolean()),
    }),
    response: { 200: ListReply },
    handler: (request) => listForms(room, request),
  }),
  route({
    method: 'GET',
    path: '/api/v2/ticket_forms/show_many',
    operation: 'ShowManyTicketForms',
    summary: 'Ticket forms by their ids',
    ...read,
    query: Type.Object({ ids: Type.Optional(Type.String()) }),
    response: { 200: ListReply },
    handler: (request) => showMany(room, request),
  }),
  route({
    method: 'GET',
    path: '/api/v2/ticket_forms/:id',
    operation: 'ShowTicketForm',
    summary: 'One ticket form',
    ...read,
    params: IdParams,
    response: { 200: OneForm },
    handler: (request) => showForm(room, request),
  }),
]

const writingRoutes = (room: Room): Route[] => [
  route({
    method: 'POST',
    path: '/api/v2/ticket_forms',
    operation: 'CreateTicketForm',
    summary: 'Make a ticket form',
    ...write,
    body: Body,
    response: { 201: OneForm },
    handler: async (request) => {
      const made = await editingPolicy(room, request, 'create ticket form', async (editing) => {
        const form = await createForm(editing, request.body.ticket_form)
        await request.idempotency.locate(editing.tx, 201, `/api/v2/ticket_forms/${form.id}.json`)
        return form
      })
      return replyOf(room, request.origin, made, 201)
    },
  }),
  route({
    method: 'PUT',
    path: '/api/v2/ticket_forms/reorder',
    operation: 'ReorderTicketForms',
    summary: 'Put ticket forms into an order',
    ...write,
    body: Type.Object({ ticket_form_ids: Type.Array(Type.Integer(), { maxItems: 1000 }) }),
    response: { 200: ListReply },
    handler: async (request) => {
      const ids = request.body.ticket_form_ids
      await editingPolicy(room, request, 'reorder ticket forms', (editing) => reorderForms(editing, ids))
      return listForms(room, { ...request, query: {} })
    },
  }),
  route({
    method: 'PUT',
    path: '/api/v2/ticket_forms/:id',
    operation: 'UpdateTicketForm',
    summary: 'Change a ticket form',
    ...write,
    params: IdParams,
    body: Body,
    response: { 200: OneForm },
    handler: async (request) => {
      const changed = await editingPolicy(room, request, 'change ticket form', (editing) =>
        changeForm(editing, request.params.id, request.body.ticket_form),
      )
      return replyOf(room, request.origin, changed)
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v2/ticket_forms/:id',
    operation: 'DeleteTicketForm',
    summary: 'Remove a ticket form',
    ...write,
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await editingPolicy(room, request, 'remove ticket form', (editing) =>
        removeForm(editing, request.params.id),
      )
      return { status: 204 }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v2/ticket_forms/:id/clone',
    operation: 'CloneTicketForm',
    summary: 'Make a copy of a ticket form',
    ...write,
    params: IdParams,
    response: { 201: OneForm },
    handler: async (request) => {
      const copy = await editingPolicy(room, request, 'clone ticket form', (editing) =>
        cloneForm(editing, request.params.id),
      )
      return replyOf(room, request.origin, copy, 201)
    },
  }),
]
