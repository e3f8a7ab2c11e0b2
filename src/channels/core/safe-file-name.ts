const MAX_NAME_BYTES = 255
/** Control and format characters (bidi overrides, zero-width), line and paragraph ends, half surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffd]/gu
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i

/**
 * A file name that can do no harm where somebody saves it: no path, no control or direction characters, no name that a
 * system reserves, at most 255 bytes, the extension kept. Empty ones become `attachment`.
 */
export const safeFileName = (name: string | null | undefined): string => {
  const bare = (name ?? '').slice(0, 4096).normalize('NFC').replace(INVISIBLE, '')
  const last = bare.split(/[/\\]/).pop() ?? ''
  const clean = last
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  if (clean === '') return 'attachment'
  return cutName(RESERVED.test(clean) ? `_${clean}` : clean)
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

const cutName = (name: string): string => {
  if (bytesOf(name) <= MAX_NAME_BYTES) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= 20 ? name.slice(dot) : ''
  return (
    cutBytes(name.slice(0, name.length - extension.length), MAX_NAME_BYTES - bytesOf(extension)) + extension
  )
}

/** The longest start of the text that fits into so many bytes of UTF-8 and ends between characters. */
export const cutBytes = (text: string, maxBytes: number): string => {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length <= maxBytes) return text
  let end = maxBytes
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return new TextDecoder().decode(bytes.subarray(0, end))
}
