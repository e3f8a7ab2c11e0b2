import { Parser } from 'htmlparser2'
import { QUOTE_CLASS, QUOTE_REST_CLASS } from './quote-marks.ts'

export type SplitHtml = {
  /** What the person wrote. */
  readonly html: string
  /** What their client quoted below it; `null` when nothing was found to fold away. */
  readonly quoted: string | null
}

/**
 * Cuts sanitised HTML before its quoted part. Uncut stays: a mail without marks, one where something follows the
 * quote (answers between the lines), and one that would be empty without it.
 */
export const splitQuotedHtml = (html: string): SplitHtml => {
  if (!html.includes(QUOTE_CLASS)) return { html, quoted: null }
  const found = findQuote(html)
  if (found === undefined || !found.somethingBefore || found.somethingAfter) return { html, quoted: null }
  const endTags = found.openBefore.toReversed().map((name) => `</${name}>`)
  const startTags = found.openBefore.map((name) => `<${name}>`)
  return {
    html: html.slice(0, found.at) + endTags.join(''),
    quoted: startTags.join('') + html.slice(found.at),
  }
}

type Quote = {
  at: number
  openBefore: readonly string[]
  somethingBefore: boolean
  somethingAfter: boolean
}

const findQuote = (html: string): Quote | undefined => {
  const open: string[] = []
  let quote: Quote | undefined
  let somethingBefore = false
  /** The depth at which the quoted element stands; 0 outside one, Infinity when it reaches to the end. */
  let quotedFrom = 0
  const parser: Parser = new Parser({
    onopentag(name, attribs) {
      const mark = attribs.class
      if (quotedFrom === 0 && (mark === QUOTE_CLASS || mark === QUOTE_REST_CLASS)) {
        quote ??= { at: parser.startIndex, openBefore: [...open], somethingBefore, somethingAfter: false }
        quotedFrom = mark === QUOTE_CLASS ? open.length + 1 : Number.POSITIVE_INFINITY
      }
      if (name === 'img') saw()
      open.push(name)
    },
    ontext(text) {
      if (text.trim() !== '') saw()
    },
    onclosetag() {
      if (open.length === quotedFrom) quotedFrom = 0
      open.pop()
    },
  })
  const saw = (): void => {
    if (quote === undefined) somethingBefore = true
    else if (quotedFrom === 0) quote.somethingAfter = true
  }
  parser.end(html)
  return quote
}
