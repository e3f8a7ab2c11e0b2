import { type Instant, toIsoMs } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { ApiRequest } from '../../platform/http/index.ts'
import type { OutboundMail } from './store.ts'

/** Who sent a mail again, and what had become of it; never its address or what it says. */
export const noteResend = async (
  tx: Db,
  { caller, ip, requestId }: Pick<ApiRequest<unknown, unknown, unknown>, 'caller' | 'ip' | 'requestId'>,
  mail: OutboundMail,
  at: Instant,
): Promise<void> => {
  const before = { state: mail.state }
  const after = { state: 'queued', ticket_id: mail.ticket_id, user_id: mail.user_id }
  await tx.rows(sql`insert into audit_log
      (at, actor_id, acted_by, via, ip, request_id, action, source_type, source_id, before, after)
    values (${toIsoMs(at)}, ${caller.userId}, ${viewerOf(caller).actedBy ?? null}, 'api', ${ip}, ${requestId}, 'resend',
      'mail', ${String(mail.id)}, ${JSON.stringify(before)}::jsonb, ${JSON.stringify(after)}::jsonb)`)
}
