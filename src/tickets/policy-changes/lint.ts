import type { JsonObject } from '../../kernel/index.ts'
import { type DocumentChange, type PolicySnapshot, proposedSnapshot } from '../../platform/policy/index.ts'
import { type Catalogue, neverFires, parseConditions } from '../../rules/core/index.ts'
import { catalogueIn } from '../desk-values.ts'
import { titleOf } from '../policy-history/references.ts'
import { newProblems } from '../policy-history/rollback.ts'

/** Something about a proposal that its author may not have meant. */
export type LintFinding = {
  readonly kind: string
  readonly id: number
  readonly title: string
  readonly severity: 'error' | 'warning'
  readonly message: string
}

/** What cannot be understood, and rules that can never hold. */
export const lint = (standing: PolicySnapshot, changes: readonly DocumentChange[]): LintFinding[] => {
  const edits = changes.map(({ kind, id, after }) => ({ kind, id, body: after }))
  const proposed = proposedSnapshot(standing, edits)
  const problems = newProblems(standing, proposed).flatMap(({ kind, id, messages }) =>
    messages.map((message) => finding(proposed, { kind, id, severity: 'error', message })),
  )
  const warnings = changes.flatMap(({ kind, id, after }) =>
    (after === null ? [] : neverIn(kind, after, catalogueIn(proposed))).map((message) =>
      finding(proposed, { kind, id, severity: 'warning', message }),
    ),
  )
  return [...problems, ...warnings]
}

const finding = (policy: PolicySnapshot, found: Omit<LintFinding, 'title'>): LintFinding => ({
  ...found,
  title: titleOf(policy.document(found.kind, found.id)?.body ?? null, found.id),
})

const neverIn = (kind: string, body: JsonObject, catalogue: Catalogue): string[] => {
  if (kind !== 'trigger' && kind !== 'automation') return []
  const conditions = parseConditions(body, { place: kind, catalogue })
  return conditions.ok ? neverFires(conditions.value, kind).map(({ message }) => message) : []
}
