import type { Id } from '../../kernel/index.ts'
import type { Change, CopiedComment, Ticket } from '../core/index.ts'
import type { TicketWish } from '../wire/read-ticket.ts'

/** Tags that tell how the ticket came to be, and are not those of its comments. */
const NOT_TAKEN: ReadonlySet<string> = new Set(['closed_by_merge'])

/** What the new ticket takes over from the one that it is split from, where nothing else is asked for. */
export const inherited = (wish: TicketWish, source: Ticket): TicketWish => ({
  ...wish,
  requester: wish.requester ?? { id: source.requesterId },
  set: {
    subject: source.subject,
    brandId: source.brandId,
    formId: source.formId,
    priority: source.priority,
    ...(wish.requester === undefined ? { organizationId: source.organizationId } : {}),
    ...(source.groupId === null || namesAssignee(wish) ? {} : { groupId: source.groupId }),
    ...wish.set,
  },
  fields: { ...source.fields, ...wish.fields },
  tags:
    wish.tags.set === undefined
      ? { ...wish.tags, set: source.tags.filter((tag) => !NOT_TAKEN.has(tag)) }
      : wish.tags,
})

const namesAssignee = ({ set, assigneeEmail }: TicketWish): boolean =>
  set.assigneeId != null || assigneeEmail !== undefined

/** The two Changes of a split: the new ticket's, and the one that tells the other of it. */
export const splitOff = (change: Change, from: Id, copies: readonly CopiedComment[]): Change => ({
  ...change,
  kind: 'create',
  split: { from, copies },
})

export const tellOfSplit = ({ actor, via, metadata }: Change, into: Id): Change => ({
  kind: 'update',
  actor,
  via,
  set: {},
  fields: {},
  tags: {},
  followers: {},
  emailCcs: {},
  split: { into },
  metadata,
})
