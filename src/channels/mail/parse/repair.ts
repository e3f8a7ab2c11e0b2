import { MAX_HEADERS, MailOverLimit } from './limits.ts'

/** The bytes as the parser shall see them, and what was mended. */
export type Repaired = {
  readonly bytes: Buffer
  readonly bodyStart: number
  readonly remarks: readonly string[]
}

const LF = 10
const CR = 13

/**
 * Mends what senders do to headers and the parser would lose: line ends of bare CR, a body without a blank line before
 * it, headers in a local 8-bit charset, and characters cut in two by encoded words. Counts headers. One walk.
 */
export const repairMail = (raw: Buffer): Repaired => {
  const remarks: string[] = []
  const bytes = raw.includes(LF) ? raw : withLineFeeds(raw, remarks)
  const { end, bodyStart, isSeparated } = headerEnd(bytes)
  const head = bytes.subarray(0, end)
  const mended = mendHeader(head, remarks)
  if (mended === head && isSeparated) return { bytes, bodyStart, remarks }
  if (!isSeparated) remarks.push('The body followed the header without a blank line.')
  const separator = Buffer.from('\r\n')
  return {
    bytes: Buffer.concat([mended, separator, bytes.subarray(bodyStart)]),
    bodyStart: mended.length + separator.length,
    remarks,
  }
}

const withLineFeeds = (raw: Buffer, remarks: string[]): Buffer => {
  if (!raw.includes(CR)) return raw
  remarks.push('Lines ended in bare carriage returns.')
  const bytes = Buffer.from(raw)
  for (let i = bytes.indexOf(CR); i >= 0; i = bytes.indexOf(CR, i + 1)) bytes[i] = LF
  return bytes
}

/** `Name: value`, a folded line, or the envelope line of an mbox. */
const HEADER_LINE = /^(?:[!-9;-~]{1,200}[ \t]*:|[ \t]|>?From )/

/** Where the header ends (after its last line), where the body starts, and whether a blank line stands between. */
const headerEnd = (bytes: Buffer): { end: number; bodyStart: number; isSeparated: boolean } => {
  let at = 0
  let headers = 0
  while (at < bytes.length) {
    const lineEnd = bytes.indexOf(LF, at)
    const next = lineEnd < 0 ? bytes.length : lineEnd + 1
    const line = bytes.toString('latin1', at, Math.min(next, at + 210))
    if (line === '\r\n' || line === '\n') return { end: at, bodyStart: next, isSeparated: true }
    if (!HEADER_LINE.test(line)) return { end: at, bodyStart: at, isSeparated: at === 0 }
    if (line[0] !== ' ' && line[0] !== '\t') headers++
    if (headers > MAX_HEADERS) throw new MailOverLimit(`The mail has more than ${MAX_HEADERS} headers.`)
    at = next
  }
  return { end: bytes.length, bodyStart: bytes.length, isSeparated: true }
}

const mendHeader = (head: Buffer, remarks: string[]): Buffer => {
  const text = isUtf8(head) ? head.toString('utf8') : fromLocalCharset(head, remarks)
  const joined = text.includes('=?') ? text.replace(ADJACENT_WORDS, joinWords) : text
  return isUtf8(head) && joined === text ? head : Buffer.from(joined, 'utf8')
}

const isUtf8 = (bytes: Buffer): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

const fromLocalCharset = (head: Buffer, remarks: string[]): string => {
  const declared = /charset="?([\w.:-]{2,40})/i.exec(head.toString('latin1'))?.[1] ?? 'windows-1252'
  remarks.push('The header held characters that were not encoded.')
  return decodeAs(head, /^(utf-?8|us-ascii|ascii)$/i.test(declared) ? 'windows-1252' : declared)
}

/** Unknown charsets are read as windows-1252, where every byte means something. */
export const decodeAs = (bytes: Uint8Array, charset: string): string => {
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** RFC 2047 forbids to cut a character between two encoded words; many senders do. */
const ADJACENT_WORDS =
  /=\?[\w.*:+-]{1,60}\?[BbQq]\?[^?\s]{0,4000}\?=(?:[ \t\r\n]{1,80}=\?[\w.*:+-]{1,60}\?[BbQq]\?[^?\s]{0,4000}\?=)+/g
const WORD = /=\?([\w.*:+-]{1,60})\?([BbQq])\?([^?\s]{0,4000})\?=/g

const joinWords = (run: string): string => {
  const words: { charset: string; bytes: Buffer }[] = []
  for (const [, charset = '', encoding = '', text = ''] of run.matchAll(WORD)) {
    const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : fromQ(text)
    const last = words.at(-1)
    if (last?.charset.toLowerCase() === charset.toLowerCase()) last.bytes = Buffer.concat([last.bytes, bytes])
    else words.push({ charset, bytes })
  }
  return words.map(({ charset, bytes }) => `=?${charset}?B?${bytes.toString('base64')}?=`).join(' ')
}

const fromQ = (text: string): Buffer =>
  Buffer.from(
    text
      .replaceAll('_', ' ')
      .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
