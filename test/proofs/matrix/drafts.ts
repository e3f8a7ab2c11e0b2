import type { World } from '../world.ts'
import { STAFF } from './principals.ts'
import { type Family, MISSING, NO_ID, type Row, type Things } from './table.ts'
import { tickets } from './tickets.ts'

/** A draft is there for whoever writes it alone: administrators find nothing. */
const drafts: Things = {
  names: ['draft of agent', MISSING],
  params: ({ ids }, name) => ({ id: ids[name] ?? NO_ID }),
  sees: (principal, name) => principal === 'agent' && name !== MISSING,
}
const draft = { body: 'x' }
const ofTicket: Row = { may: STAFF, status: 200, things: tickets }
const own: Row = { may: STAFF, status: 200, things: drafts }

export const draftFamily: Family = {
  scope: 'tickets',
  rows: {
    ShowTicketDraft: ofTicket,
    SaveTicketDraft: { ...ofTicket, body: { draft } },
    DeleteTicketDraft: { ...ofTicket, status: 204 },
    ListDrafts: {
      may: STAFF,
      status: 200,
      shows: {
        key: 'drafts',
        ids: ({ ids }, principal) => (principal === 'agent' ? [ids['draft of agent']!] : []),
      },
    },
    CreateDraft: { may: STAFF, status: 201, body: { draft } },
    ShowDraft: own,
    SaveDraft: {
      ...own,
      body: ({ ids }: World) => ({ draft: { ...draft, version: ids['version of draft'] } }),
    },
    DeleteDraft: { ...own, status: 204 },
  },
}
