import { assert, type Id, type Instant, type Refusal, toIso } from '../kernel/index.ts'
import type { ImportStream } from '../tickets/index.ts'
import type { Moment } from './changes.ts'
import type { Lived, Progress } from './live.ts'

/** What was refused for one reason: how often, and where it first was. */
export type Refused = { readonly reason: string; readonly times: number; readonly first: string }

export type Scribe = {
  /** Takes down moments in their order; writes them once there are enough. */
  note(moment: Moment): Promise<void>
  /** Writes what is still to be written, and lets happen what falls due up to then. */
  end(until: Instant): Promise<void>
  progress(at: Instant): Progress
  lived(): Pick<Lived, 'tickets' | 'changes' | 'comments' | 'refused'>
}

/** How many Changes are one transaction. More save hardly any time, and hold more in memory. */
const BATCH = 250

/** Writes the life of tickets whose numbers are drawn: `ticketIds` by the order in which they arrive. */
export const scribeOf = (stream: ImportStream, ticketIds: readonly Id[]): Scribe => {
  const refused = new Map<string, Refused>()
  const count = { tickets: 0, changes: 0, comments: 0 }
  let noted: Moment[] = []

  const refuse = ({ at, ticket, change }: Moment, refusal: Refusal): void => {
    const reason = reasonOf(refusal)
    const known = refused.get(reason)
    const first = known?.first ?? `${change.kind} of ticket ${ticketIds[ticket]} at ${toIso(at)}`
    refused.set(reason, { reason, first, times: (known?.times ?? 0) + 1 })
  }
  const writeNoted = async (): Promise<void> => {
    const moments = noted
    noted = []
    const steps = moments.map(({ at, ticket, change }) => {
      const ticketId = ticketIds[ticket]
      assert(ticketId !== undefined, 'a number was drawn for every ticket')
      return { at, change, ticketId }
    })
    const outcomes = await stream.write(steps)
    for (const [index, outcome] of outcomes.entries()) {
      const moment = moments[index]!
      if (!outcome.ok) refuse(moment, outcome.error)
      else if (outcome.value.auditId !== null) {
        count.changes++
        if (moment.change.kind === 'create') count.tickets++
        if (outcome.value.comment !== null) count.comments++
      }
    }
  }
  return {
    note: async (moment) => {
      noted.push(moment)
      if (noted.length >= BATCH) await writeNoted()
    },
    end: async (until) => {
      await writeNoted()
      await stream.end(until)
    },
    progress: (at) => ({ tickets: count.tickets, changes: count.changes, at }),
    lived: () => ({ ...count, refused: [...refused.values()] }),
  }
}

const reasonOf = ({ message, details = [] }: Refusal): string =>
  details.length === 0 ? message : details.map(({ description }) => description).join('; ')
