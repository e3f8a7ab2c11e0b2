import type { Id } from '../../kernel/index.ts'

/** Loads one kind of object beside a list: which ids its rows name, and the wire's objects of those ids. */
export type SideLoader<Row> = {
  /** As in `include=`, and the key in the reply: `users`. */
  readonly name: string
  ids(row: Row): Iterable<Id | null | undefined>
  /** Only those that the viewer may see; asked once, with each id once, never with none. */
  load(ids: readonly Id[]): Promise<readonly object[]>
}

/** The names of `include=users,groups`. What nobody offers is passed over: clients send `None` and worse. */
export const includedNames = (include: string | undefined): ReadonlySet<string> =>
  new Set((include ?? '').split(',').flatMap((name) => name.trim() || []))

/** Search's form, `tickets(users,groups),users(organizations)`: names by kind of result. */
export const includedNamesByKind = (include: string | undefined): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(
    [...(include ?? '').matchAll(/(\w{1,40})\(([\w,\s]{0,400})\)/g)].map(
      ([, kind = '', names = '']) => [kind, includedNames(names)] as const,
    ),
  )

/** The asked-for arrays beside a list, each object once: `{ users: […], groups: [] }`. */
export const sideload = async <Row>(
  include: ReadonlySet<string>,
  loaders: readonly SideLoader<Row>[],
  rows: readonly Row[],
): Promise<Record<string, readonly object[]>> => {
  const asked = loaders.filter(({ name }) => include.has(name))
  const loaded = await Promise.all(
    asked.map(async (loader) => [loader.name, await loadFor(loader, rows)] as const),
  )
  return Object.fromEntries(loaded)
}

const loadFor = async <Row>(loader: SideLoader<Row>, rows: readonly Row[]): Promise<readonly object[]> => {
  const ids = new Set<Id>()
  for (const row of rows) for (const id of loader.ids(row)) if (id !== null && id !== undefined) ids.add(id)
  return ids.size === 0 ? [] : loader.load([...ids])
}
