import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { linesOf } from './answer-lines.ts'

const MAIN = new URL('./main.ts', import.meta.url).pathname

async function* chunks(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? new TextEncoder().encode(part) : part
}

const lines = async (limit: number, ...parts: (string | Uint8Array)[]): Promise<string[]> => {
  const found: string[] = []
  for await (const some of linesOf(chunks(...parts), limit)) found.push(...some)
  return found
}

describe('the lines of a stream', () => {
  it('are the same however the chunks fall', async () => {
    const whole = new TextEncoder().encode('one\r\n\nzwölf\nlast')
    const bytes = Array.from(whole, (byte) => Uint8Array.of(byte))
    expect(await lines(100, whole)).toEqual(['one', '', 'zwölf', 'last'])
    expect(await lines(100, ...bytes)).toEqual(['one', '', 'zwölf', 'last'])
    expect(await lines(100, 'ended\n')).toEqual(['ended'])
    expect(await lines(100)).toEqual([])
  })

  it('are cut where one is too long, and go on after it', async () => {
    expect(await lines(3, 'abc\nabcdef', 'ghi', 'jkl\nx\n')).toEqual(['abc', 'abcd', 'x'])
  })
})

const hours = async (input: string): Promise<{ code: number | null; out: string; err: string }> => {
  const child = spawn(process.execPath, [MAIN, 'hours'], { stdio: 'pipe' })
  child.stdin.end(input)
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, out, err }
}

describe('mainstay hours', () => {
  const entry = { tz: 'UTC', hours: { mon: [['09:00', '17:00']] }, at: '2026-03-09T09:00:00Z' }
  const line = (more: object): string => JSON.stringify({ ...entry, ...more })

  it('answers each line in its turn, and goes on after a bad one', async () => {
    const input = [
      line({ op: 'add', minutes: 30 }),
      'not JSON',
      line({ op: 'open', tz: 'Mars/Olympus' }),
      '',
      line({ op: 'between', to: '2026-03-10T00:00:00Z' }),
      line({ op: 'open' }),
    ]
    const { code, out, err } = await hours(input.join('\n'))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((answer) => JSON.parse(answer)),
    ).toEqual([
      '2026-03-09T09:30:00Z',
      { error: expect.stringContaining('line') },
      { error: expect.stringContaining('tz') },
      { error: expect.stringContaining('line') },
      480,
      true,
    ])
  })

  it('takes more lines than a pipe holds', async () => {
    const count = 20_000
    const { code, out } = await hours(`${line({ op: 'sub', minutes: 1 })}\n`.repeat(count))
    expect(code).toBe(0)
    expect(out).toBe('"2026-03-02T16:59:00Z"\n'.repeat(count))
  })
})
