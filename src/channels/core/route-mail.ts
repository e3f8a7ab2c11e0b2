import type { Id } from '../../kernel/index.ts'
import type { CauseName } from './causes.ts'

export type MailVerdict = 'pass' | 'fail' | 'none' | 'temperror'

/** Who wrote, as far as their address is known here. */
export type SenderFacts = {
  readonly userId: Id
  /** Active and not suspended. */
  readonly enabled: boolean
  /** Holds a role that works tickets, now. */
  readonly isStaff: boolean
}

/** A ticket that a verified token of this mail names. */
export type ThreadFacts = {
  readonly ticketId: Id
  /** Whom the token was issued to. */
  readonly issuedTo: Id
  readonly requesterId: Id
  readonly ccIds: readonly Id[]
  /** Whether the sender, being staff, may comment on it now. */
  readonly staffMayComment: boolean
  readonly condition: 'live' | 'closed' | 'deleted'
}

export type MailFacts = {
  readonly machine: CauseName | null
  readonly verdict: MailVerdict
  readonly severalAuthors: boolean
  readonly hasAuthor: boolean
  readonly isBlank: boolean
  /** `null`: nobody here has that address. */
  readonly sender: SenderFacts | null
  readonly thread: ThreadFacts | null
  /** Sent to an address with a token of our form that does not verify. */
  readonly forgedAddress: boolean
  /** What may happen to a reply whose sender is neither proven nor disproven. */
  readonly unauthenticated: 'suspend' | 'flag' | 'accept'
}

export type MailRoute =
  | { readonly kind: 'new_ticket'; readonly flagged: boolean; readonly followUpOf: Id | null }
  | { readonly kind: 'comment'; readonly ticketId: Id; readonly flagged: boolean }
  | { readonly kind: 'suspend'; readonly cause: CauseName; readonly ticketId: Id | null }

/**
 * Decides what becomes of a mail (`security.md` 3). A token is evidence of the thread and never permission: it takes
 * a proven sender who takes part in the ticket to speak in it. What is not a person's mail, not theirs to say or not
 * provably theirs waits for an agent, unseen by any end user.
 */
export const routeMail = (mail: MailFacts): MailRoute => {
  const ticketId = mail.thread?.ticketId ?? null
  const suspend = (cause: CauseName): MailRoute => ({ kind: 'suspend', cause, ticketId })
  if (mail.machine !== null) return suspend(mail.machine)
  if (!mail.hasAuthor) return suspend('malformed')
  if (mail.verdict === 'fail' || mail.severalAuthors) return suspend('forged')
  if (mail.sender !== null && !mail.sender.enabled) return suspend('disabled')
  if (mail.thread !== null) return routeReply(mail, mail.thread, suspend)
  if (mail.forgedAddress) return suspend('forged')
  return routeNew(mail, suspend)
}

type Suspend = (cause: CauseName) => MailRoute

const routeReply = (mail: MailFacts, thread: ThreadFacts, suspend: Suspend): MailRoute => {
  const { sender } = mail
  if (sender === null) return suspend('unknown_updater')
  if (!takesPart(sender, thread)) {
    return suspend(sender.userId === thread.issuedTo ? 'no_permission' : 'not_own_ticket')
  }
  const refused = refusedForDoubt(mail, thread)
  if (refused !== null) return suspend(refused)
  if (mail.isBlank) return suspend('blank')
  const flagged = mail.verdict !== 'pass' && mail.unauthenticated === 'flag'
  if (thread.condition === 'live') return { kind: 'comment', ticketId: thread.ticketId, flagged }
  const followUpOf = thread.condition === 'closed' ? thread.ticketId : null
  return { kind: 'new_ticket', flagged: mail.verdict !== 'pass', followUpOf }
}

const takesPart = (sender: SenderFacts, thread: ThreadFacts): boolean =>
  sender.userId === thread.requesterId ||
  thread.ccIds.includes(sender.userId) ||
  (sender.isStaff && thread.staffMayComment)

/** Where no domain vouches for the sender, only the person whom the token was sent to can have it honestly. */
const refusedForDoubt = (mail: MailFacts, thread: ThreadFacts): CauseName | null => {
  if (mail.verdict === 'pass') return null
  if (mail.unauthenticated === 'suspend') return 'unauthenticated'
  return mail.sender?.userId === thread.issuedTo ? null : 'unauthenticated'
}

const routeNew = (mail: MailFacts, suspend: Suspend): MailRoute => {
  const doubtful = mail.verdict !== 'pass'
  if (doubtful && mail.sender?.isStaff && mail.unauthenticated === 'suspend')
    return suspend('unauthenticated')
  if (mail.isBlank) return suspend('blank')
  return { kind: 'new_ticket', flagged: doubtful, followUpOf: null }
}
