import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanAddress, cleanLine } from './clean-values.ts'
import { safeFileName } from './safe-file-name.ts'

describe('safeFileName', () => {
  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\x\\report.pdf', 'report.pdf'],
    ['invoice\u202egpj.exe', 'invoicegpj.exe'],
    ['a\u0000b\r\n.txt', 'ab.txt'],
    ['\u200b.htaccess', 'htaccess'],
    ['con.txt', '_con.txt'],
    ['LPT1', '_LPT1'],
    ['  spaced   out .log ', 'spaced out .log'],
    ['...', 'attachment'],
    ['', 'attachment'],
    [null, 'attachment'],
    ['日本語.txt', '日本語.txt'],
    ['a"b<c>d|e?.png', 'a_b_c_d_e_.png'],
  ])('makes %j harmless', (name, safe) => expect(safeFileName(name)).toBe(safe))

  test('keeps the extension of names that are too long, whole characters, 255 bytes', () => {
    const name = safeFileName(`${'ü'.repeat(4000)}.tar.gz`)
    expect(name).toMatch(/^ü+/)
    expect(Buffer.byteLength(safeFileName(`${'ü'.repeat(300)}.pdf`))).toBeLessThanOrEqual(255)
    expect(safeFileName(`${'ü'.repeat(300)}.pdf`)).toMatch(/ü\.pdf$/)
    expect(Buffer.byteLength(safeFileName('x'.repeat(255)))).toBe(255)
    expect(Buffer.byteLength(safeFileName('x'.repeat(256)))).toBe(255)
  })

  test('holds for anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const safe = safeFileName(name)
        expect(safe).not.toMatch(/[/\\<>:"|?*]|^\.|[\p{Cc}\p{Cf}]/u)
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(255)
        expect(safeFileName(safe)).toBe(safe)
      }),
    )
  })
})

describe('clean values', () => {
  test('addresses: one form, or none', () => {
    expect(cleanAddress(' Ada@Example.COM ')).toBe('ada@example.com')
    for (const bad of [
      '',
      'ada',
      '@b.c',
      'a@',
      'a@b\r\nBcc: x@y.z',
      'a b@c.d',
      'a@b,c@d',
      '<a@b.c>',
      'a@b..c',
      'a@-b',
    ]) {
      expect(cleanAddress(bad)).toBeNull()
    }
  })

  test('lines: no control or direction characters, no line ends', () => {
    expect(cleanLine('a\r\nBcc: x\u2028y\u202ez\u0000', 100)).toBe('a Bcc: x y z')
    expect(cleanLine('😀'.repeat(10), 5).isWellFormed()).toBe(true)
  })
})
