import type { Id } from '../../kernel/index.ts'
import { END_USER } from '../../people/core/index.ts'
import type { TicketEvent } from './event.ts'
import type { PastAudit, Undoable } from './state.ts'

/** Something that a later audit changed as well. */
export type Clash = { readonly thing: string; readonly auditId: Id }

/** Whether nothing but what was itself taken back in place came later. */
export const isUntouched = (later: readonly PastAudit[]): boolean => {
  const gone = new Set(later.flatMap(({ events }) => events.flatMap((event) => inPlace(event))))
  return later.every(({ seq, events }) => gone.has(seq) || events.some((event) => inPlace(event).length > 0))
}

const inPlace = (event: TicketEvent): number[] =>
  event.type === 'undone' && event.mode === 'in_place' ? [event.seq] : []

/** What later audits changed of the same, each thing once, with the first audit that did. Of a creation: everything. */
export const clashes = ({ audit, later }: Undoable): Clash[] => {
  const standing = later.map((one) => ({ id: one.id, things: thingsOf(one, standingEvents(one, later)) }))
  const [first] = standing.filter(({ things }) => things.size > 0)
  if (audit.seq === 1) return first ? [{ thing: 'ticket', auditId: first.id }] : []
  return [...thingsOf(audit, audit.events)].flatMap((thing) => {
    const found = standing.find(({ things }) => things.has(thing))
    return found ? [{ thing: nameOf(thing), auditId: found.id }] : []
  })
}

/** What was taken back is as it was, and so is what took it back, but for what rules then did. */
const standingEvents = ({ id, events }: PastAudit, later: readonly PastAudit[]): readonly TicketEvent[] => {
  const isTakenBack = later.some((one) =>
    one.events.some((event) => event.type === 'undone' && event.auditId === id),
  )
  if (isTakenBack) return []
  const undo = events.find((event) => event.type === 'undone')
  const isOfLater = undo !== undefined && later.some((one) => one.id === undo.auditId)
  return isOfLater ? events.filter(({ by }) => by !== undefined) : events
}

/** Properties that hang together: who changes one has looked at the other. */
const TOGETHER: { readonly [field: string]: string } = {
  customStatusId: 'status',
  groupId: 'assigneeId',
  problemId: 'type',
  dueAt: 'type',
  kind: 'type',
  organizationId: 'requesterId',
}

const thingsOf = (audit: PastAudit, events: readonly TicketEvent[]): ReadonlySet<string> =>
  new Set(events.flatMap((event, index) => thingsOfEvent(audit, event, audit.id + 1 + index)))

const thingsOfEvent = (audit: PastAudit, event: TicketEvent, id: Id): readonly string[] => {
  switch (event.type) {
    case 'field_changed':
      return [TOGETHER[event.field] ?? event.field]
    case 'tags_changed':
      return different(event.from, event.to).map((tag) => `tags/${tag}`)
    case 'email_ccs_changed':
      return different(event.from, event.to).map((who) => `email_ccs/${who}`)
    case 'followers_changed':
      return different(event.from, event.to).map((who) => `followers/${who}`)
    case 'satisfaction_changed':
      return ['satisfaction']
    case 'plan_changed':
      return ['type', 'plan']
    case 'parties_changed':
      return ['parties']
    case 'commented':
      // Who waits for an answer may have asked for it again: the status is theirs now.
      return [`comment/${id}`, ...(event.public && audit.commentRoleId === END_USER ? ['status'] : [])]
    case 'comment_hidden':
    case 'comment_trusted':
    case 'comment_redacted':
    case 'file_redacted':
    case 'comment_undone':
      return [`comment/${event.commentId}`]
    case 'deleted':
    case 'restored':
    case 'purged':
      return ['deleted']
    case 'merged_into':
      return [`merge/${event.ticketId}`]
    case 'merged_from':
      return event.ticketIds.map((ticketId) => `merge/${ticketId}`)
    case 'link_undone':
      return event.ticketIds.map((ticketId) => `${event.link}/${ticketId}`)
    case 'split_into':
    case 'split_from':
      return [`split/${event.ticketId}`]
    default:
      return []
  }
}

const different = <T>(from: readonly T[], to: readonly T[]): readonly T[] => [
  ...from.filter((item) => !to.includes(item)),
  ...to.filter((item) => !from.includes(item)),
]

const nameOf = (thing: string): string => thing.replace(/^custom:/, 'custom_fields/')
