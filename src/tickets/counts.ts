import type { TicketCounts } from '../people/index.ts'
import type { Ground } from '../platform/ground.ts'
import { countTickets } from './store.ts'

/** How many tickets people and organisations have, for the routes of people. */
export const ticketCounts = ({ db }: Pick<Ground, 'db'>): TicketCounts => ({
  ofOrganization: (viewer, id) => countTickets(db, viewer, { by: 'organization', id }),
  ofUser: async (viewer, id) => {
    const [requested, assigned, ccd] = await Promise.all([
      countTickets(db, viewer, { by: 'requester', id }),
      countTickets(db, viewer, { by: 'assignee', id }),
      countTickets(db, viewer, { by: 'cc', id }),
    ])
    return { requested, assigned, ccd }
  },
})
