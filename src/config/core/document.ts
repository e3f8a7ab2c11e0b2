import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  type YAMLError,
} from 'yaml'
import type { Json, JsonObject } from '../../kernel/index.ts'

/** Something wrong with a tree, and where; `field` is null where it is about the whole. */
export type Problem = {
  readonly file: string
  readonly line: number
  readonly field: string | null
  readonly message: string
}

export type Path = readonly (string | number)[]

/** One document of a tree, as it was written. */
export type ConfigDocument = {
  readonly kind: string
  /** By which the desk knows it again: the name of its file, or its `key` in a list. */
  readonly key: string
  readonly file: string
  readonly body: JsonObject
  /** The line of the nearest thing there is on a way into the body. */
  lineOf(path: Path): number
}

/** A file of a tree: its path from the root, with slashes. */
export type SourceFile = { readonly path: string; readonly text: string }

/** A value and where its parts stand. */
type Read = { readonly value: Json; readonly problems: readonly Problem[]; lineOf(path: Path): number }

/** Aliases a file may use: enough to say something twice, and no bomb. */
const MAX_ALIASES = 50
/** Levels of nesting; no document of the desk has ten. */
const MAX_DEPTH = 40

/** Reads YAML: the core schema of 1.2, each key once, no tags. */
export const readYaml = ({ path, text }: SourceFile): Read => {
  const at = (line: number, message: string): Problem => ({ file: path, line, field: null, message })
  const refused = (line: number, message: string): Read => ({
    value: null,
    problems: [at(line, message)],
    lineOf: () => line,
  })
  const deep = tooDeep(text)
  if (deep !== undefined) return refused(deep, `is nested more than ${MAX_DEPTH} levels deep`)
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true, prettyErrors: false })
  const lineAt = (offset: number): number => counter.linePos(offset).line
  const faults: readonly YAMLError[] = [...document.errors, ...document.warnings]
  if (faults.length > 0)
    return {
      ...refused(1, ''),
      problems: faults.map(({ pos, message }) => at(lineAt(pos[0]), message)),
    }
  try {
    const value = (document.toJS({ maxAliasCount: MAX_ALIASES }) ?? null) as Json
    return { value, problems: [], lineOf: (path) => lineOf(document.contents, path, lineAt) }
  } catch (error) {
    if (error instanceof ReferenceError) return refused(1, `uses more than ${MAX_ALIASES} aliases`)
    throw error
  }
}

/** The line on which brackets or indents go deeper than anybody writes: a parser would run out of its stack. */
const tooDeep = (text: string): number | undefined => {
  let depth = 0
  for (const [index, line] of text.split('\n').entries()) {
    for (const sign of line) if (sign === '[' || sign === '{') depth += 1
    for (const sign of line) if (sign === ']' || sign === '}') depth = Math.max(0, depth - 1)
    const dashes = /^[\s-]*/.exec(line)![0].replaceAll(/[^-]/g, '').length
    if (Math.max(depth, dashes) > MAX_DEPTH) return index + 1
  }
  return undefined
}

const lineOf = (root: Node | ParsedNode | null, path: Path, lineAt: (offset: number) => number): number => {
  let node: unknown = root
  let offset = root?.range?.[0] ?? 0
  for (const part of path) {
    if (isAlias(node)) break
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
      if (pair === undefined || !isScalar(pair.key)) break
      offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node) && typeof part === 'number' && part < node.items.length) {
      node = node.items[part]
      offset = (node as Node).range?.[0] ?? offset
    } else break
  }
  return lineAt(offset)
}

export const isObject = (value: unknown): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** `conditions.all[2].value` as a way. */
export const pathOf = (field: string): Path =>
  [...field.matchAll(/[^.[\]]+/g)].map(([part]) => (/^\d+$/.test(part) ? Number(part) : part))

export const fieldOf = (path: Path): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '')
