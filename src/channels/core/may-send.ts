/** What is known when a mail is about to leave. Counts are of automatic mails that really left. */
export type Sending = {
  readonly automatic: boolean
  readonly audience: 'end_user' | 'agent'
  readonly recipient: {
    readonly active: boolean
    readonly suspended: boolean
    readonly verified: boolean
    readonly address: string | null
    /** Mail to the address did not come back for good. */
    readonly deliverable: boolean
    /** A mail to it came back lately, or its reader called one spam. */
    readonly unwilling: boolean
  }
  /** The update that causes this mail is a mail of the recipient's own whose sender was proven. */
  readonly provenByMail: boolean
  /** The recipient made the update that causes this mail. */
  readonly answersRecipient: boolean
  readonly sent: { readonly toThisOnThread: number; readonly lastHour: number; readonly lastDay: number }
}

/** `bare`: sent without a word that a user wrote. */
export type Ruling = { readonly send: 'whole' | 'bare' } | { readonly send: 'no'; readonly reason: string }

export const AUTOMATIC_PER_HOUR = 3
export const AUTOMATIC_TO_UNVERIFIED_PER_DAY = 1

/**
 * The rules of automatic mail: one answer a sender and thread, three an hour; to an address that nobody has proven,
 * one a day and none of the sender's own words, so that we can be made neither a loop nor a relay (RFC 3834).
 */
export const maySend = (sending: Sending): Ruling => {
  const { recipient, sent } = sending
  if (recipient.address === null) return no('the person has no address')
  if (!recipient.active) return no('the person was deleted')
  if (recipient.suspended) return no('the person is suspended')
  if (!recipient.deliverable) return no('mail to the address came back for good')
  if (!sending.automatic) return { send: 'whole' }
  if (recipient.unwilling) return no('mail to the address came back, or was called spam')
  if (sending.audience === 'agent') return { send: 'whole' }
  if (sending.answersRecipient && sent.toThisOnThread > 0)
    return no('the thread was answered automatically already')
  if (sent.lastHour >= AUTOMATIC_PER_HOUR) return no('too many automatic mails to this address in an hour')
  if (recipient.verified || sending.provenByMail) return { send: 'whole' }
  if (sent.lastDay >= AUTOMATIC_TO_UNVERIFIED_PER_DAY)
    return no('one automatic mail a day to an unproven address')
  return { send: 'bare' }
}

const no = (reason: string): Ruling => ({ send: 'no', reason })
