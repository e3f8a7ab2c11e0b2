import { HOUR_MS, type Id, type JsonObject, plusMs } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Effect, EffectHandler, EffectOutcome } from '../../platform/module.ts'
import { conversationValues, isCommentPlaceholder, placeholdersOf } from '../../rules/core/index.ts'
import { ulidOf } from '../../sla/index.ts'
import { toldComment } from '../../tickets/index.ts'
import { type BodyTemplate, BY_RULES, type Content, fill, peopleOf } from './core/index.ts'
import { countCalls, insertInvocation } from './invocations-store.ts'
import type { WebhookRoom } from './room.ts'
import { findWebhook, type Webhook } from './store.ts'

/** The effect by which a rule (`notification_webhook`, `notification_target`) calls an endpoint. */
const CALL_WEBHOOK = 'call_webhook'

/**
 * Its payload. `webhookId` is the ULID, of targets the number. Values of placeholders are final as of the Change; comments
 * are read when it is sent, up to `seq`, and only public ones: notes do not leave the desk (`security.md` 4).
 */
type WebhookCall = {
  readonly webhookId: string
  readonly ticketId: Id
  readonly seq: number
  readonly rule: { readonly kind: string; readonly title: string }
  readonly body: BodyTemplate
  readonly values: JsonObject
}

const CONCURRENCY = 4

/**
 * As often rules call one endpoint for one ticket within an hour. An endpoint may answer a call by changing the ticket
 * through our API, which fires the rule again, and so on for ever: no header survives the way through other people's
 * programs, so that calls are counted (see `docs/decisions/0017-calls-of-rules-are-counted.md`).
 */
const MAX_CALLS_AN_HOUR = 60

/** Turns what rules want called into messages: each once, and from then on in the order of their endpoint. */
export const callHandler = (room: WebhookRoom): EffectHandler => ({
  kind: CALL_WEBHOOK,
  concurrency: CONCURRENCY,
  leavesDesk: true,
  deliver: (effect) => leave(room, effect),
})

const leave = async (room: WebhookRoom, effect: Effect): Promise<EffectOutcome> => {
  const { ground } = room
  const order = effect.payload as unknown as WebhookCall
  const webhook = await findCalled(ground.db, order.webhookId)
  if (webhook === undefined) return { outcome: 'failed', error: 'The webhook is gone' }
  if (webhook.status !== 'active') return { outcome: 'failed', error: 'The webhook is switched off' }
  if (!webhook.subscriptions.includes(BY_RULES))
    return { outcome: 'failed', error: 'The webhook is for events, not for rules' }
  if (await isLoop(room, webhook, order))
    return {
      outcome: 'failed',
      error: `${namedIn(order)} called this webhook ${MAX_CALLS_AN_HOUR} times within an hour for one ticket`,
    }
  const content = await write(room, webhook, order)
  if (typeof content === 'string')
    return { outcome: 'failed', error: `${namedIn(order)}: the body ${content}` }
  const [change] = await room.tickets.toldChanges([{ ticketId: order.ticketId, seq: order.seq }])
  const now = ground.clock.now()
  await insertInvocation(ground.db, {
    id: ulidOf(now, ground.randomBytes(10)),
    webhook_id: webhook.id,
    sourceKey: effect.key,
    event_type: null,
    subject: `zen:ticket:${order.ticketId}`,
    ticket_id: order.ticketId,
    user_ids: change === undefined ? [] : peopleOf(change.ticket, change.authorId),
    method: webhook.http_method,
    query: content.query,
    content_type: content.contentType,
    body: content.body,
    at: now,
  })
  room.onQueued()
  return { outcome: 'done' }
}

const namedIn = ({ rule }: WebhookCall): string => `${rule.kind} ${JSON.stringify(rule.title)}`

const isLoop = async (
  { ground: { db, clock } }: WebhookRoom,
  { id: webhookId }: Webhook,
  { ticketId }: WebhookCall,
): Promise<boolean> => {
  const since = plusMs(clock.now(), -HOUR_MS)
  return (await countCalls(db, { webhookId, ticketId, since })) >= MAX_CALLS_AN_HOUR
}

const findCalled = async (db: Db, id: string): Promise<Webhook | undefined> =>
  (await findWebhook(db, id)) ?? (await findWebhook(db, { targetId: id }))

/** The filled body; or what is wrong with it. */
const write = async (
  { tickets }: WebhookRoom,
  { http_method: method, request_format: format }: Webhook,
  order: WebhookCall,
): Promise<Content | string> => {
  const { body, values, ticketId, seq } = order
  const templates = typeof body === 'string' ? [body] : body.map(([, template]) => template)
  const tellsComments = templates.some((template) => {
    const names = placeholdersOf(template)
    return names.ok && names.value.some(isCommentPlaceholder)
  })
  const comments = tellsComments
    ? await tickets.conversation(ticketId, { audience: 'end_user', upToSeq: seq })
    : []
  const filled = fill(
    body,
    { values, late: conversationValues(comments.map(toldComment)) },
    { method, format },
  )
  return filled.ok ? filled.value : filled.error
}
