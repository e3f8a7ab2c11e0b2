import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A template literal: what stands before its backtick (`sql`, `query(`), its text with ` ? ` for each hole, the holes. */
export type Template = {
  readonly tag: string
  readonly text: string
  readonly line: number
  readonly holes: readonly string[]
}

/** One source file, taken apart without a parser: enough for rules about words, not for rules about types. */
export type Source = {
  /** From the root of the house, with forward slashes. */
  readonly path: string
  readonly text: string
  /** Comments and the insides of strings, templates and patterns blanked; same length and lines as `text`. */
  readonly code: string
  readonly templates: readonly Template[]
  readonly strings: readonly { readonly value: string; readonly at: number; readonly line: number }[]
}

export type Import = { readonly specifier: string; readonly line: number; readonly clause: string }

export const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length

/** A slash starts a pattern after these, and divides after anything else. */
const beforePattern =
  /(?:^|[(,=:[!&|?{};+\-*%<>~^\n]|\b(?:return|typeof|case|in|of|do|else|yield|await|throw))\s*$/
type Builder = {
  readonly out: string[]
  readonly templates: Template[]
  readonly strings: Source['strings'][number][]
}

const blank = (piece: string): string => piece.replace(/[^\n]/g, ' ')

const endOfString = (text: string, start: number): number => {
  let at = start + 1
  while (at < text.length && text[at] !== text[start] && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

const endOfPattern = (text: string, start: number): number => {
  let at = start + 1
  let inClass = false
  while (at < text.length && text[at] !== '\n' && (inClass || text[at] !== '/')) {
    if (text[at] === '[') inClass = true
    if (text[at] === ']') inClass = false
    at += text[at] === '\\' ? 2 : 1
  }
  return at + 1
}

const endOfComment = (text: string, start: number): number => {
  const close = text[start + 1] === '/' ? text.indexOf('\n', start) : text.indexOf('*/', start + 2) + 2
  return close < start + 2 ? text.length : close
}

/** The expression that a template stands behind: `sql` for sql<Row>`…`, `db.query(` for db.query(`…`). */
const tagBefore = (text: string, start: number): string => {
  let at = start - 1
  let depth = 0
  if (text[at] === '>' && text[at - 1] !== '=') {
    do {
      if (text[at] === '>' && text[at - 1] !== '=') depth += 1
      if (text[at] === '<') depth -= 1
      at -= 1
    } while (at >= 0 && depth > 0)
  }
  return /[\w$.]*\(?$/.exec(text.slice(Math.max(0, at - 60), at + 1))?.[0] ?? ''
}

/** Reads a template from its backtick on; the code in its holes is read as code. Returns where it ends. */
const readTemplate = (text: string, start: number, into: Builder): number => {
  const tag = tagBefore(text, start)
  const parts: string[] = []
  const holes: string[] = []
  let at = start + 1
  let from = at
  into.out.push('`')
  while (at < text.length && text[at] !== '`') {
    if (text[at] === '$' && text[at + 1] === '{') {
      parts.push(text.slice(from, at), ' ? ')
      into.out.push(blank(text.slice(from, at)), '${')
      const hole = at + 2
      at = readCode(text, hole, into, true)
      holes.push(text.slice(hole, at - 1).trim())
      from = at
    } else at += text[at] === '\\' ? 2 : 1
  }
  parts.push(text.slice(from, at))
  into.out.push(blank(text.slice(from, at)), '`')
  into.templates.push({ tag, text: parts.join(''), line: lineAt(text, start), holes })
  return at + 1
}

/** Reads code until the end of the text, or until the brace that closes a template's hole. */
const readCode = (text: string, start: number, into: Builder, inHole: boolean): number => {
  let depth = 0
  let at = start
  while (at < text.length) {
    const char = text[at] as string
    if (char === '}' && inHole && depth === 0) {
      into.out.push('}')
      return at + 1
    }
    at = readToken(text, at, into)
    if (char === '{') depth += 1
    if (char === '}') depth -= 1
  }
  return at
}

const readToken = (text: string, at: number, into: Builder): number => {
  const char = text[at] as string
  if (char === '`') return readTemplate(text, at, into)
  const end = endOfToken(text, at)
  const piece = text.slice(at, end)
  if (char === "'" || char === '"') {
    into.strings.push({ value: piece.slice(1, -1), at, line: lineAt(text, at) })
    into.out.push(char, blank(piece.slice(1, -1)), char)
  } else into.out.push(end === at + 1 ? char : blank(piece))
  return end
}

const endOfToken = (text: string, at: number): number => {
  const char = text[at]
  if (char === "'" || char === '"') return endOfString(text, at)
  if (char !== '/') return at + 1
  if (text[at + 1] === '/' || text[at + 1] === '*') return endOfComment(text, at)
  return beforePattern.test(text.slice(Math.max(0, at - 40), at)) ? endOfPattern(text, at) : at + 1
}

export const readSource = (path: string, text: string): Source => {
  const into: Builder = { out: [], templates: [], strings: [] }
  readCode(text, 0, into, false)
  return { path, text, code: into.out.join(''), templates: into.templates, strings: into.strings }
}

const importing = /\b(?:import|export)\b([\w$\s{},*]*?)(?:\bfrom\s*)?['"]|\bimport\s*\(\s*['"]/g

/** Every module a file names: `import`, `export … from`, `import()` and `import type`. */
export const importsOf = (source: Source): Import[] => {
  const found: Import[] = []
  for (const match of source.code.matchAll(importing)) {
    const at = match.index + match[0].length - 1
    const clause = match[1] ?? ''
    const named = source.strings.find((string) => string.at === at)
    const isImport = clause.trim() === '' || /\bfrom\s*$/.test(match[0].slice(0, -1))
    if (named && isImport) found.push({ specifier: named.value, line: named.line, clause: clause.trim() })
  }
  return found
}

/** Files below a folder whose name ends in `.ts` or `.tsx`, sorted. A folder that does not exist holds none. */
export const sourcesBelow = (root: string, folder: string): Source[] => {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('/node_modules/'))
    .sort()
    .map((path) => readSource(path.slice(root.length + 1), readFileSync(path, 'utf8')))
}

/** Tests and what only they use: `x.test.ts`, `fixture.ts`, `x-fixtures.ts`. */
export const isTest = (path: string): boolean => /(?:\.test|(?:^|[/-])fixtures?)\.tsx?$/.test(path)

/** What a rule found, in one line that a person can act on. */
export type Finding = { readonly path: string; readonly line: number; readonly says: string }

export const told = (findings: readonly Finding[]): string[] =>
  findings.map((finding) => `${finding.path}:${finding.line} ${finding.says}`)
