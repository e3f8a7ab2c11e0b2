import { type Finding, isTest, lineAt, type Source } from './scan.ts'

/** Past these something wants out. */
export const limits = { file: 400, function: 70 } as const

/** What was longer when it was recorded: `path` or `path#function` and its lines. It may shrink, never grow. */
export type Recorded = Readonly<Record<string, number>>

export type Size = {
  readonly key: string
  readonly path: string
  readonly line: number
  readonly lines: number
}

const opening =
  /\bfunction\b\s*\*?\s*(\w*)|(?:\b(?:const|let)\s+(\w+)[^=\n]*=[^=>{}]*?)?=>\s*\{|^[ \t]+(?:(?:static|async|override|get|set)\s+)*(#?\w+)\s*(?:<[^>\n]*>)?\([^\n]*\{[ \t]*$/gm
const blocks = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'function', 'return'])

const closing = (code: string, open: number): number => {
  let depth = 0
  for (let at = open; at < code.length; at += 1) {
    if (code[at] === '{') depth += 1
    if (code[at] === '}' && --depth === 0) return at
  }
  return code.length
}

/** The brace that opens a `function`'s body: the first one that ends its line, so not one inside its types. */
const bodyAfter = (code: string, from: number): number => {
  const found = /\{[ \t]*(?:\n|\S[^\n]*\}[ \t]*\n)/.exec(code.slice(from))
  return found ? from + found.index : -1
}

type Span = { readonly name: string; readonly start: number; readonly end: number }

const functionAt = (code: string, match: RegExpExecArray): Span[] => {
  const name = match[1] || match[2] || match[3] || 'anonymous'
  if (blocks.has(name)) return []
  const end = match.index + match[0].length
  const open = match[0].trimEnd().endsWith('{')
    ? match.index + match[0].trimEnd().length - 1
    : bodyAfter(code, end)
  if (open < 0) return []
  return [{ name, start: end - match[0].trimStart().length, end: closing(code, open) }]
}

/** The functions inside another one that are inside no third. */
const directlyInside = (outer: Span, spans: readonly Span[]): Span[] => {
  const inside = spans.filter((span) => span.start > outer.start && span.end < outer.end)
  return inside.filter((span) => !inside.some((other) => other.start < span.start && other.end > span.end))
}

/** Each function with a body in braces, and how many lines are its own, those of functions inside it left out. */
const functionsOf = (source: Source): Size[] => {
  const { code, path } = source
  const lines = (span: Span): number => code.slice(span.start, span.end).split('\n').length
  const spans = [...code.matchAll(opening)].flatMap((match) => functionAt(code, match))
  return spans.map((span) => {
    const inner = directlyInside(span, spans).reduce((sum, nested) => sum + lines(nested) - 1, 0)
    const line = lineAt(code, span.start)
    return { key: `${path}#${span.name}`, path, line, lines: lines(span) - inner }
  })
}

const fileOf = (source: Source): Size => ({
  key: source.path,
  path: source.path,
  line: 1,
  lines: source.text.split('\n').length - 1,
})

/** Files and functions past the limits. Tests are told as long stories and are left out. */
export const tooLong = (sources: readonly Source[]): Size[] =>
  sources
    .filter((source) => !isTest(source.path))
    .flatMap((source) => [
      ...[fileOf(source)].filter(({ lines }) => lines > limits.file),
      ...functionsOf(source).filter(({ lines }) => lines > limits.function),
    ])

/** What is too long and not recorded, or longer than recorded, and records that nothing needs any more. */
export const sizeFindings = (sources: readonly Source[], recorded: Recorded): Finding[] => {
  const long = tooLong(sources)
  const grown = long.filter(({ key, lines }) => lines > (recorded[key] ?? 0))
  const stale = Object.keys(recorded).filter((key) => !long.some((size) => size.key === key))
  return [
    ...grown.map(({ key, path, line, lines }) => ({
      path,
      line,
      says: recorded[key]
        ? `${key} has grown from ${recorded[key]} to ${lines} lines: take something out`
        : `${key} has ${lines} lines, more than ${key.includes('#') ? limits.function : limits.file}: split it`,
    })),
    ...stale.map((key) => ({
      path: 'test/house/sizes.json',
      line: 1,
      says: `${key} is short now: remove its record`,
    })),
  ]
}
