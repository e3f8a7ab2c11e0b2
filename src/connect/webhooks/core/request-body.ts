import { err, type Json, type JsonObject, ok, type Result } from '../../../kernel/index.ts'
import { type Late, Markup, render } from '../../../rules/core/index.ts'

export const FORMATS = ['json', 'xml', 'form_encoded'] as const
export type RequestFormat = (typeof FORMATS)[number]

/** What is sent along a method: a body with its type, or a query. */
export type Content = {
  readonly query: string | null
  readonly contentType: string | null
  readonly body: string | null
}

/** A body as a rule has it: a template, or names with templates for methods and formats without one. */
export type BodyTemplate = string | readonly (readonly [string, string])[]

export type Filling = { readonly values: JsonObject; readonly late?: { readonly [name: string]: Late } }

const hasBody = (method: string): boolean => method !== 'GET' && method !== 'DELETE'

/**
 * Fills a rule's body for an endpoint. Values stay values: in JSON they are filled into its texts after it was read, in
 * XML they are escaped, in forms and queries encoded. The error says what cannot be written.
 */
export const fill = (
  body: BodyTemplate,
  filling: Filling,
  { method, format }: { readonly method: string; readonly format: RequestFormat },
): Result<Content, string> => {
  if (typeof body !== 'string') return asPairs(body, filling, hasBody(method))
  const filled = format === 'json' ? filledJson(body, filling) : filledText(body, filling, format)
  if (!filled.ok) return filled
  if (!hasBody(method)) return ok({ query: null, contentType: null, body: null })
  return ok({ query: null, contentType: CONTENT_TYPES[format], body: filled.value })
}

export const CONTENT_TYPES: { readonly [format in RequestFormat]: string } = {
  json: 'application/json; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
  form_encoded: 'application/x-www-form-urlencoded; charset=utf-8',
}

const write = (template: string, { values, late }: Filling): Result<string, string> =>
  render(template, values, { format: 'text', ...(late === undefined ? {} : { late }) })

const asPairs = (
  pairs: readonly (readonly [string, string])[],
  filling: Filling,
  isForm: boolean,
): Result<Content, string> => {
  const parameters = new URLSearchParams()
  for (const [name, template] of pairs) {
    const value = write(template, filling)
    if (!value.ok) return value
    parameters.append(name, value.value)
  }
  const text = parameters.toString()
  return ok(
    isForm
      ? { query: null, contentType: CONTENT_TYPES.form_encoded, body: text }
      : { query: text, contentType: null, body: null },
  )
}

const filledText = (template: string, filling: Filling, format: RequestFormat): Result<string, string> =>
  write(template, format === 'xml' ? inside(filling, escapeXml) : filling)

/** Values that cannot get out of the text that they are put into. */
const inside = ({ values, late = {} }: Filling, written: (text: string) => string): Filling => ({
  values: mapTexts(values, written) as JsonObject,
  late: mapLate(late, written) as { readonly [name: string]: Late },
})

/** Lists of comments keep their parts; what is marked up is told in its words. */
const mapLate = (late: Late, map: (text: string) => string): Late => {
  if (typeof late === 'string') return map(late)
  if (late instanceof Markup) return map(late.text)
  if (late === null || typeof late !== 'object') return late
  if (Array.isArray(late)) return late.map((one: Late) => mapLate(one, map))
  return Object.fromEntries(Object.entries(late).map(([name, one]) => [name, mapLate(one as Late, map)]))
}

const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** A template that is JSON already is filled text by text; one that becomes JSON by its values gets them escaped. */
const filledJson = (template: string, filling: Filling): Result<string, string> => {
  const read = parsed(template)
  if (read === undefined) return becomesJson(template, filling)
  let problem: string | undefined
  const filled = mapTexts(read, (text) => {
    const written = write(text, filling)
    if (!written.ok) problem = written.error
    return written.ok ? written.value : ''
  })
  return problem === undefined ? ok(JSON.stringify(filled)) : err(problem)
}

const becomesJson = (template: string, filling: Filling): Result<string, string> => {
  const written = write(
    template,
    inside(filling, (text) => JSON.stringify(text).slice(1, -1)),
  )
  if (!written.ok) return written
  return parsed(written.value) === undefined ? err('does not become JSON') : written
}

const parsed = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json
  } catch {
    // Not JSON: that is the question.
    return undefined
  }
}

const mapTexts = (value: Json, map: (text: string) => string): Json => {
  if (typeof value === 'string') return map(value)
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, map))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapTexts(one as Json, map)]))
}
