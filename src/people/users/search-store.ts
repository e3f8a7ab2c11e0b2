import type { RawBuilder } from 'kysely'
import { sql } from '../../platform/db/index.ts'

const MAX_QUERY = 1024

/** `%`, `_` and `\` mean themselves. */
const prefixPattern = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`

/** Subselect: ids of those whose name holds the words, each by its beginning, in any order; an index answers it. */
export const named = (text: string): RawBuilder<unknown> => {
  const words = text.slice(0, MAX_QUERY).match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.length === 0) return sql`select null::bigint where false`
  const asked = words.map((word) => `${word}:*`).join(' & ')
  return sql`select x.id from users x where to_tsvector('simple', x.name) @@ to_tsquery('simple', ${asked})`
}

const addressed = (text: string): RawBuilder<unknown> =>
  sql`select i.user_id from user_identities i
    where i.type = 'email' and i.key like ${prefixPattern(text.toLowerCase())}`

const phoned = (text: string): RawBuilder<unknown> => sql`select x.id from users x where x.phone = ${text}`

const externally = (text: string): RawBuilder<unknown> =>
  sql`select x.id from users x where x.external_id = ${text} and x.active`

/**
 * Search as clients ask for it: the beginning of an address or of words of the name, a whole phone number or external
 * id; or one property, `email:ada@x.example`, `name:"Ada L"`, `external_id:4711`, `phone:+49…`. Everybody for nothing
 * asked, or `*`.
 */
export const searched = (query: string): RawBuilder<unknown> => {
  const text = query
    .slice(0, MAX_QUERY)
    .replace(/\btype:user\b/g, '')
    .trim()
  if (text === '' || text === '*') return sql`true`
  const property = /^(email|name|external_id|phone):\s*"?([^"]*)"?$/s.exec(text)
  if (property !== null) return sql`u.id in (${byProperty(property[1]!, property[2]!.trim())})`
  const bare = text.replace(/^"(.*)"$/s, '$1').replace(/\*$/, '')
  const kinds = [named(bare), addressed(bare), phoned(bare), externally(bare)]
  return sql`u.id in (${sql.join(kinds, sql` union `)})`
}

const byProperty = (name: string, value: string): RawBuilder<unknown> => {
  if (name === 'name') return named(value)
  if (name === 'email') return addressed(value.replace(/\*$/, ''))
  return name === 'phone' ? phoned(value) : externally(value)
}
