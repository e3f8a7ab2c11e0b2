import type { RawBuilder } from 'kysely'
import type { Id, Instant, JsonObject } from '../kernel/index.ts'
import { isStaff, STANDARD_WEIGHTS } from '../people/core/index.ts'
import { type Db, sql } from '../platform/db/index.ts'
import { type Listing, list, type Paging, type Sort } from '../platform/paging/index.ts'
import { type CommentRow, FILES, type FileRow } from './comment-store.ts'
import type { TicketViewer } from './core/visible.ts'
import type { PackedAudit } from './pack.ts'
import { queued, rank } from './queue/store.ts'
import type { Weights } from './queue/weight.ts'
import type { TicketRow } from './rows.ts'
import { countStanding } from './standing-count-store.ts'
import { RETRACTED } from './undo/store.ts'
import { seesAllTickets, visibleComments, visibleTickets } from './visible.ts'
import type { TicketExtras } from './wire/present-ticket.ts'

/** A ticket as it is read: with what its JSON shows beside its own columns, and the policy it is shown under. */
export type TicketRead = TicketRow & {
  readonly description: string | null
  readonly has_incidents: boolean
  readonly followup_ids: readonly Id[]
  readonly policy_version: number
}

/** Only closed tickets are taken up again. */
const FOLLOW_UPS = sql<readonly Id[]>`case when t.status = 5 then array(select f.ticket_id from tickets f
    where f.follow_up_of = t.ticket_id and f.deleted_at is null order by f.ticket_id) else '{}' end`

/**
 * A scalar with a limit, not `exists`: PostgreSQL answers an `exists` for many rows by hashing all tickets that there
 * are (half a second on 100,000), and this one by a look into the index of incidents for each problem.
 */
const HAS_INCIDENTS = sql<boolean>`(t.type = 3 and (select true from tickets i
    where i.problem_id = t.ticket_id and i.deleted_at is null limit 1)) is true`

/** Of the row `t`. */
export const ticketColumns = (viewer: TicketViewer): RawBuilder<TicketRead> => sql<TicketRead>`t.*,
  (select c.body from comments c where c.ticket_id = t.ticket_id and c.id = t.first_comment_id
    and (c.public or ${isStaff(viewer.roleKind)})) as description,
  ${HAS_INCIDENTS} as has_incidents,
  ${FOLLOW_UPS} as followup_ids,
  (select coalesce(max(version), 0) from policy_versions) as policy_version`

/** What tickets can be sorted by, from the wire's name. */
export const TICKET_SORTS = {
  id: { column: sql.ref('t.ticket_id'), type: 'bigint' },
  created_at: { column: sql.ref('t.created_at'), type: 'timestamptz' },
  updated_at: { column: sql.ref('t.updated_at'), type: 'timestamptz' },
  status: { column: sql.ref('t.status'), type: 'integer' },
  priority: { column: sql.ref('t.priority'), type: 'integer', isNullable: true },
  subject: { column: sql.ref('t.subject'), type: 'text', isNullable: true },
  requester: { column: sql.ref('t.requester_id'), type: 'bigint' },
  assignee: { column: sql.ref('t.assignee_id'), type: 'bigint', isNullable: true },
  group: { column: sql.ref('t.group_id'), type: 'bigint', isNullable: true },
  sla_next_breach_at: { column: sql.ref('t.next_breach_at'), type: 'timestamptz', isNullable: true },
} as const satisfies Record<string, Sort>
export type TicketSort = keyof typeof TICKET_SORTS | 'weight'

/** Those of a desk, whose queue has weights of its own. */
const sortsWith = (weights: Weights): Readonly<Record<TicketSort, Sort>> => ({
  ...TICKET_SORTS,
  weight: { column: rank(weights), type: 'bigint' },
})

/** Which tickets a list holds; `all` is what the viewer sees. */
export type TicketSelection =
  | { readonly by: 'all' }
  | { readonly by: 'external_id'; readonly value: string }
  /** What waits for somebody; of these groups, where any are named. */
  | { readonly by: 'queue'; readonly groupIds: readonly Id[] | null }
  | { readonly by: 'requester' | 'cc' | 'assignee' | 'organization'; readonly id: Id }
  /** Incidents of a problem. */
  | { readonly by: 'problem'; readonly id: Id }
  /** Problems that are not solved yet; `text` stands in their subjects. */
  | { readonly by: 'open_problems'; readonly text?: string }
  /** What somebody worked on last. */
  | { readonly by: 'recent'; readonly id: Id }

const selected = (selection: TicketSelection): RawBuilder<boolean> => {
  switch (selection.by) {
    case 'all':
      return sql<boolean>`true`
    case 'external_id':
      return sql<boolean>`t.external_id = ${selection.value}`
    case 'queue':
      return queued(selection.groupIds)
    case 'requester':
      return sql<boolean>`t.requester_id = ${selection.id}`
    case 'cc':
      return sql<boolean>`(t.email_cc_ids <> '{}' and t.email_cc_ids @> array[${selection.id}::bigint])`
    case 'assignee':
      return sql<boolean>`t.assignee_id = ${selection.id}`
    case 'organization':
      return sql<boolean>`t.organization_id = ${selection.id}`
    case 'problem':
      return sql<boolean>`t.problem_id = ${selection.id}`
    case 'open_problems':
      return sql<boolean>`(t.type = 3 and t.status < 4 and ${selection.text === undefined ? sql`true` : subjectHolds(selection.text)})`
    case 'recent':
      return sql<boolean>`t.ticket_id in (${recentTickets(selection.id)})`
  }
}

const subjectHolds = (text: string): RawBuilder<boolean> =>
  sql<boolean>`t.subject ilike ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`

const RECENT = 50
/** Among the last audits that somebody made. */
const RECENT_AUDITS = 500

const recentTickets = (userId: Id): RawBuilder<unknown> => sql`
  select ticket_id from (select ticket_id, created_at, id from audits where author_id = ${userId}
    order by created_at desc, id desc limit ${RECENT_AUDITS}) mine
  group by ticket_id order by max(created_at) desc, max(id) desc limit ${RECENT}`

const conditionOf = (viewer: TicketViewer, selection: TicketSelection): RawBuilder<boolean> =>
  sql<boolean>`${visibleTickets(viewer)} and ${selected(selection)}`

export const listTickets = (
  db: Db,
  viewer: TicketViewer,
  selection: TicketSelection,
  paging: Paging<TicketSort>,
  weights: Weights = STANDARD_WEIGHTS,
): Promise<Listing<TicketRead>> =>
  list(
    db,
    {
      select: ticketColumns(viewer),
      from: sql`tickets t`,
      where: conditionOf(viewer, selection),
      sorts: sortsWith(weights),
      id: sql.ref('t.ticket_id'),
      knownCount: isOfAll(viewer, selection) ? () => countStanding(db) : undefined,
    },
    paging,
  )

const isOfAll = (viewer: TicketViewer, selection: TicketSelection): boolean =>
  selection.by === 'all' && seesAllTickets(viewer)

export const countTickets = async (
  db: Db,
  viewer: TicketViewer,
  selection: TicketSelection,
): Promise<number> => {
  if (isOfAll(viewer, selection)) return countStanding(db)
  const row = await db.one(
    sql<{ count: number }>`select count(*) as count from tickets t where ${conditionOf(viewer, selection)}`,
  )
  return row?.count ?? 0
}

/** Those of the tickets that the viewer sees, by id. */
export const findTickets = (db: Db, viewer: TicketViewer, ids: readonly Id[]): Promise<TicketRead[]> =>
  db.rows(sql<TicketRead>`select ${ticketColumns(viewer)} from tickets t
    where t.ticket_id = any(${ids}::bigint[]) and ${visibleTickets(viewer)} order by t.ticket_id`)

export const findTicketsByExternalId = (
  db: Db,
  viewer: TicketViewer,
  externalIds: readonly string[],
): Promise<TicketRead[]> =>
  db.rows(sql<TicketRead>`select ${ticketColumns(viewer)} from tickets t
    where t.external_id = any(${externalIds}::text[]) and ${visibleTickets(viewer)} order by t.ticket_id`)

export const findTicket = (db: Db, viewer: TicketViewer, id: Id): Promise<TicketRead | undefined> =>
  db.one(sql<TicketRead>`select ${ticketColumns(viewer)} from tickets t
    where t.ticket_id = ${id} and ${visibleTickets(viewer)}`)

/** What a ticket's JSON shows beside its row, for who has just changed it. */
export const ticketExtras = async (db: Db, id: Id): Promise<TicketExtras> => {
  const row = await db.one(sql<TicketExtras>`
    select (select c.body from comments c where c.ticket_id = t.ticket_id and c.id = t.first_comment_id) as description,
      exists (select from tickets i where i.problem_id = t.ticket_id and i.deleted_at is null) as "hasIncidents",
      ${FOLLOW_UPS} as "followUpIds"
    from tickets t where t.ticket_id = ${id}`)
  return row ?? { description: null, hasIncidents: false, followUpIds: [] }
}

/** Whether there is any ticket, deleted ones included. */
export const hasTickets = async (db: Db): Promise<boolean> =>
  (await db.one(sql`select from tickets limit 1`)) !== undefined

export const seesTicket = async (db: Db, viewer: TicketViewer, id: Id): Promise<boolean> =>
  (await db.one(sql`select from tickets t where t.ticket_id = ${id} and ${visibleTickets(viewer)}`)) !==
  undefined

/** An audit with the comments it brought. */
export type AuditRead = {
  readonly ticket_id: Id
  readonly seq: number
  readonly id: Id
  readonly created_at: Instant
  readonly author_id: Id
  readonly policy_version: number
  readonly comments: readonly CommentRow[]
} & PackedColumns

/** The stored form of `PackedAudit`, by column. */
export type PackedColumns = {
  readonly via: JsonObject
  readonly change: JsonObject
  readonly events: readonly JsonObject[]
  readonly texts: PackedAudit['texts']
  readonly rules_fired: PackedAudit['rulesFired']
  readonly context: JsonObject
  readonly metadata: JsonObject
}

export const packedOf = (row: PackedColumns): PackedAudit => ({
  via: row.via,
  change: row.change,
  events: row.events,
  texts: row.texts,
  rulesFired: row.rules_fired,
  context: row.context,
  metadata: row.metadata,
})

/** Of the row `a`. */
export const auditColumns = sql<AuditRead>`a.ticket_id, a.seq, a.id, a.created_at, a.author_id, a.policy_version, a.via, a.change,
  a.events, a.texts, a.rules_fired, a.context, a.metadata,
  coalesce((select jsonb_agg(to_jsonb(c) || jsonb_build_object('files', ${FILES}) - 'salt' order by c.id)
    from comments c where c.ticket_id = a.ticket_id and c.seq = a.seq and a.events @> '[{"type": "commented"}]'),
    ${RETRACTED}, '[]') as comments`

/** What only time did is not shown. */
const AUDITS = sql`audits a join tickets t on t.ticket_id = a.ticket_id and not a.silent`

export const AUDIT_SORTS = {
  created_at: { column: sql.ref('a.seq'), type: 'integer' },
} as const satisfies Record<string, Sort>

export const listAudits = (
  db: Db,
  viewer: TicketViewer,
  ticketId: Id,
  paging: Paging<'created_at'>,
): Promise<Listing<AuditRead>> =>
  list(
    db,
    {
      select: auditColumns,
      from: AUDITS,
      where: sql`a.ticket_id = ${ticketId} and ${visibleTickets(viewer)}`,
      sorts: AUDIT_SORTS,
      id: sql.ref('a.id'),
    },
    paging,
  )

export const countAudits = async (db: Db, viewer: TicketViewer, ticketId: Id): Promise<number> => {
  const row = await db.one(sql<{ count: number }>`select count(*) as count from ${AUDITS}
    where a.ticket_id = ${ticketId} and ${visibleTickets(viewer)}`)
  return row?.count ?? 0
}

export const findAudit = (
  db: Db,
  viewer: TicketViewer,
  ticketId: Id,
  auditId: Id,
): Promise<AuditRead | undefined> =>
  db.one(sql<AuditRead>`select ${auditColumns} from ${AUDITS}
    where a.ticket_id = ${ticketId} and a.id = ${auditId} and ${visibleTickets(viewer)}`)

/** The last audit of each of these tickets. */
export const lastAudits = (db: Db, viewer: TicketViewer, ticketIds: readonly Id[]): Promise<AuditRead[]> =>
  db.rows(sql<AuditRead>`select ${auditColumns} from ${AUDITS}
    where t.ticket_id = any(${ticketIds}::bigint[]) and a.seq = (select max(l.seq) from audits l
        where l.ticket_id = t.ticket_id and not l.silent) and ${visibleTickets(viewer)}
    order by a.ticket_id`)

/** The audit of a ticket's making. */
export const findFirstAudit = (db: Db, viewer: TicketViewer, ticketId: Id): Promise<AuditRead | undefined> =>
  db.one(sql<AuditRead>`select ${auditColumns} from ${AUDITS}
    where t.ticket_id = ${ticketId} and a.seq = 1 and ${visibleTickets(viewer)}`)

/** How many incidents each of these tickets has that the viewer sees. */
export const incidentCounts = (
  db: Db,
  viewer: TicketViewer,
  ids: readonly Id[],
): Promise<{ readonly ticket_id: Id; readonly incident_count: number }[]> =>
  db.rows(sql<{ ticket_id: Id; incident_count: number }>`
    select t.problem_id as ticket_id, count(*) as incident_count from tickets t
    where t.problem_id = any(${ids}::bigint[]) and ${visibleTickets(viewer)} group by t.problem_id order by t.problem_id`)

/** All audits of all tickets, by time. */
export const ALL_AUDIT_SORTS = {
  created_at: { column: sql.ref('a.created_at'), type: 'timestamptz' },
} as const satisfies Record<string, Sort>

export const listAllAudits = (
  db: Db,
  viewer: TicketViewer,
  paging: Paging<'created_at'>,
): Promise<Listing<AuditRead>> =>
  list(
    db,
    {
      select: auditColumns,
      from: AUDITS,
      where: visibleTickets(viewer),
      sorts: ALL_AUDIT_SORTS,
      id: sql.ref('a.id'),
    },
    paging,
  )

/** A file of a comment that the viewer sees. */
export const findAttachment = (db: Db, viewer: TicketViewer, id: Id): Promise<FileRow | undefined> =>
  db.one(sql<FileRow>`select f.id, f.blob, f.file_name, f.content_type, f.size, f.inline, f.content_id, f.width, f.height
    from attachments f
    join tickets t on t.ticket_id = f.ticket_id
    join comments c on c.ticket_id = f.ticket_id and c.id = f.comment_id
    where f.id = ${id} and ${visibleComments(viewer)}`)

/** A file by id alone, for bearers of a link that was made for it: of a comment, uploaded ahead of one, or of a macro. */
export const findLinkedFile = (db: Db, id: Id): Promise<FileRow | undefined> =>
  db.one(sql<FileRow>`select f.id, f.blob, f.file_name, f.content_type, f.size, f.inline, f.content_id, f.width, f.height
    from attachments f join tickets t on t.ticket_id = f.ticket_id
    where f.id = ${id} and t.deleted_at is null
    union all
    select u.id, u.blob, u.file_name, u.content_type, u.size, false, null, u.width, u.height
    from upload_files u where u.id = ${id}
    union all
    select m.id, m.blob, m.file_name, m.content_type, m.size, false, null, m.width, m.height
    from macro_attachments m where m.id = ${id}
    limit 1`)

/** When the policy was first written: documents that a desk came with bear no times of their own. */
export const policySince = async (db: Db): Promise<Instant> =>
  (await db.one(sql<{ at: Instant }>`select coalesce(min(at), 'epoch') as at from policy_versions`))!.at

/** What binds a ticket to others. `merged` go on in it, `split` were made of its comments. */
export type RelatedTickets = {
  readonly followUpOf: Id | null
  readonly mergedInto: Id | null
  readonly splitFrom: Id | null
  readonly merged: readonly Id[]
  readonly split: readonly Id[]
  readonly incidents: number
}

/** What binds a ticket to others, deleted ones left out. */
export const relatedOf = async (db: Db, viewer: TicketViewer, id: Id): Promise<RelatedTickets> => {
  const row = await db.one(sql<Omit<RelatedTickets, 'incidents'>>`
    select t.follow_up_of as "followUpOf", t.merged_into as "mergedInto", t.split_from as "splitFrom",
      array(select m.ticket_id from tickets m where m.merged_into = t.ticket_id and m.deleted_at is null order by 1)
        as merged,
      array(select s.ticket_id from tickets s where s.split_from = t.ticket_id and s.deleted_at is null order by 1)
        as split
    from tickets t where t.ticket_id = ${id}`)
  return {
    ...(row ?? { followUpOf: null, mergedInto: null, splitFrom: null, merged: [], split: [] }),
    incidents: await countTickets(db, viewer, { by: 'problem', id }),
  }
}
