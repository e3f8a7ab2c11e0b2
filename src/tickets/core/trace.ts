import type { Instant, Refusal, Result } from '../../kernel/index.ts'
import type { Change } from './change.ts'
import { decideAndNote } from './decide.ts'
import type { Decision } from './decision.ts'
import type { Policy } from './policy.ts'
import type { Look } from './run.ts'
import type { TicketState } from './state.ts'

export type Trace = {
  readonly result: Result<Decision, Refusal>
  /** Every look at a trigger, in order: whether it held, and which clause decided. Empty for a refused Change. */
  readonly looks: readonly Look[]
}

/** The same as `decide`, with every trigger that was looked at and why it did or did not fire. */
export const trace = (state: TicketState, change: Change, policy: Policy, now: Instant): Trace => {
  const looks: Look[] = []
  return { result: decideAndNote(state, change, policy, now, looks), looks }
}
