import { err, ok, type Result } from '../../kernel/index.ts'
import { type EgressError, failure } from './target.ts'

/** Reads a body up to a number of bytes; one byte more and it is refused, without reading on. */
export const bodyUpTo = async (
  stream: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Result<Buffer, EgressError>> => {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of stream) {
    size += part.length
    if (size > maxBytes) return err(failure('too_large', `The answer is larger than ${maxBytes} bytes.`))
    parts.push(part)
  }
  return ok(Buffer.concat(parts))
}
