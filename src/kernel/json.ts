export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

/** The one byte form of a JSON value: object keys sorted, no blanks. What hash chains and comparisons read. */
export const canonicalJson = (value: unknown): string => {
  if (value === undefined || value === null) return 'null'
  if (typeof value !== 'object') return JSON.stringify(value)
  return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value as Record<string, unknown>)
}

/** Loops, not chains of lists: every audit passes here on the way to the disk. */
const canonicalArray = (items: readonly unknown[]): string => {
  let text = ''
  for (const item of items) text += text === '' ? canonicalJson(item) : `,${canonicalJson(item)}`
  return `[${text}]`
}

const canonicalObject = (object: Readonly<Record<string, unknown>>): string => {
  let text = ''
  for (const key of Object.keys(object).sort()) {
    const value = object[key]
    if (value === undefined) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(value)}`
  }
  return `{${text}}`
}
