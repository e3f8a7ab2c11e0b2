import { PARTS, type Part, type Words } from './words.ts'

/** A part that stands in an answer: where, as it is written there. */
export type Found = { readonly part: Part; readonly text: string }

export type Findings = {
  readonly found: readonly Found[]
  /** An update is promised, and no time is named for it. */
  readonly promiseLacksTime: boolean
}

const MAX_SHOWN = 200

/**
 * Which parts of a good answer a draft has: by its form (questions end in a question mark, steps stand in lists) and by
 * phrases of the desk. What is quoted does not count. Each text is gone through once a phrase, so that no draft is
 * expensive.
 */
export const findParts = (draft: string, words: Words): Findings => {
  const lines = ownLines(draft)
  const sentences = lines.flatMap(({ text, isCode }) => (isCode ? [] : sentencesOf(text)))
  const byPhrase = (part: Part): string | undefined =>
    sentences.find((sentence) => holdsPhrase(sentence, words[part]))
  const asked = sentences.find((sentence) => /[?？؟]["'”’)]*$/u.test(sentence))
  const texts: { readonly [part in Part]: string | undefined } = {
    summary: byPhrase('summary'),
    questions: asked ?? byPhrase('questions'),
    steps: listed(lines) ?? byPhrase('steps'),
    next_update: byPhrase('next_update'),
  }
  const found = PARTS.flatMap((part) => {
    const text = texts[part]
    return text === undefined ? [] : [{ part, text: text.slice(0, MAX_SHOWN) }]
  })
  const promises = sentences.filter((sentence) => holdsPhrase(sentence, words.next_update))
  const isTimed = promises.some((promise) => namesTime(promise, words.time))
  return { found, promiseLacksTime: promises.length > 0 && !isTimed }
}

type Line = { readonly text: string; readonly isCode: boolean; readonly isItem: boolean }

/** Lines that whoever answers wrote: quotes are left out, code is marked. */
const ownLines = (draft: string): readonly Line[] => {
  let isFenced = false
  return draft.split(/\r\n?|\n/).flatMap((raw) => {
    const text = raw.trim()
    if (text.startsWith('```') || text.startsWith('~~~')) {
      isFenced = !isFenced
      return []
    }
    if (text === '' || text.startsWith('>')) return []
    const isCode = isFenced || /^[$#] \S/.test(text)
    return [{ text, isCode, isItem: !isCode && /^(?:[-*•–]|\d{1,3}[.)])\s+\S/.test(text) }]
  })
}

/** Two items make a list, and a command to run is a step by itself. */
const listed = (lines: readonly Line[]): string | undefined => {
  // Questions stand in lists as well.
  const items = lines.filter(({ isItem, text }) => isItem && !/[?？؟]$/u.test(text))
  return items.length >= 2 ? items[0]?.text : lines.find(({ isCode }) => isCode)?.text
}

const sentencesOf = (line: string): string[] =>
  line
    .split(/(?<=[.!?。！？؟])\s+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')

/** Whether one of the phrases stands in a text, between what are no letters. */
const holdsPhrase = (text: string, phrases: readonly string[]): boolean => {
  const folded = text.toLowerCase().replaceAll('’', "'")
  return phrases.some((phrase) => standsIn(folded, phrase))
}

const standsIn = (text: string, phrase: string): boolean => {
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1))
    if (!isLetter(text[at - 1]) && !(isLetter(text[at + phrase.length]) && isSpaced(phrase))) return true
  return false
}

const isLetter = (sign: string | undefined): boolean =>
  sign !== undefined && /[\p{L}\p{N}]/u.test(sign) && isSpaced(sign)

/** Scripts without spaces between words have no ends of words to look for. */
const isSpaced = (text: string): boolean =>
  !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(text)

/** `14:30`, `in 2 hours`, `2026-03-02`, `3 pm`, or a word for it. */
const namesTime = (text: string, words: readonly string[]): boolean =>
  /\b\d{1,2}[:.]\d{2}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2} ?[ap]m\b|\b\d{1,3} ?(?:h|hours?|minutes?|min|days?)\b/iu.test(
    text,
  ) || holdsPhrase(text, words)
