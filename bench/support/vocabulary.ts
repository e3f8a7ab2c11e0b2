/** Words as natural texts have them: the n-th is drawn in proportion to 1/n. The same for the same seed. */
export type Vocabulary = {
  /** So many words, in a row. */
  draw(count: number): string
  /** One by how often it is met: in every third ticket and more, in one of a hundred or so, in a few, in none. */
  pick(kind: 'common' | 'middling' | 'rare' | 'absent'): string
}

const SIZE = 20_000
const SYLLABLES = [
  'ba',
  'ce',
  'di',
  'fo',
  'gu',
  'ha',
  'je',
  'ki',
  'lo',
  'mu',
  'na',
  'pe',
  'ri',
  'so',
  'tu',
  'va',
  'we',
  'xi',
  'yo',
  'zu',
]

/** The n-th word: pronounceable, of four syllables, and none the beginning of another. */
const wordOf = (n: number): string => {
  // Spread, so that neighbours in frequency are no neighbours in the alphabet.
  let rest = (n * 7919) % SYLLABLES.length ** 4
  let word = ''
  for (let syllable = 0; syllable < 4; syllable++) {
    word += SYLLABLES[rest % SYLLABLES.length]
    rest = Math.floor(rest / SYLLABLES.length)
  }
  return word
}

/** Sums of 1/n up to each word. */
const SUMS = (() => {
  const sums = new Float64Array(SIZE)
  let sum = 0
  for (let n = 0; n < SIZE; n++) {
    sum += 1 / (n + 1)
    sums[n] = sum
  }
  return sums
})()

const rankAt = (share: number): number => {
  const wanted = share * SUMS[SIZE - 1]!
  let [low, high] = [0, SIZE - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (SUMS[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return low
}

const RANKS = { common: [0, 10], middling: [150, 400], rare: [5000, SIZE], absent: [SIZE, 2 * SIZE] } as const

export const randomWords = (seed: number): Vocabulary => {
  let state = seed >>> 0
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    draw: (count) => Array.from({ length: count }, () => wordOf(rankAt(random()))).join(' '),
    pick: (kind) => {
      const [from, until] = RANKS[kind]
      return wordOf(from + Math.floor(random() * (until - from)))
    },
  }
}
