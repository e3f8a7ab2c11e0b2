import type { CountFacts, DeskFacts, TimeFacts } from '../../rules/core/index.ts'
import { type Attempt, findPerson, isAssignable } from './attempt.ts'
import type { DecidedComment } from './decision.ts'
import type { Policy } from './policy.ts'
import type { Status } from './ticket.ts'
import { timeFactsOf } from './time-facts.ts'

/** What rules may ask of the desk itself. */
export const deskFactsOf = ({ clocks, settings }: Pick<Policy, 'clocks' | 'settings'>): DeskFacts => ({
  hours: clocks.deskHours,
  warnMinutes: settings.slaWarningMinutes,
})

/** Times of the ticket as it was before the update; its own instant where the update makes the ticket. */
export const timesOf = ({ before, draft, clocks }: Attempt): TimeFacts => timeFactsOf(before ?? draft, clocks)

/** How often what happened to the ticket, the update under way included. */
export const countsOf = (attempt: Attempt, comment: DecidedComment | null): CountFacts => {
  const { before, draft, clocks, context } = attempt
  const tally = clocks?.sla.tally
  const isReopened = before !== null && isOver(before.status) && !isOver(draft.status)
  return {
    reopens: (tally?.reopens ?? 0) + (isReopened ? 1 : 0),
    replies: (tally?.replies ?? 0) + (isReply(attempt, comment) ? 1 : 0),
    agentStations: stations(tally?.assignees, draft.assigneeId),
    groupStations: stations(tally?.groups, draft.groupId),
    incidents: context.incidents ?? 0,
  }
}

const isOver = (status: Status): boolean => status === 'solved' || status === 'closed'

const isReply = ({ context, policy }: Attempt, comment: DecidedComment | null): boolean => {
  const author = comment?.public ? findPerson(context, comment.authorId) : undefined
  return author !== undefined && isAssignable(policy, author)
}

const stations = (known: { readonly [id: string]: true } = {}, id: number | null): number =>
  Object.keys(known).length + (id !== null && !Object.hasOwn(known, String(id)) ? 1 : 0)
