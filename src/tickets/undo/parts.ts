import type { Id, Instant, JsonObject } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { TicketEvent } from '../core/event.ts'
import { unpackEvents } from '../pack.ts'
import { auditsFrom, nearestAudit } from './store.ts'

/** An audit of a ticket that an undo takes back. */
export type Part = {
  readonly ticketId: Id
  readonly auditId: Id
  readonly events: readonly TicketEvent[]
}

/**
 * What one undo takes back: the audit that is asked for first, then what happened with it on other tickets: all of a
 * merge, both sides of a split. Empty where there is no such audit.
 */
export const partsOf = async (db: Db, ticketId: Id, auditId: Id): Promise<Part[]> => {
  const found = await findPart(db, ticketId, auditId)
  if (found === undefined) return []
  const asked: Part = { ticketId, auditId, events: found.events }
  const parts = [asked]
  const add = async (part: Part | undefined): Promise<void> => {
    if (part !== undefined && parts.every((one) => one.ticketId !== part.ticketId)) parts.push(part)
  }
  for (const event of asked.events)
    for (const link of linksOf(ticketId, event)) await add(await linked(db, link, found.at))
  for (const part of parts.slice(1))
    for (const event of part.events)
      for (const link of linksOf(part.ticketId, event)) await add(await linked(db, link, found.at))
  return parts
}

type Link = { readonly ticketId: Id; readonly event: JsonObject }

/** On which other ticket what else tells of the same. */
const linksOf = (ticketId: Id, event: TicketEvent): Link[] => {
  switch (event.type) {
    case 'merged_into':
      return [{ ticketId: event.ticketId, event: { type: 'merged_from', ticketIds: [ticketId] } }]
    case 'merged_from':
      return event.ticketIds.map((id) => ({ ticketId: id, event: { type: 'merged_into', ticketId } }))
    case 'split_from':
      return [{ ticketId: event.ticketId, event: { type: 'split_into', ticketId } }]
    case 'split_into':
      return [{ ticketId: event.ticketId, event: { type: 'split_from', ticketId } }]
    default:
      return []
  }
}

/** Tickets may have been merged, unmerged and merged again: the audit nearest in time is meant. */
const linked = async (db: Db, { ticketId, event }: Link, at: Instant): Promise<Part | undefined> => {
  const auditId = await nearestAudit(db, ticketId, event, at)
  const found = auditId === undefined ? undefined : await findPart(db, ticketId, auditId)
  return found && { ticketId, auditId: auditId!, events: found.events }
}

const findPart = async (
  db: Db,
  ticketId: Id,
  auditId: Id,
): Promise<{ readonly events: readonly TicketEvent[]; readonly at: Instant } | undefined> => {
  const [row] = await auditsFrom(db, ticketId, auditId)
  return row && { events: unpackEvents(row), at: row.created_at }
}

/** People and groups that the values before an audit name. */
export const namedBefore = (events: readonly TicketEvent[]): { userIds: Id[]; groupIds: Id[] } => {
  const userIds = events.flatMap((event) => {
    if (event.type === 'email_ccs_changed' || event.type === 'followers_changed') return event.from
    return isOf(event, ['assigneeId', 'requesterId']) ? [Number(event.from)] : []
  })
  const groupIds = events.flatMap((event) => (isOf(event, ['groupId']) ? [Number(event.from)] : []))
  return { userIds: [...new Set(userIds)], groupIds: [...new Set(groupIds)] }
}

const isOf = (
  event: TicketEvent,
  fields: readonly string[],
): event is Extract<TicketEvent, { type: 'field_changed' }> =>
  event.type === 'field_changed' && fields.includes(event.field) && event.from !== null
