import type { NewAttachment } from './core/index.ts'
import { drawAttachmentIds } from './merge/store.ts'
import type { Room } from './room.ts'

/** A file of a comment, as far as its copy has it too. */
export type FileToCopy = {
  readonly blob: string
  readonly fileName: string
  readonly contentType: string
  readonly size: number
  readonly inline: boolean
  readonly contentId: string | null
  readonly width: number | null
  readonly height: number | null
}

/** Copies files for a comment elsewhere: bytes are never shared. Copies that no comment takes in the end are swept. */
export const copyFiles = async (
  { ground }: Pick<Room, 'ground'>,
  files: readonly FileToCopy[],
): Promise<NewAttachment[]> => {
  if (files.length === 0) return []
  const ids = await drawAttachmentIds(ground.db, files.length)
  const copied: NewAttachment[] = []
  for (const [index, { blob, ...file }] of files.entries()) {
    const { name, size, sha256 } = await ground.blobs.put(await ground.blobs.open(blob), file.size)
    copied.push({ ...file, id: ids[index]!, blob: name, size, sha256 })
  }
  return copied
}
