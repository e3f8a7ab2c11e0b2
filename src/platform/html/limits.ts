import { type Handler, Parser } from 'htmlparser2'

/** `security.md` 8. Longer HTML is cut. */
export const MAX_HTML_BYTES = 5 * 1024 * 1024
/** Elements nested deeper lose their tags and keep their text. */
export const MAX_HTML_LEVELS = 64

/**
 * The parser looks for the element that an end tag closes along all open ones, so that work grows with levels times
 * tags. Past this depth (a chain of 60 quoted replies has about 300) markup is no longer taken for markup.
 */
const MAX_OPEN_ELEMENTS = 512

/** Cuts to the limit, without half a character at the end. UTF-16 units never outnumber bytes. */
export const cutHtml = (html: string): string => {
  if (html.length <= MAX_HTML_BYTES / 3) return html
  const bytes = Buffer.from(html, 'utf8')
  if (bytes.length <= MAX_HTML_BYTES) return html
  return bytes
    .subarray(0, MAX_HTML_BYTES)
    .toString('utf8')
    .replace(/\ufffd$/, '')
}

/** Parses and tells whether it came to the end; `false` when more elements stood open than any mail needs. */
export const parseBounded = (html: string, handler: Partial<Handler>): boolean => {
  let open = 0
  let tooDeep = false
  const parser = new Parser({
    ...handler,
    onopentag(name, attribs, isImplied) {
      open++
      if (open > MAX_OPEN_ELEMENTS) tooDeep = true
      else handler.onopentag?.(name, attribs, isImplied)
    },
    onclosetag(name, isImplied) {
      open--
      handler.onclosetag?.(name, isImplied)
    },
  })
  for (let at = 0; at < html.length && !tooDeep; at += CHUNK) parser.write(html.slice(at, at + CHUNK))
  if (tooDeep) return false
  parser.end()
  return true
}

/** Small enough that a hostile chunk costs little before its depth is noticed. */
const CHUNK = 16 * 1024

/** The text between tags, found without a tree: for markup that no parser should be asked to nest. */
export const stripTags = (html: string): string => {
  const pieces: string[] = []
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) break
    pieces.push(html.slice(at, open))
    const close = html.indexOf('>', open)
    if (close < 0) return pieces.join(' ')
    at = close + 1
  }
  pieces.push(html.slice(at))
  return pieces.filter((piece) => piece !== '').join(' ')
}
