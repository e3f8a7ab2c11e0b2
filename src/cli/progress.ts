import type { Io } from './command.ts'

const EVERY_MS = 2000

/** Says how far something is, at most every two seconds, to whoever waits for it. */
export const progressTo = (io: Pick<Io, 'err'>): ((line: () => string) => void) => {
  let saidAt = performance.now()
  return (line) => {
    const now = performance.now()
    if (now - saidAt < EVERY_MS) return
    saidAt = now
    io.err(line())
  }
}

/** Bytes for people: `12.3 MB`. */
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
