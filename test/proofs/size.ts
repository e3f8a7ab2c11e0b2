import { beforeEach } from 'vitest'

/** How much a proof does: a little in each test run, all of it in `bin/prove --full`, in between without `--full`. */
export const sized = (quick: number, prove: number, full: number = prove): number => {
  const size = process.env.PROOF_SIZE
  if (size === 'full') return full
  return size === 'prove' ? prove : quick
}

let startedMs = performance.now()
beforeEach(() => {
  startedMs = performance.now()
})

const secondsSoFar = (): number => (performance.now() - startedMs) / 1000

/** A line of the table that `bin/prove` prints, with the seconds that the test took so far: the last thing in a test. */
export const proven = (row: string, what: string, size: string, seconds = secondsSoFar()): void => {
  process.stdout.write(`PROVEN\t${row}\t${what}\t${size}\t${seconds.toFixed(1)}\n`)
}
