import { type Instant, toIso } from '../../kernel/index.ts'
import { escapeHtml, type Late, Markup } from './template.ts'

/** A comment as placeholders tell it. `html` is sanitised. */
export type ToldComment = {
  readonly authorName: string
  readonly public: boolean
  readonly text: string
  readonly html: string
  readonly createdAt: Instant
  readonly fileNames: readonly string[]
}

/** No more than this is retold of a conversation, the newest first. */
const TOLD_COMMENTS = 20

/**
 * What the comment placeholders stand for in one text: `ticket.comments`, `ticket.latest_public_comment_html`,
 * `comment.value` (the newest) and their kin, by full name. `comments` are those that the reader may see, oldest first,
 * the description at their head; nothing else is reachable, so that notes do not get out by another name.
 */
export const conversationValues = (comments: readonly ToldComment[]): { readonly [name: string]: Late } => {
  const publicOnes = comments.filter((comment) => comment.public)
  const newest = comments.at(-1)
  return {
    'ticket.description': comments[0]?.text ?? '',
    ...listValues('comments', comments),
    ...listValues('public_comments', publicOnes),
    ...latestValues('latest_comment', newest),
    ...latestValues('latest_public_comment', publicOnes.at(-1)),
    comment: newest === undefined ? '' : partsOf(newest),
  }
}

const listValues = (name: string, comments: readonly ToldComment[]): { [name: string]: Late } => {
  const told = comments.slice(-TOLD_COMMENTS).reverse()
  return {
    [`ticket.${name}`]: told.map(partsOf),
    [`ticket.${name}_formatted`]: joined(told.map(formatted)),
  }
}

const latestValues = (name: string, comment: ToldComment | undefined): { [name: string]: Late } => {
  const rich = comment === undefined ? '' : new Markup(comment.html, comment.text)
  return {
    [`ticket.${name}`]: comment?.text ?? '',
    [`ticket.${name}_html`]: rich,
    [`ticket.${name}_rich`]: rich,
    [`ticket.${name}_formatted`]: comment === undefined ? '' : formatted(comment),
  }
}

const partsOf = (comment: ToldComment): Late => ({
  author: { name: comment.authorName },
  value: comment.text,
  value_rich: new Markup(comment.html, comment.text),
  created_at: toIso(comment.createdAt),
  is_public: comment.public,
  attachments: comment.fileNames.map((filename) => ({ filename })),
})

const formatted = (comment: ToldComment): Markup => {
  const date = `${toIso(comment.createdAt).slice(0, 16).replace('T', ' ')} UTC`
  const note = comment.public ? '' : ' (internal note)'
  const files = comment.fileNames.length === 0 ? '' : `Files: ${comment.fileNames.join(', ')}`
  return new Markup(
    `<p><strong>${escapeHtml(comment.authorName)}</strong>${note}, ${date}</p>${comment.html}` +
      (files === '' ? '' : `<p>${escapeHtml(files)}</p>`),
    [`${comment.authorName}${note}, ${date}`, '', comment.text, ...(files === '' ? [] : ['', files])].join(
      '\n',
    ),
  )
}

const joined = (parts: readonly Markup[]): Markup =>
  new Markup(
    parts.map((part) => part.html).join('<hr />'),
    parts.map((part) => part.text).join('\n\n----------------------------------------\n\n'),
  )
