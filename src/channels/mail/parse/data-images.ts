/** Pictures that stand in the page itself, as some clients write them. */
export type DataImages = {
  readonly html: string
  readonly images: readonly {
    readonly contentId: string
    readonly mimeType: string
    readonly bytes: Buffer
  }[]
}

const MAX_IMAGES = 50
/** Up to the picture's bytes; a pattern that ran over those too would need a stack as deep as they are many. */
const START =
  /<img\b[^>]{0,2000}?\bsrc[ \t]{0,10}=[ \t]{0,10}(["']?)(data:image\/(png|jpeg|jpg|gif|webp);base64,)/gi

/**
 * Takes pictures out of a page: each becomes a file that the page names by `cid:`. Other kinds stay, and are
 * sanitised away.
 */
export const liftDataImages = (html: string, remarks: string[]): DataImages => {
  if (!html.includes('data:image/')) return { html, images: [] }
  const images: { contentId: string; mimeType: string; bytes: Buffer }[] = []
  const pieces: string[] = []
  let kept = 0
  for (const match of html.matchAll(START)) {
    const [whole, quote = '', url = '', kind = ''] = match
    const from = match.index + whole.length
    if (match.index < kept) continue
    if (images.length >= MAX_IMAGES) {
      remarks.push(`Only ${MAX_IMAGES} of the pictures in the page were kept.`)
      break
    }
    const end = endOf(html, from, quote)
    const contentId = `image-${images.length + 1}@data.invalid`
    const mimeType = `image/${kind.toLowerCase().replace('jpg', 'jpeg')}`
    images.push({ contentId, mimeType, bytes: Buffer.from(html.slice(from, end), 'base64') })
    pieces.push(html.slice(kept, from - url.length), `cid:${contentId}`)
    kept = end
  }
  return { html: [...pieces, html.slice(kept)].join(''), images }
}

const endOf = (html: string, from: number, quote: string): number => {
  if (quote === '') {
    const length = html.slice(from).search(/[\s>]/)
    return length < 0 ? html.length : from + length
  }
  const at = html.indexOf(quote, from)
  return at < 0 ? html.length : at
}
