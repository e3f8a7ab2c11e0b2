import { wordsIn } from './words.ts'

/** What a word of an index belongs to: what each letter means is said where the index is. */
export type Weight = 'A' | 'B' | 'C' | 'D'

export type Part = { readonly weight: Weight; readonly text: string }

/** PostgreSQL's limits of a `tsvector`: 1 MB, positions up to 16,383, 255 of them a word. We stay below. */
const MAX_BYTES = 900_000
const LAST_POSITION = 16_383
const MAX_POSITIONS = 200
/** Of all parts together: what stands behind is not found. */
const MAX_WORDS = 200_000
/** Between parts, so that no phrase reaches over. */
const GAP = 8

/**
 * The text of a `tsvector`: every word of the parts with its places, each place with the weight of its part. What is too
 * much is left out from the end, so the parts that count most come first. Past the last position words are found, but
 * not as part of a phrase.
 */
export const vectorOf = (parts: readonly Part[]): string => {
  const places = new Map<string, string[]>()
  let bytes = 0
  let words = 0
  let position = 0
  for (const { weight, text } of parts) {
    position += GAP
    for (const { word } of wordsIn(text, MAX_WORDS - words)) {
      words += 1
      position += 1
      const known = places.get(word)
      if (known === undefined) {
        const size = Buffer.byteLength(word) + 12
        if (bytes + size > MAX_BYTES) continue
        bytes += size
        places.set(word, [placeOf(position, weight)])
      } else if (known.length < MAX_POSITIONS && bytes + 2 <= MAX_BYTES) {
        bytes += 2
        known.push(placeOf(position, weight))
      }
    }
  }
  return [...places].map(([word, at]) => `'${word}':${at.join(',')}`).join(' ')
}

/** `D` is the weight that goes without saying. */
const placeOf = (position: number, weight: Weight): string =>
  `${Math.min(position, LAST_POSITION)}${weight === 'D' ? '' : weight}`
