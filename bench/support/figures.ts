/** Prints one line of a benchmark: the figure, the limit measured in the same run, and what we aim at. */
export const figure = (what: string, value: string, limit: string, aim: string): void => {
  process.stdout.write(`${what.padEnd(52)} ${value.padStart(16)}   limit ${limit.padEnd(22)} aim ${aim}\n`)
}

/** The p-th percentile (0…100) of samples, by nearest rank. */
export const percentile = (samples: readonly number[], p: number): number => {
  const sorted = [...samples].sort((a, b) => a - b)
  return (
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))] ?? Number.NaN
  )
}

export const ms = (value: number): string => `${value.toFixed(1)} ms`
export const perSecond = (count: number, elapsedMs: number): string =>
  `${Math.round((count * 1000) / elapsedMs)}/s`

/** Runs `work` `count` times over `lanes` at once; gives each one's milliseconds and the whole time. */
export const lanes = async (
  count: number,
  width: number,
  work: (n: number) => Promise<void>,
): Promise<{ samples: number[]; elapsedMs: number }> => {
  const samples: number[] = []
  let next = 0
  const start = performance.now()
  const lane = async (): Promise<void> => {
    while (next < count) {
      const n = next++
      const before = performance.now()
      await work(n)
      samples.push(performance.now() - before)
    }
  }
  await Promise.all(Array.from({ length: width }, lane))
  return { samples, elapsedMs: performance.now() - start }
}
