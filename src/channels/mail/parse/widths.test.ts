import { expect, test } from 'vitest'
import { readMail } from './read-mail.ts'

const mail = (head: readonly string[], body: Buffer | string): Buffer =>
  Buffer.concat([
    Buffer.from(
      ['From: Carol <carol@customer.example>', 'Subject: Odd', 'MIME-Version: 1.0', ...head, '', ''].join(
        '\r\n',
      ),
    ),
    Buffer.from(body),
  ])

test.each([
  ['iso-2022-jp', Buffer.from('1b24422533257325 4b25413f1b2842'.replace(' ', ''), 'hex'), /[ァ-ヾ]/],
  ['gb18030', Buffer.from('c4e3bac3', 'hex'), /^你好$/],
  ['koi8-r', Buffer.from('d0d2c9d7c5d4', 'hex'), /^привет$/],
  ['koi8-u', Buffer.from('d0d2c9d7a6d4', 'hex'), /^привіт$/],
  ['windows-1251', Buffer.from('efe8e2e5f2', 'hex'), /^пивет$|^привет$/],
  ['windows-1250', Buffer.from('9e6c75bb', 'hex'), /^žlu/],
  ['windows-1252', Buffer.from('80', 'hex'), /^€$/],
  ['windows-1258', Buffer.from('fe', 'hex'), /^₫$/],
  ['shift_jis', Buffer.from('82b182f1', 'hex'), /^こん$/],
  ['euc-kr', Buffer.from('bec8b3e7', 'hex'), /^안녕$/],
  ['big5', Buffer.from('a741a66e', 'hex'), /^你好$/],
  ['utf-7', Buffer.from('Hi Mom -+Jjo--! 1 +- 1'), /^Hi Mom -☺-! 1 \+ 1$/],
  ['no-such-charset', Buffer.from('plain'), /^plain$/],
])('a text in %s reads as it was written', async (charset, bytes, expected) => {
  const read = await readMail(mail([`Content-Type: text/plain; charset=${charset}`], bytes))
  expect(read.mail.text).toMatch(expected)
})

test('a page in UTF-7 is sanitised after it was read', async () => {
  const page = '<p>Hi</p>+ADw-script+AD4-alert(1)+ADw-/script+AD4-'
  const { mail: read } = await readMail(mail(['Content-Type: text/html; charset=utf-7'], page))
  expect(read.html).toBe('<p>Hi</p>')
})

test('pictures in the page become files that it names; other data does not', async () => {
  const png = Buffer.from('89504e470d0a1a0a', 'hex')
  const page = `<p>See <img alt="x" src="data:image/png;base64,${png.toString('base64')}"><img src="data:image/svg+xml;base64,PHN2Zz4="></p>`
  const { mail: read, contents } = await readMail(mail(['Content-Type: text/html'], page))
  expect(read.attachments).toMatchObject([
    {
      fileName: 'image-1.png',
      contentType: 'image/png',
      size: 8,
      inline: true,
      contentId: 'image-1@data.invalid',
    },
  ])
  expect(Buffer.from(contents[0]!)).toEqual(png)
  expect(read.html).toContain('cid:image-1@data.invalid')
  expect(read.html).not.toContain('data:')
})

test('a picture as large as a mail costs no more than its bytes', async () => {
  const page = `<img src="data:image/jpeg;base64,${Buffer.alloc(6_000_000, 1).toString('base64')}"><p>after</p>`
  const { mail: read } = await readMail(mail(['Content-Type: text/html'], page))
  expect(read.attachments[0]?.size).toBe(6_000_000)
  expect(read.html).toContain('after')
})

const parts = (type: string, ...inner: readonly (readonly [string, string])[]): Buffer =>
  mail(
    [`Content-Type: ${type}; boundary=b`],
    `${inner.map(([kind, body]) => `--b\r\nContent-Type: ${kind}\r\n\r\n${body}`).join('\r\n')}\r\n--b--\r\n`,
  )

test.each([
  [
    'S/MIME, signed',
    parts('multipart/signed', ['text/plain', 'words'], ['application/pkcs7-signature; name=smime.p7s', 'x']),
    'smime.p7s',
    /signed \(S\/MIME\)/,
  ],
  [
    'S/MIME, encrypted',
    mail(['Content-Type: application/pkcs7-mime; name=smime.p7m'], 'x'),
    'smime.p7m',
    /encrypted or signed/,
  ],
  [
    'PGP, signed',
    parts(
      'multipart/signed',
      ['text/plain', 'words'],
      ['application/pgp-signature; name=signature.asc', 'x'],
    ),
    'signature.asc',
    /signed \(PGP\)/,
  ],
  [
    'PGP, encrypted',
    parts(
      'multipart/encrypted',
      ['application/pgp-encrypted', 'Version: 1'],
      ['application/octet-stream; name=encrypted.asc', 'x'],
    ),
    'encrypted.asc',
    /encrypted \(PGP\)/,
  ],
  [
    'TNEF',
    parts('multipart/mixed', ['text/plain', 'words'], ['application/ms-tnef; name=winmail.dat', 'x']),
    'winmail.dat',
    /Outlook/,
  ],
])('what only other programs open is kept as a file, with a note: %s', async (_what, raw, file, note) => {
  const { mail: read } = await readMail(raw)
  expect(read.attachments.map(({ fileName }) => fileName)).toContain(file)
  expect(read.remarks.join(' ')).toMatch(note)
})

test('a mail that was attached whole is read for who wrote it', async () => {
  const inner = 'From: Zoe <zoe@zimmer.example>\r\nSubject: Help\r\n\r\nIt is broken.\r\n'
  const { mail: read } = await readMail(
    parts('multipart/mixed', ['text/plain', 'Please take it.'], ['message/rfc822', inner]),
  )
  expect(read.forwarded).toMatchObject({
    from: { address: 'zoe@zimmer.example' },
    subject: 'Help',
    text: 'It is broken.',
    note: 'Please take it.',
  })
  expect(read.attachments).toHaveLength(1)
})
