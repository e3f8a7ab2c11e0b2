import type { Id } from '../../kernel/index.ts'
import { refold } from '../clocks/refold.ts'
import type { FoldedAudit, Refolded } from '../clocks/refolded.ts'
import { type Context, trace } from '../core/index.ts'
import { formRulesOf } from '../core/required-fields.ts'
import type { Look } from '../core/run.ts'
import { inputOf, type RecordedAudit } from '../dry-run/recorded.ts'
import type { Room } from '../room.ts'
import { auditsOf, commentTextsOf } from '../verify-store.ts'

/** Why an audit came out as it did. */
export type AuditTrace = {
  readonly audit: FoldedAudit
  /** Every rule that was looked at, in order: how it ended. */
  readonly looks: readonly Look[]
  readonly formRules: ReturnType<typeof formRulesOf>
  /**
   * Whether the replay fired just what the audit says; not so where words or people that rules asked about are gone by
   * now, and of what is told, not decided (an undo, an import).
   */
  readonly isExact: boolean
}

/** A ticket's history, folded: what only time did, and changed nothing, is left out as in the list of audits. */
export const stepsOf = async ({ ground, policies }: Pick<Room, 'ground' | 'policies'>, ticketId: Id) => {
  const audits = await auditsOf(ground.db, [ticketId])
  return refold(audits, policies)
}

/** Decides audits of a ticket anew, each from the ticket before it, under the version of the policy that it names. */
export const traceSteps = async (
  room: Pick<Room, 'ground' | 'policies'>,
  steps: readonly Refolded<FoldedAudit>[],
  wanted: readonly number[],
): Promise<readonly AuditTrace[]> => {
  const first = steps[0]
  if (first === undefined || wanted.length === 0) return []
  const texts = await commentTextsOf(room.ground.db, [first.audit.ticket_id])
  const traces: AuditTrace[] = []
  for (const place of wanted) {
    const step = steps[place]!
    const words = texts.find(({ id }) => id === step.audit.id + 1)
    const comment = words ? { ...words, salt: null, is_redacted: false } : null
    const description = texts.find(({ id }) => id === step.ticket.firstCommentId)?.body ?? null
    traces.push(
      await traceOne(room, { ...step.audit, metric_events: null, comment } as RecordedAudit, {
        step,
        before: steps[place - 1],
        description,
      }),
    )
  }
  return traces
}

type At = {
  readonly step: Refolded<FoldedAudit>
  readonly before: Refolded<FoldedAudit> | undefined
  readonly description: string | null
}

const traceOne = async (
  { policies }: Pick<Room, 'policies'>,
  audit: RecordedAudit,
  { step, before, description }: At,
): Promise<AuditTrace> => {
  const input = inputOf(audit)
  const formRules = formRulesOf({ draft: step.ticket, policy: step.policy })
  const told = { audit, looks: [], formRules, isExact: false }
  if (input.isTold || input.change.imported) return told
  const clocks = before?.clocks ?? null
  const past = await policies.pastHours(step.policy, clocks)
  const state = {
    ticketId: input.ticketId,
    ticket: before?.ticket ?? null,
    context: input.context as Context,
    clocks,
    description,
    ...(past && { pastHours: past }),
  }
  const { result, looks } = trace(state, input.change, step.policy, input.at)
  if (!result.ok) return told
  const fired = result.value.rulesFired.map(({ kind, id }) => `${kind}/${id}`)
  const isExact = fired.join() === audit.rules_fired.map(({ kind, id }) => `${kind}/${id}`).join()
  return { audit, looks: settledLooks(looks), formRules, isExact }
}

/** A rule that was looked at in several passes is told once: how it fired, else how it was seen last. */
const settledLooks = (looks: readonly Look[]): readonly Look[] => {
  const byRule = new Map<string, Look>()
  for (const look of looks) {
    const key = `${look.rule.kind}/${look.rule.id}`
    if (byRule.get(key)?.held !== true) byRule.set(key, look)
  }
  return [...byRule.values()]
}
