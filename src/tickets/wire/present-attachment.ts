import { type Id, type Instant, plusMs } from '../../kernel/index.ts'
import type { Keys } from '../../platform/keys/keys.ts'
import { links } from './names.ts'

export type StoredFile = {
  readonly id: Id
  readonly file_name: string
  readonly content_type: string
  readonly size: number
  readonly inline: boolean
  readonly width: number | null
  readonly height: number | null
}

/** What a link to a file is made with: `now` starts its 24 hours. */
export type Linking = { readonly origin: string; readonly keys: Keys; readonly now: Instant }

const LINK_HOURS_MS = 24 * 3_600_000
const PURPOSE = 'attachment-link'

/** `content_url` carries a token that expires, made afresh at each read (`security.md` 5). */
export const presentAttachment = (file: StoredFile, linking: Linking) => {
  const token = fileToken(file.id, linking)
  const contentUrl = `${linking.origin}/attachments/token/${token}/?name=${encodeURIComponent(file.file_name)}`
  return {
    url: links.attachment(linking.origin, file.id),
    id: file.id,
    file_name: file.file_name,
    content_url: contentUrl,
    mapped_content_url: contentUrl,
    content_type: file.content_type,
    size: file.size,
    width: file.width,
    height: file.height,
    inline: file.inline,
    deleted: false,
    malware_access_override: false,
    malware_scan_result: 'not_scanned',
    thumbnails: [],
  }
}

export type WireAttachment = ReturnType<typeof presentAttachment>

const signature = (keys: Keys, subject: string): string =>
  keys.sign(PURPOSE, subject).subarray(0, 20).toString('base64url')

/** `<id>.<expiry in seconds>.<160 bits of HMAC>`, numbers in base 36. */
const fileToken = (id: Id, { keys, now }: Linking): string => {
  const expires = Math.floor(plusMs(now, LINK_HOURS_MS) / 1000)
  const subject = `${id.toString(36)}.${expires.toString(36)}`
  return `${subject}.${signature(keys, subject)}`
}

/** The file that a token opens; undefined when it is not ours, was changed, or has expired. */
export const fileOfToken = (
  token: string,
  keys: Keys,
  now: Instant,
  equal: (a: Buffer, b: Buffer) => boolean,
): Id | undefined => {
  const match = /^([0-9a-z]{1,11})\.([0-9a-z]{1,9})\.([\w-]{27})$/.exec(token)
  if (match === null) return undefined
  const [, id, expires, given] = match as unknown as [string, string, string, string]
  const expected = signature(keys, `${id}.${expires}`)
  if (!equal(Buffer.from(given), Buffer.from(expected))) return undefined
  return Number.parseInt(expires, 36) * 1000 > now ? Number.parseInt(id, 36) : undefined
}
