import type { StandingComment } from './state.ts'

export const MARK = '▇'

type Texts = Pick<StandingComment, 'text' | 'html' | 'quotedHtml'>

/** A tag, or one character as it is written (`&amp;`) and as it reads (`&`). */
type Token =
  | { readonly tag: string; readonly name: string; readonly attributes: string }
  | { readonly raw: string; readonly reads: string }

type Marked = { readonly token: Token; readonly isMarked: boolean }

/** No attribute of sanitised HTML has a bare angle bracket in it. */
const TOKEN = /<(\/?[a-z][a-z0-9-]*)((?:\s[^<>]*)?)\/?>|&(?:#x?[\da-f]{1,6}|[a-z]{2,8});|[\s\S]/giu
const ENTITIES: { readonly [entity: string]: string } = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  amp: '&',
}

const tokensOf = (html: string): Token[] =>
  [...html.matchAll(TOKEN)].map(([raw, name, attributes]) =>
    name === undefined
      ? { raw, reads: readingOf(raw) }
      : { tag: raw, name: name.toLowerCase(), attributes: attributes ?? '' },
  )

const readingOf = (raw: string): string => {
  if (raw.length < 3 || !raw.startsWith('&')) return raw
  const entity = raw.slice(1, -1).toLowerCase()
  if (!entity.startsWith('#')) return ENTITIES[entity] ?? raw
  const code = entity.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1))
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : raw
}

const isTag = (token: Token): token is Extract<Token, { tag: string }> => 'tag' in token
const isBlank = (token: Token): boolean => !isTag(token) && token.reads.trim() === ''

/** What was sent, without its `<redact>` tags, each token with whether it stood in one; null where they do not close. */
const marksOf = (html: string): Marked[] | null => {
  const marked: Marked[] = []
  let depth = 0
  for (const token of tokensOf(html)) {
    if (isTag(token) && token.name === 'redact') depth += 1
    else if (isTag(token) && token.name === '/redact') depth -= 1
    else marked.push({ token, isMarked: isTag(token) ? isMarkedTag(token) : depth > 0 })
    if (depth < 0) return null
  }
  return depth === 0 ? marked : null
}

const isMarkedTag = ({ attributes }: { readonly attributes: string }): boolean =>
  /(?:^|\s)redact(?:\s*=|\s|\/|$)/i.test(attributes.replace(/=\s*(?:"[^"]*"|'[^']*')/g, '= '))

/** What two tokens are compared by: an element's name, or what a character reads as. */
const keyOf = (token: Token): string => (isTag(token) ? `<${token.name}>` : token.reads)

const FRAME = tokensOf('<div class="zd-comment" dir="auto">')
const QUOTE = tokensOf('<div class="zd-quoted">')
const END = tokensOf('</div>')

type Standing = { readonly html: readonly Token[]; readonly quoted: readonly Token[] | null }

/** As the wire shows a comment, or without its frame: `null` stands for what belongs to neither part. */
const shapesOf = ({ html, quoted }: Standing): readonly (readonly Token[])[] => {
  const inner = [...html, ...(quoted === null ? [] : [...QUOTE, ...quoted, ...END])]
  return [[...FRAME, ...inner, ...END], inner]
}

/**
 * The comment without what stands in `<redact>` tags of its own HTML as the wire showed it, and without the pictures
 * and links whose tags have the attribute `redact`. Null where the two do not read the same, or nothing is marked.
 * https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/#redact-ticket-comment-in-agent-workspace
 */
export const redactedByMarks = ({ text, html, quotedHtml }: Texts, sent: string): Texts | null => {
  const marks = marksOf(sent)?.filter(({ token }) => !isBlank(token))
  if (marks === undefined || !marks.some(({ isMarked }) => isMarked)) return null
  const standing = { html: tokensOf(html), quoted: quotedHtml === null ? null : tokensOf(quotedHtml) }
  const gone = shapesOf(standing)
    .map((shape) => goneOf(shape, marks))
    .find((found) => found !== null)
  if (gone === undefined) return null
  const newHtml = written(standing.html, gone)
  return {
    text: newText(text, standing.html, gone) ?? readable(newHtml),
    html: newHtml,
    quotedHtml: standing.quoted && written(standing.quoted, gone),
  }
}

/** The tokens of a shape that are to go, where it reads as the marks do; whatever a marked link leads to goes with it. */
const goneOf = (shape: readonly Token[], marks: readonly Marked[]): ReadonlySet<Token> | null => {
  const told = shape.filter((token) => !isBlank(token))
  if (told.length !== marks.length) return null
  if (told.some((token, i) => keyOf(token) !== keyOf(marks[i]!.token))) return null
  const gone = new Set(told.filter((_, i) => marks[i]!.isMarked))
  let link: Token | undefined
  for (const token of told) {
    if (isTag(token) && token.name === 'a') link = token
    else if (isTag(token) && token.name === '/a') link = undefined
    else if (link !== undefined && gone.has(token)) gone.add(link)
  }
  return gone
}

const written = (tokens: readonly Token[], gone: ReadonlySet<Token>): string =>
  tokens
    .map((token) => {
      if (!gone.has(token)) return isTag(token) ? token.tag : token.raw
      if (!isTag(token)) return MARK
      return token.name === 'img' ? '' : `<${token.name}>`
    })
    .join('')

/** The text with the same characters blackened; undefined where it does not read as the HTML does. */
const newText = (text: string, html: readonly Token[], gone: ReadonlySet<Token>): string | undefined => {
  const told = html.filter((token) => !isTag(token) && !isBlank(token))
  const characters = [...text]
  const places = characters.flatMap((character, place) => (character.trim() === '' ? [] : [place]))
  if (places.length !== told.length) return undefined
  for (const [i, place] of places.entries()) {
    if (keyOf(told[i]!) !== characters[place]) return undefined
    if (gone.has(told[i]!)) characters[place] = MARK
  }
  return characters.join('')
}

/** HTML as plain text, where the text that stood beside it cannot be held against it. */
const readable = (html: string): string =>
  tokensOf(html.replace(/<br\s*\/?>|<\/(?:p|div|li|tr|h[1-6]|blockquote)>/gi, '\n'))
    .map((token) => (isTag(token) ? '' : token.reads))
    .join('')
    .trim()
