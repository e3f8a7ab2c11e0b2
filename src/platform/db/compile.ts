import { createHash } from 'node:crypto'
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely'

/** Kysely as a builder alone: it compiles, and never runs anything. */
const builder = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

export const compile = <Row>(fragment: RawBuilder<Row>): CompiledQuery<Row> => fragment.compile(builder)

const REMEMBERED = 2_000
const names = new Map<string, string>()

/** The name that a composed text is prepared under. Hashing once a text, not once a query. */
export const nameOf = (text: string): string => {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `f_${createHash('sha256').update(text).digest('base64url').slice(0, 24)}`
  if (names.size >= REMEMBERED) names.delete(names.keys().next().value!)
  names.set(text, name)
  return name
}
