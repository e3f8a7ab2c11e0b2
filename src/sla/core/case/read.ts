import { type Instant, invalidField, parseIso, Refused, wholeSecond } from '../../../kernel/index.ts'

export type Rec = Readonly<Record<string, unknown>>

/** Ends the reading of a case: names the field and completes the sentence "<field> …". */
export const refuse = (field: string, description: string): never => {
  throw new Refused(invalidField(field, description))
}

export const isRec = (value: unknown): value is Rec =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const LABELS = ['id', 'name', 'title', 'note', 'description']

/** An object with no members but these and what people call or note things. */
export const readRec = (value: unknown, field: string, members: readonly string[]): Rec => {
  if (!isRec(value)) return refuse(field, 'must be an object')
  const unknown = Object.keys(value).find((key) => !members.includes(key) && !LABELS.includes(key))
  if (unknown === undefined) return value
  return refuse(below(field, unknown), `is not known here; there are ${members.join(', ')}`)
}

/** A list; absent is empty. */
export const readList = (value: unknown, field: string, most: number): readonly unknown[] => {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) return refuse(field, 'must be a list')
  return value.length > most ? refuse(field, `holds more than ${most} entries`) : value
}

export const readText = (value: unknown, field: string): string =>
  typeof value === 'string' && value !== '' && value.length <= 1000
    ? value
    : refuse(field, 'must be a text of 1 to 1000 characters')

export const readFlag = (value: unknown, field: string): boolean =>
  typeof value === 'boolean' ? value : refuse(field, 'must be true or false')

export const readWord = <Word extends string>(value: unknown, field: string, words: readonly Word[]): Word =>
  words.find((word) => word === value) ?? refuse(field, `must be one of ${words.join(', ')}`)

/** Whole seconds; years in which calendars are defined. */
export const readInstant = (value: unknown, field: string): Instant => {
  const at = typeof value === 'string' ? parseIso(value) : undefined
  if (at === undefined) return refuse(field, 'must be a date and time such as 2026-03-02T09:00:00Z')
  const year = new Date(at).getUTCFullYear()
  return year < 1900 || year > 2199 ? refuse(field, 'must lie in the years 1900 to 2199') : wholeSecond(at)
}

const below = (field: string, key: string): string => (field ? `${field}.${cut(key)}` : cut(key))

/** What a stranger wrote, short enough for a message. */
export const cut = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
