import { type Attempt, fail } from './attempt.ts'
import type { CommentEdit } from './change.ts'
import { redactedStructure } from './comment-structure.ts'
import type { EditedComment } from './decision.ts'
import type { TicketEvent } from './event.ts'
import { MARK, redactedByMarks } from './marked-redaction.ts'
import type { StandingComment } from './state.ts'

const MAX_REDACTED = 65_536

/**
 * Applies what a Change does to a comment that stands: hides it from customers, trusts it, blackens words of it, takes
 * files away. Hidden stays hidden, and what was redacted is gone for good.
 */
export const readCommentEdit = (
  attempt: Attempt,
  standing: StandingComment | null | undefined,
): EditedComment | null => {
  const edit = attempt.change.commentEdit
  if (!edit) return null
  if (!standing || standing.id !== edit.commentId) {
    fail(attempt, 'comment', 'Comment: does not exist')
    return null
  }
  if (edit.kind === 'redact') return redact(attempt, edit, standing)
  return edit.kind === 'trust' ? trust(standing) : hide(attempt, standing)
}

const hide = ({ draft }: Attempt, { id, public: isPublic }: StandingComment): EditedComment | null => {
  if (!isPublic) return null
  draft.publicCommentCount -= 1
  draft.isPublic = draft.publicCommentCount > 0
  return { commentId: id, isHidden: true }
}

const trust = ({ id, flags, isTrusted }: StandingComment): EditedComment | null =>
  flags.length === 0 || isTrusted ? null : { commentId: id, isTrusted: true }

type Redact = Extract<CommentEdit, { kind: 'redact' }>

const redact = (attempt: Attempt, edit: Redact, standing: StandingComment): EditedComment | null => {
  const texts = redactedTexts(attempt, edit, standing)
  const files = edit.files ?? []
  const standingFiles = files.map(({ id }) => standing.files.find((file) => file.id === id))
  if (standingFiles.includes(undefined)) fail(attempt, 'attachment', 'Attachment: is not one of the comment')
  const blobs = standingFiles.flatMap((file) => file?.blob ?? [])
  return {
    commentId: standing.id,
    ...(texts && { texts: { ...texts, ...restructured(standing, texts) } }),
    ...(files.length > 0 && { files }),
    erased: { blobs, mailId: standing.mailId },
  }
}

const restructured = (standing: StandingComment, texts: Texts): Pick<StandingComment, 'structure'> =>
  standing.structure ? { structure: redactedStructure(standing.structure, standing, texts) } : {}

const redactedTexts = (attempt: Attempt, edit: Redact, standing: StandingComment): Texts | null => {
  const { text, marked } = edit
  if (marked !== undefined) {
    const texts = redactedByMarks(standing, marked)
    if (!texts) fail(attempt, 'html_body', 'Html body: is not the comment with words of it in redact tags')
    return texts
  }
  if (text === undefined && edit.files !== undefined) return null
  const texts = redacted(standing, text)
  if (!texts) fail(attempt, 'text', 'Text: does not stand in the comment')
  return texts
}

export const eventsOfEdit = ({
  commentId,
  isHidden,
  isTrusted,
  texts,
  files,
}: EditedComment): TicketEvent[] => [
  ...(isHidden ? [{ type: 'comment_hidden', commentId } as const] : []),
  ...(isTrusted ? [{ type: 'comment_trusted', commentId } as const] : []),
  ...(texts ? [{ type: 'comment_redacted', commentId } as const] : []),
  ...(files ?? []).map(({ id }) => ({ type: 'file_redacted', commentId, attachmentId: id }) as const),
]

type Texts = Pick<StandingComment, 'text' | 'html' | 'quotedHtml'>

/**
 * The comment with every occurrence blackened; null where there is none. Where the words run across markup, the HTML
 * is made anew from the text, and a quote that holds them is left out.
 */
export const redacted = ({ text, html, quotedHtml }: Texts, wanted: unknown): Texts | null => {
  if (typeof wanted !== 'string' || wanted.trim() === '' || wanted.length > MAX_REDACTED) return null
  const marks = MARK.repeat([...wanted].length)
  const blacken = (content: string, words: string): string => content.replaceAll(words, marks)
  const blackenHtml = (content: string): string => blacken(blacken(content, escaped(wanted)), wanted)
  const isIn = (content: string): boolean => plain(content).includes(squeezed(wanted))
  if (!text.includes(wanted) && !isIn(html) && !isIn(quotedHtml ?? '')) return null
  const newText = blacken(text, wanted)
  const newHtml = blackenHtml(html)
  const newQuote = quotedHtml === null ? null : blackenHtml(quotedHtml)
  return {
    text: newText,
    html: isIn(newHtml) ? `<p>${escaped(newText).replaceAll('\n', '<br>')}</p>` : newHtml,
    quotedHtml: newQuote !== null && isIn(newQuote) ? null : newQuote,
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const ENTITIES: { readonly [entity: string]: string } = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
  '&amp;': '&',
}

/** Sanitised HTML as it reads, without its blanks. */
const plain = (html: string): string =>
  squeezed(
    html.replace(/<[^>]*>/g, '').replace(/&(?:lt|gt|quot|#39|nbsp|amp);/g, (one) => ENTITIES[one] ?? one),
  )

const squeezed = (text: string): string => text.replace(/\s+/g, '')
