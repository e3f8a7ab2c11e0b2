import { canonicalJson, type Json } from '../../kernel/index.ts'
import { refold } from '../clocks/refold.ts'
import { foldAudit } from '../core/fold.ts'
import { type Decision, decide, type Ticket } from '../core/index.ts'
import { unpackAudit, unpackEvents } from '../pack.ts'
import type { Policies } from '../policies.ts'
import { packMetricEvents } from '../rows.ts'
import { contentOf } from '../save.ts'
import { packedOf } from '../store.ts'
import { inputOf, type RecordedAudit } from './recorded.ts'

/** An audit that was decided once more. */
export type DecidedAgain = {
  readonly audit: RecordedAudit
  /** Canonical JSON of what the audit says, and of what the same decision says today; null: it was refused. */
  readonly recorded: string
  readonly again: string | null
  /** Its decision rests on more than an audit keeps: redactions, undos, splits, clocks judged anew. */
  readonly isTold: boolean
}

export type Sources = (ticketId: number, before: number) => Promise<Ticket | null>

/** Decides each audit of a ticket again, on the state that those before it left and under the policy that it names. */
export const decideAgain = async (
  audits: readonly RecordedAudit[],
  policies: Policies,
  sourceOf: Sources,
): Promise<DecidedAgain[]> => {
  const steps = await refold(audits, policies)
  const again: DecidedAgain[] = []
  for (const [index, { audit, policy }] of steps.entries()) {
    const input = inputOf(audit)
    const before = steps[index - 1]
    const past = policies.pastHours(policy, before?.clocks ?? null)
    const pastHours = past && (await past)
    const { followUpOf } = input.change
    const state = {
      ticketId: audit.ticket_id,
      ticket: before?.ticket ?? null,
      clocks: before?.clocks ?? null,
      context: input.context,
      description: input.change.automation ? (audits[0]?.comment?.body ?? null) : null,
      source: followUpOf === undefined ? null : await sourceOf(followUpOf, audit.id),
      ...(pastHours && { pastHours }),
    }
    const decided = input.isTold ? null : decide(state, input.change, policy, input.at)
    const recorded = canonicalJson([
      unpackAudit(packedOf(audit)) as unknown as Json,
      audit.policy_version,
      audit.metric_events,
    ])
    again.push({
      audit,
      recorded,
      again: decided?.ok ? saidBy(decided.value, audit) : null,
      isTold: input.isTold,
    })
  }
  return again
}

const saidBy = (decision: Decision, { comment }: RecordedAudit): string => {
  const salt = comment?.salt == null ? null : Buffer.from(comment.salt, 'hex')
  const { singleGroupId: _, allAgents: __, incidents: ___, ...context } = decision.context
  const content = { ...contentOf(decision, salt), context }
  const written = JSON.parse(JSON.stringify(content)) as Json
  return canonicalJson([
    written,
    decision.policyVersion,
    packMetricEvents(decision.metricEvents, decision.at),
  ])
}

/** A ticket as it was before an audit of another, from its own audits. */
export const foldOf = (audits: readonly Omit<RecordedAudit, 'comment'>[]): Ticket | null => {
  let ticket: Ticket | null = null
  for (const audit of audits)
    ticket = foldAudit(ticket, {
      ticketId: audit.ticket_id,
      seq: audit.seq,
      at: audit.created_at,
      via: ticket?.via ?? unpackAudit(packedOf(audit)).via,
      events: unpackEvents(audit).map((event, index) => ({ id: audit.id + 1 + index, event })),
    })
  return ticket
}
