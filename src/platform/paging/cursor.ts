import { Refused } from '../../kernel/index.ts'
import { badParameter } from '../http/errors.ts'
import type { Order } from './paging.ts'

/** The place between two rows of a sorted list: the last values seen, exactly, as text. */
export type Cursor<Sort extends string = string> = {
  readonly order: Order<Sort>
  /** `null` where the row has none; equal to `id` in lists sorted by id. */
  readonly value: string | null
  readonly id: string
}

/** The types that lists are sorted by, as cursors write them: so narrow that PostgreSQL can read each such text. */
const IS_OF_TYPE = {
  bigint: (text: string) => /^-?\d{1,18}$/.test(text),
  integer: (text: string) => /^-?\d{1,9}$/.test(text),
  boolean: (text: string) => text === 'true' || text === 'false',
  /** Microseconds since the epoch. */
  timestamptz: (text: string) => /^-?\d{1,16}$/.test(text),
  text: (text: string) => !text.includes('\0') && text.isWellFormed(),
} as const

export type SortType = keyof typeof IS_OF_TYPE

export const encodeCursor = ({ order, value, id }: Cursor): string =>
  Buffer.from(JSON.stringify([order.by, order.isDescending ? 1 : 0, value, id])).toString('base64url')

/** Reads a cursor of ours; anything else is a 400 that names the parameter it came in. */
export const decodeCursor = <Sort extends string>(
  text: string,
  parameter: string,
  sorts: Readonly<Record<Sort, { readonly type: SortType }>>,
): Cursor<Sort> => {
  const cursor = read(text, sorts)
  if (cursor === undefined) throw new Refused(badParameter(parameter, 'is not a cursor of this list'))
  return cursor
}

const read = <Sort extends string>(
  text: string,
  sorts: Readonly<Record<Sort, { readonly type: SortType }>>,
): Cursor<Sort> | undefined => {
  const parts = parsed(text)
  if (!Array.isArray(parts) || parts.length !== 4) return undefined
  const [by, descending, value, id] = parts as unknown[]
  if (typeof by !== 'string' || !Object.hasOwn(sorts, by)) return undefined
  if (descending !== 0 && descending !== 1) return undefined
  if (typeof id !== 'string' || !IS_OF_TYPE.bigint(id)) return undefined
  const { type } = sorts[by as Sort]
  if (value !== null && !(typeof value === 'string' && IS_OF_TYPE[type](value))) return undefined
  return { order: { by: by as Sort, isDescending: descending === 1 }, value, id }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
