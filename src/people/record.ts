import { canonicalJson, type Id, type Instant, toIsoMs } from '../kernel/index.ts'
import { type Db, sql } from '../platform/db/index.ts'
import type { Acting } from './acting.ts'

export type Values = { readonly [key: string]: unknown }

export type Recorded = {
  readonly at: Instant
  readonly action:
    | 'create'
    | 'update'
    | 'destroy'
    | 'merge'
    | 'login'
    | 'login_failed'
    | 'logout'
    | 'password_reset'
  /** What the audit log calls it: `user`, `organization`, `group_membership`, `token` … */
  readonly source: string
  /** `null`: of nobody whom we know. */
  readonly id: Id | null
  readonly label: string | null
  readonly before?: Values
  readonly after?: Values
  /** Whom readers of the feed shall look at again. */
  readonly feed?: { readonly subject: 'user' | 'organization' | 'group'; readonly ids: readonly Id[] }
  /** Of what was created: where it is found. */
  readonly path?: string
  /** Who did it, where it is not the viewer: somebody who has just signed in. */
  readonly actorId?: Id
}

/** What never enters the audit log, whatever table it stands in. */
const SECRETS: ReadonlySet<string> = new Set(['password_hash', 'hash', 'csrf_token', 'password', 'token'])

/** Leaves the audit row and the feed rows of a write, in its transaction. Of before and after only what differs. */
export const record = async (tx: Db, acting: Acting, what: Recorded): Promise<void> => {
  const [before, after] = differing(what.before, what.after)
  if (what.path !== undefined) await acting.locate?.(tx, 201, what.path)
  const actorId = what.actorId ?? acting.viewer.userId
  await tx.rows(sql`
    with noted as (
      insert into audit_log
        (at, actor_id, acted_by, via, ip, request_id, action, source_type, source_id, source_label, before, after)
      values (${toIsoMs(what.at)}, ${actorId}, ${acting.viewer.actedBy ?? null}, ${acting.via}, ${acting.ip}, ${acting.requestId}, ${what.action},
        ${what.source}, ${what.id === null ? null : String(what.id)}, ${what.label}, ${before}::jsonb, ${after}::jsonb))
    insert into feed_inbox (subject, subject_id)
    select ${what.feed?.subject ?? ''}::text, id from unnest(${what.feed?.ids ?? []}::bigint[]) as id`)
}

const differing = (
  before: Values | undefined,
  after: Values | undefined,
): readonly [string | null, string | null] => {
  const keys = Object.keys({ ...before, ...after }).filter(
    (key) => !SECRETS.has(key) && canonicalJson(before?.[key]) !== canonicalJson(after?.[key]),
  )
  const pick = (values: Values | undefined): string | null =>
    values === undefined
      ? null
      : JSON.stringify(Object.fromEntries(keys.map((key) => [key, values[key] ?? null])))
  return [pick(before), pick(after)]
}
