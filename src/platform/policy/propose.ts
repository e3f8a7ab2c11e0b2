import type { Id } from '../../kernel/index.ts'
import type { PolicyDocument, PolicyEdit, PolicySnapshot } from './policy.ts'

/** The policy as it would stand after edits: under the number of the version that they would make. */
export const proposedSnapshot = (
  standing: PolicySnapshot,
  edits: readonly PolicyEdit[],
  version: number = standing.version + 1,
): PolicySnapshot => {
  const edited = Map.groupBy(edits, ({ kind }) => kind)
  const lists = new Map<string, readonly PolicyDocument[]>()
  const documents = (kind: string): readonly PolicyDocument[] => {
    const own = edited.get(kind)
    if (own === undefined) return standing.documents(kind)
    const known = lists.get(kind) ?? overlaid(standing.documents(kind), own, version)
    lists.set(kind, known)
    return known
  }
  const results = new Map<string, unknown>()
  const snapshot: PolicySnapshot = {
    version,
    documents,
    document: (kind, id) => documents(kind).find((document) => document.id === id),
    compiled: <T>(key: string, compile: (snapshot: PolicySnapshot) => T): T => {
      if (!results.has(key)) results.set(key, compile(snapshot))
      return results.get(key) as T
    },
  }
  return snapshot
}

const overlaid = (
  standing: readonly PolicyDocument[],
  edits: readonly PolicyEdit[],
  version: number,
): readonly PolicyDocument[] => {
  const all = new Map<Id, PolicyDocument>(standing.map((document) => [document.id, document]))
  for (const { kind, id, body } of edits) {
    if (body === null) all.delete(id)
    else all.set(id, { kind, id, body, fromVersion: version })
  }
  return [...all.values()].sort((a, b) => a.id - b.id)
}
