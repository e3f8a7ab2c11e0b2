import type { Id } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { MailReport, ParsedMail } from '../core/index.ts'
import type { MailRoom } from './room.ts'
import { type MailSurroundings, noteReported } from './store.ts'
import { type Claims, verifiedIn } from './thread.ts'

/** What a report says about a mail of ours, and about the address that it went to. */
type Finding = {
  readonly state: 'bounced' | 'delivered' | 'complained' | null
  readonly news: 'gone' | 'failed' | 'reached' | null
  readonly reason: string | null
}

/** The ticket of a mail that a report is provably about; null when it is about none of ours. */
export const reportedTicket = (room: MailRoom, known: MailSurroundings, claims: Claims): Id | null =>
  ownMails(room, known, claims)[0]?.ticketId ?? null

const ownMails = (room: MailRoom, known: MailSurroundings, claims: Claims) => {
  const verified = verifiedIn(known.tickets, (text) => room.ground.keys.sign('reply', text))
  return claims.reported.flatMap(({ claim, messageId }) =>
    verified(claim) === undefined ? [] : [{ messageId, ticketId: claim.ticketId }],
  )
}

/** A report (RFC 3464, RFC 5965) moves the delivery state of mails that are provably ours, and of their addresses. */
export const noteReport = async (
  room: MailRoom,
  tx: Db,
  { report }: ParsedMail,
  known: MailSurroundings,
  claims: Claims,
): Promise<void> => {
  const ours = ownMails(room, known, claims).map(({ messageId }) => messageId)
  if (report === null || ours.length === 0) return
  const at = room.ground.clock.now()
  const { state, news, reason } = findingOf(report)
  if (state === null && reason === null) return
  const reached = await noteReported(tx, ours, { state, reason }, at)
  if (news === null) return
  for (const { user_id: userId, address: email } of reached)
    await room.people.noteDelivery(tx, { userId, email, news, at })
}

/** Addresses or hosts that are not there (RFC 3463): what is sent again will come back again. */
const GONE = /^5\.(0\.0|1\.\d{1,3}|2\.1|4\.4)$/

const findingOf = (report: MailReport): Finding => {
  if (report.kind === 'feedback') return { state: 'complained', news: null, reason: 'reported as spam' }
  const told = [report.status, report.diagnostic].filter(Boolean).join(' ') || null
  switch (report.action) {
    case 'failed': {
      const isGone = report.status === null || GONE.test(report.status)
      return { state: 'bounced', news: isGone ? 'gone' : 'failed', reason: told ?? 'delivery failed' }
    }
    case 'delivered':
      return { state: 'delivered', news: 'reached', reason: null }
    // It left for where nobody reports any more.
    case 'relayed':
    case 'expanded':
      return { state: null, news: null, reason: `${report.action}: ${told ?? 'no more is known'}` }
    case 'delayed':
      return { state: null, news: null, reason: `delayed: ${told ?? 'no reason given'}` }
    default:
      return { state: null, news: null, reason: null }
  }
}
