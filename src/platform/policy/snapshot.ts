import type { Id } from '../../kernel/index.ts'
import type { PolicyDocument, PolicySnapshot } from './policy.ts'

/** Builds the snapshot of a version from its documents, in any order. */
export const policySnapshot = (version: number, documents: Iterable<PolicyDocument>): PolicySnapshot => {
  const kinds = new Map<string, Map<Id, PolicyDocument>>()
  for (const document of [...documents].sort((a, b) => a.id - b.id)) {
    const kind = kinds.get(document.kind) ?? new Map<Id, PolicyDocument>()
    kinds.set(document.kind, kind.set(document.id, deepFreeze(document)))
  }
  const lists = new Map([...kinds].map(([kind, byId]) => [kind, Object.freeze([...byId.values()])]))
  const results = new Map<string, unknown>()
  const snapshot: PolicySnapshot = {
    version,
    documents: (kind) => lists.get(kind) ?? NONE,
    document: (kind, id) => kinds.get(kind)?.get(id),
    compiled: <T>(key: string, compile: (snapshot: PolicySnapshot) => T): T => {
      if (!results.has(key)) results.set(key, compile(snapshot))
      return results.get(key) as T
    },
  }
  return snapshot
}

const NONE: readonly PolicyDocument[] = Object.freeze([])

/** A snapshot is shared by all who decide under it: nobody may change what another reads. */
const deepFreeze = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const inner of Object.values(value)) deepFreeze(inner)
  return Object.freeze(value)
}
