import { type TProperties, Type } from 'typebox'
import { type Instant, instantOf, Refused, SECOND_MS } from '../../kernel/index.ts'
import { badParameter, HttpFailure } from '../http/errors.ts'
import type { Place } from './read.ts'

const number = (description: string) =>
  Type.Optional(Type.Unsafe<string>({ type: ['integer', 'string'], description }))
const text = (description: string) => Type.Optional(Type.String({ description }))

/** The query parameters of an incremental export: spread them into a route's `query`. */
export const exportQuery = {
  start_time: number('Unix seconds, at least a minute ago: what changed from then on'),
  cursor: text('Where the page before ended, by cursor'),
  per_page: number('Records of a page'),
  'page[size]': number('Records of a page; asks for paging by cursor'),
  'page[after]': text('The cursor after which the page starts'),
  after_position: number('Where the page before ended inside the second of start_time; of next_page'),
} satisfies TProperties

export type ExportQuery = {
  readonly start_time?: string
  readonly cursor?: string
  readonly per_page?: string
  readonly 'page[size]'?: string
  readonly 'page[after]'?: string
  readonly after_position?: string
}

/** What is asked of an export: from a second on, or from where a page before ended. */
export type ExportAsked =
  | {
      readonly mode: 'time'
      readonly size: number
      readonly startTime: Instant
      /** Where the page before ended, if that was inside the second it starts with. */
      readonly after?: number
    }
  | { readonly mode: 'cursor'; readonly size: number; readonly from: Place | { readonly startTime: Instant } }

/** The most records of a page. */
export const MAX_EXPORTED = 1000
const MIN_AGE_MS = 60 * SECOND_MS

/** Reads the parameters; a 400 names the one that is wrong. By cursor: `cursor`, `page[…]`, or a path of that kind. */
export const parseExport = (
  query: ExportQuery,
  {
    now,
    isCursor = false,
    maxSize = MAX_EXPORTED,
  }: {
    readonly now: Instant
    readonly isCursor?: boolean
    readonly maxSize?: number
  },
): ExportAsked => {
  const cursor = given(query.cursor) ?? given(query['page[after]'])
  const cursorSize = given(query['page[size]'])
  const size = Math.min(positive('per_page', cursorSize ?? given(query.per_page)) ?? maxSize, maxSize)
  if (cursor !== undefined) return { mode: 'cursor', size, from: decodePlace(cursor) }
  const mode = isCursor || cursorSize !== undefined ? 'cursor' : 'time'
  const startTime = startOf(given(query.start_time), now, mode)
  if (mode === 'cursor') return { mode, size, from: { startTime } }
  const after = positive('after_position', given(query.after_position), 15)
  return after === undefined ? { mode, size, startTime } : { mode, size, startTime, after }
}

const given = (value: string | undefined): string | undefined =>
  value === undefined || value === '' || value === 'None' || value === 'null' ? undefined : value

const positive = (name: string, value: string | undefined, digits = 9): number | undefined => {
  if (value === undefined) return undefined
  if (/^\d+$/.test(value) && value.length <= digits && Number(value) > 0) return Number(value)
  throw new Refused(badParameter(name, 'must be an integer greater than 0'))
}

/** The newest minute is left out: what is younger may still be on its way. */
const startOf = (value: string | undefined, now: Instant, mode: ExportAsked['mode']): Instant => {
  if (value === undefined) throw new Refused(badParameter('start_time', 'is required'))
  if (!/^\d{1,11}$/.test(value)) throw new Refused(badParameter('start_time', 'must be in Unix seconds'))
  const at = instantOf(Number(value) * SECOND_MS)
  if (at > now - MIN_AGE_MS) throw tooRecent(mode)
  return at
}

/** Each kind of export says it its own way: clients by time take this 422 for the end, clients by cursor this 400. */
const tooRecent = (mode: ExportAsked['mode']): HttpFailure => {
  const description = 'Too recent start_time. Use a start_time older than 60 seconds'
  return mode === 'time'
    ? new HttpFailure(422, { error: 'InvalidValue', description })
    : new HttpFailure(400, { error: 'StartTimeTooRecent', description })
}

/** Up to when an export by time tells: whole seconds, a minute ago. */
export const horizonOf = (now: Instant): Instant =>
  instantOf(Math.floor((now - MIN_AGE_MS) / SECOND_MS) * SECOND_MS)

export const encodePlace = ({ position, taken }: Place): string =>
  Buffer.from(JSON.stringify([position, taken])).toString('base64url')

const decodePlace = (cursor: string): Place => {
  const parts = parsed(cursor)
  const isPlace =
    Array.isArray(parts) &&
    parts.length === 2 &&
    parts.every((part) => Number.isSafeInteger(part) && part >= 0)
  if (!isPlace) throw new Refused(badParameter('cursor', 'is not a cursor of this export'))
  return { position: parts[0], taken: parts[1] }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
