import type { Id } from '../../kernel/index.ts'

export type Address = { readonly name: string; readonly address: string }

/** A file of the comment: `blob` where it goes along, a link where it would make the mail too heavy. */
export type MailFile = {
  readonly id: Id
  readonly fileName: string
  readonly contentType: string
  readonly size: number
  readonly blob: string
  /** What `cid:` in the HTML names it by; null for a file that stands by itself. */
  readonly contentId: string | null
}

export type MailDraft = {
  readonly from: Address
  readonly to: Address
  readonly replyTo: string
  readonly messageId: string
  /** Message-IDs of the thread as this recipient knows it, oldest first. */
  readonly thread: readonly string[]
  readonly subject: string
  readonly text: string
  /** Sanitised. */
  readonly html: string
  readonly automatic: boolean
  /** The `Message-ID` domain and the name that loops are recognised by. */
  readonly deskId: string
  readonly files: readonly MailFile[]
}

/** What goes to the relay: one recipient, fixed headers, files still by name. */
export type OutgoingMail = {
  readonly envelope: { readonly from: string; readonly to: string }
  readonly from: Address
  readonly to: Address
  readonly replyTo: string
  readonly subject: string
  readonly messageId: string
  readonly inReplyTo: string | undefined
  readonly references: readonly string[]
  readonly text: string
  readonly html: string
  readonly headers: { readonly [name: string]: string }
  readonly files: readonly MailFile[]
}

/** Files up to this go along; the rest of a comment's files stay behind their links on the ticket. */
export const FILES_TOTAL_BYTES = 10 * 1024 * 1024
const REFERENCES = 12
const SUBJECT_CHARS = 250

/**
 * Puts a mail together. RFC 5322 3.6.4 for the thread, RFC 3834 for automatic mail. Text that reaches a header loses
 * its control characters here, whatever the MIME library does besides.
 */
export const composeMail = (draft: MailDraft): OutgoingMail => ({
  envelope: { from: draft.from.address, to: draft.to.address },
  from: { name: headerText(draft.from.name), address: draft.from.address },
  to: { name: headerText(draft.to.name), address: draft.to.address },
  replyTo: draft.replyTo,
  subject: headerText(draft.subject).slice(0, SUBJECT_CHARS),
  messageId: draft.messageId,
  inReplyTo: draft.thread.at(-1),
  references: shortened(draft.thread),
  text: draft.text,
  html: draft.html,
  headers: {
    'X-Mainstay': draft.deskId,
    ...(draft.automatic ? { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' } : {}),
  },
  files: fitting(draft.files),
})

/** CR, LF, NUL and their Unicode kin, and the marks that turn writing round, have no place in a header. */
export const headerText = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()

/** The first and the newest, as RFC 5322 advises for long threads. */
const shortened = (thread: readonly string[]): readonly string[] =>
  thread.length <= REFERENCES ? thread : [thread[0] ?? '', ...thread.slice(-(REFERENCES - 1))]

const fitting = (files: readonly MailFile[]): readonly MailFile[] => {
  let total = 0
  return files.filter((file) => {
    if (total + file.size > FILES_TOTAL_BYTES) return false
    total += file.size
    return true
  })
}
