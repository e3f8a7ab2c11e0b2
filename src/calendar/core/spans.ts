/** A half-open stretch [start, end), in whatever unit its axis has. */
export type Stretch = { readonly start: number; readonly end: number }

/** Disjoint ascending stretches that do not touch, with the sum of lengths before each. */
export type Spans = {
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  readonly before: readonly number[]
  readonly total: number
}

/** Sorts the stretches and joins those that touch or overlap. */
export const spansOf = (stretches: readonly Stretch[]): Spans => {
  const starts: number[] = []
  const ends: number[] = []
  for (const { start, end } of [...stretches].sort((a, b) => a.start - b.start)) {
    const last = ends.length - 1
    if (last >= 0 && start <= ends[last]!) ends[last] = Math.max(ends[last]!, end)
    else {
      starts.push(start)
      ends.push(end)
    }
  }
  let total = 0
  const before = starts.map((start, index) => {
    const sum = total
    total += ends[index]! - start
    return sum
  })
  return { starts, ends, before, total }
}

/** The index of the last value ≤ x in an ascending list, -1 when all are greater. */
export const lastAtOrBelow = (values: readonly number[], x: number): number => {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle]! <= x) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** How much of the spans lies before x. */
export const measureBefore = (spans: Spans, x: number): number => {
  const index = lastAtOrBelow(spans.starts, x)
  return index < 0 ? 0 : spans.before[index]! + Math.min(x, spans.ends[index]!) - spans.starts[index]!
}

export const spansContain = (spans: Spans, x: number): boolean => {
  const index = lastAtOrBelow(spans.starts, x)
  return index >= 0 && x < spans.ends[index]!
}

/** What of the stretches lies outside the hole. */
export const withoutHole = (stretches: readonly Stretch[], hole: Stretch): Stretch[] =>
  stretches.flatMap(({ start, end }) =>
    [
      { start, end: Math.min(end, hole.start) },
      { start: Math.max(start, hole.end), end },
    ].filter((rest) => rest.start < rest.end),
  )

/** What of the stretches lies inside the window. */
export const insideWindow = (stretches: readonly Stretch[], window: Stretch): Stretch[] =>
  stretches
    .map(({ start, end }) => ({ start: Math.max(start, window.start), end: Math.min(end, window.end) }))
    .filter(({ start, end }) => start < end)
