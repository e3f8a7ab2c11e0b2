import type { Db } from '../../platform/db/index.ts'
import type { ParsedMail } from '../core/index.ts'
import type { MailRoom } from './room.ts'
import { type MailSurroundings, markBounced } from './store.ts'
import { type Claims, verifiedIn } from './thread.ts'

/** A report moves the delivery state of mails that are provably ours. */
export const noteReport = async (
  room: MailRoom,
  tx: Db,
  { report }: ParsedMail,
  known: MailSurroundings,
  claims: Claims,
): Promise<void> => {
  if (report === null) return
  const isFinal = report.kind === 'feedback' || report.action === 'failed'
  const verified = verifiedIn(known.tickets, (text) => room.ground.keys.sign('reply', text))
  const ours = claims.reported
    .filter(({ claim }) => verified(claim) !== undefined)
    .map(({ messageId }) => messageId)
  if (!isFinal || ours.length === 0) return
  const reason =
    report.kind === 'feedback'
      ? 'reported as spam'
      : [report.status, report.diagnostic].filter(Boolean).join(' ')
  await markBounced(tx, ours, reason || 'delivery failed', room.ground.clock.now())
}
