import { err, ok, type Result } from '../../kernel/index.ts'

const MAX_STEPS = 1000
const MAX_DEPTH = 50

type Test = (code: number) => boolean
type Node =
  | { readonly kind: 'one'; readonly test: Test }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'all'; readonly parts: readonly Node[] }
  | { readonly kind: 'any'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly min: number; readonly max: number }

type Step =
  | { readonly op: 'one'; readonly test: Test }
  | { readonly op: 'start' | 'end' | 'match' }
  | { op: 'fork'; a: number; b: number }

/** Whether a pattern is found in a text. */
export type Pattern = (text: string) => boolean

/**
 * Compiles the pattern of a field to a test that takes time linear in the text, whatever the pattern: people's input
 * meets it, so nothing that backtracks may. Knows classes, groups, alternatives, anchors and quantifiers; refuses
 * look-around and back references, which no such test can have.
 */
export const compilePattern = (source: string): Result<Pattern, string> => {
  const reader = { source, at: 0, depth: 0 }
  const tree = readAny(reader)
  if (typeof tree === 'string') return err(tree)
  if (reader.at < source.length) return err(`unexpected ${source[reader.at]} at ${reader.at}`)
  const steps: Step[] = []
  if (!emit(tree, steps)) return err('is too long')
  steps.push({ op: 'match' })
  return ok((text) => run(steps, text))
}

type Reader = { readonly source: string; at: number; depth: number }

const peek = ({ source, at }: Reader): string => source[at] ?? ''

const readAny = (reader: Reader): Node | string => {
  reader.depth += 1
  if (reader.depth > MAX_DEPTH) return 'has too many groups in each other'
  const parts: Node[] = []
  do {
    const part = readAll(reader)
    if (typeof part === 'string') return part
    parts.push(part)
  } while (peek(reader) === '|' && reader.at++ >= 0)
  reader.depth -= 1
  return parts.length === 1 ? (parts[0] as Node) : { kind: 'any', parts }
}

const readAll = (reader: Reader): Node | string => {
  const parts: Node[] = []
  while (reader.at < reader.source.length && peek(reader) !== '|' && peek(reader) !== ')') {
    const atom = readAtom(reader)
    if (typeof atom === 'string') return atom
    const part = readRepeat(reader, atom)
    if (typeof part === 'string') return part
    parts.push(part)
  }
  return { kind: 'all', parts }
}

const readAtom = (reader: Reader): Node | string => {
  const sign = peek(reader)
  reader.at += 1
  if (sign === '^') return { kind: 'start' }
  if (sign === '$') return { kind: 'end' }
  if (sign === '.') return { kind: 'one', test: (code) => code !== 10 && code !== 13 }
  if (sign === '(') return readGroup(reader)
  if (sign === '[') return readClass(reader)
  if (sign === '*' || sign === '+' || sign === '?') return `nothing to repeat at ${reader.at - 1}`
  if (sign !== '\\') return one(sign)
  const name = peek(reader)
  if (name === 'A') return skip(reader, { kind: 'start' })
  if (name === 'z' || name === 'Z') return skip(reader, { kind: 'end' })
  const test = readEscape(reader)
  return typeof test === 'string' ? test : { kind: 'one', test }
}

const skip = (reader: Reader, node: Node): Node => {
  reader.at += 1
  return node
}

const one = (sign: string): Node => {
  const wanted = sign.charCodeAt(0)
  return { kind: 'one', test: (code) => code === wanted }
}

const readGroup = (reader: Reader): Node | string => {
  if (peek(reader) === '?') {
    if (!reader.source.startsWith('?:', reader.at)) return 'look-around and named groups are not supported'
    reader.at += 2
  }
  const inner = readAny(reader)
  if (typeof inner === 'string') return inner
  if (peek(reader) !== ')') return 'a group is not closed'
  return skip(reader, inner)
}

const SETS: { readonly [name: string]: Test } = {
  d: (code) => code >= 48 && code <= 57,
  w: (code) =>
    (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95,
  s: (code) => code === 32 || (code >= 9 && code <= 13),
}
const CONTROLS: { readonly [name: string]: number } = { n: 10, r: 13, t: 9 }

/** Reads what follows a backslash. */
const readEscape = (reader: Reader): Test | string => {
  const name = peek(reader)
  reader.at += 1
  const set = SETS[name.toLowerCase()]
  if (set) return name === name.toLowerCase() ? set : (code) => !set(code)
  const control = CONTROLS[name]
  if (control !== undefined) return (code) => code === control
  if (name === '' || /[A-Za-z0-9]/.test(name)) return `\\${name} is not supported`
  const wanted = name.charCodeAt(0)
  return (code) => code === wanted
}

const readClass = (reader: Reader): Node | string => {
  const isNegative = peek(reader) === '^'
  if (isNegative) reader.at += 1
  const tests: Test[] = []
  while (peek(reader) !== ']' || tests.length === 0) {
    if (reader.at >= reader.source.length) return 'a class is not closed'
    const test = readRange(reader)
    if (typeof test === 'string') return test
    tests.push(test)
  }
  reader.at += 1
  return { kind: 'one', test: (code) => tests.some((test) => test(code)) !== isNegative }
}

const readRange = (reader: Reader): Test | string => {
  const { source } = reader
  const from = peek(reader)
  reader.at += 1
  if (from === '\\') return readEscape(reader)
  const low = from.charCodeAt(0)
  const to = source[reader.at + 1]
  if (peek(reader) !== '-' || to === undefined || to === ']' || to === '\\') return (code) => code === low
  reader.at += 2
  const high = to.charCodeAt(0)
  return high < low ? 'a range is the wrong way round' : (code) => code >= low && code <= high
}

const readRepeat = (reader: Reader, part: Node): Node | string => {
  const match = /^(?:([*+?])|\{(\d{1,4})(?:(,)(\d{0,4}))?\})[?+]?/.exec(
    reader.source.slice(reader.at, reader.at + 14),
  )
  if (!match) return part
  reader.at += match[0].length
  const [, sign, least, comma, most] = match
  if (sign) return { kind: 'repeat', part, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Infinity }
  const min = Number(least)
  const max = comma ? (most ? Number(most) : Infinity) : min
  return max < min ? 'a count is the wrong way round' : { kind: 'repeat', part, min, max }
}

/** Writes the steps of a node; false when there would be too many. */
const emit = (node: Node, steps: Step[]): boolean => {
  if (steps.length > MAX_STEPS) return false
  if (node.kind === 'one') steps.push({ op: 'one', test: node.test })
  else if (node.kind === 'start' || node.kind === 'end') steps.push({ op: node.kind })
  else if (node.kind === 'all') return node.parts.every((part) => emit(part, steps))
  else if (node.kind === 'any') return emitAny(node.parts, steps)
  else return emitRepeat(node, steps)
  return true
}

const emitAny = (parts: readonly Node[], steps: Step[]): boolean => {
  const exits: { op: 'fork'; a: number; b: number }[] = []
  for (const [i, part] of parts.entries()) {
    const isLast = i === parts.length - 1
    const fork = { op: 'fork' as const, a: steps.length + 1, b: 0 }
    if (!isLast) steps.push(fork)
    if (!emit(part, steps)) return false
    if (isLast) break
    const exit = { op: 'fork' as const, a: 0, b: 0 }
    exits.push(exit)
    steps.push(exit)
    fork.b = steps.length
  }
  for (const exit of exits) exit.a = exit.b = steps.length
  return true
}

const emitRepeat = (node: { part: Node; min: number; max: number }, steps: Step[]): boolean => {
  const { part, min, max } = node
  for (let i = 0; i < min; i += 1) if (!emit(part, steps)) return false
  const forks: { op: 'fork'; a: number; b: number }[] = []
  const count = max === Infinity ? 1 : max - min
  for (let i = 0; i < count; i += 1) {
    const fork = { op: 'fork' as const, a: steps.length + 1, b: 0 }
    steps.push(fork)
    forks.push(fork)
    if (!emit(part, steps)) return false
    if (max === Infinity) steps.push({ op: 'fork', a: forks[0]?.a ? forks[0].a - 1 : 0, b: steps.length + 1 })
  }
  for (const fork of forks) fork.b = steps.length
  return true
}

/** All ways through the pattern at once, one character at a time. */
const run = (steps: readonly Step[], text: string): boolean => {
  let here: number[] = []
  for (let at = 0; at <= text.length; at += 1) {
    const reached = reach(steps, [...here, 0], at, text.length)
    if (reached === 'match') return true
    const code = text.charCodeAt(at)
    here = reached
      .filter((step) => at < text.length && (steps[step] as { test: Test }).test(code))
      .map((step) => step + 1)
  }
  return false
}

/** The characters' steps that can be got to without reading on; `match` as soon as the pattern ends. */
const reach = (steps: readonly Step[], from: number[], at: number, end: number): number[] | 'match' => {
  const seen = new Set<number>()
  const found: number[] = []
  const todo = from
  for (let i = todo.pop(); i !== undefined; i = todo.pop()) {
    const step = steps[i]
    if (!step || seen.has(i)) continue
    seen.add(i)
    if (step.op === 'match') return 'match'
    if (step.op === 'one') found.push(i)
    else if (step.op === 'fork') todo.push(step.b, step.a)
    else if (step.op === 'start' ? at === 0 : at === end) todo.push(i + 1)
  }
  return found
}
