import type { Id } from '../../kernel/index.ts'
import { htmlToText, sanitizeHtml, textToHtml } from '../../platform/html/index.ts'
import type { CommentStructure } from '../core/comment-structure.ts'
import type { Fail } from './read-ticket.ts'
import type { CommentInput } from './ticket-input.ts'

/** A comment that a caller wants to write; its uploads are not looked up yet. */
export type CommentWish = {
  readonly public?: boolean
  readonly authorId?: Id
  readonly text: string
  /** Sanitised. */
  readonly html: string
  readonly uploadTokens: readonly string[]
  /** What it holds besides its words. */
  readonly structure?: CommentStructure
}

/** Of text, in UTF-8 (`security.md` 8). */
export const MAX_COMMENT_BYTES = 64 * 1024

/** Reads a comment of the wire; undefined when it says nothing and brings nothing. */
export const readComment = (input: CommentInput | null | undefined, fail: Fail): CommentWish | undefined => {
  if (input == null) return undefined
  const uploadTokens = [input.uploads ?? []].flat()
  const { text, html } = textsOf(input)
  if (text.trim() === '' && !html.includes('<img') && uploadTokens.length === 0) return undefined
  if (Buffer.byteLength(text) > MAX_COMMENT_BYTES)
    return fail('comment', `Comment: is longer than ${MAX_COMMENT_BYTES} bytes`, 'TooLong')
  const authorId = input.author_id == null || input.author_id === '' ? undefined : Number(input.author_id)
  return {
    ...(input.public == null ? {} : { public: input.public }),
    ...(authorId === undefined ? {} : { authorId }),
    text,
    html,
    uploadTokens,
  }
}

/** HTML wins over text; `value` is an older name of `body`. */
const textsOf = (input: CommentInput): { text: string; html: string } => {
  if (input.html_body) {
    const html = sanitizeHtml(input.html_body)
    return { html, text: htmlToText(html) }
  }
  const text = input.body ?? input.value ?? ''
  return { text, html: textToHtml(text) }
}
