import type { Id } from '../../kernel/index.ts'
import { type Attempt, findGroup } from './attempt.ts'
import type { Notice } from './notices.ts'
import type { Context } from './state.ts'
import type { Ticket } from './ticket.ts'

/** People whom a decision would have told something, had it been given them: to be loaded, and decided anew. */
export type Lacking = { readonly groupMembers: boolean; readonly allAgents: boolean }

/** Whom the notices of rules that fired address, and the context does not hold. */
export const lackingFor = (attempt: Attempt, notices: readonly Notice[]): Lacking => ({
  groupMembers: groupsTold(attempt, notices).some((id) =>
    (findGroup(attempt.context, id)?.memberIds ?? []).some((member) => !isKnown(attempt.context, member)),
  ),
  allAgents: tellsAllAgents(notices) && attempt.context.allAgents !== true,
})

/**
 * The part of the context that a decision rests on, to be kept with its audit: a large group's members are left out
 * where no rule told them anything. Deciding the same on this part gives the same.
 */
export const contextUsed = (attempt: Attempt, notices: readonly Notice[]): Context => {
  const { context } = attempt
  if (tellsAllAgents(notices)) return context
  const kept = new Set([...namedIds(attempt), ...aloneIn(context)])
  for (const groupId of groupsTold(attempt, notices)) {
    for (const member of findGroup(context, groupId)?.memberIds ?? []) kept.add(member)
  }
  const users = filtered(context.users, (person) => kept.has(person.id))
  const homes = new Set<Id | null | undefined>([
    ...Object.values(users).flatMap((person) => person.organizationIds),
    // A condition may ask for the ticket's own, though nobody who is kept belongs to it any more.
    attempt.before?.organizationId,
    attempt.draft.organizationId,
  ])
  const organizations = filtered(context.organizations, (organization) => homes.has(organization.id))
  return { ...context, users, organizations, allAgents: false }
}

const filtered = <T>(
  from: { readonly [id: string]: T },
  isKept: (one: T) => boolean,
): { [id: string]: T } => {
  const kept: { [id: string]: T } = {}
  for (const [id, one] of Object.entries(from)) if (isKept(one)) kept[id] = one
  return kept
}

const tellsAllAgents = (notices: readonly Notice[]): boolean =>
  notices.some(({ recipients }) => recipients.kind === 'all_agents')

const groupsTold = ({ draft }: Attempt, notices: readonly Notice[]): readonly Id[] =>
  notices.flatMap(({ recipients }) => {
    const id = recipients.kind === 'group' ? (recipients.groupId ?? draft.groupId) : null
    return id === null ? [] : [id]
  })

const isKnown = (context: Context, id: Id): boolean => Object.hasOwn(context.users, String(id))

/** The ticket may fall to a group's only agent. */
const aloneIn = (context: Context): readonly Id[] =>
  Object.values(context.groups).flatMap(({ memberIds }) => (memberIds.length === 1 ? memberIds : []))

const namedIds = ({ before, draft, change, policy }: Attempt): readonly (Id | null | undefined)[] => [
  ...(before === null ? [] : roundTicket(before)),
  ...roundTicket(draft),
  change.actor.kind === 'user' ? change.actor.id : null,
  change.requesterId,
  change.submitterId,
  change.set.requesterId,
  change.set.assigneeId,
  change.comment?.authorId,
  ...listed(change.followers),
  ...listed(change.emailCcs),
  ...policy.needs.userIds,
]

const roundTicket = (ticket: Ticket): readonly (Id | null)[] => [
  ticket.requesterId,
  ticket.submitterId,
  ticket.assigneeId,
  ...ticket.followerIds,
  ...ticket.emailCcIds,
]

/** Nobody checked the lists of a Change that changes nothing. */
const listed = (change: Attempt['change']['followers'] | null): readonly Id[] =>
  [change?.set, change?.add, change?.remove].flatMap((list) =>
    Array.isArray(list) ? (list as readonly Id[]) : [],
  )
