import { type Id, type Instant, type JsonObject, toIsoMs } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { ApiRequest } from '../../platform/http/index.ts'

type Asked = Pick<ApiRequest<unknown, unknown, unknown>, 'caller' | 'ip' | 'requestId'>

/** What is told of a write that is no Change of a ticket and no edit of the policy. */
export type Noted = {
  readonly at: Instant
  readonly action: 'create' | 'update' | 'destroy'
  readonly source: 'agent_skills' | 'ticket_skills' | 'agent_availability' | 'agent_absence'
  readonly id: Id
  readonly before: JsonObject | null
  readonly after: JsonObject | null
}

/** Leaves the row of a write in the audit log. */
export const note = (tx: Db, { caller, ip, requestId }: Asked, noted: Noted): Promise<unknown> => {
  const { at, action, source, id, before, after } = noted
  return tx.rows(sql`insert into audit_log
      (at, actor_id, acted_by, via, ip, request_id, action, source_type, source_id, before, after)
    values (${toIsoMs(at)}, ${caller.userId}, ${viewerOf(caller).actedBy ?? null}, 'api', ${ip}, ${requestId}, ${action},
      ${source}, ${String(id)}, ${before && JSON.stringify(before)}::jsonb, ${after && JSON.stringify(after)}::jsonb)`)
}
