import type { RawBuilder } from 'kysely'
import { type Id, type Instant, type JsonObject, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging, type Sort } from '../../platform/paging/index.ts'
import type { TicketViewer } from '../core/visible.ts'
import { visibleTickets } from '../visible.ts'

/** What somebody has written and chosen, and not sent. */
export type DraftContent = {
  readonly text: string
  /** Sanitised. */
  readonly html: string
  readonly email_ccs: readonly JsonObject[]
  readonly followers: readonly JsonObject[]
  /** Tokens of the owner's own uploads. */
  readonly uploads: readonly string[]
  /** Properties of the ticket, as they would be sent. */
  readonly ticket: JsonObject
  readonly based_on: JsonObject | null
}

export type DraftRow = {
  readonly id: Id
  readonly user_id: Id
  /** Where it was written. */
  readonly ticket_id: Id | null
  /** Where that goes on, at the end of all its merges. */
  readonly goes_on: Id | null
  readonly public: boolean
  readonly version: number
  readonly content: DraftContent
  readonly created_at: Instant
  readonly updated_at: Instant
}

/** More tickets than anybody merges one into the next. */
const MAX_MERGES = 50

const GOES_ON = sql<Id | null>`(with recursive chain as (
    select d.ticket_id, 0 as steps
    union all
    select t.merged_into, c.steps + 1 from chain c join tickets t on t.ticket_id = c.ticket_id
    where t.merged_into is not null and c.steps < ${MAX_MERGES})
  select ticket_id from chain order by steps desc limit 1)`

const DRAFT = sql<DraftRow>`d.id, d.user_id, d.ticket_id, ${GOES_ON} as goes_on, d.public, d.version, d.content,
  d.created_at, d.updated_at`

/** What became a comment is a draft again when its comment is gone: somebody took it back. */
const STANDS = sql<boolean>`(d.sent_as is null
  or not exists (select 1 from comments c where c.ticket_id = d.sent_on and c.id = d.sent_as))`

/** A ticket, and all that was merged into it. */
const familyOf = (ticketId: Id): RawBuilder<unknown> => sql`(with recursive family as (
    select ${ticketId}::bigint as ticket_id, 0 as steps
    union all
    select t.ticket_id, f.steps + 1 from family f join tickets t on t.merged_into = f.ticket_id
    where f.steps < ${MAX_MERGES})
  select ticket_id from family)`

/** What is their own comes before what tickets brought along that were merged into it; then the newest. */
const nearest = (ticketId: Id): RawBuilder<unknown> =>
  sql`(d.sent_as is null) desc, (d.ticket_id = ${ticketId}) desc, d.updated_at desc, d.id desc`

export type Place = {
  readonly userId: Id
  readonly ticketId: Id
  /** Of both kinds where it is not said. */
  readonly isPublic?: boolean | undefined
}

/** Somebody's drafts of a ticket and of all that was merged into it, the nearest first. */
export const draftsOf = (db: Db, { userId, ticketId, isPublic }: Place): Promise<DraftRow[]> =>
  db.rows(sql<DraftRow>`select ${DRAFT} from drafts d
    where d.user_id = ${userId} and d.ticket_id in ${familyOf(ticketId)} and ${STANDS}
      and (${isPublic ?? null}::boolean is null or d.public = ${isPublic ?? null}::boolean)
    order by ${nearest(ticketId)}`)

/** Of a ticket yet to be made, or of one that its owner sees: where it was written, or where that goes on. */
const within = (viewer: TicketViewer): RawBuilder<boolean> =>
  sql<boolean>`(d.user_id = ${viewer.userId} and ${STANDS} and (d.ticket_id is null
    or exists (select 1 from tickets t where t.ticket_id in (d.ticket_id, ${GOES_ON}) and ${visibleTickets(viewer)})))`

export const findDraft = (db: Db, viewer: TicketViewer, id: Id): Promise<DraftRow | undefined> =>
  db.one(sql<DraftRow>`select ${DRAFT} from drafts d where d.id = ${id} and ${within(viewer)}`)

const DRAFT_SORTS = {
  updated_at: { column: sql.ref('d.updated_at'), type: 'timestamptz' },
} as const satisfies Record<string, Sort>

export const listDrafts = (
  db: Db,
  viewer: TicketViewer,
  paging: Paging<'updated_at'>,
): Promise<Listing<DraftRow>> =>
  list(
    db,
    {
      select: DRAFT,
      from: sql`drafts d`,
      where: within(viewer),
      sorts: DRAFT_SORTS,
      id: sql.ref('d.id'),
    },
    paging,
  )

/** One person saves one draft after the other, until the transaction ends. */
export const lockDrafts = async (tx: Db, userId: Id): Promise<void> => {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended('drafts', ${userId}))`)
}

export const countDrafts = async (tx: Db, userId: Id): Promise<number> =>
  (await tx.one(sql<{ count: number }>`select count(*) as count from drafts where user_id = ${userId}`))!
    .count

export type DraftWrite = {
  readonly isPublic: boolean
  readonly content: DraftContent
  readonly at: Instant
}

export const insertDraft = async (
  tx: Db,
  { userId, ticketId }: { readonly userId: Id; readonly ticketId: Id | null },
  { isPublic, content, at }: DraftWrite,
): Promise<DraftRow> =>
  (await tx.one(sql<DraftRow>`insert into drafts as d (user_id, ticket_id, public, content, created_at, updated_at)
    values (${userId}, ${ticketId}, ${isPublic}, ${JSON.stringify(content)}::jsonb, ${toIsoMs(at)}, ${toIsoMs(at)})
    returning ${DRAFT}`))!

export const updateDraft = async (tx: Db, id: Id, { isPublic, content, at }: DraftWrite): Promise<DraftRow> =>
  (await tx.one(sql<DraftRow>`update drafts d set public = ${isPublic}, content = ${JSON.stringify(content)}::jsonb,
      version = nextval('draft_versions'), updated_at = ${toIsoMs(at)}, sent_on = null, sent_as = null, sent_at = null
    where d.id = ${id} returning ${DRAFT}`))!

export const deleteDrafts = async (tx: Db, ids: readonly Id[]): Promise<void> => {
  await tx.rows(sql`delete from drafts where id = any(${ids}::bigint[])`)
}

export type Sent = {
  readonly userId: Id
  readonly ticketId: Id
  readonly commentId: Id
  readonly isPublic: boolean
  /** The draft that was named; else the nearest of the ticket and kind. */
  readonly draftId: Id | undefined
}

/** Notes which comment a draft became. */
export const markSent = async (db: Db, sent: Sent, at: Instant): Promise<void> => {
  const { userId, ticketId, draftId } = sent
  const which =
    draftId === undefined
      ? sql`d.public = ${sent.isPublic} and d.ticket_id in ${familyOf(ticketId)}`
      : sql`d.id = ${draftId}`
  await db.rows(sql`update drafts set sent_on = ${ticketId}, sent_as = ${sent.commentId}, sent_at = ${toIsoMs(at)}
    where id = (select d.id from drafts d where d.user_id = ${userId} and ${which} and ${STANDS}
      order by ${nearest(ticketId)} limit 1)`)
}

/** The ticket that it became was never made: its draft is one again. */
export const bringBackDrafts = async (tx: Db, ticketId: Id): Promise<void> => {
  await tx.rows(sql`update drafts set sent_on = null, sent_as = null, sent_at = null
    where sent_on = ${ticketId} and ticket_id is null`)
}

/** Takes away what nobody has touched since `untouched`, and what was sent before `sent` and not taken back. */
export const forgetDrafts = async (
  db: Db,
  before: { readonly untouched: Instant; readonly sent: Instant },
): Promise<void> => {
  await db.rows(sql`delete from drafts d where d.updated_at < ${toIsoMs(before.untouched)}
    or (d.sent_at < ${toIsoMs(before.sent)} and not ${STANDS})`)
}

/** With the person, and with the tickets that they asked for. */
export const deleteDraftsOf = async (tx: Db, userId: Id): Promise<void> => {
  await tx.rows(sql`delete from drafts where user_id = ${userId}
    or ticket_id in (select ticket_id from tickets where requester_id = ${userId})`)
}

export const deleteDraftsOn = async (tx: Db, ticketId: Id): Promise<void> => {
  await tx.rows(sql`delete from drafts where ticket_id = ${ticketId} or sent_on = ${ticketId}`)
}
