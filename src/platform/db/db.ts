import type { RawBuilder } from 'kysely'

/** A hand-written statement of a hot path: prepared once per connection under its name. */
export type Statement = { readonly name: string; readonly text: string }

/**
 * The way to PostgreSQL. `bigint` comes back as number, `timestamptz` as `Instant` (ms), `jsonb` parsed,
 * `bytea` as Buffer. Instants go in as ISO text (`toIsoMs`).
 */
export interface Db {
  /** Runs a hot statement. */
  query<Row>(statement: Statement, params?: readonly unknown[]): Promise<Row[]>
  /** Runs a composed fragment (Kysely's `sql` tag): values are always bound; prepared under the hash of its text. */
  rows<Row>(fragment: RawBuilder<Row>): Promise<Row[]>
  /** As `rows`, for at most one row. */
  one<Row>(fragment: RawBuilder<Row>): Promise<Row | undefined>
  /** Runs `work` in one transaction; a throw rolls back. Inside a transaction it joins that one. */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>
}

/** Names a hot statement. Names are unique over the process. */
export const statement = (name: string, text: string): Statement => ({ name, text })
