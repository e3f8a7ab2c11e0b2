import { Type } from 'typebox'
import { invalidField, notFound, Refused } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { list, listReply, listSchema, pagingQuery, parsePaging } from '../../platform/paging/index.ts'
import { readWebhook, WebhookInput } from './input.ts'
import { presentWebhook, WebhookShown } from './present.ts'
import type { WebhookRoom } from './room.ts'
import { findWebhook, type Webhook, type WebhookSort, webhooksUnder } from './store.ts'
import { changeWebhook, createWebhook, removeWebhook, resetSecret, secretOf, settingsOf } from './webhooks.ts'

export const IdParams = Type.Object({ id: Type.String({ maxLength: 26 }) })
const Body = Type.Object({ webhook: WebhookInput })
const Reply = Type.Object({ webhook: WebhookShown })
const SecretReply = Type.Object({
  signing_secret: Type.Object({ secret: Type.String(), algorithm: Type.String() }),
})
const Text = Type.Optional(Type.String({ maxLength: 255 }))

const common = { permission: 'policy.manage' } as const
export const READ = { ...common, method: 'GET', scope: 'webhooks:read', rate: 'read', audit: 'none' } as const
export const WRITE = { ...common, scope: 'webhooks:write', rate: 'write', audit: 'webhook' } as const

export const mustFind = async ({ ground }: WebhookRoom, id: string): Promise<Webhook> => {
  const found = await findWebhook(ground.db, id)
  if (found === undefined) throw new Refused(notFound)
  return found
}

const SORTING = {
  names: ['id', 'name', 'status'] as WebhookSort[],
  standard: { by: 'id', isDescending: false },
} as const

const signing = (secret: string) => ({ signing_secret: { secret, algorithm: 'SHA256' } })

/** Of a clone everything is as with the other, but its name, its history and its signing secret. */
const create = async (
  room: WebhookRoom,
  request: ApiRequest<unknown, { clone_webhook_id?: string }, { webhook?: WebhookInput }>,
): Promise<ApiReply> => {
  const { clone_webhook_id: cloneId } = request.query
  const original = cloneId === undefined ? undefined : await mustFind(room, cloneId)
  const input = request.body.webhook ?? {}
  if (original === undefined && request.body.webhook === undefined)
    throw new Refused(invalidField('webhook', 'webhook: cannot be blank', 'BlankValue'))
  const named = original === undefined ? input : { name: `${original.name} (copy)`.slice(0, 150), ...input }
  const read = readWebhook(named, original && settingsOf(original))
  const credentials = read.credential === undefined ? (original?.credentials ?? null) : null
  const made = await createWebhook(room, request, read, { credentials })
  return {
    status: 201,
    body: { webhook: presentWebhook(made, secretOf(room, made)) },
    headers: { location: `${request.origin}/api/v2/webhooks/${made.id}` },
  }
}

/** Webhooks as the wire has them (zendesk-api.md 2.15). */
export const webhookRoutes = (room: WebhookRoom): Route[] => [
  ...reading(room),
  ...writing(room),
  ...secrets(room),
]

const reading = (room: WebhookRoom): Route[] => [
  route({
    ...READ,
    path: '/api/v2/webhooks',
    operation: 'ListWebhooks',
    summary: 'Lists webhooks',
    query: Type.Object({ ...pagingQuery, 'filter[name_contains]': Text, 'filter[status]': Text }),
    response: { 200: listSchema({ webhooks: Type.Array(WebhookShown) }) },
    handler: async (request) => {
      const { 'filter[name_contains]': name = '', 'filter[status]': status } = request.query
      const where = sql`w.target_id is null and strpos(lower(w.name), lower(${name})) > 0
        and (${status ?? null}::text is null or w.status = ${status ?? null})`
      const listing = await list(room.ground.db, webhooksUnder(where), parsePaging(request.query, SORTING))
      const shown = listing.rows.map((webhook) => presentWebhook(webhook))
      return { body: listReply(request, 'webhooks', listing, shown) }
    },
  }),
  route({
    ...READ,
    path: '/api/v2/webhooks/:id',
    operation: 'ShowWebhook',
    summary: 'Shows a webhook',
    params: IdParams,
    response: { 200: Reply },
    handler: async ({ params }) => ({ body: { webhook: presentWebhook(await mustFind(room, params.id)) } }),
  }),
]

const writing = (room: WebhookRoom): Route[] => {
  const change = {
    ...WRITE,
    params: IdParams,
    body: Body,
    response: { 204: Type.Null() },
    handler: async (request: ApiRequest<{ id: string }, unknown, { webhook: WebhookInput }>) => {
      await changeWebhook(room, request, request.params.id, (standing) =>
        readWebhook(request.body.webhook, settingsOf(standing)),
      )
      room.onQueued()
      return { status: 204 }
    },
  }
  return [
    route({
      ...WRITE,
      method: 'POST',
      path: '/api/v2/webhooks',
      operation: 'CreateWebhook',
      summary: 'Makes a webhook, or a copy of one',
      query: Type.Object({ clone_webhook_id: Text }),
      body: Type.Object({ webhook: Type.Optional(WebhookInput) }),
      response: { 201: Reply },
      handler: (request) => create(room, request),
    }),
    route({
      ...change,
      method: 'PUT',
      path: '/api/v2/webhooks/:id',
      operation: 'UpdateWebhook',
      summary: 'Changes a webhook',
    }),
    route({
      ...change,
      method: 'PATCH',
      path: '/api/v2/webhooks/:id',
      operation: 'PatchWebhook',
      summary: 'Changes parts of a webhook',
    }),
    route({
      ...WRITE,
      method: 'DELETE',
      path: '/api/v2/webhooks/:id',
      operation: 'DeleteWebhook',
      summary: 'Deletes a webhook, what waits for it and its history',
      params: IdParams,
      response: { 204: Type.Null() },
      handler: async (request) => {
        await removeWebhook(room, request, request.params.id)
        return { status: 204 }
      },
    }),
  ]
}

const secrets = (room: WebhookRoom): Route[] => [
  route({
    ...READ,
    path: '/api/v2/webhooks/:id/signing_secret',
    operation: 'ShowWebhookSigningSecret',
    summary: 'Shows what a receiver verifies messages with',
    params: IdParams,
    response: { 200: SecretReply },
    handler: async ({ params }) => ({ body: signing(secretOf(room, await mustFind(room, params.id))) }),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/api/v2/webhooks/:id/signing_secret',
    operation: 'ResetWebhookSigningSecret',
    summary: 'Makes a new secret; the old one signs beside it for a day',
    params: IdParams,
    response: { 201: SecretReply },
    handler: async (request) => ({
      status: 201,
      body: signing(await resetSecret(room, request, request.params.id)),
    }),
  }),
]
