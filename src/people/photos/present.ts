import type { JsonObject } from '../../kernel/index.ts'

/** The wire's attachment of `users.photo`. We keep no smaller copies: `thumbnails` is empty. */
export const presentPhoto = (photo: JsonObject | null, origin: string): JsonObject | null => {
  if (photo === null) return null
  const { key, ...shown } = photo
  const contentUrl = `${origin}/photos/${photo.id}/${key}`
  return {
    url: contentUrl,
    ...shown,
    content_url: contentUrl,
    mapped_content_url: contentUrl,
    inline: false,
    deleted: false,
    malware_access_override: false,
    malware_scan_result: 'not_scanned',
    thumbnails: [],
  }
}
