import type { Weight } from './vector.ts'
import { isDense, type Word, wordsIn } from './words.ts'

/**
 * Words that are sought in their order, one after the other; most often it is one. `isPrefix`: the last may go on.
 * `weights`: where they may stand; anywhere, where there are none.
 */
export type Sought = {
  readonly words: readonly string[]
  readonly isPrefix: boolean
  readonly weights: readonly Weight[]
  /** Other forms of the one word that do as well. */
  readonly forms: readonly string[]
}

/** A phrase longer than this is cut: by then it says what is meant. */
const MAX_PHRASE = 32

/**
 * What a piece of a query seeks; undefined where it holds no word. `ada@x.example` is sought as the phrase that it is an
 * index of, so ids, addresses and paths are found with their punctuation or without.
 */
export const soughtIn = (
  text: string,
  {
    isPrefix,
    hasForms = false,
    weights = [],
  }: {
    readonly isPrefix: boolean
    readonly hasForms?: boolean
    readonly weights?: readonly Weight[]
  },
): Sought | undefined => {
  const found = withoutTail(wordsIn(text, MAX_PHRASE))
  const words = found.map(({ word }) => word)
  const last = words.at(-1)
  if (last === undefined) return undefined
  const goesOn = isPrefix || (isDense(last) && [...last].length === 1)
  return { words, isPrefix: goesOn, weights, forms: hasForms && words.length === 1 ? formsOf(last) : [] }
}

/** Of a dense script the last sign alone adds nothing to the pair before it, and would ask that the text ends there. */
const withoutTail = (words: readonly Word[]): readonly Word[] => {
  const [before, last] = words.slice(-2)
  if (before === undefined || last === undefined) return words
  const isTail =
    isDense(last.word) && [...last.word].length === 1 && isDense(before.word) && before.end === last.start
  return isTail ? words.slice(0, -1) : words
}

/** `printing`, `printed` and `prints` find `print`; that `print` finds them is in the nature of beginnings. */
const formsOf = (word: string): string[] => {
  const ending = /^([a-z]{3,}?)(ies|ing|ed|es|s)$/.exec(word)
  if (ending === null) return []
  const [, stem = '', tail = ''] = ending
  if (tail === 'ies') return [`${stem}y`]
  if (tail === 's') return stem.endsWith('s') ? [] : [stem]
  return [stem, `${stem}e`]
}

/** Sought together; one of several where a list stands in the list. */
export type AllSought = readonly (Sought | readonly Sought[])[]

/** The text of a `tsquery` that holds where all are found, and none of `none`. Undefined where there is nothing to find. */
export const tsqueryOf = (all: AllSought, none: readonly Sought[] = []): string | undefined => {
  const parts = all.flatMap(alternatives)
  if (parts.length === 0) return undefined
  return [...parts, ...none.flatMap(alternatives).map((part) => `!${part}`)].join(' & ')
}

const alternatives = (one: Sought | readonly Sought[]): string[] => {
  const list = 'words' in one ? [one] : one
  return list.length === 0 ? [] : [`(${list.map(phrase).join(' | ')})`]
}

const phrase = ({ words, isPrefix, weights, forms }: Sought): string => {
  const marks = weights.join('')
  const last = words.length - 1
  const whole = words
    .map((word, at) => term(word, (isPrefix && at === last ? '*' : '') + marks))
    .join(' <-> ')
  const others = forms.map((form) => term(form, marks))
  return others.length === 0 ? `(${whole})` : `(${[whole, ...others].join(' | ')})`
}

/** Words are letters and digits alone, so nothing in them needs to be escaped. */
const term = (word: string, marks: string): string => (marks === '' ? `'${word}'` : `'${word}':${marks}`)
