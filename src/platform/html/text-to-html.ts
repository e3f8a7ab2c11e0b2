import { cleanText } from './clean-text.ts'
import { safeUrl } from './safe-url.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)

/** Plain text as HTML: escaped, blank lines make paragraphs, lines end in `<br />`, web addresses become links. */
export const textToHtml = (text: string): string =>
  cleanText(text)
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replace(/^\n+|\n+$/g, ''))
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => `<p>${paragraph.split('\n').map(linkLine).join('<br />')}</p>`)
    .join('')

const LINK = /https?:\/\/[^\s<>"']{1,2000}/gi

const linkLine = (line: string): string => {
  let html = ''
  let at = 0
  for (const match of line.matchAll(LINK)) {
    const shown = match[0].replace(/[).,;:!?\]]+$/, '')
    const url = safeUrl(shown)
    if (url === undefined) continue
    html += `${escapeHtml(line.slice(at, match.index))}<a href="${escapeHtml(url)}" rel="noopener noreferrer">${escapeHtml(shown)}</a>`
    at = match.index + shown.length
  }
  return html + escapeHtml(line.slice(at))
}
