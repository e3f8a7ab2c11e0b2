import type { Id, JsonObject } from '../../kernel/index.ts'
import { type Change, type NewAttachment, noChange, type Via } from '../../tickets/core/index.ts'
import type { Mailbox, ParsedMail } from './mail.ts'
import type { MailRoute, MailVerdict } from './route-mail.ts'
import { cutBytes } from './safe-file-name.ts'

/** `security.md` 8. */
export const MAX_COMMENT_BYTES = 65_536
export const MAX_CCS = 48

/** The trust warning of a comment whose sender nobody vouches for, as the wire numbers it. */
export const FLAG_UNAUTHENTICATED = 15

export type CommentBody = {
  readonly text: string
  readonly html: string
  readonly quotedHtml: string | null
  /** The whole text where it was cut: to be kept as a file of the comment. */
  readonly wholeText: string | null
}

const CUT_NOTE = '\n\n[This message was cut here. Its whole text is attached.]'

/**
 * What of the mail becomes the comment. Where the person wrote nothing above the quote, the quote is what they sent;
 * where the body is empty, the subject is.
 */
export const commentBody = (mail: ParsedMail, textToHtml: (text: string) => string): CommentBody => {
  const text = mail.text.trim()
  if (text === '' && !/<img\b/.test(mail.html)) return bodyFromSubject(mail, textToHtml)
  const cut = cutBytes(text, MAX_COMMENT_BYTES)
  if (cut === text) return { text, html: mail.html, quotedHtml: mail.quotedHtml, wholeText: null }
  const shown = cutBytes(text, MAX_COMMENT_BYTES - CUT_NOTE.length) + CUT_NOTE
  const whole = mail.quotedText === '' ? text : `${text}\n\n${mail.quotedText}`
  return { text: shown, html: textToHtml(shown), quotedHtml: null, wholeText: whole }
}

const bodyFromSubject = (mail: ParsedMail, textToHtml: (text: string) => string): CommentBody => ({
  text: mail.attachments.length > 0 ? '' : mail.subject,
  html: mail.attachments.length > 0 ? mail.html : textToHtml(mail.subject),
  quotedHtml: mail.quotedHtml,
  wholeText: null,
})

/** Whether there is nothing in the mail that anybody could want to read. A reply's subject is not the sender's word. */
export const isBlankMail = (mail: ParsedMail, isReply: boolean): boolean =>
  mail.text.trim() === '' &&
  mail.attachments.length === 0 &&
  !/<img\b/.test(mail.html) &&
  (isReply || mail.subject === '')

export type MailContext = {
  readonly mailId: Id
  readonly verdict: MailVerdict
  /** The support address it came to, without its plus part. */
  readonly recipient: string
  /** The brand of that address; null: the desk's own. */
  readonly brandId: Id | null
  /** Whom it was addressed to besides, as shown to agents. */
  readonly originalRecipients: readonly string[]
  readonly senderId: Id
  /** People to be copied; empty unless the mail may add them. */
  readonly ccIds: readonly Id[]
  readonly body: CommentBody
  readonly attachments: readonly NewAttachment[]
}

/** Translates a routed mail into the Change that it asks for. */
export const mailChange = (
  mail: ParsedMail,
  route: Extract<MailRoute, { kind: 'new_ticket' | 'comment' }>,
  context: MailContext,
): Change => {
  const isNew = route.kind === 'new_ticket'
  return {
    ...noChange,
    kind: isNew ? 'create' : 'update',
    actor: { kind: 'user', id: context.senderId },
    via: mailVia(mail.from, context, isNew ? route.followUpOf : null),
    ...(isNew ? { requesterId: context.senderId, submitterId: context.senderId } : {}),
    ...(isNew && route.followUpOf !== null ? { followUpOf: route.followUpOf } : {}),
    set: isNew ? newTicket(mail, context) : {},
    emailCcs: context.ccIds.length > 0 ? { add: context.ccIds } : {},
    comment: {
      text: context.body.text,
      html: context.body.html,
      ...(context.body.quotedHtml === null ? {} : { quotedHtml: context.body.quotedHtml }),
      attachments: context.attachments,
      verdict: context.verdict,
      mailId: context.mailId,
      flags: route.flagged ? [FLAG_UNAUTHENTICATED] : [],
    },
    metadata: { system: systemMetadata(mail, context), custom: {} },
  }
}

const newTicket = (mail: ParsedMail, { body, recipient, brandId }: MailContext): Change['set'] => ({
  subject: subjectOf(mail, body),
  recipient,
  ...(brandId === null ? {} : { brandId }),
})

const NO_SUBJECT_CHARACTERS = 150

/** A ticket without a subject is called by the first line of its text. */
const subjectOf = (mail: ParsedMail, body: CommentBody): string => {
  if (mail.subject !== '') return mail.subject
  const line = body.text.split('\n').find((one) => one.trim() !== '') ?? ''
  return line.trim().slice(0, NO_SUBJECT_CHARACTERS).toWellFormed() || '(no subject)'
}

/** Where a mail came from, in the wire's words; of a follow-up also the closed ticket that it answers. */
export const mailVia = (
  from: Mailbox | null,
  to: Pick<MailContext, 'recipient' | 'originalRecipients'>,
  followUpOf: Id | null,
): Via => ({
  channel: 'email',
  source: {
    from: {
      address: from?.address ?? null,
      name: from?.name ?? null,
      original_recipients: to.originalRecipients,
      ...(followUpOf === null ? {} : { ticket_id: followUpOf }),
    },
    to: { address: to.recipient, name: null },
    rel: followUpOf === null ? null : 'follow_up',
  },
})

const systemMetadata = (mail: ParsedMail, context: MailContext): JsonObject => ({
  message_id: mail.messageId,
  client: (mail.marks['x-mailer'] ?? mail.marks['user-agent'] ?? '').slice(0, 200) || null,
  raw_email_identifier: `${context.mailId}.eml`,
  ...(mail.remarks.length > 0 ? { remarks: mail.remarks } : {}),
})
