/** A word as it stands in a text: folded, and from where to where. */
export type Word = { readonly word: string; readonly start: number; readonly end: number }

/** Longer ones are cut: nobody types them, and encoded files are made of them. */
const MAX_WORD = 64

/**
 * Letters and digits make words, everything else parts them: `gitlab-rails`, `/var/log`, `ada@x.example` and `v1.2.3` are
 * several. Scripts that put no blanks between words (`dense`) give a word for each pair of neighbours instead.
 */
const DENSE = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`
const RUN = new RegExp(
  String.raw`(?<dense>[${DENSE}])(?=(?<next>[${DENSE}])?)|[[\p{L}\p{N}\p{M}]--[${DENSE}]]+`,
  'gv',
)
const ASCII_RUN = /[a-z0-9]+/g
const IS_ASCII = /^\p{ASCII}*$/u
const IS_DENSE = new RegExp(`^[${DENSE}]`, 'v')
const NOT_OF_WORDS = /[^\p{L}\p{N}]+/gu

/** Reads a text word by word, `most` at the most. Linear in the text; the same for what is searched and what is sought. */
export const wordsIn = (text: string, most = Number.POSITIVE_INFINITY): Word[] =>
  IS_ASCII.test(text) ? asciiWords(text, most) : manyScripts(text, most)

const asciiWords = (text: string, most: number): Word[] => {
  const found: Word[] = []
  for (const { 0: run, index } of text.toLowerCase().matchAll(ASCII_RUN)) {
    if (found.length >= most) break
    found.push({ word: run.slice(0, MAX_WORD), start: index, end: index + run.length })
  }
  return found
}

const manyScripts = (text: string, most: number): Word[] => {
  const found: Word[] = []
  for (const { 0: run, index, groups } of text.matchAll(RUN)) {
    if (found.length >= most) break
    const word = folded(groups?.dense === undefined ? run : run + (groups.next ?? ''))
    if (word !== '') found.push({ word, start: index, end: index + run.length })
  }
  return found
}

/** Case, accents and width make no difference. */
const folded = (run: string): string =>
  run.normalize('NFKD').replace(NOT_OF_WORDS, '').toLowerCase().replace(NOT_OF_WORDS, '').slice(0, MAX_WORD)

/** Whether a word is of a script that is read by pairs. */
export const isDense = (word: string): boolean => IS_DENSE.test(word)
