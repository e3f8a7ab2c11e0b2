import { type FieldError, type FieldErrorCode, invalid, Refused } from '../../kernel/index.ts'

/** Notes everything that is wrong with a body, and refuses it at once in the end. */
export type Faults = {
  note(field: string, description: string, error?: FieldErrorCode): void
  /** Throws `Refused` `invalid` where anything was noted. */
  refuse(): void
}

export const noFaults = (): Faults => {
  const details: FieldError[] = []
  return {
    note: (field, description, error = 'InvalidValue') => void details.push({ field, error, description }),
    refuse: () => {
      if (details.length > 0) throw new Refused(invalid(...details))
    },
  }
}

/** `agent_label` → `Agent label`: how sentences about a field begin. */
const titleOf = (field: string): string => field.charAt(0).toUpperCase() + field.slice(1).replaceAll('_', ' ')

type Line = { readonly max?: number; readonly blank?: boolean }

/** Reads one line of text: control characters and doubled blanks go. `undefined` where none was given. */
export const readLine = (
  faults: Faults,
  field: string,
  value: string | null | undefined,
  { max = 255, blank = false }: Line = {},
): string | undefined => {
  if (value === undefined) return undefined
  const line = (value ?? '')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  if (line === '' && !blank) faults.note(field, `${titleOf(field)}: cannot be blank`, 'BlankValue')
  if (line.length > max)
    faults.note(field, `${titleOf(field)}: is too long (maximum is ${max} characters)`, 'TooLong')
  return line
}

/** Reads text of several lines. */
export const readText = (
  faults: Faults,
  field: string,
  value: string | null | undefined,
  max: number,
): string | undefined => {
  if (value === undefined) return undefined
  const text = (value ?? '').toWellFormed().replaceAll('\0', '')
  if (text.length > max)
    faults.note(field, `${titleOf(field)}: is too long (maximum is ${max} characters)`, 'TooLong')
  return text
}
