import type { RuleRef, TicketEvent } from './event.ts'
import { NO_PARTIES } from './party.ts'
import type { FieldValue, SettableName, Ticket } from './ticket.ts'

/** Properties in the order in which an audit tells of them. */
const NAMES: readonly (SettableName | 'submitterId' | 'scheduleId')[] = [
  'subject',
  'requesterId',
  'submitterId',
  'priority',
  'type',
  'kind',
  'status',
  'assigneeId',
  'groupId',
  'brandId',
  'formId',
  'customStatusId',
  'organizationId',
  'problemId',
  'externalId',
  'recipient',
  'dueAt',
  'nextUpdateAt',
  'resolutionCode',
  'scheduleId',
]

/**
 * Tells what became different between two states of a ticket, comments aside; before its creation everything is
 * unset. Folding the events over `before` gives `after` again (`fold.ts`).
 */
export const eventsBetween = (before: Ticket | null, after: Ticket, by?: RuleRef): TicketEvent[] => {
  const events: TicketEvent[] = []
  const mark = by ? { by } : {}
  for (const field of NAMES) {
    const from = before ? before[field] : null
    const to = after[field]
    if (from !== to) events.push({ type: 'field_changed', field, from, to, ...mark })
  }
  const old = before?.fields ?? {}
  if (old !== after.fields) events.push(...fieldEvents(old, after.fields, mark))
  const tags = before?.tags ?? []
  if (!sameList(tags, after.tags)) events.push({ type: 'tags_changed', from: tags, to: after.tags, ...mark })
  const ccs = before?.emailCcIds ?? []
  if (!sameList(ccs, after.emailCcIds))
    events.push({ type: 'email_ccs_changed', from: ccs, to: after.emailCcIds, ...mark })
  const followers = before?.followerIds ?? []
  if (!sameList(followers, after.followerIds))
    events.push({ type: 'followers_changed', from: followers, to: after.followerIds, ...mark })
  const rating = before?.satisfaction ?? null
  if (rating !== after.satisfaction)
    events.push({ type: 'satisfaction_changed', from: rating, to: after.satisfaction, ...mark })
  const plan = before?.plan ?? null
  if (plan !== after.plan) events.push({ type: 'plan_changed', from: plan, to: after.plan, ...mark })
  const parties = before?.parties ?? NO_PARTIES
  if (parties !== after.parties)
    events.push({ type: 'parties_changed', from: parties, to: after.parties, ...mark })
  return events
}

type Fields = Ticket['fields']

const fieldEvents = (before: Fields, after: Fields, mark: { by?: RuleRef }): TicketEvent[] => {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(
    (a, b) => Number(a) - Number(b),
  )
  return ids
    .map((id) => ({ id: Number(id), from: before[id] ?? null, to: after[id] ?? null }))
    .filter(({ from, to }) => !sameValue(from, to))
    .map(({ id, from, to }) => ({ type: 'field_changed', field: `custom:${id}`, from, to, ...mark }))
}

const sameValue = (a: FieldValue, b: FieldValue): boolean =>
  a === b || (Array.isArray(a) && Array.isArray(b) && sameList(a, b))

const sameList = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a === b || (a.length === b.length && a.every((item, i) => item === b[i]))
