import { type Id, invalidField, type JsonObject, Refused } from '../kernel/index.ts'
import { SYSTEM } from '../people/core/index.ts'
import type { PolicyDocument } from '../platform/policy/index.ts'
import { type ConfigDocument, type ConfigKind, KINDS, type Lookup, type Tree } from './core/index.ts'
import type { Desk } from './desk.ts'
import type { Identity } from './store.ts'

/** What the desk has of a kind, by the names by which people know it. */
type Standing = { readonly id: Id; readonly names: readonly string[] }

/** Which documents of a tree are which of the desk; grows as they are made. */
export type Known = {
  /** The id that a document has, or takes over from one of the desk with its name. */
  idOf(document: ConfigDocument): Promise<Id | undefined>
  note(document: ConfigDocument, id: Id): void
  /** It is wrong itself: who names it is not to be blamed. */
  fail(document: ConfigDocument): void
  /** Names in documents; asked after everything of the kinds before has been written. */
  lookup(): Promise<Lookup>
  /** Of the documents of this tree. */
  identities(): readonly Identity[]
}

export const knownOf = (desk: Desk, tree: Tree, before: readonly Identity[]): Known => {
  const ids = new Map(before.map(({ kind, key, id }) => [`${kind}/${key}`, id]))
  const failed = new Set(tree.broken)
  const noted: Identity[] = []
  const nameOf = ({ kind, key }: ConfigDocument): string => `${kind}/${key}`
  return {
    idOf: async (document) => {
      const standing = await standingOf(desk, kindOf(document.kind))
      const known = ids.get(nameOf(document))
      if (known !== undefined && standing.some(({ id }) => id === known)) return known
      const taken = new Set(
        [...ids].flatMap(([name, id]) => (name.startsWith(`${document.kind}/`) ? [id] : [])),
      )
      return adopted(
        document,
        standing.filter(({ id }) => !taken.has(id)),
      )
    },
    note: (document, id) => {
      ids.set(nameOf(document), id)
      noted.push({ kind: document.kind, key: document.key, id })
    },
    fail: (document) => void failed.add(nameOf(document)),
    lookup: async () => {
      const all = new Map<string, readonly Standing[]>()
      for (const kind of KINDS) all.set(kind.kind, await standingOf(desk, kind))
      const find = (kind: string, name: string): Id | null | undefined => {
        if (failed.has(`${kind}/${name}`)) return null
        const inTree = tree.documents.get(kind)?.some(({ key }) => key === name)
        const own = ids.get(`${kind}/${name}`)
        const standing = all.get(kind) ?? []
        if (inTree && own !== undefined) return own
        const named = standing.filter(({ names }) => names.includes(name))
        if (named.length === 1) return named[0]!.id
        const isWrong = tree.documents
          .get(kind)
          ?.some((one) => namesIn(kindOf(kind), one.body).includes(name))
        if (isWrong) return null
        return own !== undefined && standing.some(({ id }) => id === own) ? own : undefined
      }
      return (kind, name) =>
        kind === 'custom_field' ? customOnly(find('ticket_field', name)) : find(kind, name)
    },
    identities: () => noted,
  }
}

/** Fields that every ticket has are named by themselves where views are meant. */
const customOnly = (id: Id | null | undefined): Id | null | undefined =>
  typeof id === 'number' && id > SYSTEM_FIELDS ? id : undefined

/** Ids 1 to 8 are those of the fields that every ticket has. */
const SYSTEM_FIELDS = 8

const kindOf = (kind: string): ConfigKind =>
  KINDS.find((one) => one.kind === kind) ?? { folder: '', kind, names: [] }

const standingOf = async (desk: Desk, { kind, names }: ConfigKind): Promise<readonly Standing[]> => {
  if (kind === 'group')
    return (await desk.people.groups(SYSTEM)).map(({ id, name }) => ({ id, names: [name] }))
  return (await desk.policy())
    .documents(kind)
    .filter(({ body }) => body.is_deleted !== true)
    .map((document) => ({
      id: document.id,
      names: [...namesIn({ names }, document.body), ...typeOf(document)],
    }))
}

const namesIn = ({ names }: Pick<ConfigKind, 'names'>, body: JsonObject): string[] =>
  names.flatMap((name) => (typeof body[name] === 'string' ? [body[name]] : []))

/** `subject`, `priority`: the fields that every ticket has are known by their type. */
const typeOf = ({ kind, id, body }: PolicyDocument): string[] =>
  kind === 'ticket_field' && id <= SYSTEM_FIELDS ? [String(body.type)] : []

/** The one thing of the desk with the name of a document, unless another has taken it over already. */
const adopted = ({ kind, body }: ConfigDocument, free: readonly Standing[]): Id | undefined => {
  const [name = ''] = kindOf(kind).names
  const own = body[name]
  const same = typeof own === 'string' ? free.filter((one) => one.names.includes(own)) : []
  if (same.length > 1)
    throw new Refused(
      invalidField(name, `is that of ${same.length} on the desk: rename all but the one that is meant`),
    )
  return same[0]?.id
}
