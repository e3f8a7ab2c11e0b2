import { type TSchema, Type } from 'typebox'
import { toIso } from '../../kernel/index.ts'
import type { DocumentChange, PolicyVersion, TouchedDocument } from '../../platform/policy/index.ts'
import { differencesBetween } from './diff.ts'
import { titleOf } from './references.ts'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Text = Type.String()
const Whole = Type.Integer()

const Touched = Type.Object({ kind: Text, id: Whole, title: nullable(Text), operation: Text })
const Counts = Type.Object({ created: Whole, updated: Whole, deleted: Whole })
const versionProperties = {
  version: Whole,
  url: Text,
  created_at: Type.String({ format: 'date-time' }),
  author_id: nullable(Whole),
  summary: Text,
  reason: nullable(Text),
  policy_change_id: nullable(Whole),
  restores_version: nullable(Whole),
  broke_glass: Type.Boolean(),
  counts: Counts,
  documents: Type.Array(Touched),
}

/** Ours: one version of the desk's policy. */
export const PolicyVersionShape = Type.Object(versionProperties)

const DifferenceShape = Type.Object({
  field: Text,
  change: Text,
  from: Type.Unknown(),
  to: Type.Unknown(),
  text: Text,
})
export const DocumentDiff = Type.Object({
  kind: Text,
  id: Whole,
  title: Text,
  operation: Text,
  differences: Type.Array(DifferenceShape),
  before: Type.Unknown(),
  after: Type.Unknown(),
})
export const ShownVersion = Type.Object({ ...versionProperties, diff: Type.Array(DocumentDiff) })

/** Most documents that a list names of one version; its counts tell of all. */
const MAX_TOUCHED = 100

export const presentVersion = (
  version: PolicyVersion,
  touched: readonly TouchedDocument[],
  origin: string,
) => {
  const counting = (operation: TouchedDocument['operation']): number =>
    touched.filter((one) => one.operation === operation).length
  return {
    version: version.version,
    url: `${origin}/api/v2/policy_versions/${version.version}.json`,
    created_at: toIso(version.at),
    author_id: version.authorId,
    summary: version.summary,
    reason: version.reason,
    policy_change_id: version.changeId,
    restores_version: version.restores,
    broke_glass: version.brokeGlass,
    counts: { created: counting('create'), updated: counting('update'), deleted: counting('delete') },
    documents: touched
      .slice(0, MAX_TOUCHED)
      .map(({ kind, id, title, operation }) => ({ kind, id, title, operation })),
  }
}

/** A document's two forms, and what is different. */
export const presentDiff = ({ kind, id, before, after }: DocumentChange) => ({
  kind,
  id,
  title: titleOf(after ?? before, id),
  operation: before === null ? 'create' : after === null ? 'delete' : 'update',
  differences: differencesBetween(before, after),
  before,
  after,
})
