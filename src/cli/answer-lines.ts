import { once } from 'node:events'
import type { Io } from './command.ts'

/** How a command answers one line with one line. */
export type Answering = {
  readonly answer: (line: string) => string
  /** A longer line reaches `answer` cut to one character more than this, so that none can fill the memory. */
  readonly maxCharacters: number
}

/** Answers every line of standard input, in order; no faster than the answers are read. */
export const answerStandardInput = async (answering: Answering, io: Io): Promise<void> => {
  process.stdout.on('error', endQuietlyWhereNobodyReads)
  for await (const lines of linesOf(process.stdin, answering.maxCharacters)) {
    for (const line of lines) io.out(answering.answer(line))
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
  }
}

/** `mainstay hours | head -1` has had what it wanted. */
const endQuietlyWhereNobodyReads = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
}

/** The lines of a stream of UTF-8, as many at a time as a chunk brings. The last one need not end. */
export async function* linesOf(
  input: AsyncIterable<Uint8Array>,
  maxCharacters: number,
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder()
  const kept = (text: string): string => text.slice(0, maxCharacters + 1)
  let rest = ''
  for await (const chunk of input) {
    const [first = '', ...others] = decoder.decode(chunk, { stream: true }).split('\n')
    const pieces = [kept(rest + first), ...others]
    rest = kept(pieces.pop() ?? '')
    yield pieces.map((line) => kept(line.replace(/\r$/, '')))
  }
  rest = kept(rest + decoder.decode())
  if (rest !== '') yield [rest]
}
