import type { Ground } from '../platform/ground.ts'
import type { Module } from '../platform/module.ts'
import { groupSlaPolicyRoutes } from './api/group-policies.ts'
import { slaPolicyRoutes } from './api/policies.ts'
import { slaPolicyKinds } from './policies/policy-kinds.ts'
import type { SlaNeeds } from './policies/room.ts'

export { PolicyWrite } from './api/wire.ts'
export { answerClocksLine, MAX_CLOCKS_LINE } from './clocks-lines.ts'
export * from './core/index.ts'
export { slaPolicyKinds } from './policies/policy-kinds.ts'

/** The door of promises. */
export type SlaRoom = { readonly module: Module }

/** SLA and group SLA policies of the desk, on the given ground. */
export const sla = (ground: Ground, needs: SlaNeeds): SlaRoom => {
  const room = { ...needs, ground }
  return {
    module: {
      name: 'sla',
      policyKinds: slaPolicyKinds,
      routes: [...slaPolicyRoutes(room), ...groupSlaPolicyRoutes(room)],
    },
  }
}
