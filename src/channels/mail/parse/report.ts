import type { Attachment } from 'postal-mime'
import type { MailReport } from '../../core/index.ts'

const MAX_REPORT_BYTES = 64 * 1024
const MAX_ORIGINALS = 10

const textOf = (part: Attachment): string =>
  typeof part.content === 'string'
    ? part.content.slice(0, MAX_REPORT_BYTES)
    : Buffer.from(part.content as ArrayBuffer).toString('utf8', 0, MAX_REPORT_BYTES)

/**
 * Reads a delivery report (RFC 3464) or an abuse report (RFC 5965) out of the parts of a `multipart/report`; `null`
 * when there is none. What it says is only a claim until the Message-ID proves to be ours.
 */
export const readReport = (parts: readonly Attachment[]): MailReport | null => {
  const delivery = parts.find((part) => /^message\/(global-)?delivery-status$/.test(part.mimeType))
  const feedback = parts.find((part) => part.mimeType === 'message/feedback-report')
  const source = delivery ?? feedback
  if (source === undefined) return null
  const text = textOf(source)
  return {
    kind: delivery === undefined ? 'feedback' : 'delivery',
    action: field(text, 'Action')?.toLowerCase() ?? null,
    status: field(text, 'Status') ?? null,
    diagnostic: field(text, 'Diagnostic-Code')?.slice(0, 500) ?? null,
    recipient:
      (field(text, 'Final-Recipient') ?? field(text, 'Original-Rcpt-To'))?.replace(/^rfc822;\s*/i, '') ??
      null,
    originalMessageIds: originals(parts),
  }
}

const field = (text: string, name: string): string | undefined =>
  new RegExp(`^${name}[ \\t]*:[ \\t]*([^\\r\\n]{1,1000})`, 'im').exec(text)?.[1]?.trim()

const ORIGINAL_TYPES = /^(text\/rfc822-headers|message\/(rfc822|global|global-headers))$/

const originals = (parts: readonly Attachment[]): string[] =>
  parts
    .filter((part) => ORIGINAL_TYPES.test(part.mimeType))
    .map((part) => /^Message-ID[ \t]*:\s*(<[^<>\s]{1,500}>)/im.exec(textOf(part))?.[1])
    .filter((id) => id !== undefined)
    .slice(0, MAX_ORIGINALS)
