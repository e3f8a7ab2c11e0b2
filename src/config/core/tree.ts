import {
  type ConfigDocument,
  isObject,
  type Path,
  type Problem,
  readYaml,
  type SourceFile,
} from './document.ts'
import { type ConfigKind, KINDS, SETTINGS } from './kinds.ts'

/** A tree as it was read: documents by kind, and what stands in them that is wrong already. */
export type Tree = {
  readonly documents: ReadonlyMap<string, readonly ConfigDocument[]>
  /** Kinds whose order the tree says: the keys in it. */
  readonly orders: ReadonlyMap<string, readonly string[]>
  /** What could not be read, as `kind/key`: who names it is not to be blamed. */
  readonly broken: ReadonlySet<string>
  readonly problems: readonly Problem[]
}

const KEY = /^[a-z0-9](?:[a-z0-9_-]{0,98}[a-z0-9])?$/
const YAML = /\.ya?ml$/

/** Reads the files of a tree. Which of them are none of ours is told, too: a misspelt folder would do nothing. */
export const readTree = (files: readonly SourceFile[]): Tree => {
  const documents = new Map<string, ConfigDocument[]>()
  const orders = new Map<string, Order>()
  const problems: Problem[] = []
  const broken = new Set<string>()
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const place = placeOf(file)
    if (typeof place === 'string') problems.push({ file: file.path, line: 1, field: null, message: place })
    else if (place.isOrder) orders.set(place.kind.kind, readOrder(file, problems))
    else {
      const read = readDocuments(file, place, problems)
      if (read.length === 0) broken.add(`${place.kind.kind}/${place.key}`)
      add(documents, place.kind.kind, read, problems)
    }
  }
  return {
    documents,
    orders: new Map(
      KINDS.flatMap(({ kind }) => {
        const order = orderOf(documents.get(kind) ?? [], orders.get(kind), problems)
        return order.length === 0 ? [] : [[kind, order] as const]
      }),
    ),
    broken,
    problems,
  }
}

type Placed = { readonly kind: ConfigKind; readonly key: string; readonly isOrder: boolean }

const placeOf = ({ path }: SourceFile): Placed | string => {
  const parts = path.split('/')
  const name = parts.at(-1)!.replace(YAML, '')
  if (!YAML.test(path)) return 'is no YAML file (.yaml)'
  if (parts.length === 1)
    return name === SETTINGS.folder
      ? { kind: SETTINGS, key: SETTINGS.folder, isOrder: false }
      : `is no file of a tree: settings.yaml, or a file in a folder of its kind`
  const kind = KINDS.find(({ folder }) => folder === parts[0])
  if (kind === undefined)
    return `"${parts[0]}" is no folder of a tree: ${KINDS.map((one) => one.folder).join(', ')}`
  if (parts.length > 2) return `lies too deep: files stand in ${kind.folder}/ itself`
  return { kind, key: name, isOrder: name === 'order' }
}

type Order = { readonly file: string; readonly keys: readonly string[]; lineOf(path: Path): number }

const readOrder = (file: SourceFile, problems: Problem[]): Order => {
  const { value, lineOf, problems: wrong } = readYaml(file)
  problems.push(...wrong)
  const isList = Array.isArray(value) && value.every((key) => typeof key === 'string')
  if (!isList && wrong.length === 0)
    problems.push({ file: file.path, line: 1, field: null, message: 'must be a list of keys' })
  return { file: file.path, keys: isList ? (value as string[]) : [], lineOf }
}

const readDocuments = (
  file: SourceFile,
  { kind, key: name }: Placed,
  problems: Problem[],
): readonly ConfigDocument[] => {
  const { value, lineOf, problems: wrong } = readYaml(file)
  problems.push(...wrong)
  if (wrong.length > 0) return []
  const list = Array.isArray(value) ? value : [value]
  return list.flatMap((given, index): ConfigDocument[] => {
    const way: Path = Array.isArray(value) ? [index] : []
    const tell = (field: string | null, message: string) => {
      problems.push({ file: file.path, line: lineOf(field === null ? way : [...way, field]), field, message })
      return []
    }
    if (!isObject(given)) return tell(null, 'must be fields and their values')
    const { key: said, ...rest } = given
    const isKeyed = kind.names[0] === 'key'
    if (Array.isArray(value) && said === undefined)
      return tell('key', 'is missing: in a list each document says its key')
    if (!Array.isArray(value) && said !== undefined && said !== name)
      return tell('key', `must be the name of its file, "${name}", or left out`)
    const key = said ?? name
    if (typeof key !== 'string' || !KEY.test(key))
      return tell('key', 'must be small letters, digits, "_" and "-", at most 100 of them')
    const body = isKeyed ? { ...rest, key } : rest
    return [{ kind: kind.kind, key, file: file.path, body, lineOf: (path) => lineOf([...way, ...path]) }]
  })
}

const add = (
  all: Map<string, ConfigDocument[]>,
  kind: string,
  documents: readonly ConfigDocument[],
  problems: Problem[],
): void => {
  const known = all.get(kind) ?? []
  for (const document of documents) {
    const other = known.find(({ key }) => key === document.key)
    if (other === undefined) known.push(document)
    else
      problems.push({
        file: document.file,
        line: document.lineOf(['key']),
        field: 'key',
        message: `"${document.key}" is used in ${other.file}, too`,
      })
  }
  all.set(kind, known)
}

/** By `order.yaml`, else by `position`; documents without either follow as they stand. */
const orderOf = (
  documents: readonly ConfigDocument[],
  order: Order | undefined,
  problems: Problem[],
): readonly string[] => {
  const placed = documents.filter(({ body }) => typeof body.position === 'number')
  if (order === undefined)
    return placed
      .sort((a, b) => Number(a.body.position) - Number(b.body.position) || (a.key < b.key ? -1 : 1))
      .map(({ key }) => key)
  const tell = (index: number, message: string): void => {
    problems.push({ file: order.file, line: order.lineOf([index]), field: `[${index}]`, message })
  }
  for (const [index, key] of order.keys.entries()) {
    if (!documents.some((one) => one.key === key)) tell(index, `there is no "${key}" beside it`)
    if (order.keys.indexOf(key) < index) tell(index, `"${key}" stands here twice`)
  }
  for (const { file, lineOf } of placed)
    problems.push({
      file,
      line: lineOf(['position']),
      field: 'position',
      message: `says a place, and so does ${order.file}: one of them is enough`,
    })
  return order.keys
}
