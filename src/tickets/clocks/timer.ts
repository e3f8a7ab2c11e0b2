import { Refused } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Timer, TimerHandler } from '../../platform/module.ts'
import type { Commit } from '../commit.ts'
import type { CommitMany } from '../commit-many.ts'
import type { Change } from '../core/change.ts'
import { CLOCK_TIMER } from '../core/clocks/decide-clocks.ts'
import { noChange } from '../core/index.ts'

/**
 * Makes what falls due on a ticket happen: as a Change of the system, at the instant that it was due. Whatever else has
 * been faster has told it already, and then nothing is written.
 */
export const clockTimer = ({ db, commit, commitMany, onCommitted }: ClockRoom): TimerHandler => ({
  kind: CLOCK_TIMER,
  fire: async (timer) => {
    const { change, target } = memberOf(timer)
    const outcome = await commit(change, target)
    // A ticket that was deleted meanwhile gets its timer back when it is restored.
    if (!outcome.ok && outcome.error.code !== 'not_found') throw new Refused(outcome.error)
  },
  fireTogether: async (timers) => {
    const save = await commitMany(timers.map(memberOf))
    const outcomes = await db.transaction(save)
    onCommitted()
    return timers.filter((_, place) => {
      const outcome = outcomes[place]!
      return outcome !== 'lost' && outcome.ok
    })
  },
})

/** What timers need of the room of tickets. */
export type ClockRoom = {
  readonly db: Db
  readonly commit: Commit
  readonly commitMany: CommitMany
  readonly onCommitted: () => void
}

const memberOf = ({ ticketId, dueAt }: Timer) => ({
  change: { ...DUE, timer: { dueAt } },
  target: { ticketId },
})

/** What is due by time alone, told by nobody. */
export const DUE: Change = {
  ...noChange,
  kind: 'update',
  actor: { kind: 'system' },
  via: { channel: 'rule', source: { from: {}, to: {}, rel: 'timer' } },
}
