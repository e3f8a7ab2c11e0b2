export { APPROVAL_BREAK_GLASS, APPROVAL_KINDS, approvalOf, kindToApprove } from './approval.ts'
export { type DraftOptions, draftOver, type PolicyDraft } from './draft.ts'
export { type Acting, drawIds, editPolicy, type Plan } from './edit-policy.ts'
export { givenWith } from './given-reason.ts'
export {
  changesOf,
  editsBackTo,
  findVersion,
  lastEditBesides,
  listVersions,
  type PolicyVersion,
  type TouchedDocument,
  touchedIn,
  touchedSince,
  type VersionFilter,
} from './history.ts'
export { installStandardPolicy } from './install-standard-policy.ts'
export { lruOf } from './lru.ts'
export type { DocumentChange } from './plan-edits.ts'
export type {
  GivenReason,
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
