import type { ClientBase } from 'pg'

/** Composed statements that a connection keeps prepared; each costs the server a plan's worth of memory. */
export const MAX_PREPARED = 500

const prepared = new WeakMap<ClientBase, Map<string, true>>()

/** Where pg keeps what it has prepared (8.23 `lib/query.js`); it has no door for forgetting one. */
type WithConnection = {
  readonly connection: {
    readonly parsedStatements: Record<string, string>
    readonly submittedNamedStatements: Record<string, string>
  }
}

/**
 * Notes the use of a composed statement on a connection, and says which one to `deallocate` before it is run: the
 * one longest unused, past the limit.
 */
export const touchPrepared = (client: ClientBase, name: string): string | undefined => {
  const used = prepared.get(client) ?? new Map<string, true>()
  prepared.set(client, used)
  used.delete(name)
  used.set(name, true)
  if (used.size <= MAX_PREPARED) return undefined
  const oldest = used.keys().next().value!
  used.delete(oldest)
  const { connection } = client as unknown as WithConnection
  // A text that the server refused was never prepared.
  const isPrepared = connection.parsedStatements[oldest] !== undefined
  delete connection.parsedStatements[oldest]
  delete connection.submittedNamedStatements[oldest]
  return isPrepared ? oldest : undefined
}
