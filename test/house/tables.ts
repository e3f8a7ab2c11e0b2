import { domainOf } from './boundaries.ts'
import { type Finding, isTest, type Source } from './scan.ts'

/** Which domain a table belongs to. */
export type Owners = ReadonlyMap<string, string>

type Access = 'read' | 'write'

/** A domain may reach into another's tables where going by the door would cost more than it protects. */
export type Passage = {
  readonly from: string
  readonly owner: string
  readonly tables: readonly string[]
  readonly may: Access
  readonly why: string
}

/** Reads the owners off migrations: `0003-tickets-heart.sql` creates tables of `tickets`. */
export const ownersIn = (migrations: readonly { readonly name: string; readonly sql: string }[]): Owners => {
  const owners = new Map<string, string>()
  const creating =
    /\bcreate\s+(?:unlogged\s+)?(?:table|(?:materialized\s+)?view)\s+(?:if\s+not\s+exists\s+)?"?([a-z_0-9]+)"?/gi
  for (const { name, sql } of migrations) {
    const domain = /^\d+-([a-z]+)/.exec(name)?.[1]
    if (!domain) continue
    for (const match of sql.replace(/--.*/g, '').matchAll(creating)) {
      const table = (match[1] as string).toLowerCase()
      if (!owners.has(table)) owners.set(table, domain)
    }
  }
  return owners
}

type Mention = { readonly table: string; readonly access: Access; readonly line: number }

const position =
  /\b(from|join|into|update|truncate(?:\s+table)?|lock(?:\s+table)?|copy|using)\s+(?:only\s+|lateral\s+)?"?([a-z_][a-z_0-9]*)"?(?!\s*[.(])/gi
const builder =
  /\b(selectFrom|innerJoin|leftJoin|rightJoin|fullJoin|from|insertInto|updateTable|deleteFrom|mergeInto)\s*(?:<[^>]*>)?\(\s*$/
const startsLikeSql = /^\s*(?:select|insert|update|delete|with|merge|truncate|lock|copy)\b/i

/** `insert into t` and `delete from t` write; `from t` and `join t` read, unless a `delete` stands just before. */
const accessOf = (sql: string, at: number, word: string): Access => {
  if (/^(?:from|join|using)/i.test(word)) return /\bdelete\s+$/i.test(sql.slice(0, at)) ? 'write' : 'read'
  return 'write'
}

const inSql = (sql: string, line: number, owners: Owners): Mention[] =>
  [...sql.matchAll(position)].flatMap((match) => {
    const table = (match[2] as string).toLowerCase()
    if (!owners.has(table)) return []
    const below = sql.slice(0, match.index).split('\n').length - 1
    return [{ table, access: accessOf(sql, match.index, match[1] as string), line: line + below }]
  })

const inBuilder = (source: Source, owners: Owners): Mention[] =>
  source.strings.flatMap(({ value, at, line }) => {
    const table = value.split(/\s+as\s+/)[0] as string
    const call = builder.exec(source.code.slice(Math.max(0, at - 60), at))
    if (!call || !owners.has(table)) return []
    return [{ table, access: /insert|update|delete|merge/.test(call[1] as string) ? 'write' : 'read', line }]
  })

/** Every place where a file names a table in SQL or to the query builder. */
const mentions = (source: Source, owners: Owners): Mention[] => [
  ...source.templates
    .filter(({ tag, text }) => /\bsql\b/.test(tag) || startsLikeSql.test(text))
    .flatMap(({ text, line }) => inSql(text, line, owners)),
  ...source.strings
    .filter(({ value }) => startsLikeSql.test(value) && /\s/.test(value))
    .flatMap(({ value, line }) => inSql(value, line, owners)),
  ...inBuilder(source, owners),
]

const covers = (passage: Passage, from: string, owner: string, mention: Mention): boolean =>
  (passage.from === from || passage.from === '*') &&
  passage.owner === owner &&
  passage.tables.includes(mention.table) &&
  (passage.may === 'write' || mention.access === 'read')

/** SQL that names another domain's tables without a passage. */
export const foreignTables = (
  sources: readonly Source[],
  owners: Owners,
  passages: readonly Passage[],
): Finding[] =>
  sources
    .filter((source) => !isTest(source.path))
    .flatMap((source) => {
      const from = domainOf(source.path)
      if (from === null) return []
      return mentions(source, owners).flatMap((mention) => {
        const owner = owners.get(mention.table) as string
        if (owner === from || passages.some((passage) => covers(passage, from, owner, mention))) return []
        const says = `${from} may not ${mention.access} ${mention.table}, a table of ${owner}: go by its door`
        return [{ path: source.path, line: mention.line, says }]
      })
    })

/** Where a domain keeps its SQL: `store.ts`, `x-store.ts`, `store/…`; `commit` and its halves `load` and `save`. */
const keepsSql = (path: string): boolean =>
  /(?:^|[/-])(?:store|commit|load|save)(?:-[a-z-]+)?(?:\.ts$|\/)/.test(path)

const isListed = (path: string, allowed: Readonly<Record<string, string>>): boolean =>
  Object.keys(allowed).some((entry) => path === entry || (entry.endsWith('/') && path.startsWith(entry)))

/** SQL on a domain's own tables outside its store. The ground, which is mostly SQL, keeps it where it is used. */
export const sqlOutsideStores = (
  sources: readonly Source[],
  owners: Owners,
  allowed: Readonly<Record<string, string>>,
): Finding[] =>
  sources
    .filter(
      ({ path }) =>
        !isTest(path) && domainOf(path) !== 'platform' && !keepsSql(path) && !isListed(path, allowed),
    )
    .flatMap((source) =>
      mentions(source, owners).map(({ table, line }) => ({
        path: source.path,
        line,
        says: `names the table ${table}: SQL stands in store.ts or commit.ts of its domain`,
      })),
    )
