import { type Static, type TSchema, Type } from 'typebox'
import { type FieldError, invalid, Refused } from '../../kernel/index.ts'
import { BY_RULES, FORMATS, subscriptionsProblem } from './core/index.ts'
import type { Authentication, WebhookSettings } from './store.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const given = <T extends TSchema>(schema: T) => Type.Optional(schema)
const oneOf = <const V extends readonly string[]>(values: V) =>
  Type.Unsafe<V[number]>(Type.Union(values.map((value) => Type.Literal(value))))
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Text = Type.String({ maxLength: 255 })
const Secret = Type.String({ minLength: 1, maxLength: 4096 })

const AuthenticationInput = Type.Object({
  type: oneOf(['basic_auth', 'bearer_token', 'api_key']),
  add_position: given(Type.Literal('header')),
  data: given(
    Type.Object({
      username: given(Text),
      password: given(Secret),
      token: given(Secret),
      name: given(Text),
      value: given(Secret),
    }),
  ),
})

/** What a client may send of a webhook; what it does not know is ignored, as on the wire. */
export const WebhookInput = Type.Object({
  name: given(Type.String()),
  description: given(nullable(Type.String({ maxLength: 2000 }))),
  status: given(oneOf(['active', 'inactive'])),
  subscriptions: given(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100 })),
  endpoint: given(Type.String({ maxLength: 2048 })),
  http_method: given(oneOf(METHODS)),
  request_format: given(oneOf(FORMATS)),
  authentication: given(nullable(AuthenticationInput)),
  custom_headers: given(nullable(Type.Record(Type.String(), Type.String({ maxLength: 2048 })))),
})
export type WebhookInput = Static<typeof WebhookInput>

/** The settings, and the secret by which we say who we are: `undefined` leaves the one that stands. */
export type ReadWebhook = {
  readonly settings: WebhookSettings
  readonly credential: string | null | undefined
}

type Say = (field: string, description: string, error?: FieldError['error']) => void

/** Reads a webhook against what stands. Throws `Refused` naming every field that is wrong. */
export const readWebhook = (input: WebhookInput, standing: WebhookSettings | undefined): ReadWebhook => {
  const wrong: FieldError[] = []
  const say: Say = (field, description, error = 'InvalidValue') => {
    wrong.push({ field, error, description: `${field}: ${description}` })
  }
  const authentication = readAuthentication(input.authentication, standing?.authentication ?? null, say)
  const settings: WebhookSettings = {
    name: readName(input.name ?? standing?.name, say),
    description: input.description === undefined ? (standing?.description ?? null) : input.description,
    status: input.status ?? standing?.status ?? 'active',
    subscriptions: [...new Set(input.subscriptions ?? standing?.subscriptions ?? [BY_RULES])],
    endpoint: readEndpoint(input.endpoint ?? standing?.endpoint, say),
    http_method: input.http_method ?? standing?.http_method ?? 'POST',
    request_format: input.request_format ?? standing?.request_format ?? 'json',
    authentication: authentication.shown,
    custom_headers:
      input.custom_headers === undefined
        ? (standing?.custom_headers ?? null)
        : readHeaders(input.custom_headers, say),
  }
  const problem = subscriptionsProblem(settings.subscriptions)
  if (problem !== undefined) say('subscriptions', problem)
  const isForEvents = !settings.subscriptions.includes(BY_RULES)
  if (isForEvents && settings.http_method !== 'POST') say('http_method', 'must be POST where events are told')
  if (isForEvents && settings.request_format !== 'json')
    say('request_format', 'must be json where events are told')
  const isElsewhere = standing !== undefined && originOf(standing.endpoint) !== originOf(settings.endpoint)
  // What was sealed for one server is not shown to another that somebody else chose.
  if (isElsewhere && authentication.shown !== null && authentication.credential === undefined)
    say('authentication', 'must be given again for another server', 'BlankValue')
  if (wrong.length > 0) throw new Refused(invalid(...wrong))
  return { settings, credential: authentication.credential }
}

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : url)

const readName = (name: string | undefined, say: Say): string => {
  const clean = (name ?? '').trim()
  if (clean === '') say('name', 'cannot be blank', 'BlankValue')
  else if (clean.length > 150) say('name', 'is too long (maximum is 150 characters)', 'TooLong')
  else if (/\p{Cc}/u.test(clean)) say('name', 'holds control characters', 'InvalidFormat')
  return clean
}

/** Whether the desk may go there is for the egress client to say; here only that it can be read. */
const readEndpoint = (endpoint: string | undefined, say: Say): string => {
  if (endpoint === undefined || endpoint.trim() === '') {
    say('endpoint', 'cannot be blank', 'BlankValue')
    return ''
  }
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol))
    say('endpoint', 'must be a complete URL', 'InvalidFormat')
  return endpoint
}

const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/
const MAX_HEADERS = 5
/** What we say ourselves, and what the connection says. */
const OWN_HEADERS =
  /^(?:x-zendesk-.*|webhook-.*|authorization|cookie|host|connection|content-length|content-type|transfer-encoding|user-agent|proxy-.*|te|trailer|upgrade|expect|keep-alive)$/i

const readHeaders = (
  headers: Readonly<Record<string, string>> | null,
  say: Say,
): Readonly<Record<string, string>> | null => {
  const names = Object.keys(headers ?? {})
  if (names.length > MAX_HEADERS) say('custom_headers', `must be at most ${MAX_HEADERS}`)
  for (const name of names) {
    if (!HEADER_NAME.test(name)) say('custom_headers', `${name.slice(0, 100)} is no name of a header`)
    else if (OWN_HEADERS.test(name)) say('custom_headers', `${name} is set by the desk`)
    if (/[^\x20-\x7e\t]/.test(headers?.[name] ?? ''))
      say('custom_headers', `${name.slice(0, 100)} holds characters that no header may hold`)
  }
  return names.length === 0 ? null : headers
}

type ReadAuthentication = {
  readonly shown: Authentication | null
  readonly credential: string | null | undefined
}

const readAuthentication = (
  input: WebhookInput['authentication'],
  standing: Authentication | null,
  say: Say,
): ReadAuthentication => {
  if (input === undefined) return { shown: standing, credential: undefined }
  if (input === null) return { shown: null, credential: null }
  const { type, data = {} } = input
  const isSame = standing?.type === type
  const required = <T>(field: string, value: T | undefined): T | undefined => {
    if (value === undefined && !isSame) say(`authentication.data.${field}`, 'cannot be blank', 'BlankValue')
    return value
  }
  if (type === 'bearer_token') return { shown: { type }, credential: required('token', data.token) }
  if (type === 'api_key') {
    const name = required('name', data.name) ?? standing?.name ?? ''
    if (name !== '' && (!HEADER_NAME.test(name) || OWN_HEADERS.test(name)))
      say('authentication.data.name', 'is no header that may be set', 'InvalidFormat')
    return { shown: { type, name }, credential: required('value', data.value) }
  }
  const username = required('username', data.username) ?? standing?.username ?? ''
  if (username.includes(':')) say('authentication.data.username', 'must not hold a colon', 'InvalidFormat')
  return { shown: { type, username }, credential: required('password', data.password) }
}
