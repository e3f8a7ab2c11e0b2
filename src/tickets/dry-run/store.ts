import type { RawBuilder } from 'kysely'
import { type Id, type Instant, type JsonObject, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging } from '../../platform/paging/index.ts'
import type { DocumentChange } from '../../platform/policy/index.ts'
import type { TicketViewer } from '../core/visible.ts'
import { visibleTickets } from '../visible.ts'
import type { Finding } from './findings.ts'
import type { Report } from './report.ts'

export type DryRunState = 'queued' | 'working' | 'completed' | 'failed' | 'cancelled'

/** A replay of history under a proposed policy. */
export type DryRun = {
  readonly id: Id
  readonly jobId: string
  readonly authorId: Id
  readonly changeId: Id | null
  readonly state: DryRunState
  readonly baseVersion: number
  readonly proposal: readonly DocumentChange[]
  readonly from: Instant
  readonly to: Instant
  readonly sample: number | null
  readonly report: Report | null
  readonly error: string | null
  readonly createdAt: Instant
  readonly endedAt: Instant | null
}

const COLUMNS: RawBuilder<DryRun> = sql<DryRun>`r.id, r.job_id as "jobId", r.author_id as "authorId",
  r.change_id as "changeId", r.state, r.base_version as "baseVersion", r.proposal, r.span_from as "from",
  r.span_to as "to", r.sample, r.report, r.error, r.created_at as "createdAt", r.ended_at as "endedAt"`

export type NewDryRun = Pick<
  DryRun,
  'jobId' | 'authorId' | 'changeId' | 'baseVersion' | 'proposal' | 'from' | 'to' | 'sample'
>

export const insertDryRun = async (tx: Db, made: NewDryRun, at: Instant): Promise<DryRun> =>
  (await tx.one(sql<DryRun>`
    insert into policy_dry_runs as r (job_id, author_id, change_id, state, base_version, proposal, span_from, span_to,
      sample, created_at)
    values (${made.jobId}, ${made.authorId}, ${made.changeId}, 'queued', ${made.baseVersion},
      ${JSON.stringify(made.proposal)}::jsonb, ${toIsoMs(made.from)}, ${toIsoMs(made.to)}, ${made.sample}, ${toIsoMs(at)})
    returning ${COLUMNS}`))!

export const findDryRun = (db: Db, id: Id): Promise<DryRun | undefined> =>
  db.one(sql<DryRun>`select ${COLUMNS} from policy_dry_runs r where r.id = ${id}`)

/** How many wait or are at work, so that they cannot be piled up. Serialised over those who ask. */
export const countUnderWay = async (tx: Db): Promise<number> => {
  await tx.rows(sql`lock table policy_dry_runs in share row exclusive mode`)
  return (await tx.one(sql<{ n: number }>`
    select count(*) as n from policy_dry_runs where state in ('queued', 'working')`))!.n
}

/** Begins, or begins again after a crash; false where it has ended meanwhile. */
export const beginDryRun = async (db: Db, id: Id): Promise<boolean> => {
  const begun = await db.one(sql`update policy_dry_runs set state = 'working'
    where id = ${id} and state in ('queued', 'working') returning id`)
  if (begun !== undefined) await db.rows(sql`delete from policy_dry_run_tickets where dry_run_id = ${id}`)
  return begun !== undefined
}

export const isAtWork = async (db: Db, id: Id): Promise<boolean> =>
  (await db.one(sql`select from policy_dry_runs where id = ${id} and state = 'working'`)) !== undefined

type End = {
  readonly state: 'completed' | 'failed' | 'cancelled'
  readonly report: Report | null
  readonly error: string | null
}

/** Ends it, once; answers whether it was under way. */
export const endDryRun = async (
  db: Db,
  id: Id,
  { state, report, error }: End,
  at: Instant,
): Promise<boolean> =>
  (await db.one(sql`update policy_dry_runs set state = ${state}, error = ${error}, ended_at = ${toIsoMs(at)},
      report = ${report === null ? null : JSON.stringify(report)}::jsonb
    where id = ${id} and state in ('queued', 'working') returning id`)) !== undefined

/** A ticket that would be different. */
export type DifferingTicket = {
  readonly ticketId: Id
  readonly findings: readonly Finding[]
  readonly borrowed: readonly string[]
}

export const insertDiffering = async (db: Db, id: Id, tickets: readonly DifferingTicket[]): Promise<void> => {
  const rows = tickets.map(({ ticketId, findings, borrowed }) => ({
    ticket_id: ticketId,
    aspects: [...new Set(findings.map(({ aspect }) => aspect))],
    findings,
    borrowed,
  }))
  await db.rows(sql`insert into policy_dry_run_tickets (dry_run_id, ticket_id, aspects, findings, borrowed)
    select ${id}, r.ticket_id, r.aspects, r.findings, r.borrowed
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(ticket_id bigint, aspects text[], findings jsonb, borrowed text[])
    on conflict do nothing`)
}

export const DIFFERING_SORTS = { ticket_id: { column: sql.ref('d.ticket_id'), type: 'bigint' } } as const

/** Those that the viewer sees, all or those that differ in an aspect. */
export const listDiffering = (
  db: Db,
  viewer: TicketViewer,
  { id, aspect }: { readonly id: Id; readonly aspect: string | undefined },
  paging: Paging<'ticket_id'>,
): Promise<Listing<DifferingTicket>> =>
  list(
    db,
    {
      select: sql<DifferingTicket>`d.ticket_id as "ticketId", d.findings, d.borrowed`,
      from: sql`policy_dry_run_tickets d join tickets t on t.ticket_id = d.ticket_id`,
      where: sql`${visibleTickets(viewer)} and d.dry_run_id = ${id}
        and (${aspect ?? null}::text is null or ${aspect ?? null} = any(d.aspects))`,
      sorts: DIFFERING_SORTS,
      id: sql.ref('d.ticket_id'),
    },
    paging,
  )

/** Of some tickets those that the viewer sees. */
export const seenOf = async (db: Db, viewer: TicketViewer, ids: readonly Id[]): Promise<ReadonlySet<Id>> => {
  const rows = await db.rows(sql<{ ticket_id: Id }>`
    select t.ticket_id from tickets t where ${visibleTickets(viewer)} and t.ticket_id = any(${ids}::bigint[])`)
  return new Set(rows.map(({ ticket_id: id }) => id))
}

export const RUN_SORTS = { id: { column: sql.ref('r.id'), type: 'bigint' } } as const

export const listDryRuns = (
  db: Db,
  { changeId }: { readonly changeId: Id | undefined },
  paging: Paging<'id'>,
): Promise<Listing<DryRun>> =>
  list(
    db,
    {
      select: COLUMNS,
      from: sql`policy_dry_runs r`,
      where: sql`(${changeId ?? null}::bigint is null or r.change_id = ${changeId ?? null})`,
      sorts: RUN_SORTS,
      id: sql.ref('r.id'),
    },
    paging,
  )

/** The dry runs of a change request, the newest first; a hundred at most. */
export const dryRunsOf = async (db: Db, changeId: Id): Promise<Id[]> =>
  (
    await db.rows(sql<{ id: Id }>`
      select id from policy_dry_runs where change_id = ${changeId} order by id desc limit 100`)
  ).map(({ id }) => id)

/** Takes away those that ended before an instant. */
export const forgetBefore = (db: Db, at: Instant): Promise<unknown> =>
  db.rows(sql`delete from policy_dry_runs where ended_at < ${toIsoMs(at)}`)

export const forgetReplaysOf = (tx: Db, ticketId: Id): Promise<unknown> =>
  tx.rows(sql`delete from policy_dry_run_tickets where ticket_id = ${ticketId}`)

type Noted = {
  readonly at: Instant
  readonly actorId: Id
  readonly actedBy: Id | null
  readonly via: string
  readonly ip: string
  readonly requestId: string
  readonly action: 'create' | 'update'
  readonly after: JsonObject
}

/** Who had history replayed, and who ended that: it reads every ticket of a span. */
export const noteDryRun = (tx: Db, id: Id, noted: Noted): Promise<unknown> =>
  tx.rows(sql`insert into audit_log
      (at, actor_id, acted_by, via, ip, request_id, action, source_type, source_id, source_label, before, after)
    values (${toIsoMs(noted.at)}, ${noted.actorId}, ${noted.actedBy}, ${noted.via}, ${noted.ip}, ${noted.requestId},
      ${noted.action}, 'policy_dry_run', ${String(id)}, null, null, ${JSON.stringify(noted.after)}::jsonb)`)
