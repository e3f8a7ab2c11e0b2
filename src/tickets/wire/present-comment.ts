import { type Id, type Instant, type JsonObject, toIso } from '../../kernel/index.ts'
import type { CommentStructure } from '../core/comment-structure.ts'
import type { Via } from '../core/ticket.ts'
import {
  type Linking,
  presentAttachment,
  type StoredFile,
  type WireAttachment,
} from './present-attachment.ts'

import { presentCall } from './present-support.ts'

export type StoredComment = {
  readonly id: Id
  readonly author_id: Id
  readonly public: boolean
  readonly body: string
  readonly html: string
  readonly quoted_html: string | null
  readonly structure: CommentStructure | null
  readonly via: Via
  readonly flags: readonly number[]
  readonly trusted_at: Instant | null
  readonly created_at: Instant
}

/** Of the audit that brought it. */
export type CommentOrigin = {
  readonly auditId: Id
  readonly metadata: { readonly system: JsonObject; readonly custom: JsonObject }
}

/** The texts and files of a comment, as they also stand in the audit's Comment event. */
export const presentCommentContent = (
  comment: StoredComment,
  files: readonly StoredFile[],
  linking: Linking,
) => ({
  id: comment.id,
  type: comment.structure?.kind === 'voice' ? 'VoiceComment' : 'Comment',
  author_id: comment.author_id,
  body: comment.body,
  html_body: wrapHtml(comment, files, linking),
  plain_body: comment.body,
  public: comment.public,
  attachments: files.map((file) => presentAttachment(file, linking)),
  ...(comment.structure?.kind === 'voice' && presentCall(comment.structure)),
})

/** The comment of zendesk-api.md 2.2. */
export const presentComment = (
  comment: StoredComment,
  files: readonly StoredFile[],
  origin: CommentOrigin,
  linking: Linking,
) => ({
  ...presentCommentContent(comment, files, linking),
  audit_id: origin.auditId,
  via: comment.via,
  created_at: toIso(comment.created_at),
  metadata: presentMetadata(origin.metadata, comment.flags, comment.trusted_at !== null),
})

const NO_SYSTEM = { client: null, ip_address: null, location: null, latitude: null, longitude: null }

/** `flags` are trust warnings; absent where there are none. */
export const presentMetadata = (
  metadata: CommentOrigin['metadata'],
  flags: readonly number[] = [],
  trusted = false,
) => ({
  system: { ...NO_SYSTEM, ...metadata.system },
  custom: metadata.custom,
  ...(flags.length === 0
    ? {}
    : {
        flags,
        flags_options: Object.fromEntries(flags.map((flag) => [String(flag), { trusted }])),
      }),
})

const wrapHtml = (comment: StoredComment, files: readonly StoredFile[], linking: Linking): string => {
  const quoted = comment.quoted_html === null ? '' : `<div class="zd-quoted">${comment.quoted_html}</div>`
  const html = withInlineFiles(comment.html + quoted, files, linking)
  return `<div class="zd-comment" dir="auto">${html}</div>`
}

/** `cid:` references of mails become links to the files they name. The HTML was sanitised when it was stored. */
const withInlineFiles = (html: string, files: readonly StoredFile[], linking: Linking): string => {
  if (!html.includes('cid:')) return html
  const byContentId = new Map<string, WireAttachment>()
  for (const file of files)
    if ('content_id' in file && typeof file.content_id === 'string')
      byContentId.set(file.content_id, presentAttachment(file, linking))
  return html.replace(/(src=")cid:([^"]{1,998})"/g, (whole, attribute: string, contentId: string) => {
    const file = byContentId.get(contentId)
    return file === undefined ? whole : `${attribute}${file.content_url.replaceAll('&', '&amp;')}"`
  })
}
