import { Type } from 'typebox'
import type { Id } from '../../kernel/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { linkingOf } from '../api/present.ts'
import type { Room } from '../room.ts'
import { presentAttachment } from '../wire/present-attachment.ts'
import { Attachment, Comment, IdParams } from '../wire/schemas.ts'
import {
  commentOfAudit,
  editComment,
  filesOfLinks,
  filesToRedact,
  seenComment,
  shownComment,
} from './edit.ts'

type InTicket<Name extends string> = ApiRequest<
  { readonly id: Id } & { readonly [key in Name]: Id },
  unknown,
  unknown
>

const redactWords = async (
  room: Room,
  request: ApiRequest<{ id: Id; commentId: Id }, unknown, { readonly text: string }>,
): Promise<ApiReply> => {
  const { id, commentId } = request.params
  await seenComment(room, request, id, commentId)
  await editComment(room, request, id, { kind: 'redact', commentId, text: request.body.text })
  return { body: { comment: await shownComment(room, request, id, commentId) } }
}

type MarkedBody = {
  readonly ticket_id: Id
  readonly html_body?: string | null
  readonly external_attachment_urls?: readonly string[] | null
}

const redactMarked = async (
  room: Room,
  request: ApiRequest<{ id: Id }, unknown, MarkedBody>,
): Promise<ApiReply> => {
  const { ticket_id: ticketId, html_body: html, external_attachment_urls: links } = request.body
  const commentId = request.params.id
  const comment = await seenComment(room, request, ticketId, commentId)
  const fileIds = filesOfLinks(room, html ?? '', links ?? [])
  const files = fileIds.length > 0 ? await filesToRedact(room, comment, fileIds) : undefined
  await editComment(room, request, ticketId, {
    kind: 'redact',
    commentId,
    ...(html != null && { marked: html }),
    ...(files && { files }),
  })
  return { body: { comment: await shownComment(room, request, ticketId, commentId) } }
}

const redactFile = async (room: Room, request: InTicket<'commentId' | 'attachmentId'>): Promise<ApiReply> => {
  const { id, commentId, attachmentId } = request.params
  const comment = await seenComment(room, request, id, commentId)
  const files = await filesToRedact(room, comment, [attachmentId])
  await editComment(room, request, id, { kind: 'redact', commentId, files })
  const after = await seenComment(room, request, id, commentId)
  const file = after.files.find((one) => one.id === attachmentId)!
  return { body: { attachment: presentAttachment(file, linkingOf(room, request.origin)) } }
}

const editByAudit = async (
  room: Room,
  request: InTicket<'auditId'>,
  kind: 'make_private' | 'trust',
): Promise<ApiReply> => {
  const { id, auditId } = request.params
  const commentId = await commentOfAudit(room, request, id, auditId)
  await editComment(room, request, id, { kind, commentId })
  return { body: {} }
}

const write = {
  method: 'PUT',
  permission: 'tickets.update',
  scope: 'tickets:write',
  rate: 'write',
  audit: 'ticket audit',
} as const
const CommentParams = Type.Object({ id: Type.Integer(), commentId: Type.Integer() })
const AuditParams = Type.Object({ id: Type.Integer(), auditId: Type.Integer() })
const FileParams = Type.Object({
  id: Type.Integer(),
  commentId: Type.Integer(),
  attachmentId: Type.Integer(),
})
const nothing = { 200: Type.Object({}) }

/** What can be done to a comment that stands. */
export const redactionRoutes = (room: Room): Route[] => [
  route({
    ...write,
    path: '/api/v2/tickets/:id/comments/:commentId/make_private',
    operation: 'MakeTicketCommentPrivate',
    summary: 'Hide a comment from customers',
    params: CommentParams,
    response: nothing,
    handler: async (request) => {
      const { id, commentId } = request.params
      await seenComment(room, request, id, commentId)
      await editComment(room, request, id, { kind: 'make_private', commentId })
      return { body: {} }
    },
  }),
  route({
    ...write,
    path: '/api/v2/tickets/:id/comments/:commentId/redact',
    operation: 'RedactTicketComment',
    summary: 'Blacken words of a comment for good',
    params: CommentParams,
    body: Type.Object({ text: Type.String({ minLength: 1, maxLength: 65_536 }) }),
    response: { 200: Type.Object({ comment: Comment }) },
    handler: (request) => redactWords(room, request),
  }),
  route({
    ...write,
    path: '/api/v2/comment_redactions/:id',
    operation: 'RedactMarkedTicketComment',
    summary: 'Blacken for good what stands in redact tags of a comment',
    params: IdParams,
    body: Type.Object({
      ticket_id: Type.Integer(),
      html_body: Type.Optional(Type.Union([Type.String({ maxLength: 1_000_000 }), Type.Null()])),
      external_attachment_urls: Type.Optional(
        Type.Union([Type.Array(Type.String({ maxLength: 2000 }), { maxItems: 100 }), Type.Null()]),
      ),
    }),
    response: { 200: Type.Object({ comment: Comment }) },
    handler: (request) => redactMarked(room, request),
  }),
  route({
    ...write,
    path: '/api/v2/tickets/:id/comments/:commentId/attachments/:attachmentId/redact',
    operation: 'RedactTicketCommentAttachment',
    summary: 'Take a file of a comment away for good',
    params: FileParams,
    response: { 200: Type.Object({ attachment: Attachment }) },
    handler: (request) => redactFile(room, request),
  }),
  route({
    ...write,
    path: '/api/v2/tickets/:id/audits/:auditId/make_private',
    operation: 'MakeTicketAuditPrivate',
    summary: 'Hide the comment that an audit brought from customers',
    params: AuditParams,
    response: nothing,
    handler: (request) => editByAudit(room, request, 'make_private'),
  }),
  route({
    ...write,
    path: '/api/v2/tickets/:id/audits/:auditId/trust',
    operation: 'TrustTicketAudit',
    summary: 'Trust the comment that an audit brought, in spite of its warnings',
    params: AuditParams,
    response: nothing,
    handler: (request) => editByAudit(room, request, 'trust'),
  }),
]
