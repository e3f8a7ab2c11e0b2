import { type Id, type Instant, type Refusal, toIso } from '../kernel/index.ts'
import type { Commit } from '../tickets/index.ts'
import type { Moment } from './changes.ts'
import type { Lived, Progress } from './live.ts'

/** What was refused for one reason: how often, and where it first was. */
export type Refused = { readonly reason: string; readonly times: number; readonly first: string }

export type Scribe = {
  write(moment: Moment): Promise<void>
  progress(at: Instant): Progress
  lived(): Pick<Lived, 'tickets' | 'changes' | 'comments' | 'refused'>
}

/** Writes one moment after the other, and keeps count. `turnTo` sets the clock that decisions read. */
export const scribeOf = (commit: Commit, turnTo: (at: Instant) => void): Scribe => {
  const ids = new Map<number, Id>()
  const refused = new Map<string, Refused>()
  const count = { changes: 0, comments: 0 }

  const refuse = ({ at, ticket, change }: Moment, refusal: Refusal): void => {
    const reason = reasonOf(refusal)
    const known = refused.get(reason)
    const first = known?.first ?? `${change.kind} of ticket ${ids.get(ticket) ?? 'to be'} at ${toIso(at)}`
    refused.set(reason, { reason, first, times: (known?.times ?? 0) + 1 })
  }

  return {
    write: async (moment) => {
      const { at, ticket, change } = moment
      const ticketId = ids.get(ticket)
      if (ticketId === undefined && change.kind === 'update') return refuse(moment, NEVER_ASKED)
      turnTo(at)
      const target = ticketId === undefined ? {} : { ticketId }
      const outcome = await commit(change, target, { effects: 'discard' })
      if (!outcome.ok) return refuse(moment, outcome.error)
      const { auditId, comment, ticket: written } = outcome.value
      ids.set(ticket, written.id)
      if (auditId !== null) count.changes++
      if (comment !== null) count.comments++
    },
    progress: (at) => ({ tickets: ids.size, changes: count.changes, at }),
    lived: () => ({ tickets: ids.size, ...count, refused: [...refused.values()] }),
  }
}

/** Follows from a refused creation, which is counted under its own reason. */
const NEVER_ASKED: Refusal = { code: 'not_found', message: 'The ticket was never created' }

const reasonOf = ({ message, details = [] }: Refusal): string =>
  details.length === 0 ? message : details.map(({ description }) => description).join('; ')
