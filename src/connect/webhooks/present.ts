import { Type } from 'typebox'
import { type Instant, toIsoMs } from '../../kernel/index.ts'
import type { Attempt, Invocation } from './invocations-store.ts'
import type { Webhook } from './store.ts'

const Text = Type.String()
const NullableText = Type.Union([Type.String(), Type.Null()])
const Time = Type.String({ format: 'date-time' })
const NullableTime = Type.Union([Time, Type.Null()])
const Headers = Type.Array(Type.Object({ key: Text, value: Text }))

export const WebhookShown = Type.Object(
  {
    id: Text,
    name: Text,
    description: NullableText,
    status: Text,
    subscriptions: Type.Array(Text),
    endpoint: Text,
    http_method: Text,
    request_format: Text,
    authentication: Type.Optional(
      Type.Object({ type: Text, add_position: Text, data: Type.Object({}, { additionalProperties: Text }) }),
    ),
    custom_headers: Type.Optional(Type.Record(Text, Text)),
    signing_secret: Type.Optional(Type.Object({ secret: Text, algorithm: Text })),
    disabled_reason: NullableText,
    broken_until: NullableTime,
    created_at: Time,
    created_by: Text,
    updated_at: Time,
    updated_by: Text,
  },
  { title: 'Webhook' },
)

/** The wire says who made and changed it as text; nobody is Mainstay itself. */
const SYSTEM = '-1'

/** Secrets of its authentication are written, never read. */
export const presentWebhook = (webhook: Webhook, secret?: string): object => ({
  id: webhook.id,
  name: webhook.name,
  description: webhook.description,
  status: webhook.status,
  subscriptions: webhook.subscriptions,
  endpoint: webhook.endpoint,
  http_method: webhook.http_method,
  request_format: webhook.request_format,
  ...(webhook.authentication === null
    ? {}
    : { authentication: presentAuthentication(webhook.authentication) }),
  ...(webhook.custom_headers === null ? {} : { custom_headers: webhook.custom_headers }),
  ...(secret === undefined ? {} : { signing_secret: { secret, algorithm: 'SHA256' } }),
  disabled_reason: webhook.disabled_reason,
  broken_until: timeOrNull(webhook.broken_until),
  created_at: toIsoMs(webhook.created_at),
  created_by: String(webhook.created_by ?? SYSTEM),
  updated_at: toIsoMs(webhook.updated_at),
  updated_by: String(webhook.updated_by ?? SYSTEM),
})

const presentAuthentication = ({ type, username, name }: NonNullable<Webhook['authentication']>) => ({
  type,
  add_position: 'header',
  data: { ...(username === undefined ? {} : { username }), ...(name === undefined ? {} : { name }) },
})

export const InvocationShown = Type.Object({
  id: Text,
  webhook_id: Text,
  event_type: NullableText,
  subject: Text,
  status: Text,
  attempts: Type.Integer(),
  created_at: Time,
  next_attempt_at: NullableTime,
  latest_completed_at: NullableTime,
})

export const presentInvocation = (one: Invocation): object => ({
  id: one.id,
  webhook_id: one.webhook_id,
  event_type: one.event_type,
  subject: one.subject,
  status: one.state,
  attempts: one.attempts,
  created_at: toIsoMs(one.created_at),
  next_attempt_at: one.state === 'waiting' ? toIsoMs(one.due_at) : null,
  latest_completed_at: timeOrNull(one.completed_at),
})

export const AttemptShown = Type.Object({
  id: Text,
  invocation_id: Text,
  status: Text,
  started_at: Time,
  completed_at: Time,
  request: Type.Object({ headers: Headers, payload: NullableText }),
  response: Type.Union([
    Type.Object({ status_code: Type.Integer(), headers: Headers, payload: NullableText }),
    Type.Null(),
  ]),
  error: NullableText,
})

export const presentAttempt =
  ({ body }: Pick<Invocation, 'body'>) =>
  (one: Attempt): object => ({
    id: `${one.invocation_id}-${one.number}`,
    invocation_id: one.invocation_id,
    status: one.status,
    started_at: toIsoMs(one.started_at),
    completed_at: toIsoMs(one.completed_at),
    request: { headers: pairs(one.request_headers), payload: body },
    response:
      one.response_status === null
        ? null
        : {
            status_code: one.response_status,
            headers: pairs(one.response_headers),
            payload: one.response_body,
          },
    error: one.error,
  })

export const Response = Type.Object({
  response: Type.Object({ headers: Headers, status_code: Type.Integer(), payload: Text }),
})

export const pairs = (headers: Readonly<Record<string, string>> | null): { key: string; value: string }[] =>
  Object.entries(headers ?? {}).map(([key, value]) => ({ key, value }))

const timeOrNull = (at: Instant | null): string | null => (at === null ? null : toIsoMs(at))
