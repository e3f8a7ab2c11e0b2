/** `security.md` 8. */
export const MAX_MAIL_BYTES = 50 * 1024 * 1024
export const MAX_HEADERS = 1_000
export const MAX_PARTS = 1_000
export const MAX_LEVELS = 64
/** Of a text part; what is longer stays in the raw mail. */
export const MAX_TEXT_CHARACTERS = 5 * 1024 * 1024

/** The mail is over a limit: it waits for a person instead of being read. */
export class MailOverLimit extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MailOverLimit'
  }
}
