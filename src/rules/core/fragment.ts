/** A piece of SQL: constant text round parameters. Values only ever become parameters. */
export type Fragment = { readonly strings: readonly string[]; readonly values: readonly unknown[] }

const isFragment = (part: unknown): part is Fragment =>
  part !== null && typeof part === 'object' && 'strings' in part && 'values' in part

/** Writes a fragment: fragments inside are spliced in, everything else becomes a parameter. */
export const sqlOf = (texts: TemplateStringsArray, ...parts: readonly unknown[]): Fragment => {
  const strings = [texts[0] ?? '']
  const values: unknown[] = []
  const write = (text: string): void => {
    strings[strings.length - 1] += text
  }
  for (const [place, part] of parts.entries()) {
    if (isFragment(part)) {
      for (const [i, text] of part.strings.entries()) {
        write(text)
        if (i < part.values.length) strings.push('')
      }
      values.push(...part.values)
    } else {
      values.push(part)
      strings.push('')
    }
    write(texts[place + 1] ?? '')
  }
  return { strings, values }
}

export const TRUE = sqlOf`true`
export const FALSE = sqlOf`false`

/** Fragments with `and` or `or` between them, in brackets; of none: what neither changes. */
export const joined = (fragments: readonly Fragment[], word: 'and' | 'or'): Fragment => {
  const [first, ...rest] = fragments
  if (!first) return word === 'and' ? TRUE : FALSE
  const link = word === 'and' ? sqlOf` and ` : sqlOf` or `
  return sqlOf`(${rest.reduce((sum, one) => sqlOf`${sum}${link}${one}`, first)})`
}

/** The opposite, where unknown counts as no. */
export const negated = (fragment: Fragment): Fragment => sqlOf`(not coalesce(${fragment}, false))`

export const negatedIf = (isNegative: boolean, fragment: Fragment): Fragment =>
  isNegative ? negated(fragment) : fragment
