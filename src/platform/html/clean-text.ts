/** Control characters but tab and line end, and what is no character at all. */
const UNWANTED = /(?![\n\t])\p{Cc}|[\ufffe\uffff]/gu

/** Without control characters (which PostgreSQL and XML refuse), with `\n` as line end and no half surrogates. */
export const cleanText = (text: string): string =>
  text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(UNWANTED, '').toWellFormed()
