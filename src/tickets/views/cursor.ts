import { Refused } from '../../kernel/index.ts'
import { badParameter } from '../../platform/http/index.ts'
import type { Key, KeyType } from './store-order.ts'

/** A place in a view: the values of all keys of one row, the id among them, as text. */
export type Place = readonly (string | null)[]

/** Every such text can be read by PostgreSQL as a value of the type. */
const IS_OF_TYPE: { readonly [type in KeyType]: (text: string) => boolean } = {
  bigint: (text) => /^-?\d{1,18}$/.test(text),
  integer: (text) => /^-?\d{1,9}$/.test(text),
  numeric: (text) => /^-?\d{1,30}(?:\.\d{1,30})?$/.test(text),
  /** Microseconds since the epoch. */
  timestamptz: (text) => /^-?\d{1,16}$/.test(text),
  text: (text) => !text.includes('\0') && text.isWellFormed(),
}

export const encodePlace = (signature: string, place: Place): string =>
  Buffer.from(JSON.stringify([signature, ...place])).toString('base64url')

/** Reads a cursor of ours; anything else, and one of another order, is a 400 that names the parameter. */
export const decodePlace = (
  text: string,
  parameter: string,
  { signature, keys }: { readonly signature: string; readonly keys: readonly Key[] },
): Place => {
  const parts = parsed(text)
  if (!Array.isArray(parts)) return refuse(parameter, 'is not a cursor of this view')
  const [order, ...values] = parts as unknown[]
  if (typeof order === 'string' && order !== signature)
    return refuse(parameter, 'is a cursor of another sort order')
  const isPlace = order === signature && values.length === keys.length
  if (!isPlace || !keys.every((key, n) => isValueOf(key, values[n])))
    return refuse(parameter, 'is not a cursor of this view')
  return values as Place
}

const isValueOf = ({ type, isNullable }: Key, value: unknown): boolean =>
  value === null ? isNullable : typeof value === 'string' && IS_OF_TYPE[type](value)

const refuse = (parameter: string, what: string): never => {
  throw new Refused(badParameter(parameter, what))
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
