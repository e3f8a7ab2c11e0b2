import { readEmail } from '../../people/core/index.ts'
import type { Mailbox } from './mail.ts'

const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]+/gu
const MAX_NAME = 255
const MAX_SUBJECT = 998

/** One line of text as it may be shown and put into headers: no control or direction characters, blanks single. */
export const cleanLine = (text: string, maxCharacters: number): string =>
  text
    .slice(0, maxCharacters * 4)
    .toWellFormed()
    .replace(INVISIBLE, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, maxCharacters)
    .toWellFormed()

export const cleanSubject = (text: string | undefined): string => cleanLine(text ?? '', MAX_SUBJECT)

/** The address in the one form that is kept and compared; `null` when it is none that mail could be sent to. */
export const cleanAddress = (text: string | undefined): string | null => {
  const read = readEmail((text ?? '').slice(0, MAX_ADDRESS))
  return read.ok ? read.value : null
}

const MAX_ADDRESS = 1_000

export const cleanMailbox = (name: string | undefined, address: string | undefined): Mailbox | null => {
  const clean = cleanAddress(address)
  return clean === null ? null : { name: cleanLine(name ?? '', MAX_NAME), address: clean }
}
