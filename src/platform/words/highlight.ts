import type { Sought } from './sought.ts'
import { type Word, wordsIn } from './words.ts'

const BEFORE = 60
const AFTER = 180
/** Of a text: a snippet from its beginning does. */
const MAX_READ = 20_000

/**
 * The stretch of a text round the first place that was sought, as HTML: everything of the text is escaped, what was found
 * stands in `<em>`. Undefined where nothing of it is there.
 */
export const highlight = (text: string, sought: readonly Sought[]): string | undefined => {
  const read = text.slice(0, MAX_READ)
  const words = wordsIn(read)
  const found = marksIn(words, sought)
  const first = found[0]
  if (first === undefined) return undefined
  const from = startOf(words, first.start)
  const until = Math.min(read.length, from + BEFORE + AFTER)
  const end = until === read.length ? until : (words.findLast((word) => word.end <= until)?.end ?? until)
  const inside = found.filter((mark) => mark.start >= from && mark.end <= Math.max(end, first.end))
  return rendered(read, { start: from, end: Math.max(end, first.end) }, inside)
}

type Span = { readonly start: number; readonly end: number }

/** At a word's beginning, a few before the first that was found. */
const startOf = (words: readonly Word[], first: number): number =>
  first <= BEFORE ? 0 : (words.find(({ start }) => start >= first - BEFORE)?.start ?? first)

const marksIn = (words: readonly Word[], sought: readonly Sought[]): Span[] => {
  const spans: Span[] = []
  for (let at = 0; at < words.length; ) {
    const length = Math.max(0, ...sought.map((one) => matchedAt(words, at, one)))
    if (length > 0) spans.push({ start: words[at]!.start, end: words[at + length - 1]!.end })
    at += Math.max(1, length)
  }
  return spans
}

/** How many words from here on are what is sought. */
const matchedAt = (words: readonly Word[], at: number, { words: asked, isPrefix, forms }: Sought): number => {
  if (forms.includes(words[at]!.word)) return 1
  const isThere = asked.every((word, index) => {
    const here = words[at + index]?.word
    if (here === undefined) return false
    return isPrefix && index === asked.length - 1 ? here.startsWith(word) : here === word
  })
  return isThere ? asked.length : 0
}

const rendered = (text: string, { start, end }: Span, marks: readonly Span[]): string => {
  let at = start
  let html = start > 0 ? '…' : ''
  for (const mark of marks) {
    html += `${escaped(text.slice(at, mark.start))}<em>${escaped(text.slice(mark.start, mark.end))}</em>`
    at = mark.end
  }
  return html + escaped(text.slice(at, Math.max(at, end))) + (end < text.length ? '…' : '')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!)
