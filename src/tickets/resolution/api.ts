import { Type } from 'typebox'
import { type ApiReply, type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery } from '../../platform/paging/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { byPosition, editingPolicy, getDocument } from '../policy-edit.ts'
import { type Presenting, presentingOf, timesOf } from '../presenting.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import { CODE_KIND, CodeInput, changeCode, createCode, removeCode } from './codes.ts'

const Text = Type.String()
const Code = Type.Object({
  url: Text,
  id: Type.Integer(),
  code: Text,
  label: Text,
  description: Type.Union([Text, Type.Null()]),
  active: Type.Boolean(),
  position: Type.Integer(),
  kinds: Type.Array(Text),
  ticket_form_ids: Type.Array(Type.Integer()),
  created_at: Type.String({ format: 'date-time' }),
  updated_at: Type.String({ format: 'date-time' }),
})

const presentCode = (presenting: Presenting) => (document: PolicyDocument) => {
  const { id, body } = document
  return {
    url: `${presenting.origin}/api/v2/resolution_codes/${id}.json`,
    id,
    code: String(body.code),
    label: String(body.label),
    description: typeof body.description === 'string' ? body.description : null,
    active: body.active !== false,
    position: Number(body.position ?? 0),
    kinds: Array.isArray(body.kinds) ? body.kinds : [],
    ticket_form_ids: Array.isArray(body.ticket_form_ids) ? body.ticket_form_ids : [],
    ...timesOf(document, presenting),
  }
}

const replyOf = async (
  room: Room,
  asked: { readonly origin: string },
  code: PolicyDocument,
  status = 200,
): Promise<ApiReply> => {
  const shown = presentCode(await presentingOf(room, asked))(code)
  return {
    status,
    body: { resolution_code: shown },
    ...(status === 201 ? { headers: { location: shown.url } } : {}),
  }
}

const read = {
  permission: 'tickets.read',
  scope: 'resolution_codes:read',
  rate: 'read',
  audit: 'none',
} as const
const write = {
  permission: 'policy.manage',
  scope: 'resolution_codes:write',
  rate: 'write',
  audit: 'policy',
} as const
const PATH = '/api/v2/resolution_codes'
const One = Type.Object({ resolution_code: Code })
const Body = Type.Object({ resolution_code: CodeInput })

/** How tickets come to be solved, in the desk's own words. */
export const resolutionRoutes = (room: Room): Route[] => [...readingRoutes(room), ...writingRoutes(room)]

const readingRoutes = (room: Room): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: PATH,
    operation: 'ListResolutionCodes',
    summary: 'The codes that say how tickets were solved, by position',
    query: Type.Object({ ...pagingQuery, active: Type.Optional(Type.Boolean()) }),
    response: { 200: listSchema({ resolution_codes: Type.Array(Code) }) },
    handler: async (request) => {
      const presenting = await presentingOf(room, request)
      const { active } = request.query
      const codes = byPosition(presenting.policy.documents(CODE_KIND)).filter(
        ({ body }) => active === undefined || active === (body.active !== false),
      )
      const listing = paged(codes, request.query)
      return {
        body: listReply(request, 'resolution_codes', listing, listing.rows.map(presentCode(presenting))),
      }
    },
  }),
  route({
    ...read,
    method: 'GET',
    path: `${PATH}/:id`,
    operation: 'ShowResolutionCode',
    summary: 'One resolution code',
    params: IdParams,
    response: { 200: One },
    handler: async (request) => {
      const policy = await room.ground.policy.current()
      return replyOf(room, request, getDocument(policy, CODE_KIND, request.params.id))
    },
  }),
]

const writingRoutes = (room: Room): Route[] => [
  route({
    ...write,
    method: 'POST',
    path: PATH,
    operation: 'CreateResolutionCode',
    summary: 'Make a resolution code',
    body: Body,
    response: { 201: One },
    handler: async (request) => {
      const made = await editingPolicy(room, request, 'create resolution code', async (editing) => {
        const code = await createCode(editing, request.body.resolution_code)
        await request.idempotency.locate(editing.tx, 201, `${PATH}/${code.id}.json`)
        return code
      })
      return replyOf(room, request, made, 201)
    },
  }),
  route({
    ...write,
    method: 'PUT',
    path: `${PATH}/:id`,
    operation: 'UpdateResolutionCode',
    summary: 'Change a resolution code; the code itself stays',
    params: IdParams,
    body: Body,
    response: { 200: One },
    handler: async (request) => {
      const changed = await editingPolicy(room, request, 'change resolution code', (editing) =>
        changeCode(editing, request.params.id, request.body.resolution_code),
      )
      return replyOf(room, request, changed)
    },
  }),
  route({
    ...write,
    method: 'DELETE',
    path: `${PATH}/:id`,
    operation: 'DeleteResolutionCode',
    summary: 'Remove a resolution code; tickets that were solved by it keep it',
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await editingPolicy(room, request, 'remove resolution code', (editing) =>
        removeCode(editing, request.params.id),
      )
      return { status: 204 }
    },
  }),
]
