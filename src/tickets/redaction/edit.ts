import { timingSafeEqual } from 'node:crypto'
import { type Id, invalidField, notFound, orRefuse, Refused } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import type { ApiRequest } from '../../platform/http/index.ts'
import type { EffectHandler } from '../../platform/module.ts'
import { linkingOf, presentComments } from '../api/present.ts'
import { askerOf } from '../api/resolve.ts'
import { type CommentRead, findComment } from '../comment-store.ts'
import { type Change, noChange } from '../core/index.ts'
import type { Room } from '../room.ts'
import { ERASE_FILES } from '../save.ts'
import { findAudit } from '../store.ts'
import { viaOf } from '../wire/names.ts'
import { fileOfToken } from '../wire/present-attachment.ts'

type Asked = Pick<ApiRequest<unknown, unknown, unknown>, 'caller' | 'ip' | 'headers' | 'origin'>
type Edit = NonNullable<Change['commentEdit']>

/** What is not seen is not there; then the Change says whether it may be done. */
export const seenComment = async (
  room: Room,
  { caller }: Asked,
  ticketId: Id,
  commentId: Id,
): Promise<CommentRead> => {
  const seen = await findComment(room.ground.db, viewerOf(caller), ticketId, commentId)
  if (seen === undefined) throw new Refused(notFound)
  return seen
}

/** The comment that an audit brought. */
export const commentOfAudit = async (
  room: Room,
  { caller }: Asked,
  ticketId: Id,
  auditId: Id,
): Promise<Id> => {
  const audit = await findAudit(room.ground.db, viewerOf(caller), ticketId, auditId)
  if (audit === undefined) throw new Refused(notFound)
  const [comment] = audit.comments
  if (comment === undefined) throw new Refused(invalidField('base', 'Audit: it brought no comment'))
  return comment.id
}

export const editComment = async (room: Room, request: Asked, ticketId: Id, what: Edit): Promise<void> => {
  const { userId, channel, system } = askerOf(request)
  const change: Change = {
    ...noChange,
    kind: 'update',
    actor: { kind: 'user', id: userId },
    via: viaOf(channel),
    commentEdit: what,
    metadata: { system, custom: {} },
  }
  orRefuse(await room.commit(change, { ticketId }))
}

/** The comment as it stands after an edit. */
export const shownComment = async (
  room: Room,
  request: Asked,
  ticketId: Id,
  commentId: Id,
): Promise<ReturnType<typeof presentComments>[number]> => {
  const row = await seenComment(room, request, ticketId, commentId)
  return presentComments([row], linkingOf(room, request.origin), true)[0]!
}

const INSTEAD = Buffer.from('Redacted\n')

/** Stores what is to stand in the place of files, each of its own; what no row comes to name is swept. */
export const filesToRedact = async (
  { ground }: Room,
  comment: CommentRead,
  ids: readonly Id[],
): Promise<NonNullable<Extract<Edit, { kind: 'redact' }>['files']>> => {
  if (ids.some((id) => !comment.files.some((file) => file.id === id))) throw new Refused(notFound)
  const files = []
  for (const id of new Set(ids)) {
    const { name, size, sha256 } = await ground.blobs.put(INSTEAD, INSTEAD.length)
    files.push({ id, blob: name, size, sha256 })
  }
  return files
}

const MARKED_PICTURE = /<img\b(?=[^<>]*\sredact(?=[\s=/>]))[^<>]*?\ssrc="([^"<>]+)"/gi

/** Files that a client names by the links it was given: in pictures with the attribute `redact`, or in a list. */
export const filesOfLinks = ({ ground }: Room, html: string, links: readonly string[]): Id[] => {
  const pictures = [...html.matchAll(MARKED_PICTURE)].map(([, link = '']) => link)
  const idOf = (link: string): Id | undefined => {
    const [, token = ''] = /\/attachments\/token\/([^/?#]{1,80})/.exec(link) ?? []
    return fileOfToken(token, ground.keys, ground.clock.now(), timingSafeEqual)
  }
  const unknown = links.find((link) => idOf(link) === undefined)
  if (unknown !== undefined)
    throw new Refused(
      invalidField(
        'external_attachment_urls',
        'External attachment urls: one is no link to a file, or has ended',
      ),
    )
  return [...pictures, ...links].flatMap((link) => idOf(link) ?? [])
}

/** Takes the bytes of redacted files away, once no row names them. */
export const eraseFilesHandler = ({ ground }: Room): EffectHandler => ({
  kind: ERASE_FILES,
  concurrency: 1,
  deliver: async ({ payload }) => {
    for (const blob of payload.blobs as readonly string[]) await ground.blobs.remove(blob)
    return { outcome: 'done' }
  },
})
