import { Refused } from '../../kernel/index.ts'
import { assertWellFormed, type DocumentChange, planEdits } from './plan-edits.ts'
import type { PolicyEdit, PolicySnapshot, PolicyStore } from './policy.ts'
import { proposedSnapshot } from './propose.ts'

/** A policy that is edited and never written. */
export type PolicyDraft = {
  /** For those who edit: they find what they have edited, and nobody else does. */
  readonly store: PolicyStore
  /** What differs from what stands. */
  readonly changes: () => readonly DocumentChange[]
  /** Ids of new documents, in the order in which they were drawn. */
  readonly drawn: () => readonly number[]
}

export type DraftOptions = {
  readonly standing: PolicySnapshot
  /** Ids that new documents are to have, before new ones are drawn: those of the time before. */
  readonly ids?: readonly number[]
}

/** A draft of the policy over what stands; ids are drawn from the store, so that they are nobody else's. */
export const draftOver = (store: PolicyStore, { standing, ids = [] }: DraftOptions): PolicyDraft => {
  const edits = new Map<string, PolicyEdit>()
  const waiting = [...ids]
  const drawn: number[] = []
  let snapshot = proposedSnapshot(standing, [])
  const current = async (): Promise<PolicySnapshot> => snapshot
  return {
    store: {
      kinds: store.kinds,
      at: async (version) => (version === snapshot.version ? snapshot : store.at(version)),
      current,
      standing: current,
      lock: async () => snapshot.version,
      nextId: async (tx) => {
        const id = waiting.shift() ?? (await store.nextId(tx))
        drawn.push(id)
        return id
      },
      edit: async (_tx, _why, asked) => {
        assertWellFormed(store.kinds, asked)
        const { changes, missing } = planEdits(documentsOf(snapshot, asked), asked)
        if (missing[0] !== undefined)
          throw new Refused({
            code: 'not_found',
            message: `There is no ${missing[0].kind} ${missing[0].id}`,
          })
        for (const { kind, id, after } of changes) edits.set(`${kind}/${id}`, { kind, id, body: after })
        if (changes.length > 0) snapshot = proposedSnapshot(standing, [...edits.values()])
        return snapshot.version
      },
    },
    changes: () => planEdits(documentsOf(standing, [...edits.values()]), [...edits.values()]).changes,
    drawn: () => drawn,
  }
}

const documentsOf = (snapshot: PolicySnapshot, edits: readonly PolicyEdit[]) =>
  edits.flatMap(({ kind, id }) => snapshot.document(kind, id) ?? [])
