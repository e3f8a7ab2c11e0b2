import { type Finding, importsOf, isTest, lineAt, type Source } from './scan.ts'

type Danger = {
  readonly name: string
  /** Looked for in code with comments and strings blanked. */
  readonly pattern: RegExp
  readonly says: string
}

const dangers: readonly Danger[] = [
  {
    name: 'raw-html',
    pattern:
      /\bdangerouslySetInnerHTML\b|\.(?:inner|outer)HTML\s*\+?=(?!=)|\binsertAdjacentHTML\b|\bdocument\.write\b/g,
    says: 'puts raw HTML into a page: build elements, or go by the one sanitiser',
  },
  { name: 'eval', pattern: /(?<![.\w])eval\(|\bnew Function\(/g, says: 'runs text as code' },
  {
    name: 'shell',
    pattern: /\bshell:\s*(?!false\b)\S/g,
    says: 'starts a program through a shell: name program and arguments',
  },
  { name: 'no-tls-check', pattern: /\brejectUnauthorized:\s*false\b/g, says: 'does not check a certificate' },
  {
    name: 'raw-sql',
    pattern: /\bsql\s*\.\s*(?:raw|lit)\b(?!(?:<\w+>)?\(\s*(?:[A-Z][A-Z0-9_]*|'[^']*'|`[^`$]*`)\s*,?\s*\))/g,
    says: 'puts text into SQL unescaped: pass values as parameters, names by sql.ref or sql.table',
  },
]

const builtIns: readonly (readonly [RegExp, string, string])[] = [
  [/^(?:node:)?child_process$/, 'child-process', 'starts other programs'],
  [/^(?:node:)?vm$/, 'vm', 'node:vm is no sandbox'],
]

const looksLikeSql =
  /^\s*(?:select\b[\s\S]*\bfrom\b|insert\s+into\b|update\b[\s\S]*\bset\b|delete\s+from\b|with\s+\w+\s+as\b)/i

/** Where a danger is accepted: file, its name, and why it is none there. */
export type Accepted = { readonly path: string; readonly danger: string; readonly why: string }

const accepts = (accepted: readonly Accepted[], path: string, danger: string): boolean =>
  accepted.some((entry) => entry.path === path && entry.danger === danger)

const inCode = (source: Source): (Finding & { danger: string })[] =>
  dangers.flatMap(({ name, pattern, says }) =>
    [...source.code.matchAll(pattern)].map((match) => ({
      danger: name,
      path: source.path,
      line: lineAt(source.code, match.index),
      says: `${says} (${name})`,
    })),
  )

/** A name in capitals: a piece of SQL that stands as it is in the file. */
const isConstant = (hole: string): boolean => /^[A-Z][A-Z0-9_]*$/.test(hole)

/** A statement put together from pieces, or started in quotes and gone on with `+`. */
const builtSql = (source: Source): (Finding & { danger: string })[] => {
  const says = 'builds SQL from pieces: use the sql tag, or a constant text with $1 (built-sql)'
  const templates = source.templates.filter(
    ({ tag, text, holes }) => !/\bsql\b/.test(tag) && !holes.every(isConstant) && looksLikeSql.test(text),
  )
  const sums = source.strings.filter(
    ({ value, at }) => looksLikeSql.test(value) && /^.\s*\+/.test(source.code.slice(at + value.length + 1)),
  )
  return [...templates, ...sums].map(({ line }) => ({ danger: 'built-sql', path: source.path, line, says }))
}

const inImports = (source: Source): (Finding & { danger: string })[] =>
  importsOf(source).flatMap(({ specifier, line, clause }) => {
    const found = builtIns.find(([pattern]) => pattern.test(specifier))
    if (!found) return []
    // A shell is never accepted, whoever asks for it.
    if (/\bexec(?:Sync)?\b/.test(clause))
      return [{ danger: 'exec', path: source.path, line, says: 'imports exec, which runs a shell (exec)' }]
    return [{ danger: found[1], path: source.path, line, says: `${found[2]} (${found[1]})` }]
  })

/** Constructions that have hurt desks before, outside the places where they are accepted. */
export const dangersIn = (sources: readonly Source[], accepted: readonly Accepted[]): Finding[] =>
  sources
    .filter((source) => !isTest(source.path))
    .flatMap((source) => [...inCode(source), ...builtSql(source), ...inImports(source)])
    .filter(({ danger, path }) => danger === 'exec' || !accepts(accepted, path, danger))
