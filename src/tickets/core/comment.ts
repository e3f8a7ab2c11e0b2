import { isId } from '../../kernel/index.ts'
import { type Attempt, fail, findPerson, isStaffPerson } from './attempt.ts'
import type { NewComment } from './change.ts'
import type { DecidedComment } from './decision.ts'

export const MAX_COMMENT_BYTES = 65_536
const MAX_ATTACHMENTS = 1000

/**
 * Reads the comment of a Change: who wrote it, whether it is public. A blank one is none; a ticket without one cannot
 * be created.
 */
export const readComment = (attempt: Attempt): DecidedComment | null => {
  const comment = attempt.change.comment
  if (comment === undefined || comment === null || isBlank(comment)) {
    if (attempt.before === null && !attempt.change.split)
      fail(attempt, 'base', 'Description: cannot be blank', 'BlankValue')
    return null
  }
  const authorId = comment.authorId ?? attempt.acting.person?.id
  const author = isId(authorId) ? findPerson(attempt.context, authorId) : undefined
  checkShape(attempt, comment)
  checkFirst(attempt, comment)
  if (!author) {
    fail(attempt, 'comment', 'Comment: its author does not exist')
    return null
  }
  const { public: _, authorId: __, ...content } = comment
  return { ...content, eventIndex: 0, authorId: author.id, public: isPublic(attempt, comment, author.id) }
}

/** Who may only write notes asks for help with one all the same. */
const checkFirst = (attempt: Attempt, comment: NewComment): void => {
  const { before, acting, policy } = attempt
  if (before !== null || comment.public !== false || policy.settings.firstCommentMayBePrivate) return
  if (mayCommentPublicly(acting)) fail(attempt, 'comment', 'Comment: the first one must be public')
}

/** Counts a decided comment on the ticket. */
export const addComment = (attempt: Attempt, comment: DecidedComment | null): void => {
  if (!comment) return
  const { draft } = attempt
  draft.commentCount += 1
  if (comment.public) {
    draft.publicCommentCount += 1
    draft.isPublic = true
  }
}

export const utf8Bytes = (text: string): number => {
  let bytes = text.length
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code >= 0x80) bytes += code >= 0x800 && (code < 0xd800 || code > 0xdfff) ? 2 : 1
  }
  return bytes
}

/** What nobody chose: public from those who may, where the desk says so; and from every end user. */
const isPublic = (attempt: Attempt, comment: NewComment, authorId: number): boolean => {
  const { acting, policy, context, before } = attempt
  const isNew = before === null
  if (comment.public !== undefined) return comment.public
  if (acting.isStaff && !mayCommentPublicly(acting)) return false
  if (isNew && !policy.settings.firstCommentMayBePrivate) return true
  const author = findPerson(context, authorId)
  const isByStaff = author !== undefined && isStaffPerson(policy, author)
  return !isByStaff || policy.settings.commentsPublicByDefault
}

export const mayCommentPublicly = ({ role, person }: Attempt['acting']): boolean =>
  role?.permissions.has('tickets.comment_public') === true && !person?.onlyPrivateComments

const isBlank = (comment: NewComment): boolean =>
  isBlankText(comment.text) &&
  !(Array.isArray(comment.attachments) && comment.attachments.length > 0) &&
  (isBlankText(comment.html) || !/<img\b/i.test(comment.html))

const isBlankText = (text: unknown): boolean =>
  text === undefined || text === null || (typeof text === 'string' && text.trim() === '')

const checkShape = (attempt: Attempt, comment: NewComment): void => {
  const { text, html, attachments } = comment
  if (typeof text !== 'string' || typeof html !== 'string')
    fail(attempt, 'comment', 'Comment: must be a text')
  else if (text.length * 3 > MAX_COMMENT_BYTES && utf8Bytes(text) > MAX_COMMENT_BYTES)
    fail(attempt, 'comment', `Comment: is too long (maximum is ${MAX_COMMENT_BYTES} bytes)`, 'TooLong')
  if (comment.public !== undefined && typeof comment.public !== 'boolean')
    fail(attempt, 'comment', 'Comment: public must be true or false')
  const isList = Array.isArray(attachments) && attachments.every((file) => isId(file?.id))
  if (!isList) fail(attempt, 'comment', 'Comment: attachments must be a list of uploads')
  else if (attachments.length > MAX_ATTACHMENTS)
    fail(attempt, 'comment', `Comment: at most ${MAX_ATTACHMENTS} attachments`, 'TooLong')
}
