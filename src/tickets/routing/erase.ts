import type { Eraser } from '../../platform/module.ts'
import { forgetAgent } from './agents-store.ts'
import { forgetDecisionsOn, forgetDecisionsWith } from './decisions-store.ts'

/** What is kept of people for giving out tickets goes with them; why tickets were given to whom goes with either. */
export const routingEraser: Eraser = {
  name: 'routing',
  tables: [
    'agent_skills',
    'agent_availability',
    'agent_absences',
    'routing_turns',
    'routing_decisions',
    'ticket_skills',
    'routing_queue',
  ],
  eraseUser: async (tx, userId) => {
    await forgetAgent(tx, userId)
    await forgetDecisionsWith(tx, userId)
  },
  eraseTicket: forgetDecisionsOn,
}
