export { htmlToText } from './html-to-text.ts'
export { QUOTE_CLASS, QUOTE_REST_CLASS, type SanitizeOptions, sanitizeHtml } from './sanitize.ts'
export { type SplitHtml, splitQuotedHtml } from './split-quote.ts'
export { textToHtml } from './text-to-html.ts'
