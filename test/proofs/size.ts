/** How much a proof does: a little in each test run, all of it in `bin/prove --full`, in between without `--full`. */
export const sized = (quick: number, prove: number, full: number = prove): number => {
  const size = process.env.PROOF_SIZE
  if (size === 'full') return full
  return size === 'prove' ? prove : quick
}

/** A line of the table that `bin/prove` prints. */
export const proven = (row: string, what: string, size: string): void => {
  process.stdout.write(`PROVEN\t${row}\t${what}\t${size}\n`)
}
