import { DAY_MS, plusMs } from '../../kernel/index.ts'
import { pollLoop, settleBy } from '../../platform/loop/index.ts'
import type { Service } from '../../platform/module.ts'
import { type Called, call, endpointOf } from './call.ts'
import { afterTry, type Breaker, outcomeOf } from './core/index.ts'
import { type Invocation, nextInvocation, type Settled, saveAttempt } from './invocations-store.ts'
import type { WebhookRoom } from './room.ts'
import {
  claimWebhooks,
  disableWebhook,
  keepWebhook,
  noteWebhook,
  releaseWebhook,
  saveBreaker,
  type Webhook,
} from './store.ts'

const IDLE_MS = 1000
/** Endpoints that one process sends to at a time. */
const CONCURRENCY = 8
/** Messages to one endpoint before others have their turn. */
const IN_A_ROW = 50
const STOP_MS = 20_000
/** How long messages wait for an endpoint that the breaker keeps from being called. */
export const PATIENCE_MS = DAY_MS

export type Sender = Service & {
  poke(): void
  /** One look, to the end of what was due: for tests. */
  sendDue(): Promise<number>
}

/**
 * Sends what waits. One process at a time serves an endpoint and sends it one message after the other, in the order of
 * commits; what must be tried again holds back what follows of the same subject, and nothing else.
 */
export const sender = (room: WebhookRoom): Sender => {
  const { ground } = room
  const running = new Map<string, Promise<number>>()
  let isStopping = false
  const serve = async (webhook: Webhook): Promise<number> => {
    let sent = 0
    try {
      for (; sent < IN_A_ROW && !isStopping; sent += 1) if (!(await sendNext(room, webhook.id))) break
    } finally {
      await releaseWebhook(ground.db, webhook.id, ground.identity.id)
    }
    return sent
  }
  const claim = async (): Promise<Promise<number>[]> => {
    const free = CONCURRENCY - running.size
    if (free <= 0 || isStopping) return []
    const claimed = await claimWebhooks(ground.db, ground.identity.id, ground.clock.now(), free)
    return claimed.map((webhook) => {
      const work = serve(webhook).finally(() => {
        running.delete(webhook.id)
        loop.poke()
      })
      running.set(webhook.id, work)
      return work
    })
  }
  const loop = pollLoop({
    name: 'webhooks',
    log: ground.log,
    turn: async () => {
      for (const work of await claim())
        work.catch((error: unknown) => ground.log.error({ err: error }, 'sending to a webhook failed'))
      return IDLE_MS
    },
  })
  const sendDue = async (): Promise<number> =>
    (await Promise.all(await claim())).reduce((sum, sent) => sum + sent, 0)
  return {
    name: 'webhooks',
    roles: ['worker'],
    start: async () => loop.start(),
    poke: loop.poke,
    isBeating: loop.isBeating,
    sendDue,
    stop: async () => {
      isStopping = true
      await loop.stop()
      await settleBy(Promise.allSettled(running.values()), STOP_MS)
    },
  }
}

/** Sends the next message to an endpoint; false where there is none, or it must not be sent to any more. */
const sendNext = async (room: WebhookRoom, webhookId: string): Promise<boolean> => {
  const { db, clock, identity } = room.ground
  const webhook = await keepWebhook(db, webhookId, identity.id)
  if (webhook === undefined) return false
  if (webhook.broken_until !== null && webhook.broken_until > clock.now()) return false
  const invocation = await nextInvocation(db, webhookId, clock.now())
  if (invocation === undefined) return false
  await attempt(room, webhook, invocation)
  return true
}

const attempt = async (room: WebhookRoom, webhook: Webhook, invocation: Invocation): Promise<void> => {
  const { ground } = room
  const startedAt = ground.clock.now()
  const message = {
    invocationId: invocation.id,
    method: invocation.method,
    query: invocation.query,
    contentType: invocation.content_type,
    body: invocation.body,
  }
  const called = await call(room, endpointOf(ground, webhook), message, startedAt)
  const completedAt = ground.clock.now()
  const random = ground.randomBytes(4).readUInt32BE() / 2 ** 32
  const outcome = outcomeOf(called.result, invocation, random)
  const settled: Settled = {
    state: outcome.next === 'retry' ? 'waiting' : outcome.next === 'gone' ? 'failed' : outcome.next,
    dueAt: outcome.next === 'retry' ? plusMs(completedAt, outcome.afterMs) : completedAt,
    isTimeout: called.result.kind === 'timeout',
    isConflict: called.status === 409,
  }
  const isOk = outcome.next === 'success'
  await ground.db.transaction(async (tx) => {
    await saveAttempt(
      tx,
      {
        invocation_id: invocation.id,
        number: invocation.attempts + 1,
        status: isOk ? 'success' : called.result.kind === 'timeout' ? 'timeout' : 'failed',
        started_at: startedAt,
        completed_at: completedAt,
        request_headers: called.requestHeaders,
        response_status: called.status,
        response_headers: called.headers,
        response_body: called.body,
        error: called.error,
      },
      settled,
    )
    if (outcome.next === 'gone') await disable(tx, webhook, completedAt)
    else if (isEndpointsDoing(called))
      await saveBreaker(tx, webhook.id, afterTry(breakerOf(webhook), isOk, completedAt))
  })
}

/** Whether the answer says anything of the endpoint's health: a message that it does not like does not. */
const isEndpointsDoing = ({ result }: Called): boolean =>
  result.kind !== 'answer' || result.status < 400 || result.status >= 500 || result.status === 429

const breakerOf = (webhook: Webhook): Breaker => ({
  startedAt: webhook.stretch_started_at,
  ok: webhook.stretch_ok,
  failed: webhook.stretch_failed,
  brokenUntil: webhook.broken_until,
  trips: webhook.trips,
})

/** Who answers 410 wants to hear nothing more, until somebody switches it on again. */
const disable = async (
  tx: Parameters<typeof disableWebhook>[0],
  webhook: Webhook,
  at: Parameters<typeof disableWebhook>[3],
): Promise<void> => {
  await disableWebhook(tx, webhook.id, 'The endpoint answered 410: it is gone.', at)
  await noteWebhook(tx, {
    actorId: null,
    actedBy: null,
    via: 'system',
    ip: null,
    requestId: null,
    action: 'update',
    webhook,
    before: { status: webhook.status },
    after: { status: 'inactive', disabled_reason: 'gone' },
    at,
  })
}
