import type { Id } from '../../kernel/index.ts'
import type { Viewer } from '../../people/index.ts'
import { type SideLoader, sideload } from '../../platform/paging/index.ts'
import { presentForm } from '../forms/present-form.ts'
import { timeInsideTickets } from '../metrics/side-loads.ts'
import type { Room } from '../room.ts'
import { ticketOfRow } from '../rows.ts'
import { type AuditRead, findTickets, incidentCounts, lastAudits, type TicketRead } from '../store.ts'
import { collaboratorIds } from '../wire/present-ticket.ts'
import { linkingOf, presentAudits, presentTickets } from './present.ts'

/** Who asks for what beside a list, and the origin of its links. */
export type Aside = {
  readonly viewer: Viewer
  readonly origin: string
  readonly include: ReadonlySet<string>
}

/** What `include` may name that stands inside each ticket: one value a ticket, of all rows at once. */
export type Inside = {
  /** As in `include=`. */
  readonly name: string
  /** The key inside the ticket. */
  readonly key: string
  load(rows: readonly TicketRead[]): Promise<(row: TicketRead) => unknown>
}

/** Tickets with what `include` asks for: inside each, and in arrays beside them. */
export const presentTicketsWith = async (
  room: Room,
  aside: Aside,
  rows: readonly TicketRead[],
): Promise<{ tickets: object[]; beside: Record<string, readonly object[]> }> => {
  const wanted = insideTickets(room, aside).filter(({ name }) => aside.include.has(name))
  const values = await Promise.all(wanted.map(async ({ key, load }) => [key, await load(rows)] as const))
  const presented = await presentTickets(room, rows, aside.origin)
  const tickets = presented.map((ticket, index) => ({
    ...ticket,
    ...Object.fromEntries(values.map(([key, valueIn]) => [key, valueIn(rows[index]!)])),
  }))
  return { tickets, beside: await sideload(aside.include, besideTickets(room, aside), rows) }
}

const insideTickets = (room: Room, aside: Aside): Inside[] => [
  ...timeInsideTickets(room, aside),
  { name: 'comment_count', key: 'comment_count', load: async () => (row) => row.comment_count },
]

const besideTickets = (room: Room, { viewer, origin }: Aside): SideLoader<TicketRead>[] => [
  {
    name: 'users',
    ids: (row) => [row.requester_id, row.submitter_id, row.assignee_id, ...collaboratorIds(ticketOfRow(row))],
    load: (ids) => room.people.presentUsers(viewer, ids, origin),
  },
  {
    name: 'groups',
    ids: (row) => [row.group_id],
    load: (ids) => room.people.presentGroups(viewer, ids, origin),
  },
  {
    name: 'organizations',
    ids: (row) => [row.organization_id],
    load: (ids) => room.people.presentOrganizations(viewer, ids, origin),
  },
  {
    name: 'last_audits',
    ids: (row) => [row.ticket_id],
    load: async (ids) =>
      viewer.permissions.has('tickets.audits')
        ? presentAudits(await lastAudits(room.ground.db, viewer, ids), linkingOf(room, origin))
        : [],
  },
  { name: 'ticket_forms', ids: (row) => [row.ticket_form_id], load: (ids) => formsOf(room, origin, ids) },
  {
    name: 'incident_counts',
    ids: (row) => [row.ticket_id],
    load: (ids) => incidentCounts(room.ground.db, viewer, ids),
  },
  // Tickets are shared with no other desk.
  { name: 'sharing_agreements', ids: () => [], load: async () => [] },
]

const formsOf = async ({ ground }: Room, origin: string, ids: readonly Id[]): Promise<object[]> => {
  const policy = await ground.policy.current()
  return ids.flatMap((id) => policy.document('ticket_form', id) ?? []).map(presentForm(origin, policy))
}

/** What `include` may name beside audits: who made them, and their tickets with groups and organizations. */
export const besideAudits = (
  room: Room,
  { viewer, origin, include }: Aside,
  rows: readonly AuditRead[],
): Promise<Record<string, readonly object[]>> => {
  const ticketIds = (row: AuditRead) => [row.ticket_id]
  const ticketsOf = (ids: readonly Id[]) => findTickets(room.ground.db, viewer, ids)
  const loaders: SideLoader<AuditRead>[] = [
    {
      name: 'users',
      ids: (row) => [row.author_id > 0 ? row.author_id : null],
      load: (ids) => room.people.presentUsers(viewer, ids, origin),
    },
    {
      name: 'tickets',
      ids: ticketIds,
      load: async (ids) => presentTickets(room, await ticketsOf(ids), origin),
    },
    {
      name: 'groups',
      ids: ticketIds,
      load: async (ids) =>
        room.people.presentGroups(
          viewer,
          distinct((await ticketsOf(ids)).map((row) => row.group_id)),
          origin,
        ),
    },
    {
      name: 'organizations',
      ids: ticketIds,
      load: async (ids) =>
        room.people.presentOrganizations(
          viewer,
          distinct((await ticketsOf(ids)).map((row) => row.organization_id)),
          origin,
        ),
    },
  ]
  return sideload(include, loaders, rows)
}

const distinct = (ids: readonly (Id | null)[]): Id[] => [...new Set(ids.filter((id) => id !== null))]
