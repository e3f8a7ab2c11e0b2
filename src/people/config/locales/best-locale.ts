import type { Locale } from '../../core/index.ts'

/** How well a language suits a wish, both in lower case: alike, of the same language, or not at all. */
const suits = (offered: string, wished: string): number => {
  if (offered === wished) return 2
  return offered.split('-')[0] === wished.split('-')[0] ? 1 : 0
}

/**
 * Of the languages there are, the one that a reader likes best, `wished` in the order of their liking (`de-AT`, `fr`):
 * a language just as wished comes before another of its kind; `undefined` where none suits.
 */
export const bestLocale = (offered: readonly Locale[], wished: readonly string[]): Locale | undefined => {
  for (const wish of wished.map((one) => one.toLowerCase().replaceAll('_', '-'))) {
    const ranked = offered.map((one) => ({ one, rank: suits(one.locale.toLowerCase(), wish) }))
    const best = ranked.reduce((a, b) => (b.rank > a.rank ? b : a), { one: offered[0], rank: 0 })
    if (best.rank > 0) return best.one
  }
  return undefined
}

const MAX_WISHES = 20

/** The languages of an `Accept-Language` header (RFC 9110 12.5.4), the most liked first. */
export const readAcceptLanguage = (header: string): string[] =>
  header
    .split(',')
    .slice(0, MAX_WISHES)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(/\s*;\s*/)
      const quality = parameters.find((one) => one.startsWith('q='))?.slice(2) ?? '1'
      return { tag, quality: Number(quality) }
    })
    .filter(({ tag, quality }) => /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag)
