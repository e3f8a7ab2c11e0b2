const POOL_BYTES = 64 * 1024

/** Random bytes, drawn many at a time: each draw asks the system, and costs more than what it is drawn for. */
export const randomPool = (randomBytes: (size: number) => Buffer): ((size: number) => Buffer) => {
  let left = Buffer.alloc(0)
  return (size) => {
    if (left.length < size) left = Buffer.from(randomBytes(Math.max(size, POOL_BYTES)))
    const drawn = left.subarray(0, size)
    left = left.subarray(size)
    return drawn
  }
}
