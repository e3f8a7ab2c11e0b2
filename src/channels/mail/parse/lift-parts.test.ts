import { describe, expect, test } from 'vitest'
import { liftLargeParts } from './lift-parts.ts'
import { readMail } from './read-mail.ts'

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31) % 256))
const base64 =
  content
    .toString('base64')
    .match(/.{1,76}/g)
    ?.join('\r\n') ?? ''
const log = 'service: something happened\n--not-a-boundary\n'.repeat(8_000)

const mail = (parts: readonly string[], boundary = 'b'): Buffer =>
  Buffer.from(
    `From: a@b.example\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${parts
      .map((part) => `--${boundary}\r\n${part}\r\n`)
      .join('')}--${boundary}--\r\n`,
    'latin1',
  )
const zip = `Content-Type: application/zip; name="a.zip"\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64}`
const text = 'Content-Type: text/plain\r\n\r\nhello'

describe('large files', () => {
  test('are taken out and put back, byte for byte, in whatever encoding', async () => {
    const logs = `Content-Type: text/plain\r\nContent-Disposition: attachment; filename=a.log\r\n\r\n${log}`
    const raw = mail([text, zip, logs])
    const lifted = liftLargeParts(raw)
    expect(lifted.files.size).toBe(2)
    expect(lifted.bytes.length).toBeLessThan(2_000)
    const { mail: read, contents } = await readMail(raw)
    expect(read.text).toBe('hello')
    expect(read.attachments.map(({ fileName, size }) => [fileName, size])).toEqual([
      ['a.zip', content.length],
      ['a.log', log.length],
    ])
    expect(Buffer.from(contents[0] ?? []).equals(content)).toBe(true)
    expect(Buffer.from(contents[1] ?? []).toString()).toBe(log)
  })

  test('stay in a mail within the mail, and texts stay texts', async () => {
    const inner = mail([text, zip], 'inner').toString('latin1')
    const long = `Content-Type: text/plain\r\n\r\n${'words '.repeat(40_000)}`
    const raw = mail([long, `Content-Type: message/rfc822\r\n\r\n${inner}`, zip])
    expect(liftLargeParts(raw).files.size).toBe(1)
    const { mail: read, contents } = await readMail(raw)
    expect(read.text.length).toBeGreaterThan(200_000)
    expect(Buffer.from(contents[0] ?? []).includes(base64.slice(0, 70))).toBe(true)
    expect(Buffer.from(contents[1] ?? []).equals(content)).toBe(true)
  })

  test('cannot be forged: a file that holds a mark is itself', async () => {
    const { contents } = await readMail(mail([text, 'Content-Type: application/x\r\n\r\nlifted-part-0']))
    expect(
      Buffer.from(contents[0] ?? [])
        .toString()
        .trim(),
    ).toBe('lifted-part-0')
  })
})
