import { assert, type Instant } from '../../../kernel/index.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A ULID: 48 bits of time, 80 bits of chance (10 bytes), 26 characters that sort as time does. https://github.com/ulid/spec */
export const ulidOf = (at: Instant, random: Uint8Array): string => {
  assert(random.length === 10, 'a ULID has 10 random bytes')
  let rest = BigInt(at)
  for (const byte of random) rest = (rest << 8n) | BigInt(byte)
  let text = ''
  for (let place = 0; place < 26; place += 1) {
    text = ALPHABET[Number(rest & 31n)] + text
    rest >>= 5n
  }
  return text
}
