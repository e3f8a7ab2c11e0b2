import { type Attempt, fail } from './attempt.ts'
import type { CommentEdit } from './change.ts'
import type { EditedComment } from './decision.ts'
import type { TicketEvent } from './event.ts'
import type { StandingComment } from './state.ts'

const MARK = '▇'
const MAX_REDACTED = 65_536

/**
 * Applies what a Change does to a comment that stands: hides it from customers, or blackens words of it. Hidden stays
 * hidden, and blackened words are gone for good.
 */
export const readCommentEdit = (
  attempt: Attempt,
  standing: StandingComment | null | undefined,
): EditedComment | null => {
  const edit: CommentEdit | undefined = attempt.change.commentEdit
  if (!edit) return null
  if (!standing || standing.id !== edit.commentId) {
    fail(attempt, 'comment', 'Comment: does not exist')
    return null
  }
  if (edit.kind === 'make_private') return hide(attempt, standing)
  const texts = redacted(standing, edit.text)
  if (!texts) fail(attempt, 'text', 'Text: does not stand in the comment')
  return texts && { commentId: standing.id, texts }
}

const hide = ({ draft }: Attempt, { id, public: isPublic }: StandingComment): EditedComment | null => {
  if (!isPublic) return null
  draft.publicCommentCount -= 1
  draft.isPublic = draft.publicCommentCount > 0
  return { commentId: id, isHidden: true }
}

export const eventOfEdit = (edit: EditedComment): TicketEvent => ({
  type: 'texts' in edit ? 'comment_redacted' : 'comment_hidden',
  commentId: edit.commentId,
})

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
