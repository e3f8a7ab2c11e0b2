import type { Who } from '../world.ts'
import { AGENTS, MANAGERS, type Principal, personOf, STAFF } from './principals.ts'
import { type Family, MISSING, NO_ID, type Row, type Things } from './table.ts'
import { tickets } from './tickets.ts'

/** The world's desk has no skills. */
const none: Things = {
  names: [MISSING],
  params: () => ({ attributeId: String(NO_ID), valueId: String(NO_ID) }),
  sees: () => false,
}
const AGENT_NAMES = ['agent', 'admin']
/** Those who can be given tickets. */
const agents: Things = {
  names: [...AGENT_NAMES, 'carol', MISSING],
  params: ({ people }, name) => ({ id: people[name as Who] ?? NO_ID }),
  sees: (_principal, name) => AGENT_NAMES.includes(name),
}
const nothingOfAgents: Things = {
  ...agents,
  params: (world, name, principal) => ({ ...agents.params(world, name, principal), absenceId: NO_ID }),
  sees: () => false,
}
const staff: Things = { ...agents, names: ['agent', 'light', 'carol', MISSING], sees: isColleague }
function isColleague(_principal: Principal, name: string): boolean {
  return name === 'agent' || name === 'light'
}
const groups: Things = {
  names: ['support', MISSING],
  params: ({ ids }, name) => ({ id: ids[name] ?? NO_ID }),
  sees: (_principal, name) => name !== MISSING,
}

const isAnothers = (principal: Principal, name: string): boolean =>
  !MANAGERS.includes(principal) && personOf(principal) !== name
const read: Row = { may: AGENTS, status: 200 }
const write: Row = { may: MANAGERS, status: 200 }
const own: Row = { may: AGENTS, status: 200, things: agents, refused: isAnothers }
const noSkills = { attribute_value_ids: [] }
const absence = { absence: { starts_at: '2030-01-01T00:00:00Z', ends_at: '2030-01-02T00:00:00Z' } }
const nowhere = (things: Things): Row => ({ may: AGENTS, status: 422, things })

/** Skills, who is there, and who is given what. */
export const routingFamilies: readonly Family[] = [
  {
    scope: 'routing',
    rows: {
      ListAccountAttributes: read,
      ListRoutingAttributeDefinitions: read,
      ShowAttribute: { ...read, things: none },
      CreateAttribute: { ...write, status: 201, body: { attribute: { name: 'Languages' } } },
      UpdateAttribute: { ...write, things: none, body: { attribute: { name: 'Languages' } } },
      DeleteAttribute: { ...write, status: 204, things: none },
      ListAttributeValues: { ...read, things: none },
      ShowAttributeValue: { ...read, things: none },
      CreateAttributeValue: { ...write, things: none, body: { attribute_value: { name: 'Dutch' } } },
      UpdateAttributeValue: { ...write, things: none, body: { attribute_value: { name: 'Dutch' } } },
      DeleteAttributeValue: { ...write, status: 204, things: none },
      ListAGentAttributeValues: { may: STAFF, status: 200, things: staff },
      SetAgentAttributeValues: { ...write, things: staff, body: noSkills },
      ListTicketAttributeValues: { may: STAFF, status: 200, things: tickets },
      SetTicketAttributeValues: { may: AGENTS, status: 200, things: tickets, body: noSkills },
      ListTicketsFullfilledByUser: { may: STAFF, status: 200, query: '?ticket_ids=1' },
      ShowGroupRouting: { ...read, things: groups },
      UpdateGroupRouting: { ...write, things: groups, body: { routing: { strategy: 'round_robin' } } },
      ShowGroupWorkload: { ...read, things: groups },
      ShowRoutingSettings: read,
      UpdateRoutingSettings: { ...write, body: { routing_settings: { default_capacity: 10 } } },
    },
  },
  {
    scope: 'users',
    rows: {
      ShowUserAvailability: { may: STAFF, status: 200, things: agents },
      UpdateUserAvailability: { ...own, body: { availability: { status: 'away' } } },
      ListUserAbsences: { may: STAFF, status: 200, things: agents },
      CreateUserAbsence: { ...own, status: 201, body: absence },
      DeleteUserAbsence: {
        may: AGENTS,
        status: 204,
        things: nothingOfAgents,
        except: (principal, name) =>
          AGENTS.includes(principal) && AGENT_NAMES.includes(name) && isAnothers(principal, name)
            ? 403
            : undefined,
      },
    },
  },
  {
    scope: 'tickets',
    rows: {
      ShowTicketRouting: { may: STAFF, status: 200, things: tickets },
      // No group of the world has another tier round it.
      HandUpTicket: { ...nowhere(tickets), body: { hand_up: { summary: 'x', next_step: 'x' } } },
      HandDownTicket: { ...nowhere(tickets), body: { hand_down: { summary: 'x', next_step: 'x' } } },
    },
  },
]
