/** Chance by seed number: the same seed gives the same life. */
export type Random = {
  /** In [0, 1). */
  readonly next: () => number
  /** An integer in [0, below). */
  readonly below: (below: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(from: readonly T[]) => T
  /** Picks by weight; at least one weight is positive. */
  readonly weighted: <T>(from: readonly (readonly [T, number])[]) => T
  /** Waiting time of a memoryless process with this mean. */
  readonly exponential: (mean: number) => number
  /** A life of its own, so that one part can change without moving the others. */
  readonly fork: (name: string) => Random
}

/** sfc32 (Chris Doty-Humphrey, PractRand), seeded from a number and a name. */
export const randomOf = (seed: number, name = ''): Random => {
  let a = seed | 0
  let b = hash(name)
  let c = (seed / 0x1_0000_0000) | 0
  let count = 1
  const next32 = (): number => {
    const t = (((a + b) | 0) + count) | 0
    count = (count + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + t) | 0
    return t >>> 0
  }
  for (let warm = 0; warm < 12; warm++) next32()
  const next = (): number => next32() / 0x1_0000_0000
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (from) => from[below(from.length)] as (typeof from)[number],
    weighted: (from) => {
      let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [value, weight] of from) {
        left -= weight
        if (left < 0) return value
      }
      return (from.at(-1) as (typeof from)[number])[0]
    },
    exponential: (mean) => -Math.log(1 - next()) * mean,
    fork: (child) => randomOf(seed, `${name}/${child}`),
  }
}

const hash = (text: string): number => {
  let h = 0x811c9dc5
  for (const char of text) h = Math.imul(h ^ (char.codePointAt(0) ?? 0), 0x01000193)
  return h | 0
}
