import { canonicalJson, isId, type JsonObject } from '../../kernel/index.ts'
import type { PolicyDocument, PolicyEdit, PolicyKind } from './policy.ts'

/** What one edit does to what stood; `null` means it did not, or does no longer, stand. */
export type DocumentChange = {
  readonly kind: string
  readonly id: number
  readonly before: JsonObject | null
  readonly after: JsonObject | null
}

export type EditPlan = {
  /** Those that differ from what stands. */
  readonly changes: readonly DocumentChange[]
  /** Removals of what does not stand. */
  readonly missing: readonly PolicyEdit[]
}

/** Holds edits against the documents that stand now. Edits must be well-formed: see `assertWellFormed`. */
export const planEdits = (standing: readonly PolicyDocument[], edits: readonly PolicyEdit[]): EditPlan => {
  const bodies = new Map(standing.map((document) => [name(document), document.body]))
  const compared = edits.map(
    (edit): DocumentChange => ({
      kind: edit.kind,
      id: edit.id,
      before: bodies.get(name(edit)) ?? null,
      after: edit.body,
    }),
  )
  return {
    changes: compared.filter(({ before, after }) => canonicalJson(before) !== canonicalJson(after)),
    missing: edits.filter((edit) => edit.body === null && !bodies.has(name(edit))),
  }
}

/** Throws for edits that only a bug can make: an unknown kind, an impossible id, one document twice. */
export const assertWellFormed = (kinds: readonly PolicyKind[], edits: readonly PolicyEdit[]): void => {
  const known = new Set(kinds.map(({ kind }) => kind))
  const seen = new Set<string>()
  for (const edit of edits) {
    if (!known.has(edit.kind)) throw new Error(`No domain has registered the policy kind "${edit.kind}"`)
    if (!isId(edit.id)) throw new Error(`${edit.id} cannot be the id of a policy document (${edit.kind})`)
    if (seen.has(name(edit))) throw new Error(`Policy document ${name(edit)} is edited twice in one version`)
    seen.add(name(edit))
  }
}

const name = ({ kind, id }: { kind: string; id: number }): string => `${kind}/${id}`
