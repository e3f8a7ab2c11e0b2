import type { PolicyKind } from '../../platform/policy/index.ts'
import { GROUP_SLA_POLICY_KIND, SLA_POLICY_KIND } from '../core/index.ts'

/** A new desk promises nothing. */
export const slaPolicyKinds: readonly PolicyKind[] = [
  { kind: SLA_POLICY_KIND, standard: [] },
  { kind: GROUP_SLA_POLICY_KIND, standard: [] },
]
