import type { FieldError } from '../../kernel/index.ts'
import type { ListChange } from './change.ts'

export const MAX_TAG_LENGTH = 255
export const MAX_TAGS = 500

/** One tag in the form that is stored: lower case, blanks become underscores; empty when nothing is left. */
export const canonicalTag = (text: string): string =>
  text
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replace(/[\s,\p{Cc}]+/gu, '_')

export const sortedTags = (tags: Iterable<string>): string[] =>
  [...new Set(tags)].filter((tag) => tag !== '').sort()

/** What a Change asks of the tags, read once; a list of anything but texts is an error. */
export const readTags = (
  change: ListChange<string> | undefined,
  errors: FieldError[],
): ListChange<string> => {
  const read = (list: unknown): string[] | undefined => {
    if (list === undefined || list === null) return undefined
    if (Array.isArray(list) && list.every((tag) => typeof tag === 'string'))
      return canonicalTags(list, errors)
    errors.push({ field: 'tags', error: 'InvalidValue', description: 'Tags: must be a list of texts' })
    return undefined
  }
  const set = read(change?.set)
  const add = read(change?.add)
  const remove = read(change?.remove)
  return { ...(set && { set }), ...(add && { add }), ...(remove && { remove }) }
}

/** Refuses more tags than a ticket may have. */
export const checkTagCount = (tags: readonly string[], errors: FieldError[]): void => {
  if (tags.length <= MAX_TAGS) return
  const description = `Tags: a ticket can have at most ${MAX_TAGS}`
  errors.push({ field: 'tags', error: 'TooLong', description })
}

const canonicalTags = (list: readonly string[], errors: FieldError[]): string[] => {
  const tags = sortedTags(list.map(canonicalTag))
  if (tags.some((tag) => tag.length > MAX_TAG_LENGTH)) {
    const description = `Tags: a tag can have at most ${MAX_TAG_LENGTH} characters`
    errors.push({ field: 'tags', error: 'TooLong', description })
  }
  return tags
}
