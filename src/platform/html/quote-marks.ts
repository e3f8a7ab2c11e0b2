/** The only classes that sanitised HTML may carry: an element that holds quoted text … */
export const QUOTE_CLASS = 'mainstay-quote'
/** … and one from which everything to the end is quoted. */
export const QUOTE_REST_CLASS = 'mainstay-quote-rest'

const QUOTE_CLASSES: ReadonlySet<string> = new Set([
  QUOTE_CLASS,
  ...['gmail_quote', 'gmail_quote_container', 'yahoo_quoted', 'protonmail_quote', 'tutanota_quote'],
  ...['zmail_extra', 'moz-forward-container', 'OutlookMessageHeader', 'ms-outlook-mobile-reference-message'],
])
const REST_CLASSES: ReadonlySet<string> = new Set([QUOTE_REST_CLASS, 'moz-cite-prefix'])
const QUOTE_IDS: ReadonlySet<string> = new Set([
  ...['OLK_SRC_BODY_SECTION', 'mail-editor-reference-message-container', 'isReplyContent', 'replySplit'],
])
const REST_IDS: ReadonlySet<string> = new Set([
  'divRplyFwdMsg',
  'x_divRplyFwdMsg',
  'appendonsend',
  'x_appendonsend',
])

/** Looks at no more names than any mail client sets. */
const MAX_CLASSES = 20

/** The mark that an element gets for what mail clients are known to call their quotes; `undefined` for none. */
export const quoteMark = (
  tagName: string,
  attribs: { readonly [name: string]: string | undefined },
): typeof QUOTE_CLASS | typeof QUOTE_REST_CLASS | undefined => {
  const classes = (attribs.class ?? '').slice(0, 1000).split(/\s+/, MAX_CLASSES)
  const id = attribs.id ?? ''
  if (REST_IDS.has(id) || classes.some((name) => REST_CLASSES.has(name))) return QUOTE_REST_CLASS
  if (QUOTE_IDS.has(id) || classes.some((name) => QUOTE_CLASSES.has(name))) return QUOTE_CLASS
  if (tagName === 'blockquote' && attribs.type?.toLowerCase() === 'cite') return QUOTE_CLASS
  return undefined
}
