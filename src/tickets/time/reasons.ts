import { isDue, type TicketEvent } from '../core/event.ts'

const FIELDS: { readonly [field: string]: string } = {
  status: 'status_changed',
  priority: 'priority_changed',
  groupId: 'group_changed',
  assigneeId: 'assignee_changed',
  requesterId: 'requester_changed',
  scheduleId: 'schedule_changed',
}

/** What of an update moves clocks, in a word each. */
export const reasonsOf = (events: readonly TicketEvent[], isCreation: boolean): string[] => {
  if (isCreation) return ['created', ...commentsIn(events)]
  if (events.every(isDue)) return ['time_passed']
  const reasons = [...new Set([...commentsIn(events), ...events.flatMap((event) => reasonOf(event) ?? [])])]
  return reasons.length === 0 && events.some(isRetargeted) ? ['target_changed'] : reasons
}

/** A policy that was edited meanwhile has another target now. */
const isRetargeted = ({ type }: TicketEvent): boolean => type === 'sla_target_changed'

const commentsIn = (events: readonly TicketEvent[]): string[] =>
  events.flatMap((event) => {
    if (event.type !== 'commented') return []
    return [event.public ? 'public_comment' : 'internal_comment']
  })

const reasonOf = (event: TicketEvent): string | undefined => {
  if (event.type === 'field_changed') return FIELDS[event.field]
  if (event.type === 'sla_policy_changed') return 'policy_changed'
  if (event.type === 'clocks_reevaluated') return 'reevaluated'
  return event.type === 'undone' ? 'undone' : undefined
}
