import { type Static, Type } from 'typebox'
import { type Id, invalid, notFound, Refused, toIso } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { list, listReply, listSchema, paged, pagingQuery, parsePaging } from '../../platform/paging/index.ts'
import { READ, WRITE } from './api.ts'
import { BY_RULES, type RequestFormat } from './core/index.ts'
import { type ReadWebhook, readWebhook, type WebhookInput } from './input.ts'
import { failuresOfTargets } from './invocations-store.ts'
import type { WebhookRoom } from './room.ts'
import { findWebhook, type Webhook, webhooksUnder } from './store.ts'
import { changeWebhook, createWebhook, removeWebhook, settingsOf } from './webhooks.ts'

/** The one kind of target that is a call; others mail or speak to services that are gone. */
const TYPE = 'url_target_v2'

const IdParams = Type.Object({ id: Type.Integer() })
const Target = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  title: Type.String(),
  type: Type.String(),
  active: Type.Boolean(),
  target_url: Type.String(),
  method: Type.String(),
  content_type: Type.Union([Type.String(), Type.Null()]),
  username: Type.Union([Type.String(), Type.Null()]),
  password: Type.Null(),
  created_at: Type.String({ format: 'date-time' }),
})
const NullableText = Type.Union([Type.String({ maxLength: 4096 }), Type.Null()])
const TargetInput = Type.Object({
  title: Type.Optional(Type.String()),
  type: Type.Optional(Type.String({ maxLength: 50 })),
  active: Type.Optional(Type.Boolean()),
  target_url: Type.Optional(Type.String({ maxLength: 2048 })),
  method: Type.Optional(Type.String({ maxLength: 10 })),
  content_type: Type.Optional(NullableText),
  username: Type.Optional(NullableText),
  password: Type.Optional(NullableText),
})
type TargetInput = Static<typeof TargetInput>
const Body = Type.Object({ target: TargetInput })
const Reply = Type.Object({ target: Target })

const CONTENT_TYPES: { readonly [format in RequestFormat]: string } = {
  json: 'application/json',
  xml: 'application/xml',
  form_encoded: 'application/x-www-form-urlencoded',
}

const present =
  (origin: string) =>
  (webhook: Webhook): object => ({
    id: webhook.target_id,
    url: `${origin}/api/v2/targets/${webhook.target_id}.json`,
    title: webhook.name,
    type: TYPE,
    active: webhook.status === 'active',
    target_url: webhook.endpoint,
    method: webhook.http_method.toLowerCase(),
    content_type: CONTENT_TYPES[webhook.request_format],
    username: webhook.authentication?.username ?? null,
    password: null,
    created_at: toIso(webhook.created_at),
  })

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Reads a target as the webhook that it is. What is wrong is told by the target's own names. */
const read = (input: TargetInput, standing: Webhook | undefined): ReadWebhook => {
  if ((input.type ?? TYPE) !== TYPE)
    throw wrong('type', `must be ${TYPE}; mail is sent by the actions of rules`)
  const method = METHODS.find((one) => one === input.method?.toUpperCase())
  if (input.method !== undefined && method === undefined)
    throw wrong('method', `must be one of ${METHODS.join(', ').toLowerCase()}`)
  try {
    return readWebhook(asWebhook(input, method, standing), standing && settingsOf(standing))
  } catch (error) {
    if (error instanceof Refused && error.refusal.details !== undefined)
      throw new Refused(invalid(...error.refusal.details.map(renamed)))
    throw error
  }
}

const asWebhook = (
  input: TargetInput,
  method: (typeof METHODS)[number] | undefined,
  standing: Webhook | undefined,
): WebhookInput => {
  const { title, target_url: url, active, content_type: contentType } = input
  const authentication = authenticationIn(input, standing)
  return {
    subscriptions: [BY_RULES],
    ...(title === undefined ? {} : { name: title }),
    ...(url === undefined ? {} : { endpoint: url }),
    ...(active === undefined ? {} : { status: active ? 'active' : 'inactive' }),
    ...(method === undefined ? {} : { http_method: method }),
    ...(contentType === undefined || contentType === null ? {} : { request_format: formatOf(contentType) }),
    ...(authentication === undefined ? {} : { authentication }),
  }
}

const formatOf = (contentType: string): RequestFormat => {
  const bare = contentType.split(';')[0]?.trim().toLowerCase()
  const found = (Object.keys(CONTENT_TYPES) as RequestFormat[]).find(
    (format) => CONTENT_TYPES[format] === bare,
  )
  if (found === undefined)
    throw wrong('content_type', `must be one of ${Object.values(CONTENT_TYPES).join(', ')}`)
  return found
}

const authenticationIn = (
  { username, password }: TargetInput,
  standing: Webhook | undefined,
): WebhookInput['authentication'] => {
  if (username === undefined && (password === undefined || password === null)) return undefined
  if (username === null || username === '') return null
  const name = username ?? standing?.authentication?.username ?? ''
  // Clients send back the password that they were shown: none.
  return { type: 'basic_auth', data: { username: name, ...(password ? { password } : {}) } }
}

const NAMES: { readonly [field: string]: string } = {
  name: 'title',
  endpoint: 'target_url',
  http_method: 'method',
  request_format: 'content_type',
  'authentication.data.username': 'username',
  'authentication.data.password': 'password',
  authentication: 'password',
}

const renamed = <T extends { readonly field: string; readonly description: string }>(detail: T): T => {
  const field = NAMES[detail.field] ?? detail.field
  return { ...detail, field, description: detail.description.replace(`${detail.field}:`, `${field}:`) }
}

const wrong = (field: string, why: string): Refused =>
  new Refused(invalid({ field, error: 'InvalidValue', description: `${field}: ${why}` }))

const mustFind = async ({ ground }: WebhookRoom, id: Id): Promise<Webhook> => {
  const found = await findWebhook(ground.db, { targetId: String(id) })
  if (found === undefined) throw new Refused(notFound)
  return found
}

const BY_ID = { names: ['id'] as 'id'[], standard: { by: 'id', isDescending: false } } as const

/** Targets of the older API: webhooks that rules call, known by a number. */
export const targetRoutes = (room: WebhookRoom): Route[] => [
  route({
    ...READ,
    path: '/api/v2/targets',
    operation: 'ListTargets',
    summary: 'Lists targets',
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ targets: Type.Array(Target) }) },
    handler: async (request) => {
      const source = webhooksUnder(sql`w.target_id is not null`)
      const listing = await list(room.ground.db, source, parsePaging(request.query, BY_ID))
      return { body: listReply(request, 'targets', listing, listing.rows.map(present(request.origin))) }
    },
  }),
  route({
    ...READ,
    path: '/api/v2/targets/:id',
    operation: 'ShowTarget',
    summary: 'Shows a target',
    params: IdParams,
    response: { 200: Reply },
    handler: async ({ params, origin }) => ({
      body: { target: present(origin)(await mustFind(room, params.id)) },
    }),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/api/v2/targets',
    operation: 'CreateTarget',
    summary: 'Makes a target',
    body: Body,
    response: { 201: Reply },
    handler: async (request) => {
      const made = await createWebhook(room, request, read(request.body.target, undefined), {
        isTarget: true,
      })
      const location = `${request.origin}/api/v2/targets/${made.target_id}.json`
      return { status: 201, body: { target: present(request.origin)(made) }, headers: { location } }
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/api/v2/targets/:id',
    operation: 'UpdateTarget',
    summary: 'Changes a target',
    params: IdParams,
    body: Body,
    response: { 200: Reply },
    handler: async (request) => {
      const { id } = await mustFind(room, request.params.id)
      const changed = await changeWebhook(room, request, id, (standing) =>
        read(request.body.target, standing),
      )
      room.onQueued()
      return { body: { target: present(request.origin)(changed) } }
    },
  }),
  route({
    ...WRITE,
    method: 'DELETE',
    path: '/api/v2/targets/:id',
    operation: 'DeleteTarget',
    summary: 'Deletes a target',
    params: IdParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await removeWebhook(room, request, (await mustFind(room, request.params.id)).id)
      return { status: 204 }
    },
  }),
  ...failures(room),
]

const Failure = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  target_name: Type.String(),
  status_code: Type.Union([Type.Integer(), Type.Null()]),
  exception: Type.Union([Type.String(), Type.Null()]),
  consecutive_failure_count: Type.Integer(),
  created_at: Type.String({ format: 'date-time' }),
})
const MAX_FAILURES = 25

const presentFailure =
  (origin: string) =>
  (one: Awaited<ReturnType<typeof failuresOfTargets>>[number]): { readonly id: Id } => ({
    id: one.seq,
    ...{
      url: `${origin}/api/v2/target_failures/${one.seq}.json`,
      target_name: one.target,
      status_code: one.response_status,
      exception: one.error,
      consecutive_failure_count: one.number,
      created_at: toIso(one.completed_at),
    },
  })

/** The last of them, one a message: its latest try. */
const latest = async ({ ground }: WebhookRoom, origin: string) => {
  const tries = await failuresOfTargets(ground.db, MAX_FAILURES)
  const bySeq = new Map<Id, (typeof tries)[number]>()
  for (const one of tries) if (!bySeq.has(one.seq)) bySeq.set(one.seq, one)
  return [...bySeq.values()].map(presentFailure(origin))
}

const failures = (room: WebhookRoom): Route[] => [
  route({
    ...READ,
    path: '/api/v2/target_failures',
    operation: 'ListTargetFailures',
    summary: 'Lists the last messages to targets that failed',
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ target_failures: Type.Array(Failure) }) },
    handler: async (request) => {
      const listing = paged(await latest(room, request.origin), request.query)
      return { body: listReply(request, 'target_failures', listing, listing.rows) }
    },
  }),
  route({
    ...READ,
    path: '/api/v2/target_failures/:id',
    operation: 'ShowTargetFailure',
    summary: 'Shows a message to a target that failed',
    params: IdParams,
    response: { 200: Type.Object({ target_failure: Failure }) },
    handler: async ({ params, origin }) => {
      const found = (await latest(room, origin)).find(({ id }) => id === params.id)
      if (found === undefined) throw new Refused(notFound)
      return { body: { target_failure: found } }
    },
  }),
]
