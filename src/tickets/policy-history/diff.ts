import { canonicalJson, type Json, type JsonObject } from '../../kernel/index.ts'

/** One difference between two forms of a document. */
export type Difference = {
  /** `title`, `actions`, `conditions.all`, `custom_field_options[Silver].name`. */
  readonly field: string
  readonly change: 'set' | 'added' | 'removed' | 'reordered'
  readonly from: Json
  readonly to: Json
  /** The same as a sentence for people: `+ status is pending`. */
  readonly text: string
}

/** Written by the desk itself with each edit: no difference that anybody made. */
const STAMPS: ReadonlySet<string> = new Set(['updated_at', 'created_at'])
/** Deep enough for everything that a document says. */
const MAX_DEPTH = 6

/** What is different, field by field; lists entry by entry, rules clause by clause. */
export const differencesBetween = (before: JsonObject | null, after: JsonObject | null): Difference[] =>
  inObject('', before ?? {}, after ?? {}, 0)

const inObject = (path: string, before: JsonObject, after: JsonObject, depth: number): Difference[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !STAMPS.has(name))
    .sort((a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b, 'en'))
    .flatMap((name) =>
      inValue(path === '' ? name : `${path}.${name}`, before[name] ?? null, after[name] ?? null, depth + 1),
    )

/** Rules are read from the top: what it is, when it runs, what it does. */
const FIRST = ['title', 'name', 'active', 'position', 'conditions', 'filter', 'all', 'any', 'actions']
const placeOf = (name: string): number => {
  const place = FIRST.indexOf(name)
  return place < 0 ? FIRST.length : place
}

const inValue = (field: string, from: Json, to: Json, depth: number): Difference[] => {
  if (canonicalJson(from) === canonicalJson(to)) return []
  if (depth < MAX_DEPTH && isList(from ?? []) && isList(to ?? []) && (isList(from) || isList(to)))
    return inList(field, (from ?? []) as readonly Json[], (to ?? []) as readonly Json[], depth)
  if (depth < MAX_DEPTH && isObject(from) && isObject(to)) return inObject(field, from, to, depth)
  return [{ field, change: 'set', from, to, text: `${field}: ${said(from)} → ${said(to)}` }]
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Entries that bear an id or a key are followed by it; of the others each is the same or another. */
const inList = (
  field: string,
  before: readonly Json[],
  after: readonly Json[],
  depth: number,
): Difference[] => {
  const [old, now] = [byName(before), byName(after)]
  const gone = [...old].filter(([name]) => !now.has(name)).map(([, entry]) => removed(field, entry))
  const come = [...now].filter(([name]) => !old.has(name)).map(([, entry]) => added(field, entry))
  const changed = [...now].flatMap(([name, entry]) => {
    const was = old.get(name)
    if (was === undefined || !isObject(was) || !isObject(entry)) return []
    return inObject(`${field}[${titleOf(entry)}]`, was, entry, depth + 1)
  })
  const found = [...gone, ...come, ...changed]
  if (found.length > 0) return found
  return [{ field, change: 'reordered', from: before, to: after, text: `${field}: in another order` }]
}

const byName = (list: readonly Json[]): Map<string, Json> => {
  const named = new Map<string, Json>()
  for (const entry of list) {
    const name = nameOf(entry)
    let free = name
    for (let n = 2; named.has(free); n += 1) free = `${name}#${n}`
    named.set(free, entry)
  }
  return named
}

const nameOf = (entry: Json): string => {
  const key = isObject(entry) ? (entry.id ?? entry.key ?? entry.value_id) : undefined
  return key === undefined || key === null ? canonicalJson(entry) : `#${String(key)}`
}

const titleOf = (entry: JsonObject): string =>
  String(entry.name ?? entry.title ?? entry.key ?? entry.id ?? entry.field ?? '')

const added = (field: string, to: Json): Difference => ({
  field,
  change: 'added',
  from: null,
  to,
  text: `+ ${field}: ${said(to)}`,
})
const removed = (field: string, from: Json): Difference => ({
  field,
  change: 'removed',
  from,
  to: null,
  text: `- ${field}: ${said(from)}`,
})

const MAX_SAID = 200

/** A clause as people say it: `status is pending`; an action: `current_tags waits`; others as they are written. */
const said = (value: Json): string => {
  if (!isObject(value) || typeof value.field !== 'string') return cut(plain(value))
  const words = [value.field, value.operator, value.value].filter(
    (part) => part !== undefined && part !== null,
  )
  return cut(words.map((part) => plain(part as Json)).join(' '))
}

const plain = (value: Json): string => {
  if (value === null) return 'none'
  return typeof value === 'string' ? value : canonicalJson(value)
}

const cut = (text: string): string => (text.length > MAX_SAID ? `${text.slice(0, MAX_SAID)}…` : text)
