import { err, type Json, ok, type Result } from '../../kernel/index.ts'
import type { WebhookBody } from './action.ts'
import { idOf, merged, type Read, readMessage, readTemplate } from './action-values.ts'
import type { Service } from './condition.ts'
import { textOf, textsOf } from './kinds.ts'
import { MAX_TEMPLATE } from './template.ts'

const MAX_PAIRS = 100

/** What nobody on this desk carries out is refused: a rule that is accepted does what it says. */
const served =
  (service: Service, read: Read): Read =>
  (value, rules) =>
    rules.catalogue.served?.has(service) ? read(value, rules) : err('is not available on this desk')

const readWebhook: Read = (value) => {
  if (!Array.isArray(value) || value.length < 2) return err('must be a list: webhook, body')
  const webhookId = textOf(value[0])?.trim() ?? ''
  if (!/^[A-Za-z0-9]{1,26}$/.test(webhookId)) return err('must name a webhook by its id')
  const body = readWebhookBody(value[1] ?? null)
  return body.ok ? ok({ kind: 'webhook', webhookId, ...body.value }) : body
}

type ReadBody = { readonly body: WebhookBody; readonly placeholders: readonly string[] }

/** A text; or for calls without a body of their own `[[name, text], …]`. */
const readWebhookBody = (raw: Json): Result<ReadBody, string> => {
  if (!Array.isArray(raw)) {
    const body = readTemplate(raw, 'a body')
    return body.ok ? ok({ body: body.value.source, placeholders: body.value.placeholders }) : body
  }
  if (raw.length > MAX_PAIRS) return err(`can have at most ${MAX_PAIRS} parameters`)
  const pairs: [string, string][] = []
  const placeholders: (readonly string[])[] = []
  for (const pair of raw) {
    const name = Array.isArray(pair) && pair.length === 2 ? textOf(pair[0] ?? null)?.trim() : undefined
    if (!name || !Array.isArray(pair)) return err('must hold a body, or pairs of names and texts')
    const text = readTemplate(pair[1] ?? null, `a text for ${name}`)
    if (!text.ok) return text
    pairs.push([name, text.value.source])
    placeholders.push(text.value.placeholders)
  }
  const size = pairs.flat().reduce((sum, part) => sum + part.length, 0)
  if (size > MAX_TEMPLATE) return err(`is too long (maximum is ${MAX_TEMPLATE} characters)`)
  return ok({ body: pairs, placeholders: merged(...placeholders) })
}

const readTarget: Read = (value) => {
  if (!Array.isArray(value) || value.length < 2) return err('must be a list: target, message')
  const targetId = idOf(value[0] ?? null)
  if (targetId === undefined) return err('must name a target by its id')
  const message = readTemplate(value[1] ?? null, 'a message')
  return message.ok ? ok({ kind: 'target', targetId, message: message.value }) : message
}

const readSkills =
  (mode: 'set' | 'add' | 'remove'): Read =>
  (value) => {
    const texts = textsOf(value)
    if (!texts) return err('must be skills')
    const skills = texts.map((text) => text.trim()).filter((text) => text !== '')
    return skills.length > 0 || mode === 'set'
      ? ok({ kind: 'skills', mode, skills: [...new Set(skills)] })
      : err('needs at least one skill')
  }

const readSideConversation =
  (channel: 'email' | 'slack' | 'ticket'): Read =>
  (value) => {
    if (!Array.isArray(value) || value.length < 3) return err('must be a list: subject, body, to')
    const message = readMessage(value[0] ?? null, value[1] ?? null)
    return message.ok
      ? ok({ kind: 'side_conversation', channel, message: message.value, rest: value.slice(2) })
      : message
  }

const readShare: Read = (value) => {
  const agreementId = idOf(value)
  return agreementId === undefined ? err('must be an id') : ok({ kind: 'share', agreementId })
}

/** `requester.custom_fields.tier`, `organization.custom_fields.plan`. */
export const OWNERS = /^(requester|organization)\.custom_fields\.(.{1,255})$/

/** Writes a field of whoever asks, or of their organisation. Whether the value fits is known when it is written. */
export const readOwnerField = (owner: 'requester' | 'organization', key: string): Read =>
  served('owner_fields', (value) => {
    const isPlain = value === null || typeof value !== 'object' || textsOf(value) !== undefined
    return isPlain ? ok({ kind: 'owner_field', owner, key, value }) : err('must be a value')
  })

type Outward = { readonly service: Service; readonly read: Read }

const OUTWARD: { readonly [field: string]: Outward } = {
  notification_webhook: { service: 'webhook', read: readWebhook },
  notification_target: { service: 'target', read: readTarget },
  share_ticket: { service: 'sharing', read: readShare },
  add_skills: { service: 'skills', read: readSkills('add') },
  set_skills: { service: 'skills', read: readSkills('set') },
  remove_skills: { service: 'skills', read: readSkills('remove') },
  side_conversation: { service: 'side_conversation', read: readSideConversation('email') },
  side_conversation_slack: { service: 'side_conversation', read: readSideConversation('slack') },
  side_conversation_ticket: { service: 'side_conversation', read: readSideConversation('ticket') },
}

/** Actions that reach beyond the ticket. */
export const OUTWARD_READERS: { readonly [field: string]: Read } = Object.fromEntries(
  Object.entries(OUTWARD).map(([field, { service, read }]) => [field, served(service, read)] as const),
)

/** What an action needs somebody else for; undefined: nothing. */
export const serviceOf = (field: string): Service | undefined => {
  if (OWNERS.test(field)) return 'owner_fields'
  return Object.hasOwn(OUTWARD, field) ? OUTWARD[field]?.service : undefined
}
