/** Random values out of a seed, so that a failure can be seen again. */
export type Random = {
  /** Below `limit`. */
  int(limit: number): number
  chance(share: number): boolean
  pick<T>(values: readonly T[]): T
}

/** mulberry32. */
export const randomOf = (seed: number): Random => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const int = (limit: number): number => Math.floor(next() * limit)
  return { int, chance: (share) => next() < share, pick: (values) => values[int(values.length)]! }
}
