import { Type } from 'typebox'
import { type Instant, invalidField, notFound, parseIso, Refused } from '../../kernel/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { list, listReply, listSchema, paged, pagingQuery, parsePaging } from '../../platform/paging/index.ts'
import { ulidOf } from '../../sla/index.ts'
import { IdParams, mustFind, READ, WRITE } from './api.ts'
import { call, endpointOf } from './call.ts'
import { CONTENT_TYPES } from './core/index.ts'
import { readWebhook, WebhookInput } from './input.ts'
import {
  attemptsOf,
  findInvocation,
  INVOCATION_STATES,
  type Invocation,
  type InvocationSort,
  type InvocationState,
  invocationsOf,
  invocationsUnder,
  replayInvocation,
} from './invocations-store.ts'
import {
  AttemptShown,
  InvocationShown,
  pairs,
  presentAttempt,
  presentInvocation,
  Response,
} from './present.ts'
import type { WebhookRoom } from './room.ts'
import { newSigningSecret } from './sign.ts'
import { checkEndpoint, noteReplay, settingsOf } from './webhooks.ts'

const InvocationParams = Type.Object({ ...IdParams.properties, invocationId: Type.String({ maxLength: 26 }) })
const Text = Type.Optional(Type.String({ maxLength: 40 }))
const Query = Type.Object({
  ...pagingQuery,
  'filter[status]': Text,
  'filter[from_ts]': Text,
  'filter[to_ts]': Text,
})
type Filters = { 'filter[status]'?: string; 'filter[from_ts]'?: string; 'filter[to_ts]'?: string }

const SORTING = {
  names: ['id', 'created_at'] as InvocationSort[],
  standard: { by: 'id', isDescending: true },
} as const

const readFilter = (query: Filters) => {
  const state = query['filter[status]']
  const [from, to] = [instantIn(query, 'filter[from_ts]'), instantIn(query, 'filter[to_ts]')]
  if (state !== undefined && !(INVOCATION_STATES as readonly string[]).includes(state))
    throw new Refused(
      invalidField('filter[status]', `filter[status]: must be one of ${INVOCATION_STATES.join(', ')}`),
    )
  return {
    ...(state === undefined ? {} : { state: state as InvocationState }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

const instantIn = (query: Filters, name: 'filter[from_ts]' | 'filter[to_ts]'): Instant | undefined => {
  const text = query[name]
  const at = text === undefined ? undefined : parseIso(text)
  if (text !== undefined && at === undefined)
    throw new Refused(invalidField(name, `${name}: must be a date and time`))
  return at
}

const mustFindInvocation = async (
  room: WebhookRoom,
  { id, invocationId }: { readonly id: string; readonly invocationId: string },
): Promise<Invocation> => {
  const found = await findInvocation(room.ground.db, (await mustFind(room, id)).id, invocationId)
  if (found === undefined) throw new Refused(notFound)
  return found
}

const SAMPLE = JSON.stringify({ message: 'This is a test of a webhook of the desk.' })

type TestBody = {
  readonly request?: Partial<WebhookInput> & { readonly payload?: string }
}

/** Calls an endpoint once, as it stands or as it would be; nothing of it is kept, and no secret goes elsewhere. */
const test = async (
  room: WebhookRoom,
  request: ApiRequest<unknown, { webhook_id?: string }, TestBody>,
): Promise<ApiReply> => {
  const { ground } = room
  const { payload = SAMPLE, ...input } = request.body.request ?? {}
  const id = request.query.webhook_id
  const standing = id === undefined ? undefined : await mustFind(room, id)
  const { settings, credential } = readWebhook(
    { ...(standing ? {} : { name: 'Test' }), ...input },
    standing && settingsOf(standing),
  )
  await checkEndpoint(room, settings.endpoint)
  const now = ground.clock.now()
  const stored = standing && endpointOf(ground, standing)
  const endpoint = {
    ...settings,
    id: standing?.id ?? ulidOf(now, ground.randomBytes(10)),
    credential: credential === undefined ? (stored?.credential ?? null) : credential,
    secrets: stored?.secrets ?? [newSigningSecret(ground.randomBytes)],
  }
  const hasBody = settings.http_method !== 'GET' && settings.http_method !== 'DELETE'
  const message = {
    invocationId: ulidOf(now, ground.randomBytes(10)),
    method: settings.http_method,
    query: null,
    contentType: hasBody ? CONTENT_TYPES[settings.request_format] : null,
    body: hasBody ? payload : null,
  }
  const called = await call(room, endpoint, message, now)
  if (called.status === null) throw new Refused(invalidField('endpoint', `endpoint: ${called.error}`))
  const { status, headers, body } = called
  return { body: { response: { headers: pairs(headers), status_code: status, payload: body ?? '' } } }
}

/** What was sent to webhooks, each try of it, and sending it again. */
export const invocationRoutes = (room: WebhookRoom): Route[] => [
  route({
    ...WRITE,
    method: 'POST',
    path: '/api/v2/webhooks/test',
    operation: 'TestWebhook',
    summary: 'Calls an endpoint once',
    audit: 'none',
    query: Type.Object({ webhook_id: Text }),
    body: Type.Object({
      request: Type.Optional(
        Type.Object({
          ...WebhookInput.properties,
          payload: Type.Optional(Type.String({ maxLength: 262_144 })),
        }),
      ),
    }),
    response: { 200: Response },
    handler: (request) => test(room, request),
  }),
  route({
    ...READ,
    path: '/api/v2/webhooks/:id/invocations',
    operation: 'ListWebhookInvocations',
    summary: 'Lists what was sent to a webhook, the newest first',
    params: IdParams,
    query: Query,
    response: { 200: listSchema({ invocations: Type.Array(InvocationShown) }) },
    handler: async (request) => {
      const webhook = await mustFind(room, request.params.id)
      const source = invocationsUnder(invocationsOf(webhook.id, readFilter(request.query)))
      const listing = await list(room.ground.db, source, parsePaging(request.query, SORTING))
      return { body: listReply(request, 'invocations', listing, listing.rows.map(presentInvocation)) }
    },
  }),
  route({
    ...READ,
    path: '/api/v2/webhooks/:id/invocations/:invocationId/attempts',
    operation: 'ListWebhookInvocationAttempts',
    summary: 'Lists the tries to send something, with what was sent and answered',
    params: InvocationParams,
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ attempts: Type.Array(AttemptShown) }) },
    handler: async (request) => {
      const invocation = await mustFindInvocation(room, request.params)
      const listing = paged(await attemptsOf(room.ground.db, invocation.id), request.query)
      const shown = listing.rows.map(presentAttempt(invocation))
      return { body: listReply(request, 'attempts', listing, shown) }
    },
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/api/v2/webhooks/:id/invocations/:invocationId/replay',
    operation: 'ReplayWebhookInvocation',
    summary: 'Sends something again, under the same id',
    params: InvocationParams,
    response: { 200: Type.Object({ invocation: InvocationShown }) },
    handler: async (request) => {
      const webhook = await mustFind(room, request.params.id)
      const invocation = await mustFindInvocation(room, request.params)
      const at = room.ground.clock.now()
      await room.ground.db.transaction(async (tx) => {
        if (!(await replayInvocation(tx, invocation.id, at)))
          throw new Refused(
            invalidField('status', 'status: it waits to be sent, or what it said is not kept any more'),
          )
        await noteReplay(tx, request, webhook, invocation.id, at)
      })
      room.onQueued()
      const waiting = await mustFindInvocation(room, request.params)
      return { body: { invocation: presentInvocation(waiting) } }
    },
  }),
]
