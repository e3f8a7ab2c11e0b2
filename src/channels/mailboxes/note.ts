import { type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { ApiRequest } from '../../platform/http/index.ts'
import type { Mailbox, MailboxSettings } from './mailbox.ts'

export type Noted = {
  readonly action: 'create' | 'update' | 'destroy'
  readonly box: Mailbox
  readonly before: MailboxSettings | null
  readonly after: MailboxSettings | null
  readonly at: Instant
}

const KEYS = [
  ...(['name', 'address', 'host', 'port', 'security', 'username', 'folder', 'poll_seconds', 'idle'] as const),
  ...(['after', 'move_to', 'existing_mail', 'authentication_host', 'active'] as const),
]

/** Who set a mailbox up, changed or removed it: what differs, the password left out. */
export const noteMailbox = async (
  tx: Db,
  { caller, ip, requestId }: Pick<ApiRequest<unknown, unknown, unknown>, 'caller' | 'ip' | 'requestId'>,
  { action, box, before, after, at }: Noted,
): Promise<void> => {
  const differing = KEYS.filter((key) => before?.[key] !== after?.[key])
  const pick = (values: MailboxSettings | null): string | null =>
    values === null ? null : JSON.stringify(Object.fromEntries(differing.map((key) => [key, values[key]])))
  await tx.rows(sql`insert into audit_log
      (at, actor_id, via, ip, request_id, action, source_type, source_id, source_label, before, after)
    values (${toIsoMs(at)}, ${caller.userId}, 'api', ${ip}, ${requestId}, ${action}, 'mailbox', ${String(box.id)},
      ${box.name}, ${pick(before)}::jsonb, ${pick(after)}::jsonb)`)
}
