/** What the first bytes of a file say it is; images with their size in pixels where the header tells. */
export type FileKind = {
  readonly contentType: string
  readonly width: number | null
  readonly height: number | null
}

/** Bytes from the start of a file that are looked at: a JPEG's size stands after its metadata. */
export const HEAD_BYTES = 256 * 1024

/** Images that browsers show without running anything. */
export const SAFE_IMAGES: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
])

/** Recognises a raster image or a PDF; undefined for everything else. */
export const sniff = (head: Buffer): FileKind | undefined =>
  png(head) ?? gif(head) ?? webp(head) ?? jpeg(head) ?? pdf(head)

const ascii = (head: Buffer, from: number, to: number): string => head.toString('latin1', from, to)

const image = (type: string, width: number, height: number): FileKind => ({
  contentType: `image/${type}`,
  width: width > 0 && height > 0 ? width : null,
  height: width > 0 && height > 0 ? height : null,
})

const png = (head: Buffer): FileKind | undefined =>
  head.length >= 24 && ascii(head, 0, 8) === '\x89PNG\r\n\x1a\n'
    ? image('png', head.readInt32BE(16), head.readInt32BE(20))
    : undefined

const gif = (head: Buffer): FileKind | undefined =>
  head.length >= 10 && /^GIF8[79]a$/.test(ascii(head, 0, 6))
    ? image('gif', head.readUInt16LE(6), head.readUInt16LE(8))
    : undefined

/** https://developers.google.com/speed/webp/docs/riff_container: lossy, lossless and extended headers. */
const webp = (head: Buffer): FileKind | undefined => {
  if (head.length < 30 || ascii(head, 0, 4) !== 'RIFF' || ascii(head, 8, 12) !== 'WEBP') return undefined
  switch (ascii(head, 12, 16)) {
    case 'VP8 ':
      return image('webp', head.readUInt16LE(26) & 0x3fff, head.readUInt16LE(28) & 0x3fff)
    case 'VP8L': {
      const bits = head.readUInt32LE(21)
      return image('webp', (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1)
    }
    case 'VP8X':
      return image('webp', head.readUIntLE(24, 3) + 1, head.readUIntLE(27, 3) + 1)
    default:
      return undefined
  }
}

/** Walks a JPEG's segments to its frame header (ITU T.81, B.1). */
const jpeg = (head: Buffer): FileKind | undefined => {
  if (head.length < 4 || head.readUInt16BE(0) !== 0xffd8 || head[2] !== 0xff) return undefined
  let at = 2
  while (at + 9 < head.length && head[at] === 0xff) {
    const marker = head[at + 1]!
    if (isFrame(marker)) return image('jpeg', head.readUInt16BE(at + 7), head.readUInt16BE(at + 5))
    at += marker === 0xff ? 1 : 2 + head.readUInt16BE(at + 2)
  }
  return image('jpeg', 0, 0)
}

const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

const pdf = (head: Buffer): FileKind | undefined =>
  ascii(head, 0, 5) === '%PDF-' ? { contentType: 'application/pdf', width: null, height: null } : undefined

const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/
const ANYTHING = 'application/octet-stream'

/** A file's kind: what its bytes say, else what its sender says, unless that claims to be an image. */
export const kindOf = (head: Buffer, declared: string | undefined): FileKind => {
  const seen = sniff(head)
  if (seen !== undefined) return seen
  const claimed = declared?.split(';')[0]?.trim().toLowerCase() ?? ''
  const isBelievable = MEDIA_TYPE.test(claimed) && !SAFE_IMAGES.has(claimed)
  return { contentType: isBelievable ? claimed : ANYTHING, width: null, height: null }
}
