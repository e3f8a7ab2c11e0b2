import type { SearchOperator } from '../../../people/core/index.ts'
import type { Clause } from './clause.ts'

const KEY = /[A-Za-z][A-Za-z0-9_.]*(?=:|<|>)/y
const OPERATOR = /:|<=|>=|<|>/y
const BLANK = /\s/
const NAMES: Readonly<Record<string, SearchOperator>> = {
  ':': 'is',
  '<': '<',
  '>': '>',
  '<=': '<=',
  '>=': '>=',
}

/**
 * Cuts a query into clauses, in one pass over it. Nothing is refused here: a quote without its fellow reaches to the end,
 * and what looks like a property that nobody knows (`isKey`) is text, so that an address or an error message can be
 * pasted as it is.
 */
export const scan = (query: string, isKey: (key: string) => boolean): Clause[] => {
  const clauses: Clause[] = []
  for (let at = 0; at < query.length; ) {
    if (BLANK.test(query[at]!)) {
      at += 1
      continue
    }
    const { clause, end } = clauseAt(query, at, isKey)
    if (clause.key !== null || clause.value !== '') clauses.push(clause)
    at = end
  }
  return clauses
}

const clauseAt = (
  query: string,
  start: number,
  isKey: (key: string) => boolean,
): { clause: Clause; end: number } => {
  const isNegated = query[start] === '-'
  const from = isNegated ? start + 1 : start
  const property = propertyAt(query, from, isKey)
  const { value, isQuoted, end } = valueAt(query, property?.end ?? from)
  const isPrefix = !isQuoted && value.endsWith('*')
  const clause: Clause = {
    key: property?.key ?? null,
    operator: property?.operator ?? 'is',
    value: isPrefix ? value.replace(/\*$/, '') : value,
    isQuoted,
    isPrefix,
    isNegated,
    source: query.slice(start, end),
  }
  return { clause, end }
}

const matchAt = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

const propertyAt = (query: string, at: number, isKey: (key: string) => boolean) => {
  const key = matchAt(KEY, query, at)?.toLowerCase()
  if (key === undefined || !isKey(key)) return undefined
  const sign = matchAt(OPERATOR, query, at + key.length)
  if (sign === undefined) return undefined
  return { key, operator: NAMES[sign]!, end: at + key.length + sign.length }
}

const valueAt = (query: string, at: number): { value: string; isQuoted: boolean; end: number } => {
  if (query[at] === '"') {
    const close = query.indexOf('"', at + 1)
    const until = close === -1 ? query.length : close
    return { value: query.slice(at + 1, until), isQuoted: true, end: Math.min(query.length, until + 1) }
  }
  let end = at
  while (end < query.length && !BLANK.test(query[end]!)) end += 1
  return { value: query.slice(at, end), isQuoted: false, end: Math.max(end, at) }
}
