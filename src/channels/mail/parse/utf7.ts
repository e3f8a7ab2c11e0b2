/** Whether every text of a mail says that it is in UTF-7 (RFC 2152), which the system has no decoder for. */
export const isUtf7 = (raw: Buffer): boolean => {
  const start = raw.toString('latin1', 0, LOOKED_AT_BYTES)
  const charsets = [...start.matchAll(/charset[ \t]*=[ \t]*"?([\w.:-]{1,40})/gi)].map(([, name = '']) =>
    name.toLowerCase(),
  )
  return charsets.length > 0 && charsets.every((name) => /^(unicode-1-1-)?utf-?7$/.test(name))
}

const LOOKED_AT_BYTES = 256 * 1024

/** `Hi Mom -+Jjo--!` is `Hi Mom -☺-!`. What cannot be read stays as it came. */
export const decodeUtf7 = (text: string): string =>
  text.replace(/\+([A-Za-z0-9+/]{0,100000})(-?)/g, (whole, base64: string, end: string) => {
    if (base64 === '') return end === '-' ? '+' : whole
    const bytes = Buffer.from(base64, 'base64')
    const units = Array.from({ length: bytes.length >> 1 }, (_, at) => bytes.readUInt16BE(at * 2))
    return units.length === 0 ? whole : String.fromCharCode(...units.slice(0, 10_000)).toWellFormed()
  })
