import type { Id } from '../../kernel/index.ts'
import type { PolicyEdit, PolicySnapshot } from '../../platform/policy/index.ts'
import { proposedSnapshot } from '../../platform/policy/index.ts'
import { compilePolicy } from '../core/index.ts'
import type { Policies } from '../policies.ts'
import type { Laws } from './world.ts'

/** `onlyRules`: whatever the edits do to a ticket is told by its events; hours, say, move clocks without a word. */
export type BothLaws = {
  readonly today: Laws
  readonly proposed: Laws
  readonly onlyRules: boolean
  /** Automations that are looked for by time: those that the edits are about. */
  readonly sweptIds: ReadonlySet<Id>
}

const RULES: ReadonlySet<string> = new Set(['trigger', 'trigger_category', 'automation', 'macro', 'view'])

/** The laws of both worlds: the policy of a version, and the same with edits. */
export const lawsOf = (
  standing: PolicySnapshot,
  edits: readonly PolicyEdit[],
  { policies, baseUrl }: { readonly policies: Policies; readonly baseUrl: string },
): BothLaws => {
  const law = (snapshot: PolicySnapshot): Laws => ({
    policy: compilePolicy(snapshot, { baseUrl }),
    policies,
  })
  return {
    today: law(standing),
    proposed: law(proposedSnapshot(standing, edits)),
    onlyRules: edits.every(({ kind }) => RULES.has(kind)),
    sweptIds: new Set(edits.flatMap(({ kind, id }) => (kind === 'automation' ? [id] : []))),
  }
}
