import { type Action, valuesFor, type WebhookBody } from '../../rules/core/index.ts'
import type { Attempt } from './attempt.ts'
import type { DecidedComment, TicketCall } from './decision.ts'
import type { RuleRef, TicketEvent } from './event.ts'
import { placeholderFacts } from './notices.ts'

/** A webhook that a rule which fired wants called; what is sent is worked out when all rules are done. */
export type Call = {
  readonly rule: RuleRef
  /** Or the number of a target. */
  readonly webhookId: string
  readonly body: WebhookBody
  readonly placeholders: readonly string[]
}

/** A target is a webhook of the older API, known by its number. */
export const callOf = (rule: RuleRef, action: Extract<Action, { kind: 'webhook' | 'target' }>): Call =>
  action.kind === 'webhook'
    ? { rule, webhookId: action.webhookId, body: action.body, placeholders: action.placeholders }
    : {
        rule,
        webhookId: String(action.targetId),
        body: action.message.source,
        placeholders: action.message.placeholders,
      }

type Called = { readonly events: readonly TicketEvent[]; readonly calls: readonly TicketCall[] }

/** Turns calls into effects, with the final state of the ticket. Whoever set up a webhook may read what staff may. */
export const callWebhooks = (
  attempt: Attempt,
  comment: DecidedComment | null,
  calls: readonly Call[],
): Called => ({
  events: calls.map(({ rule, webhookId, body }) => ({
    type: 'webhook_called',
    webhookId,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    by: rule,
  })),
  calls: calls.map(
    ({ rule, webhookId, body, placeholders }, index): TicketCall => ({
      key: `webhook/${rule.id}/${index}`,
      kind: 'call_webhook',
      payload: {
        webhookId,
        rule,
        body,
        values: valuesFor(placeholders, placeholderFacts(attempt, attempt.draft.requesterId), 'agent'),
        placeholders,
        carriesComment: comment !== null,
      },
    }),
  ),
})
