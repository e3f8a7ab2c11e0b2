import sanitize from 'sanitize-html'
import { cleanText } from './clean-text.ts'
import { decodeEntities } from './entities.ts'
import { cutHtml, MAX_HTML_LEVELS, parseBounded, stripTags } from './limits.ts'
import { quoteMark } from './quote-marks.ts'
import { remoteUrl, safeUrl } from './safe-url.ts'
import { textToHtml } from './text-to-html.ts'

export { QUOTE_CLASS, QUOTE_REST_CLASS } from './quote-marks.ts'

export type SanitizeOptions = {
  /** Remote images load: only when a person asked for it, and through our proxy. Else their address is parked. */
  readonly allowRemoteImages?: boolean
}

/** Every tag that may come out; the test reads the output against this. */
export const ALLOWED_TAGS: readonly string[] = [
  ...['a', 'abbr', 'b', 'bdi', 'bdo', 'blockquote', 'br', 'caption', 'cite', 'code', 'col', 'colgroup', 'dd'],
  ...[
    'del',
    'dfn',
    'div',
    'dl',
    'dt',
    'em',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'hr',
    'i',
    'img',
    'ins',
    'kbd',
  ],
  ...['li', 'mark', 'ol', 'p', 'pre', 'q', 'rp', 'rt', 'ruby', 's', 'samp', 'small', 'span', 'strong', 'sub'],
  ...['sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'u', 'ul', 'var', 'wbr'],
]

/** Every attribute that may come out, by tag. Styles never do: our pages' policy would not apply them anyway. */
export const ALLOWED_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  '*': ['dir', 'lang', 'title'],
  a: ['href', 'rel'],
  img: ['src', 'data-remote-src', 'alt', 'width', 'height', 'referrerpolicy'],
  td: ['colspan', 'rowspan', 'align', 'valign'],
  th: ['colspan', 'rowspan', 'align', 'valign', 'scope'],
  ol: ['start'],
  blockquote: ['class'],
  div: ['class'],
}

/** Their content is for machines; all other unknown tags lose the tag and keep their text. */
const DROPPED_WITH_CONTENT = [
  'script',
  'style',
  'title',
  'xmp',
  'template',
  'noembed',
  'noframes',
  'datalist',
]

/** Two settle it: one drops and renames tags, the next closes what that left open. One more proves it. */
const MAX_PASSES = 4

/**
 * The one way for foreign HTML to become ours: an allow-list of tags, attributes and URL schemes. Nothing in the
 * result loads, runs, styles or submits anything: a remote image keeps its address in `data-remote-src`, an inline
 * one its `cid:`. Applying it again changes nothing. Bounded: 5 MB, 64 levels (deeper text stays, its tags do not).
 */
export const sanitizeHtml = (html: string, options: SanitizeOptions = {}): string => {
  const cut = cleanText(cutHtml(html))
  if (!parseBounded(cut, {})) return textToHtml(decodeEntities(stripTags(cut)))
  const rules = options.allowRemoteImages ? REMOTE_RULES : BLOCKED_RULES
  let current = cut
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const next = sanitize(current, rules)
    if (next === current) break
    current = next
  }
  return current
}

type Attributes = { [name: string]: string }

const NO_TAG = 'x-none'

const link: sanitize.Transformer = (_, attribs) => {
  const href = attribs.href === undefined ? undefined : safeUrl(attribs.href)
  if (href === undefined) return { tagName: 'span', attribs: common(attribs) }
  return { tagName: 'a', attribs: { ...common(attribs), href, rel: 'noopener noreferrer' } }
}

const image =
  (remoteAllowed: boolean): sanitize.Transformer =>
  (_, attribs) => {
    const source = imageSource(attribs, remoteAllowed)
    if (source === undefined) return { tagName: NO_TAG, attribs: {} }
    return { tagName: 'img', attribs: { ...common(attribs), ...sizes(attribs), ...source } }
  }

const imageSource = (attribs: Attributes, remoteAllowed: boolean): Attributes | undefined => {
  const source = (attribs.src ?? '').trim()
  const alt = attribs.alt === undefined ? {} : { alt: attribs.alt }
  if (/^cid:[^\s<>"]{1,998}$/i.test(source)) return { src: `cid:${source.slice(4)}`, ...alt }
  const remote = remoteUrl(source) ?? remoteUrl(attribs['data-remote-src'] ?? '')
  if (remote === undefined) return undefined
  return remoteAllowed
    ? { src: remote, referrerpolicy: 'no-referrer', ...alt }
    : { 'data-remote-src': remote, ...alt }
}

const sizes = (attribs: Attributes): Attributes =>
  Object.fromEntries(
    ['width', 'height'].flatMap((name) => {
      const value = attribs[name]?.trim() ?? ''
      return /^\d{1,4}$/.test(value) ? [[name, value]] : []
    }),
  )

const cellNumber = (value: string | undefined): boolean => value !== undefined && /^\d{1,3}$/.test(value)

const cell: sanitize.Transformer = (tagName, attribs) => {
  const kept: Attributes = common(attribs)
  for (const name of ['colspan', 'rowspan']) if (cellNumber(attribs[name])) kept[name] = attribs[name] ?? ''
  for (const name of ['align', 'valign', 'scope']) {
    const value = attribs[name]?.toLowerCase() ?? ''
    if (/^(left|right|center|justify|top|middle|bottom|baseline|row|col|rowgroup|colgroup)$/.test(value))
      kept[name] = value
  }
  return { tagName, attribs: kept }
}

const container: sanitize.Transformer = (tagName, attribs) => {
  const mark = quoteMark(tagName, attribs)
  return { tagName, attribs: mark === undefined ? common(attribs) : { ...common(attribs), class: mark } }
}

/** What any element may keep, in values that mean something. */
const common = (attribs: Attributes): Attributes => {
  const kept: Attributes = {}
  if (/^(ltr|rtl|auto)$/i.test(attribs.dir ?? '')) kept.dir = (attribs.dir ?? '').toLowerCase()
  if (/^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i.test(attribs.lang ?? '')) kept.lang = attribs.lang ?? ''
  const title = attribs.title ?? ''
  if (title !== '') kept.title = title.slice(0, MAX_TITLE).toWellFormed()
  return kept
}

const MAX_TITLE = 500

const orderedList: sanitize.Transformer = (tagName, attribs) => ({
  tagName,
  attribs: cellNumber(attribs.start) ? { ...common(attribs), start: attribs.start ?? '' } : common(attribs),
})

const plain: sanitize.Transformer = (tagName, attribs) => ({ tagName, attribs: common(attribs) })

const renamed =
  (to: string): sanitize.Transformer =>
  (_, attribs) => ({ tagName: to, attribs: common(attribs) })

const SPECIAL: { readonly [tag: string]: sanitize.Transformer } = {
  a: link,
  td: cell,
  th: cell,
  ol: orderedList,
  div: container,
  blockquote: container,
  strike: renamed('s'),
  tt: renamed('code'),
  center: renamed('div'),
  section: renamed('div'),
  article: renamed('div'),
}

const rulesFor = (remoteAllowed: boolean): sanitize.IOptions => ({
  allowedTags: [...ALLOWED_TAGS],
  allowedAttributes: Object.fromEntries(
    Object.entries(ALLOWED_ATTRIBUTES).map(([tag, names]) => [tag, [...names]]),
  ),
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['cid', 'http', 'https'] },
  allowProtocolRelative: false,
  nonTextTags: DROPPED_WITH_CONTENT,
  nestingLimit: MAX_HTML_LEVELS,
  parseStyleAttributes: false,
  transformTags: {
    ...Object.fromEntries(ALLOWED_TAGS.map((tag) => [tag, plain])),
    ...SPECIAL,
    img: image(remoteAllowed),
  },
})

const BLOCKED_RULES = rulesFor(false)
const REMOTE_RULES = rulesFor(true)
