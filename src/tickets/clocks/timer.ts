import { Refused } from '../../kernel/index.ts'
import type { TimerHandler } from '../../platform/module.ts'
import type { Commit } from '../commit.ts'
import type { Change } from '../core/change.ts'
import { CLOCK_TIMER } from '../core/clocks/decide-clocks.ts'
import { noChange } from '../core/index.ts'

/**
 * Makes what falls due on a ticket happen: as a Change of the system, at the instant that it was due. Whatever else has
 * been faster has told it already, and then nothing is written.
 */
export const clockTimer = (commit: Commit): TimerHandler => ({
  kind: CLOCK_TIMER,
  fire: async ({ ticketId, dueAt }) => {
    const outcome = await commit({ ...DUE, timer: { dueAt } }, { ticketId })
    // A ticket that was deleted meanwhile gets its timer back when it is restored.
    if (!outcome.ok && outcome.error.code !== 'not_found') throw new Refused(outcome.error)
  },
})

/** What is due by time alone, told by nobody. */
export const DUE: Change = {
  ...noChange,
  kind: 'update',
  actor: { kind: 'system' },
  via: { channel: 'rule', source: { from: {}, to: {}, rel: 'timer' } },
}
