import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { RecordedAudit } from './recorded.ts'

/** The span of history that is read: from (included) to (not included); `sample`: of how many tickets at most. */
export type Span = { readonly from: Instant; readonly to: Instant; readonly sample: number | null }

/** Rows that the database hands over at a time. */
const FETCH = sql<RecordedAudit>`fetch 1000 from dry_run_history`

const touched = ({ from, to }: Span) =>
  sql`select distinct ticket_id from audits where created_at >= ${toIsoMs(from)} and created_at < ${toIsoMs(to)}`

/** A sample is drawn by a hash of the tickets' numbers: the same again for the same span, and of all times of it. */
const chosen = (span: Span) =>
  span.sample === null
    ? touched(span)
    : sql`select ticket_id from (${touched(span)}) t order by hashint8(ticket_id), ticket_id limit ${span.sample}`

/** How many tickets and updates there are to replay. */
export const measureSpan = async (
  db: Db,
  span: Span,
): Promise<{ readonly tickets: number; readonly updates: number }> =>
  (await db.one(sql<{ tickets: number; updates: number }>`
    select count(distinct a.ticket_id) as tickets, count(*) as updates from audits a
    where a.created_at >= ${toIsoMs(span.from)} and a.created_at < ${toIsoMs(span.to)}
      and a.ticket_id in (${chosen(span)})`))!

/**
 * Histories of all tickets that were changed in a span, each from its beginning to the end of the span, ticket by
 * ticket; by a cursor of the server's in one transaction, so that all of it is of one moment.
 */
export async function* historiesIn(tx: Db, span: Span): AsyncIterable<RecordedAudit[]> {
  await tx.rows(sql`declare dry_run_history no scroll cursor for
    select a.ticket_id, a.seq, a.id, a.created_at, a.author_id, a.policy_version, a.via, a.change, a.events, a.texts,
      a.rules_fired, a.context, a.metadata, a.metric_events,
      case
        when not a.change ? 'comment' then null
        when c.id is not null then jsonb_build_object('body', c.body, 'html', c.html, 'quoted_html', c.quoted_html,
          'structure', c.structure, 'is_redacted', c.redacted_at is not null or c.salt is null, 'salt', encode(c.salt, 'hex'))
        else (select r.content || jsonb_build_object('is_redacted', r.salt is null, 'salt', encode(r.salt, 'hex'))
          from retracted_comments r where r.ticket_id = a.ticket_id and r.id = a.id + 1)
      end as comment
    from audits a
    left join comments c on c.ticket_id = a.ticket_id and c.id = a.id + 1
    where a.created_at < ${toIsoMs(span.to)} and a.ticket_id in (${chosen(span)})
    order by a.ticket_id, a.seq`)
  let history: RecordedAudit[] = []
  let next = tx.rows(FETCH)
  for (;;) {
    const rows = await next
    if (rows.length === 0) break
    // The database reads on while these are replayed.
    next = tx.rows(FETCH)
    next.catch(() => undefined)
    for (const audit of rows) {
      if (history.length > 0 && history[0]!.ticket_id !== audit.ticket_id) {
        yield history
        history = []
      }
      history.push(audit)
    }
  }
  if (history.length > 0) yield history
  await tx.rows(sql`close dry_run_history`)
}

/** What happened to a ticket before an audit of another. */
export const auditsBefore = (db: Db, ticketId: Id, auditId: Id): Promise<Omit<RecordedAudit, 'comment'>[]> =>
  db.rows(sql<Omit<RecordedAudit, 'comment'>>`
    select ticket_id, seq, id, created_at, author_id, policy_version, via, change, events, texts, rules_fired, context,
      metadata, metric_events
    from audits where ticket_id = ${ticketId} and id < ${auditId} order by seq`)

/** All groups, so that what audits lack can be taken as it is today. */
export const allGroupIds = async (db: Db): Promise<Id[]> =>
  (await db.rows(sql<{ id: Id }>`select id from groups where not deleted`)).map(({ id }) => id)
