/** Exponential from `firstMs` (the wait after attempt 1), doubling up to `maxMs`. */
export type BackOff = { readonly firstMs: number; readonly maxMs: number }

/**
 * How long to wait after a failed attempt (1 is the first): half of it is certain and half random, so that what
 * failed together does not come back together. `random` is in [0, 1).
 */
export const backOffMs = (attempt: number, { firstMs, maxMs }: BackOff, random: number): number => {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 30))
  return Math.round(full / 2 + (full / 2) * random)
}
