import { describe, expect, test } from 'vitest'
import { readMail } from './read-mail.ts'

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')
const withHead = (head: string[], body: string | Buffer): Buffer =>
  Buffer.concat([
    bytes(`${['From: a@b.example', ...head].join('\r\n')}\r\n\r\n`),
    typeof body === 'string' ? bytes(body) : body,
  ])
const base64 = (content: Buffer): string => content.toString('base64')

/** Text as senders of the world encode it, and what it says. */
const CHARSETS: [string, string[], string | Buffer, string, string][] = [
  ['iso-2022-jp', ['Subject: =?ISO-2022-JP?B?GyRCRnxLXDhsGyhC?='], '\x1b$BF|K\\8l\x1b(B', '日本語', '日本語'],
  ['gb18030', ['Subject: =?gb18030?B?xOO6ww==?='], bytes('\xc4\xe3\xba\xc3'), '你好', '你好'],
  ['koi8-r', ['Subject: =?koi8-r?B?8NLJ18XU?='], bytes('\xf0\xd2\xc9\xd7\xc5\xd4'), 'Привет', 'Привет'],
  [
    'windows-1251',
    ['Subject: =?windows-1251?Q?=CF=F0=E8?= =?windows-1251?Q?=E2=E5=F2?='],
    bytes('\xcf\xf0\xe8\xe2\xe5\xf2'),
    'Привет',
    'Привет',
  ],
  [
    'windows-1252',
    ['Subject: =?windows-1252?Q?=93quoted=94_=80?='],
    bytes('\x93quoted\x94 \x80'),
    '“quoted” €',
    '“quoted” €',
  ],
  ['windows-1255', ['Subject: =?windows-1255?B?+ezl7Q==?='], bytes('\xf9\xec\xe5\xed'), 'שלום', 'שלום'],
  ['euc-kr', ['Subject: =?euc-kr?B?vsiz5w==?='], bytes('\xbe\xc8\xb3\xe7'), '안녕', '안녕'],
  ['big5', ['Subject: =?big5?B?p0GmbgA=?='], bytes('\xa7\x41\xa6\x6e'), '你好', '你好'],
  ['shift_jis', ['Subject: =?shift_jis?B?k/qWe4zq?='], bytes('\x93\xfa\x96\x7b\x8c\xea'), '日本語', '日本語'],
  ['utf-8', ['Subject: =?utf-8?B?4oI=?= =?utf-8?B?rCBvaw==?='], Buffer.from('€ ok'), '€ ok', '€ ok'],
  ['x-unknown', ['Subject: =?x-unknown?Q?caf=E9?='], bytes('caf\xe9'), 'café', 'café'],
]

describe('readMail', () => {
  test.each(CHARSETS)('reads %s in header and body', async (charset, head, body, subject, text) => {
    const { mail } = await readMail(
      withHead([...head, `Content-Type: text/plain; charset="${charset}"`], body),
    )
    expect(mail.subject).toBe(subject)
    expect(mail.text).toBe(text)
  })

  test('reads headers that were never encoded, in UTF-8 or a local charset', async () => {
    const utf8 = Buffer.from('From: Jürgen <j@b.example>\r\nSubject: Grüße\r\n\r\nx', 'utf8')
    expect((await readMail(utf8)).mail).toMatchObject({ subject: 'Grüße', from: { name: 'Jürgen' } })
    const latin = bytes('From: J\xfcrgen <j@b.example>\r\nSubject: Gr\xfc\xdfe\r\n\r\nGr\xfc\xdfe')
    expect((await readMail(latin)).mail).toMatchObject({ subject: 'Grüße', from: { name: 'Jürgen' } })
  })

  test.each([
    ['no header at all', '\r\njust a body', 'just a body'],
    [
      'no blank line before the body',
      'From: a@b.example\r\nSubject: x\r\nThis is the body already.\r\nMore: of it',
      'This is the body already.\nMore: of it',
    ],
    ['bare line feeds', 'From: a@b.example\nSubject: x\n\nbody\n', 'body'],
    ['bare carriage returns', 'From: a@b.example\rSubject: x\r\rbody\r', 'body'],
    [
      'a boundary that is not declared',
      'From: a@b.example\r\nContent-Type: multipart/mixed\r\n\r\nhello there',
      'hello there',
    ],
    [
      'a boundary that does not occur',
      'From: a@b.example\r\nContent-Type: multipart/mixed; boundary=foo\r\n\r\n--bar\r\n\r\nhello\r\n--bar--',
      '--bar\n\nhello\n--bar--',
    ],
    [
      'broken base64',
      'From: a@b.example\r\nContent-Transfer-Encoding: base64\r\n\r\naGVs!!bG8=\r\n',
      'hello',
    ],
    [
      'broken quoted-printable',
      'From: a@b.example\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=ZZb=\r\nc=C3=BC=3',
      'a=ZZbcü=3',
    ],
    ['control characters', 'From: a@b.example\r\n\r\na\x00b\x07c', 'abc'],
  ])('loses nothing of a mail with %s', async (_, raw, text) => {
    expect((await readMail(bytes(raw))).mail.text).toBe(text)
  })

  test('gives nested messages, calendars and nameless parts as files with safe names', async () => {
    const inner = 'Subject: inner\r\nFrom: z@z.example\r\n\r\ninner text'
    const parts = [
      ['Content-Type: text/plain', 'outer'],
      ['Content-Type: message/rfc822', inner],
      ['Content-Type: text/calendar; method=REQUEST', 'BEGIN:VCALENDAR'],
      [
        'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename*0*=utf-8\'\'%C3%BC; filename*1=".pdf"',
        'x',
      ],
      [
        'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="../../etc/passwd"',
        'x',
      ],
      ['Content-Type: application/zip', 'x'],
    ]
    const body = parts.map(([head, content]) => `--f\r\n${head}\r\n\r\n${content}\r\n`).join('')
    const { mail, contents } = await readMail(
      withHead(['Content-Type: multipart/mixed; boundary=f'], `${body}--f--`),
    )
    expect(mail.text).toBe('outer')
    const names = mail.attachments.map(({ fileName }) => fileName)
    expect(names).toEqual(['message.eml', 'invite.ics', 'ü.pdf', 'passwd', 'attachment'])
    expect(Buffer.from(contents[0] ?? []).toString()).toContain('inner text')
  })

  test('notes several authors, and takes nobody of a name for the address', async () => {
    expect(
      (await readMail(bytes('From: a@b.example\r\nFrom: c@d.example\r\n\r\nx'))).mail.severalAuthors,
    ).toBe(true)
    expect((await readMail(bytes('From: a@b.example, c@d.example\r\n\r\nx'))).mail.severalAuthors).toBe(true)
    const { mail } = await readMail(bytes('From: "ceo@bank.example" <z@evil.example>\r\n\r\nx'))
    expect(mail).toMatchObject({ from: { address: 'z@evil.example' }, severalAuthors: false })
    const encoded = await readMail(
      bytes(`From: =?utf-8?B?${base64(Buffer.from('ceo@bank.example,'))}?= <z@evil.example>\r\n\r\nx`),
    )
    expect(encoded.mail.from?.address).toBe('z@evil.example')
  })

  test('holds to its limits: at them it reads, past them it says so', async () => {
    const headers = (count: number) =>
      bytes(`${Array.from({ length: count }, (_, i) => `X-${i}: y`).join('\r\n')}\r\n\r\nbody`)
    expect((await readMail(headers(1_000))).mail.text).toBe('body')
    await expect(readMail(headers(1_001))).rejects.toThrow('1000 headers')
    const parts = (count: number) =>
      withHead(
        ['Content-Type: multipart/mixed; boundary=f'],
        `${'--f\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(count - 1)}--f--`,
      )
    expect((await readMail(parts(1_000))).mail.text).toMatch(/^x/)
    await expect(readMail(parts(1_001))).rejects.toThrow('1000 parts')
    const nested = (levels: number) => {
      const open = Array.from(
        { length: levels },
        (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`,
      )
      return bytes(`From: a@b.example\r\n${open.join('')}Content-Type: text/plain\r\n\r\ndeep\r\n`)
    }
    expect((await readMail(nested(60))).mail.text).toContain('deep')
    await expect(readMail(nested(70))).rejects.toThrow(/nesting/i)
  })
})
