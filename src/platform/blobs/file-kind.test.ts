import { describe, expect, it } from 'vitest'
import { kindOf, sniff } from './file-kind.ts'

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  )

describe('what a file is', () => {
  it('reads sizes off the headers of images', () => {
    const png = bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 2, 128], [0, 0, 1, 224])
    expect(sniff(png)).toEqual({ contentType: 'image/png', width: 640, height: 480 })
    expect(sniff(bytes('GIF89a', [10, 0, 20, 0]))).toEqual({
      contentType: 'image/gif',
      width: 10,
      height: 20,
    })
    const jpeg = bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2], [0xff, 0xc2, 0, 17, 8, 1, 0, 2, 0, 3, 0, 0])
    expect(sniff(jpeg)).toEqual({ contentType: 'image/jpeg', width: 512, height: 256 })
    const lossy = bytes(
      'RIFF',
      [0, 0, 0, 0],
      'WEBPVP8 ',
      [0, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a],
      [100, 0, 50, 0],
    )
    expect(sniff(lossy)).toEqual({ contentType: 'image/webp', width: 100, height: 50 })
    const extended = bytes(
      'RIFF',
      [0, 0, 0, 0],
      'WEBPVP8X',
      [10, 0, 0, 0, 0, 0, 0, 0],
      [99, 0, 0],
      [49, 0, 0],
    )
    expect(sniff(extended)).toEqual({ contentType: 'image/webp', width: 100, height: 50 })
  })

  it('survives every cut of a header, and headers that lie', () => {
    const jpeg = bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2], [0xff, 0xc2, 0, 17, 8, 1, 0, 2, 0, 3, 0, 0])
    for (let length = 0; length <= jpeg.length; length++) sniff(jpeg.subarray(0, length))
    expect(sniff(bytes([0xff, 0xd8, 0xff, 0xe0, 0, 0], Array(40).fill(0xff)))?.width).toBeNull()
    const huge = bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [255, 255, 255, 255], [0, 0, 1, 224])
    expect(sniff(huge)).toEqual({ contentType: 'image/png', width: null, height: null })
  })

  it('does not believe who says that something is an image', () => {
    expect(kindOf(Buffer.from('<svg/>'), 'image/png').contentType).toBe('application/octet-stream')
    expect(kindOf(Buffer.from('<svg/>'), 'image/svg+xml').contentType).toBe('image/svg+xml')
    expect(kindOf(Buffer.from('x'), 'text/plain; charset=utf-8').contentType).toBe('text/plain')
    expect(kindOf(Buffer.from('x'), 'text/plain\r\nx: y').contentType).toBe('application/octet-stream')
    expect(kindOf(Buffer.from('%PDF-1.7'), undefined).contentType).toBe('application/pdf')
  })
})
