const MAX_TAG_LENGTH = 255

/** Tags as the wire takes them: a list, or text with blanks or commas between. Lower case, sorted, no doubles. */
export const readTags = (input: readonly string[] | string): readonly string[] => {
  const texts = typeof input === 'string' ? input.split(/[\s,]+/) : input
  const words = texts.flatMap((text) =>
    text
      .toLowerCase()
      .trim()
      .split(/[\s,]+/),
  )
  const tags = words.filter((word) => word !== '' && word.length <= MAX_TAG_LENGTH)
  return [...new Set(tags)].sort()
}

/** One tag in the form that is stored: lower case, blanks become underscores; empty when nothing is left. */
export const canonicalTag = (text: string): string =>
  text
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replace(/[\s,\p{Cc}]+/gu, '_')
