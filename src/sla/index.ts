import type { Module } from '../platform/module.ts'
import { slaPolicyKinds } from './policies/policy-kinds.ts'

export { answerClocksLine, MAX_CLOCKS_LINE } from './clocks-lines.ts'
export * from './core/index.ts'
export { slaPolicyKinds } from './policies/policy-kinds.ts'

/** The door of promises. */
export type SlaRoom = { readonly module: Module }

/** SLA policies of the desk. */
export const sla = (): SlaRoom => ({ module: { name: 'sla', policyKinds: slaPolicyKinds } })
