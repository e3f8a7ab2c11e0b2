import PostalMime, { type Address, type Attachment, addressParser, type Email } from 'postal-mime'
import { instantOf } from '../../../kernel/index.ts'
import { htmlToText, sanitizeHtml, splitQuotedHtml, textToHtml } from '../../../platform/html/index.ts'
import {
  cleanLine,
  cleanMailbox,
  cleanSubject,
  MARK_HEADERS,
  type MailAttachment,
  type Mailbox,
  type ParsedMail,
  readForwarded,
  safeFileName,
  splitReply,
  unprefixed,
} from '../../core/index.ts'
import { liftDataImages } from './data-images.ts'
import { liftLargeParts, putBack } from './lift-parts.ts'
import { MAX_LEVELS, MAX_PARTS, MAX_TEXT_CHARACTERS, MailOverLimit } from './limits.ts'
import { decodeAs, repairMail } from './repair.ts'
import { readReport } from './report.ts'
import { notesOnSealedParts } from './sealed-parts.ts'
import { decodeUtf7, isUtf7 } from './utf7.ts'

/** A mail that was read, with the bytes of its attachments in their order. */
export type ReadMail = { readonly mail: ParsedMail; readonly contents: readonly Uint8Array[] }

/**
 * Reads raw bytes into a mail: any bytes. What can be mended is, and said in `remarks`; over a limit it throws
 * `MailOverLimit`. Bounded in memory and time by the worker that it runs in.
 */
export const readMail = async (raw: Buffer, isWithin = false): Promise<ReadMail> => {
  const repaired = repairMail(raw)
  const remarks = [...repaired.remarks]
  const parser = new PostalMime({ forceRfc822Attachments: true, maxNestingDepth: MAX_LEVELS })
  const lifted = liftLargeParts(repaired.bytes)
  const parsed = await parse(parser, lifted.bytes)
  const { email, images } = asRead(parsed, isUtf7(repaired.bytes), remarks)
  const attachments = [
    ...email.attachments.map((part) => ({ part, bytes: putBack(bytesOf(part), lifted) })),
    ...images,
  ]
  const body = readBody(email, repaired.bytes.subarray(repaired.bodyStart), remarks)
  remarks.push(...notesOnSealedParts(email.attachments, body.text))
  const type = contentType(email)
  const mail: ParsedMail = {
    ...readPeople(email),
    subject: cleanSubject(email.subject),
    messageId: messageIds(email.messageId)[0] ?? null,
    references: [
      ...new Set([...messageIds(email.inReplyTo), ...messageIds(email.references).reverse()]),
    ].slice(0, 100),
    sentAt: readDate(email.date),
    marks: readMarks(email),
    contentType: type.name,
    reportType: type.reportType,
    report: readReport(email.attachments),
    ...body,
    attachments: attachments.map(({ part, bytes }) =>
      describe(part, bytes, body.html + (body.quotedHtml ?? '')),
    ),
    forwarded: isWithin ? null : await forwardedIn(email, body, attachments),
    remarks,
  }
  return { mail, contents: attachments.map(({ bytes }) => bytes) }
}

type FilePart = { readonly part: Attachment; readonly bytes: Uint8Array }

/** The parser's mail with what it does not know to read: UTF-7, and pictures within the page. */
const asRead = (
  parsed: Email,
  utf7: boolean,
  remarks: string[],
): { readonly email: Email; readonly images: FilePart[] } => {
  const decode = (text: string | undefined): string => (utf7 ? decodeUtf7(text ?? '') : (text ?? ''))
  const { html, images } = liftDataImages(decode(parsed.html), remarks)
  const files = images.map(({ contentId, mimeType, bytes }, at): FilePart => {
    const filename = `image-${at + 1}.${mimeType.slice('image/'.length)}`
    return { part: { filename, mimeType, contentId, disposition: 'inline', content: '' }, bytes }
  })
  return { email: { ...parsed, html, text: decode(parsed.text) }, images: files }
}

/** A mail that was passed on: attached as a whole, or retold by the client. */
const forwardedIn = async (
  email: Email,
  body: Body,
  attachments: readonly FilePart[],
): Promise<ParsedMail['forwarded']> => {
  const subject = cleanSubject(email.subject)
  const mails = attachments.filter(({ part }) => part.mimeType === 'message/rfc822')
  const [only] = mails
  if (mails.length === 1 && only !== undefined && !isReport(email)) {
    const { mail } = await readMail(Buffer.from(only.bytes), true)
    if (mail.from === null) return null
    const { from, text, html } = mail
    return { from, subject: mail.subject || unprefixed(subject), text, html, note: body.text.trim() }
  }
  return readForwarded(subject, [body.text, body.quotedText].filter(Boolean).join('\n\n'))
}

const isReport = (email: Email): boolean => contentType(email).name === 'multipart/report'

const parse = async (parser: PostalMime, bytes: Buffer): Promise<Email> => {
  let email: Email
  try {
    email = await parser.parse(bytes)
  } catch (error) {
    if (error instanceof Error && /maximum/i.test(error.message)) throw new MailOverLimit(error.message)
    throw error
  }
  if (countParts((parser as unknown as Tree).root) > MAX_PARTS) {
    throw new MailOverLimit(`The mail has more than ${MAX_PARTS} parts.`)
  }
  return email
}

/** The parser's own tree of parts: its result does not tell how many texts it joined. */
type Tree = { readonly root: Node }
type Node = { readonly childNodes?: readonly Node[] }

const countParts = (node: Node): number => {
  let count = 0
  const open: Node[] = [node]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    count++
    for (const child of next.childNodes ?? []) open.push(child)
  }
  return count
}

type Body = Pick<ParsedMail, 'text' | 'quotedText' | 'html' | 'quotedHtml'>

const readBody = (email: Email, bodyBytes: Buffer, remarks: string[]): Body => {
  const text = cutText(email.text ?? '', remarks)
  const html = email.html ?? ''
  if (text.trim() === '' && html.trim() === '' && email.attachments.length === 0 && bodyBytes.length > 0) {
    return bareBody(bodyBytes, remarks)
  }
  if (html.trim() === '') return textBody(text)
  const clean = sanitizeHtml(html).trim()
  const split = splitQuotedHtml(clean)
  const fromText = splitReply(text)
  const useText = split.quoted === null && fromText.reply !== ''
  return {
    text: useText ? fromText.reply : htmlToText(split.html),
    quotedText: useText ? fromText.quoted : htmlToText(split.quoted ?? ''),
    html: split.html,
    quotedHtml: split.quoted,
  }
}

const textBody = (text: string): Body => {
  const { reply, quoted } = splitReply(text.replaceAll('\r\n', '\n'))
  const html = textToHtml(reply)
  return {
    text: htmlSafeText(reply),
    quotedText: htmlSafeText(quoted),
    html,
    quotedHtml:
      quoted === '' ? null : `<blockquote class="mainstay-quote">${textToHtml(quoted)}</blockquote>`,
  }
}

/** A structure that the parser made nothing of (no boundary, a wrong one): its text is shown rather than lost. */
const bareBody = (bytes: Buffer, remarks: string[]): Body => {
  const shown = bytes.subarray(0, MAX_TEXT_CHARACTERS)
  const decoded = decodeAs(shown, 'utf-8')
  const text = decoded.includes('\ufffd') ? decodeAs(shown, 'windows-1252') : decoded
  if (text.trim() !== '') remarks.push('The structure of the mail was broken: its body is shown as it came.')
  return textBody(text)
}

const cutText = (text: string, remarks: string[]): string => {
  if (text.length <= MAX_TEXT_CHARACTERS) return text
  remarks.push('The text was cut at 5 MB.')
  return text.slice(0, MAX_TEXT_CHARACTERS).toWellFormed()
}

const CONTROLS = /(?![\n\t])\p{Cc}|[\ufffe\uffff]/gu

const htmlSafeText = (text: string): string =>
  text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(CONTROLS, '').toWellFormed()

const readPeople = (email: Email): Pick<ParsedMail, 'from' | 'severalAuthors' | 'replyTo' | 'to' | 'cc'> => {
  const fromHeaders = email.headers.filter(({ key }) => key === 'from')
  const authors = fromHeaders.flatMap(({ value }) => addressParser(value.slice(0, 10_000), { flatten: true }))
  const author = mailboxes(email.from === undefined ? [] : [email.from])[0] ?? null
  return {
    from: author,
    severalAuthors: fromHeaders.length > 1 || authors.length > 1,
    replyTo: mailboxes(email.replyTo),
    to: mailboxes(email.to),
    cc: mailboxes(email.cc),
  }
}

/** Agents see whom a mail went to; more than these say nothing. */
const MAX_PEOPLE = 500

const mailboxes = (addresses: readonly Address[] | undefined): Mailbox[] =>
  (addresses ?? [])
    .slice(0, MAX_PEOPLE)
    .flatMap((one) => one.group ?? [one])
    .map(({ name, address }) => cleanMailbox(name, address))
    .filter((one) => one !== null)
    .slice(0, MAX_PEOPLE)

const messageIds = (header: string | undefined): string[] =>
  (header ?? '')
    .slice(0, 100_000)
    .match(/<[^<>\s]{1,500}>/g)
    ?.map((id) => id.toWellFormed()) ?? []

const readDate = (date: string | undefined): ParsedMail['sentAt'] => {
  const ms = date === undefined ? Number.NaN : Date.parse(date)
  return Number.isNaN(ms) ? null : instantOf(ms)
}

const MAX_MARK = 500

const readMarks = (email: Email): ParsedMail['marks'] => {
  const marks: { [header: string]: string } = {}
  for (const { key, value } of email.headers) {
    if (MARK_HEADERS.includes(key)) marks[key] ??= cleanLine(value, MAX_MARK)
  }
  return marks
}

const contentType = (email: Email): { name: string; reportType: string | null } => {
  const value = email.headers.find(({ key }) => key === 'content-type')?.value ?? 'text/plain'
  return {
    name: cleanLine(value.split(';', 1)[0] ?? '', 100).toLowerCase(),
    reportType: /report-type\s*=\s*"?([\w-]{1,60})/i.exec(value.slice(0, 2_000))?.[1]?.toLowerCase() ?? null,
  }
}

const bytesOf = (part: Attachment): Uint8Array =>
  typeof part.content === 'string' ? Buffer.from(part.content, 'utf8') : new Uint8Array(part.content)

const EXTENSIONS: Readonly<Record<string, string>> = {
  'message/rfc822': 'message.eml',
  'text/calendar': 'invite.ics',
  'text/html': 'message.html',
  'text/plain': 'message.txt',
  'text/rfc822-headers': 'headers.txt',
  'message/delivery-status': 'delivery-status.txt',
  'image/png': 'image.png',
  'image/jpeg': 'image.jpg',
  'image/gif': 'image.gif',
  'application/pdf': 'document.pdf',
  'application/ms-tnef': 'winmail.dat',
}

const describe = (part: Attachment, bytes: Uint8Array, html: string): MailAttachment => {
  const contentType = /^[\w.+-]{1,80}\/[\w.+-]{1,80}$/.test(part.mimeType)
    ? part.mimeType
    : 'application/octet-stream'
  const contentId =
    part.contentId === undefined ? null : cleanLine(part.contentId.replace(/^<|>$/g, ''), 500) || null
  return {
    fileName: safeFileName(part.filename ?? EXTENSIONS[contentType]),
    contentType,
    size: bytes.byteLength,
    contentId,
    inline: contentId !== null && html.includes(`cid:${contentId.replaceAll('&', '&amp;')}`),
  }
}
