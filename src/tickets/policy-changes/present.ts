import { type TSchema, Type } from 'typebox'
import { toIso } from '../../kernel/index.ts'
import { DocumentDiff, presentDiff } from '../policy-history/present.ts'
import type { Conflict } from './changes.ts'
import type { LintFinding } from './lint.ts'
import type { PolicyChange } from './store.ts'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Text = Type.String()
const Whole = Type.Integer()
const Time = Type.String({ format: 'date-time' })

const properties = {
  id: Whole,
  url: Text,
  title: Text,
  reason: Text,
  state: Text,
  author_id: Whole,
  base_version: Whole,
  edits: Type.Array(Type.Unknown()),
  decided_by_id: nullable(Whole),
  decided_at: nullable(Time),
  decision_reason: nullable(Text),
  applied_by_id: nullable(Whole),
  applied_version: nullable(Whole),
  created_at: Time,
  updated_at: Time,
}
/** Ours: a request to change the policy. */
export const PolicyChangeShape = Type.Object(properties)

const Lint = Type.Object({ kind: Text, id: Whole, title: Text, severity: Text, message: Text })
const ConflictShape = Type.Object({ kind: Text, id: Whole, title: Text, versions: Type.Array(Whole) })
export const ShownChange = Type.Object({
  ...properties,
  diff: Type.Array(DocumentDiff),
  lint: Type.Array(Lint),
  conflicts: Type.Array(ConflictShape),
  policy_dry_run_ids: Type.Array(Whole),
})

export const presentChange = (change: PolicyChange, origin: string) => ({
  id: change.id,
  url: `${origin}/api/v2/policy_changes/${change.id}.json`,
  title: change.title,
  reason: change.reason,
  state: change.state,
  author_id: change.authorId,
  base_version: change.baseVersion,
  edits: change.edits,
  decided_by_id: change.decidedBy,
  decided_at: change.decidedAt && toIso(change.decidedAt),
  decision_reason: change.decisionReason,
  applied_by_id: change.appliedBy,
  applied_version: change.appliedVersion,
  created_at: toIso(change.createdAt),
  updated_at: toIso(change.updatedAt),
})

export const presentWhole = (
  change: PolicyChange,
  {
    lint,
    conflicts,
    dryRunIds,
  }: {
    readonly lint: readonly LintFinding[]
    readonly conflicts: readonly Conflict[]
    readonly dryRunIds: readonly number[]
  },
  origin: string,
) => ({
  ...presentChange(change, origin),
  diff: change.proposal.map(presentDiff),
  lint,
  conflicts,
  policy_dry_run_ids: dryRunIds,
})
