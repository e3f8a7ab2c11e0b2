import { err, ok, parseIso, type Result, toIso } from '../../kernel/index.ts'
import type { Pattern } from './pattern.ts'
import type { FieldValue } from './person.ts'

/** `tagger` of tickets is `dropdown` of people and organizations. */
export type ValueType =
  | 'text'
  | 'textarea'
  | 'checkbox'
  | 'date'
  | 'integer'
  | 'decimal'
  | 'regexp'
  | 'partialcreditcard'
  | 'multiselect'
  | 'tagger'
  | 'dropdown'
  | 'lookup'

/** What says how values of a custom field are read, of whatever the field is. */
export type ValueField = {
  readonly type: ValueType
  /** Of `regexp`; null where there is none that can be run. */
  readonly pattern: Pattern | null
  /** The tag that a ticked checkbox writes. */
  readonly tag: string | null
  /** Of `tagger`, `dropdown` and `multiselect`. */
  readonly options: readonly { readonly value: string }[]
}

const MAX_TEXT = 65_536
const MAX_PATTERNED = 4096
const INTEGER = /^([+-]?)0*(\d{1,19})$/
const DECIMAL = /^([+-]?)0*(\d{1,19})(?:\.(\d{0,12}))?$/

/**
 * Reads a custom field's value as the wire gives it and answers its one canonical form: numbers without leading zeros
 * (decimals without trailing ones), dates `YYYY-MM-DD`, options by value in the field's order, lookups an id as text.
 * `null`, an empty text and an empty list mean unset. The error completes the sentence "<Title>: …".
 */
export const readCustomValue = (field: ValueField, raw: unknown): Result<FieldValue, string> => {
  if (raw === null || raw === undefined || raw === '') return ok(field.type === 'checkbox' ? false : null)
  return readers[field.type](raw, field)
}

type Reader = (raw: unknown, field: ValueField) => Result<FieldValue, string>

const readText: Reader = (raw) => {
  if (typeof raw !== 'string' && typeof raw !== 'number') return err('must be a text')
  const text = String(raw)
  return text.length > MAX_TEXT ? err(`is too long (maximum is ${MAX_TEXT} characters)`) : ok(text)
}

/** Short enough for any pattern to be tried on it. */
const readPatterned: Reader = (raw, field) => {
  const text = readText(raw, field)
  if (!text.ok) return text
  const given = String(text.value)
  if (given.length > MAX_PATTERNED) return err(`is too long (maximum is ${MAX_PATTERNED} characters)`)
  return field.pattern === null || field.pattern(given)
    ? text
    : err('does not have the form that is asked for')
}

const readCheckbox: Reader = (raw) => {
  if (raw === true || raw === 'true' || raw === 1 || raw === '1') return ok(true)
  if (raw === false || raw === 'false' || raw === 0 || raw === '0') return ok(false)
  return err('must be true or false')
}

const readDate: Reader = (raw) => {
  const at = typeof raw === 'string' ? parseIso(raw.trim()) : undefined
  if (at === undefined || Math.abs(at) > 8e15) return err('must be a date such as 2026-01-31')
  const day = (raw as string).trim().slice(0, 10)
  const isReal = toIso(parseIso(day) ?? at).startsWith(day)
  return isReal ? ok(day) : err('must be a date such as 2026-01-31')
}

const readInteger: Reader = (raw) => {
  const match = INTEGER.exec(numberText(raw))
  if (!match) return err('must be a whole number')
  return ok(signed(match[1], match[2] ?? ''))
}

const readDecimal: Reader = (raw) => {
  const match = DECIMAL.exec(numberText(raw))
  if (!match) return err('must be a number')
  const fraction = (match[3] ?? '').replace(/0+$/, '')
  return ok(signed(match[1], fraction === '' ? (match[2] ?? '') : `${match[2]}.${fraction}`))
}

const readCard: Reader = (raw) => {
  const digits = numberText(raw).replace(/[\s-]/g, '')
  const match = /^[\dXx*]{0,15}(\d{4})$/.exec(digits)
  return match ? ok(`XXXXXXXXXXXX${match[1]}`) : err('must end in the last four digits of a card')
}

const readOption: Reader = (raw, field) => {
  const value = typeof raw === 'string' ? raw.trim().toLowerCase() : null
  const option = field.options.find((candidate) => candidate.value.toLowerCase() === value)
  return option ? ok(option.value) : err('is not one of its options')
}

const readOptions: Reader = (raw, field) => {
  const list = Array.isArray(raw) ? raw : typeof raw === 'string' ? raw.split(/[\s,]+/) : null
  if (!list?.every((value) => typeof value === 'string')) return err('must be a list of its options')
  const wanted = new Set(list.map((value) => value.trim().toLowerCase()).filter((value) => value !== ''))
  const chosen = field.options.filter((option) => wanted.delete(option.value.toLowerCase()))
  if (wanted.size > 0) return err('is not one of its options')
  return ok(chosen.length === 0 ? null : chosen.map((option) => option.value))
}

const readLookup: Reader = (raw) =>
  /^[1-9]\d{0,15}$/.test(numberText(raw)) ? ok(numberText(raw)) : err('must be an id')

const readers: { readonly [type in ValueType]: Reader } = {
  text: readText,
  textarea: readText,
  checkbox: readCheckbox,
  date: readDate,
  integer: readInteger,
  decimal: readDecimal,
  regexp: readPatterned,
  partialcreditcard: readCard,
  multiselect: readOptions,
  tagger: readOption,
  dropdown: readOption,
  lookup: readLookup,
}

const numberText = (raw: unknown): string =>
  typeof raw === 'string' ? raw.trim() : typeof raw === 'number' ? String(raw) : ''

const signed = (sign: string | undefined, digits: string): string =>
  sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits

/** The tags that stand for a value of a field: its options' values, or a ticked checkbox's tag. */
export const tagsOfValue = (field: ValueField, value: FieldValue): readonly string[] => {
  if (field.type === 'checkbox') return value === true && field.tag !== null ? [field.tag] : []
  if (field.type === 'tagger' || field.type === 'dropdown') return typeof value === 'string' ? [value] : []
  return field.type === 'multiselect' && Array.isArray(value) ? value : []
}
