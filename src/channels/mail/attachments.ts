import type { Id } from '../../kernel/index.ts'
import type { Ground } from '../../platform/ground.ts'
import type { NewAttachment } from '../../tickets/core/index.ts'
import type { CommentBody, MailAttachment, ParsedMail } from '../core/index.ts'

export type MailFile = { readonly file: MailAttachment; readonly bytes: Buffer }

/** The files of a mail, and the whole of its text where that was too long for a comment. */
export const filesOf = (mail: ParsedMail, contents: readonly Uint8Array[], body: CommentBody): MailFile[] => {
  const files = mail.attachments.map((file, at) => ({ file, bytes: bufferOf(contents[at]) }))
  return body.wholeText === null
    ? files
    : [...files, textFile('whole-message.txt', 'text/plain', Buffer.from(body.wholeText))]
}

export const textFile = (fileName: string, contentType: string, bytes: Buffer): MailFile => ({
  file: { fileName, contentType, size: bytes.length, contentId: null, inline: false },
  bytes,
})

const bufferOf = (bytes: Uint8Array | undefined): Buffer =>
  bytes === undefined ? Buffer.alloc(0) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Stores files, each durable when it returns. `ids` are drawn beforehand, one a file at least. */
export const storeFiles = (
  { blobs }: Pick<Ground, 'blobs'>,
  files: readonly MailFile[],
  ids: readonly Id[],
): Promise<NewAttachment[]> =>
  Promise.all(
    files.map(async ({ file, bytes }, at) => {
      const stored = await blobs.put(bytes, bytes.length)
      return {
        id: ids[at] as Id,
        blob: stored.name,
        fileName: file.fileName,
        contentType: file.contentType,
        size: stored.size,
        sha256: stored.sha256,
        inline: file.inline,
        contentId: file.contentId,
        width: null,
        height: null,
      }
    }),
  )
