import { Liquid, type Template as Parsed } from 'liquidjs'
import { err, type JsonObject, ok, type Result } from '../../kernel/index.ts'

/** Most characters that a template may have, and that it may write. */
export const MAX_TEMPLATE = 65_536
const MAX_OUTPUT = 1_000_000
const RENDER_MS = 100
const MAX_NODES = 100_000
const KEPT_TEMPLATES = 500

/** HTML that is safe already, with its text for those who want none. Only ever made by us, from sanitised parts. */
export class Markup {
  readonly html: string
  readonly text: string
  constructor(html: string, text: string) {
    this.html = html
    this.text = text
  }
  toString(): string {
    return this.text
  }
}

/** What a late placeholder may stand for: conversations are lists of comments with their parts. */
export type Late =
  | string
  | number
  | boolean
  | null
  | Markup
  | readonly Late[]
  | { readonly [key: string]: Late }

/** `html` escapes values and keeps line breaks; `text` writes plainly; `line` is text on one line, for subjects. */
export type Format = 'html' | 'text' | 'line'

export type Rendering = {
  readonly format: Format
  /** Placeholders read at sending, by full name: `ticket.latest_comment`. */
  readonly late?: { readonly [placeholder: string]: Late }
}

const NO_FILES = { templates: {}, relativeReference: false } as const
const LIMITS = { parseLimit: MAX_TEMPLATE, renderLimit: RENDER_MS, memoryLimit: MAX_OUTPUT } as const

/** Liquid without files, without prototypes, without a way round escaping, in UTC, and with an end. */
const createEngine = (write: (value: unknown) => string): Liquid => {
  const engine = new Liquid({
    ...NO_FILES,
    ...LIMITS,
    ownPropertyOnly: true,
    strictFilters: false,
    strictVariables: false,
    timezoneOffset: 0,
    outputEscape: write,
  })
  for (const tag of ['include', 'render', 'layout', 'block']) delete engine.tags[tag]
  engine.registerFilter('raw', (value: unknown) => value)
  return engine
}

const asText = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(asText).join(' ')
  if (value instanceof Markup) return value.text
  return typeof value === 'object' ? '' : String(value)
}

const asHtml = (value: unknown): string => {
  if (value instanceof Markup) return value.html
  if (Array.isArray(value)) return value.map(asHtml).join(' ')
  return escapeHtml(asText(value)).replace(/\r\n?|\n/g, '<br>\n')
}

export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

const engines = { text: createEngine(asText), html: createEngine(asHtml) }
const kept = new Map<string, Result<Parsed[], string>>()

const parse = (source: string, flavour: 'text' | 'html'): Result<Parsed[], string> => {
  const key = `${flavour}:${source}`
  const known = kept.get(key)
  if (known) return known
  const parsed = parseAfresh(source, flavour)
  if (kept.size >= KEPT_TEMPLATES) kept.clear()
  kept.set(key, parsed)
  return parsed
}

/** The one place where Liquid's errors, which it throws, become values. */
const parseAfresh = (source: string, flavour: 'text' | 'html'): Result<Parsed[], string> => {
  if (source.length > MAX_TEMPLATE) return err(`is too long (maximum is ${MAX_TEMPLATE} characters)`)
  if (depthOf(source) > MAX_NESTED) return err(`is nested too deeply (maximum is ${MAX_NESTED} levels)`)
  try {
    return ok(engines[flavour].parse(flavour === 'html' ? breakLines(source) : source))
  } catch (thrown) {
    return err(saying(thrown))
  }
}

/** Liquid reads tags within tags by recursion: without a bound, a template would use up the stack. */
const MAX_NESTED = 100

const BLOCK = /\{%-?\s*(end)?(?:if|unless|for|tablerow|case|capture|comment|raw)\b/g

const depthOf = (source: string): number => {
  let [depth, deepest] = [0, 0]
  for (const [, end] of source.matchAll(BLOCK)) {
    depth += end === undefined ? 1 : -1
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

/** The placeholders that a template names, sorted: `ticket.requester.name`; or why it is no template. */
export const placeholdersOf = (source: string): Result<readonly string[], string> => {
  const parsed = parse(source, 'text')
  if (!parsed.ok) return parsed
  try {
    return ok([...new Set(engines.text.globalFullVariablesSync(parsed.value))].sort())
  } catch (thrown) {
    return err(saying(thrown))
  }
}

/**
 * Writes a template with values. Values are text and stay text: what looks like a placeholder or a tag in them is
 * written as it is. Unknown placeholders are empty. The error says why it cannot be written.
 */
export const render = (source: string, values: JsonObject, rendering: Rendering): Result<string, string> => {
  const flavour = rendering.format === 'html' ? 'html' : 'text'
  const parsed = parse(source, flavour)
  if (!parsed.ok) return parsed
  const scope = scopeOf(values, rendering.late ?? {})
  try {
    const limits = { renderLimit: RENDER_MS, memoryLimit: MAX_OUTPUT, templateLimit: MAX_NODES }
    const written = String(engines[flavour].renderSync(parsed.value, scope, limits))
    if (written.length > MAX_OUTPUT) return err(`writes more than ${MAX_OUTPUT} characters`)
    return ok(rendering.format === 'line' ? oneLine(written) : written)
  } catch (thrown) {
    return err(saying(thrown))
  }
}

const saying = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.message.split('\n')[0] ?? 'cannot be read') : 'cannot be read'

/** Mail headers have one line. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim()

type Scope = { [key: string]: unknown }

/** Late placeholders hang into a copy of the values, at their names. */
const scopeOf = (values: JsonObject, late: { readonly [name: string]: Late }): Scope => {
  const names = Object.keys(late)
  if (names.length === 0) return values as Scope
  const scope = structuredClone(values) as Scope
  for (const name of names) setPath(scope, name.split('.'), late[name])
  return scope
}

/** Puts a value at a path of own properties; paths through `__proto__` and the like lead nowhere. */
export const setPath = (target: Scope, path: readonly string[], value: unknown): void => {
  let place = target
  for (const [i, name] of path.entries()) {
    if (name === '__proto__' || name === 'constructor' || name === 'prototype') return
    if (i === path.length - 1) place[name] = value
    else {
      const next = Object.hasOwn(place, name) ? place[name] : undefined
      if (next === null || typeof next !== 'object') place[name] = {}
      place = place[name] as Scope
    }
  }
}

const BLOCKS = /<(?:p|br|div|table|ul|ol|h[1-6]|html|body)\b/i

/** A template in plain text keeps its lines in HTML; one that brings its own blocks is left alone. */
const breakLines = (source: string): string => {
  if (BLOCKS.test(source)) return source
  let broken = ''
  let at = 0
  while (at < source.length) {
    const code = nextCode(source, at)
    broken += source.slice(at, code.from).replace(/\r\n?|\n/g, '<br>\n') + source.slice(code.from, code.to)
    at = code.to
  }
  return broken
}

/** Where the next `{{…}}` or `{%…%}` begins and ends. */
const nextCode = (source: string, at: number): { from: number; to: number } => {
  const output = source.indexOf('{{', at)
  const tag = source.indexOf('{%', at)
  const from = output < 0 ? tag : tag < 0 ? output : Math.min(output, tag)
  if (from < 0) return { from: source.length, to: source.length }
  const end = source.indexOf(from === output ? '}}' : '%}', from)
  return { from, to: end < 0 ? source.length : end + 2 }
}
