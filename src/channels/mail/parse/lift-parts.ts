/** Smaller parts are no burden to the parser. */
const LARGE_BYTES = 128 * 1024
const MAX_BOUNDARIES = 100
const MAX_PART_HEADER = 32 * 1024

/** What the parser gets to read, and the bytes of files that were taken out of it, by what stands in their place. */
export type Lifted = { readonly bytes: Buffer; readonly files: ReadonlyMap<string, Uint8Array> }

/**
 * Takes large files out of a mail before it is parsed, and decodes them at the speed of the machine: the parser goes
 * line by line and keeps each in an object, which costs 30 MB of attachment two seconds and a log of 500,000 lines
 * more memory than a mail gets. Files in mails within the mail stay: that mail is a file itself.
 */
export const liftLargeParts = (raw: Buffer): Lifted => {
  const files = new Map<string, Uint8Array>()
  if (raw.length < LARGE_BYTES) return { bytes: raw, files }
  const pieces: Buffer[] = []
  let kept = 0
  for (const section of sectionsOf(raw)) {
    if (section.end - section.start < LARGE_BYTES) continue
    const file = fileIn(raw, section)
    if (file === undefined) continue
    const mark = `lifted-part-${files.size}`
    files.set(mark, file.content)
    pieces.push(
      raw.subarray(kept, file.start),
      Buffer.from(file.isBase64 ? Buffer.from(mark).toString('base64') : mark),
    )
    kept = section.end
  }
  pieces.push(raw.subarray(kept))
  return { bytes: files.size === 0 ? raw : Buffer.concat(pieces), files }
}

type Section = { readonly start: number; readonly end: number }

/** The stretches between delimiter lines that boundaries of this mail (not of one within it) announce. */
function* sectionsOf(raw: Buffer): Generator<Section> {
  const boundaries = announced(raw)
  let open: { start: number; boundary: string } | undefined
  let within: string | undefined
  for (let at = raw.indexOf('\n--'); at >= 0; at = raw.indexOf('\n--', at + 1)) {
    const boundary = boundaryAt(raw, at + 3, boundaries)
    if (boundary === undefined || (within !== undefined && boundary !== within)) continue
    if (open !== undefined) yield { start: open.start, end: raw[at - 1] === CR ? at - 1 : at }
    const lineEnd = raw.indexOf('\n', at + 3)
    open = lineEnd < 0 ? undefined : { start: lineEnd + 1, boundary }
    const header =
      open === undefined
        ? ''
        : raw.toString('latin1', open.start, open.start + 2_000).split(/\r?\n\r?\n/, 1)[0]
    within = /^content-type[ \t]*:\s*message\//im.test(header ?? '') ? boundary : undefined
  }
}

const CR = 13

const announced = (raw: Buffer): string[] => {
  const found = new Set<string>()
  const pattern = /boundary[ \t]*=[ \t]*(?:"([^"\r\n]{1,200})"|([^\s";]{1,200}))/gi
  for (const [, quoted, bare] of raw.toString('latin1').matchAll(pattern)) {
    found.add((quoted ?? bare ?? '').trimEnd())
    if (found.size >= MAX_BOUNDARIES) break
  }
  // The longest first: one may begin like another.
  return [...found].filter((one) => one !== '').sort((a, b) => b.length - a.length)
}

const boundaryAt = (raw: Buffer, at: number, boundaries: readonly string[]): string | undefined => {
  const line = raw.toString('latin1', at, at + 210)
  return boundaries.find(
    (one) => line.startsWith(one) && /^(--)?[ \t]*(\r?\n|$)/.test(line.slice(one.length)),
  )
}

type LiftedFile = { readonly start: number; readonly content: Uint8Array; readonly isBase64: boolean }

/** The file that a section holds, if it is one: not a text to show, not something with parts of its own. */
const fileIn = (raw: Buffer, { start, end }: Section): LiftedFile | undefined => {
  const top = raw.toString('latin1', start, Math.min(end, start + MAX_PART_HEADER))
  const blank = /\r?\n\r?\n/.exec(top)
  if (blank === null) return undefined
  const header = top.slice(0, blank.index).replace(/\r?\n[ \t]+/g, ' ')
  const type = /^content-type[ \t]*:[ \t]*([\w.+/-]+)/im.exec(header)?.[1]?.toLowerCase() ?? 'text/plain'
  const isAttached = /^content-disposition[ \t]*:[ \t]*attachment/im.test(header)
  if (/^(multipart|message)\//.test(type) || (type.startsWith('text/') && !isAttached)) return undefined
  const encoding =
    /^content-transfer-encoding[ \t]*:[ \t]*"?([\w-]+)/im.exec(header)?.[1]?.toLowerCase() ?? '7bit'
  const bodyStart = start + blank.index + blank[0].length
  if (encoding === 'base64') {
    return {
      start: bodyStart,
      content: Buffer.from(raw.toString('latin1', bodyStart, end), 'base64'),
      isBase64: true,
    }
  }
  if (!/^(7bit|8bit|binary)$/.test(encoding)) return undefined
  return { start: bodyStart, content: new Uint8Array(raw.subarray(bodyStart, end)), isBase64: false }
}

const MAX_MARK_BYTES = 40

/** The bytes that belong where a mark stands; else the very same. */
export const putBack = (content: Uint8Array, { files }: Lifted): Uint8Array => {
  if (files.size === 0 || content.length > MAX_MARK_BYTES) return content
  return files.get(Buffer.from(content).toString('latin1').trimEnd()) ?? content
}
