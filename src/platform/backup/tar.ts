/** One header of a tar archive (POSIX.1-1988 ustar), as far as backups need it: plain files with short names. */
export type Header = { readonly name: string; readonly size: number }

export const BLOCK = 512
const MAX_NAME = 100
const MAX_SIZE = 8 ** 11 - 1

/** How many bytes follow `size` bytes up to the next block. */
export const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK

/** The block that stands before a file of `size` bytes. `atSeconds` since the epoch is its time. */
export const headerBlock = ({ name, size }: Header, atSeconds: number): Buffer => {
  if (Buffer.byteLength(name) > MAX_NAME) throw new Error(`The name of an entry is too long: ${name}`)
  if (size > MAX_SIZE) throw new Error(`An entry is too large for the archive: ${name}`)
  const block = Buffer.alloc(BLOCK)
  block.write(name, 0)
  block.write('0000600\0', 100)
  block.write('0000000\0', 108)
  block.write('0000000\0', 116)
  block.write(`${octal(size, 11)}\0`, 124)
  block.write(`${octal(atSeconds, 11)}\0`, 136)
  block.write('0', 156)
  block.write('ustar\x0000', 257)
  block.write(`${octal(checksum(block), 6)}\0 `, 148)
  return block
}

/** What a header block says; `null` for the empty block that ends an archive, undefined for one that is none. */
export const readHeader = (block: Buffer): Header | null | undefined => {
  if (block.every((byte) => byte === 0)) return null
  const told = Number.parseInt(text(block, 148, 8), 8)
  const size = Number.parseInt(text(block, 124, 12), 8)
  if (told !== checksum(block) || !Number.isSafeInteger(size)) return undefined
  return { name: text(block, 0, MAX_NAME), size }
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0')

const text = (block: Buffer, from: number, length: number): string => {
  const field = block.subarray(from, from + length)
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end === -1 ? length : end).trim()
}

/** The sum of all bytes, with the checksum's own field as blanks. */
const checksum = (block: Buffer): number => {
  let sum = 8 * 0x20
  for (let at = 0; at < BLOCK; at++) if (at < 148 || at >= 156) sum += block[at]!
  return sum
}
