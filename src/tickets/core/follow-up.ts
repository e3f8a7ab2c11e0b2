import { type Attempt, fail } from './attempt.ts'
import type { Change } from './change.ts'
import { setTags } from './custom-fields.ts'
import type { Ticket, Via } from './ticket.ts'
import { canSeeTicket } from './visible.ts'

/** What a follow-up does not take over: it says how the source ended. */
const OF_THE_SOURCE: ReadonlySet<string> = new Set(['closed_by_merge'])

/** The way in of a follow-up names the ticket that it takes up again. */
export const followUpVia = ({ via, followUpOf }: Change, source: Ticket | null | undefined): Via =>
  followUpOf === undefined || !source
    ? via
    : {
        ...via,
        source: {
          ...via.source,
          from: { ...via.source.from, ticket_id: source.id, subject: source.subject },
          rel: 'follow_up',
        },
      }

/** Ties a new ticket to the closed one that it takes up again, and takes over its tags unless others are given. */
export const applyFollowUp = (attempt: Attempt, source: Ticket | null | undefined): void => {
  const { change, acting, draft, policy, before } = attempt
  if (change.followUpOf === undefined) return
  const isSeen = source && (acting.isSystem || (acting.viewer && canSeeTicket(acting.viewer, source)))
  if (before !== null || !isSeen || source.id !== change.followUpOf || source.status !== 'closed')
    return void fail(attempt, 'via_followup_source_id', 'Via followup source: is not a closed ticket')
  draft.followUpOfId = source.id
  if (change.tags?.set === undefined)
    setTags(
      draft,
      policy,
      source.tags.filter((tag) => !OF_THE_SOURCE.has(tag)),
    )
}
