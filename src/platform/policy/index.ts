export { type Acting, drawIds, editPolicy, type Plan } from './edit-policy.ts'
export { installStandardPolicy } from './install-standard-policy.ts'
export { lruOf } from './lru.ts'
export type {
  PolicyDocument,
  PolicyEdit,
  PolicyKind,
  PolicyReason,
  PolicySnapshot,
  PolicyStore,
} from './policy.ts'
export { createPolicyStore } from './policy-store.ts'
export { proposedSnapshot } from './propose.ts'
export { type PolicyRevision, revisionsOf } from './revisions.ts'
