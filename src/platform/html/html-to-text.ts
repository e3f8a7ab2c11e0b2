import { cleanText } from './clean-text.ts'
import { decodeEntities } from './entities.ts'
import { cutHtml, parseBounded, stripTags } from './limits.ts'

/** Elements that stand on lines of their own, and how many line ends part them from what is round them. */
const BLOCKS: ReadonlyMap<string, number> = new Map([
  ...['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'dl', 'table', 'blockquote', 'pre'].map(
    (name) => [name, 2] as const,
  ),
  ...[
    'div',
    'li',
    'tr',
    'dt',
    'dd',
    'hr',
    'section',
    'article',
    'header',
    'footer',
    'main',
    'address',
    'center',
  ].map((name) => [name, 1] as const),
])
const SILENT: ReadonlySet<string> = new Set(['script', 'style', 'title', 'template', 'noembed', 'noframes'])
/** A row of layout cells is not a line of a thousand blanks. */
const MAX_QUOTE_MARKS = 8

/** What a reader would see of the HTML, as plain text. Links show their address where it differs from their text. */
export const htmlToText = (html: string): string => {
  const cut = cutHtml(html)
  const page = new Page()
  const complete = parseBounded(cut, {
    onopentag: (name, attribs) => page.open(name, attribs),
    ontext: (text) => page.text(text),
    onclosetag: (name) => page.close(name),
  })
  return cleanText(complete ? page.toString() : decodeEntities(stripTags(cut))).trim()
}

/** Collects lines. Blanks between words and line ends between blocks are only written when something follows. */
class Page {
  readonly #out: string[] = []
  readonly #links: { href: string; from: number }[] = []
  #lineEnds = 0
  #blank = false
  #silent = 0
  #pre = 0
  #quotes = 0

  open(name: string, attribs: Record<string, string>): void {
    if (SILENT.has(name)) this.#silent++
    if (name === 'br') this.#lineEnds = Math.min(this.#lineEnds + 1, 3)
    if (name === 'td' || name === 'th') this.#blank = true
    this.#breakLine(name)
    if (name === 'blockquote') this.#quotes++
    if (name === 'pre') this.#pre++
    if (name === 'li') this.#write('• ')
    if (name === 'hr') this.#write('---')
    if (name === 'img' && attribs.alt) this.text(`[${attribs.alt}]`)
    if (name === 'a') this.#links.push({ href: attribs.href ?? '', from: this.#out.length })
  }

  close(name: string): void {
    if (SILENT.has(name)) this.#silent--
    if (name === 'a') this.#endLink()
    if (name === 'pre') this.#pre--
    this.#breakLine(name)
    if (name === 'blockquote') this.#quotes--
  }

  text(text: string): void {
    if (this.#silent > 0) return
    if (this.#pre > 0) {
      this.#verbatim(text)
      return
    }
    const words = text.split(/[ \t\r\n\f]+/)
    for (const [place, word] of words.entries()) {
      if (place > 0) this.#blank = true
      if (word !== '') this.#write(word)
    }
  }

  toString(): string {
    return this.#out.join('')
  }

  #verbatim(text: string): void {
    for (const [place, line] of text.split('\n').entries()) {
      if (place > 0) this.#lineEnds++
      if (line !== '') this.#write(line)
    }
  }

  #breakLine(name: string): void {
    const wanted = BLOCKS.get(name)
    if (wanted !== undefined) this.#lineEnds = Math.max(this.#lineEnds, wanted)
  }

  #write(text: string): void {
    if (this.#out.length > 0 && this.#lineEnds > 0) this.#out.push('\n'.repeat(this.#lineEnds))
    else if (this.#blank && this.#out.length > 0) this.#out.push(' ')
    if (this.#quotes > 0 && (this.#lineEnds > 0 || this.#out.length === 0)) {
      this.#out.push('> '.repeat(Math.min(this.#quotes, MAX_QUOTE_MARKS)))
    }
    this.#lineEnds = 0
    this.#blank = false
    this.#out.push(text)
  }

  #endLink(): void {
    const link = this.#links.pop()
    if (link === undefined || this.#silent > 0) return
    const address = link.href.replace(/^mailto:|^tel:/i, '')
    if (!/^https?:/i.test(link.href) && !/^mailto:/i.test(link.href)) return
    const shown = this.#out.slice(link.from).join('').trim()
    if (shown === '' || shown === address || `${shown}/` === address || shown === link.href) return
    this.#blank = true
    this.#write(`<${address}>`)
  }
}
