const MAX_URL_CHARACTERS = 8_000
const LINK_SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:'])
const REMOTE_SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:'])

const parse = (text: string, schemes: ReadonlySet<string>): string | undefined => {
  const trimmed = text.trim()
  if (trimmed.length > MAX_URL_CHARACTERS) return undefined
  const url = URL.parse(trimmed.startsWith('//') ? `https:${trimmed}` : trimmed)
  return url !== null && schemes.has(url.protocol) ? url.href : undefined
}

/** A link's address in its one form, as a browser will read it; `undefined` unless http, https, mailto or tel. */
export const safeUrl = (text: string): string | undefined => parse(text, LINK_SCHEMES)

/** The address of something to load from elsewhere, `//host/path` among them. */
export const remoteUrl = (text: string): string | undefined => parse(text, REMOTE_SCHEMES)
