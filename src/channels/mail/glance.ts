import { addressParser, decodeWords } from 'postal-mime'
import { cleanMailbox, cleanSubject, type Mailbox } from '../core/index.ts'
import { decodeAs } from './parse/repair.ts'

/** Who and what a mail is about, of one that could not be read: its first lines, looked at and no more. */
export type Glance = { readonly from: Mailbox | null; readonly subject: string; readonly start: string }

const LOOKED_AT_BYTES = 16 * 1024
const MAX_VALUE = 1_000
const SHOWN_CHARACTERS = 2_000

export const glanceAt = (raw: Buffer): Glance => {
  const text = decodeAs(raw.subarray(0, LOOKED_AT_BYTES), 'utf-8')
  const [author] = addressParser(headerOf(text, 'From'), { flatten: true })
  const bodyAt = text.search(/\r?\n\r?\n/)
  return {
    from: author === undefined ? null : cleanMailbox(author.name, author.address),
    subject: cleanSubject(decodeWords(headerOf(text, 'Subject'))),
    start: cleanText(bodyAt < 0 ? '' : text.slice(bodyAt, bodyAt + SHOWN_CHARACTERS)),
  }
}

const headerOf = (text: string, name: string): string =>
  (new RegExp(`^${name}[ \\t]*:([^\\r\\n]*)`, 'im').exec(text)?.[1] ?? '').trim().slice(0, MAX_VALUE)

const cleanText = (text: string): string =>
  text
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .toWellFormed()
    .trim()
