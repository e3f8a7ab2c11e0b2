import type { RawBuilder } from 'kysely'
import { type Id, type Instant, instantOf, type JsonObject } from '../kernel/index.ts'
import { type Db, sql } from '../platform/db/index.ts'
import { type Listing, list, type Paging, type Sort } from '../platform/paging/index.ts'
import type { ToldComment } from '../rules/core/index.ts'
import type { CommentStructure } from './core/comment-structure.ts'
import type { Via } from './core/ticket.ts'
import type { TicketViewer } from './core/visible.ts'
import type { StoredText } from './pack.ts'
import { visibleComments } from './visible.ts'

/** A file as rows and JSON of rows hold it. */
export type FileRow = {
  readonly id: Id
  readonly blob: string
  readonly file_name: string
  readonly content_type: string
  readonly size: number
  readonly inline: boolean
  readonly content_id: string | null
  readonly width: number | null
  readonly height: number | null
}

export type CommentRow = {
  readonly ticket_id: Id
  readonly id: Id
  readonly seq: number
  readonly author_id: Id
  readonly public: boolean
  readonly body: string
  readonly html: string
  readonly quoted_html: string | null
  readonly structure: CommentStructure | null
  readonly via: Via
  readonly flags: readonly number[]
  /** Since when an agent trusts it in spite of its flags. */
  readonly trusted_at: Instant | null
  readonly created_at: Instant
  readonly files: readonly FileRow[]
}

export type CommentRead = CommentRow & {
  readonly audit_id: Id
  readonly metadata: JsonObject
  readonly metadata_text: StoredText | null
}

/** The files of a comment `c`, as JSON. */
export const FILES = sql`coalesce((select jsonb_agg(to_jsonb(f) - 'ticket_id' - 'sha256' order by f.id) from attachments f
  where f.ticket_id = c.ticket_id and f.comment_id = c.id), '[]')`

/** Of a comment `c`, with its files. */
export const COMMENT_COLUMNS = sql<CommentRow>`c.ticket_id, c.id, c.seq, c.author_id, c.public, c.body, c.html, c.quoted_html, c.structure, c.via,
  c.flags, c.trusted_at, c.created_at, ${FILES} as files`

export const COMMENT_SORTS = {
  created_at: { column: sql.ref('c.id'), type: 'bigint' },
} as const satisfies Record<string, Sort>

/** Ids rise with time within a ticket. */
export const PAGES_OF_COMMENTS = { sorts: COMMENT_SORTS, id: sql.ref('c.id') } as const

const COMMENTS_READ = sql<CommentRead>`${COMMENT_COLUMNS}, a.id as audit_id, a.metadata,
  a.texts -> 'metadata' as metadata_text`
const COMMENTS_OF_TICKETS = sql`comments c join tickets t on t.ticket_id = c.ticket_id
  join audits a on a.ticket_id = c.ticket_id and a.seq = c.seq`

/** The comments of a ticket that the viewer sees. */
export const listComments = (
  db: Db,
  viewer: TicketViewer,
  ticketId: Id,
  paging: Paging<'created_at'>,
): Promise<Listing<CommentRead>> =>
  list(
    db,
    {
      select: COMMENTS_READ,
      from: COMMENTS_OF_TICKETS,
      where: sql`c.ticket_id = ${ticketId} and ${visibleComments(viewer)}`,
      ...PAGES_OF_COMMENTS,
    },
    paging,
  )

export const findComment = (
  db: Db,
  viewer: TicketViewer,
  ticketId: Id,
  id: Id,
): Promise<CommentRead | undefined> =>
  db.one(sql<CommentRead>`select ${COMMENTS_READ} from ${COMMENTS_OF_TICKETS}
    where c.ticket_id = ${ticketId} and c.id = ${id} and ${visibleComments(viewer)}`)

export const countComments = async (db: Db, viewer: TicketViewer, ticketId: Id): Promise<number> => {
  const row = await db.one(sql<{ count: number }>`select count(*) as count
    from comments c join tickets t on t.ticket_id = c.ticket_id
    where c.ticket_id = ${ticketId} and ${visibleComments(viewer)}`)
  return row?.count ?? 0
}

/** A comment with the name of whoever wrote it; null where they are gone. */
export type RetoldRow = CommentRow & { readonly author_name: string | null }

/** A comment as placeholders tell it. */
export const toldComment = (row: RetoldRow): ToldComment => ({
  authorName: row.author_name ?? 'Support',
  public: row.public,
  text: row.body,
  html: row.html,
  createdAt: instantOf(row.created_at),
  fileNames: row.files.filter((file) => !file.inline).map((file) => file.file_name),
})

/** As many comments as a mail retells at most; the first one, the description, comes on top. */
const RETOLD = 20

/**
 * The comments that an audience may see, up to an audit, oldest first: the newest, and the first of all. What mails are
 * rendered from, so that one of a ticket of thousands of comments costs no more than any other.
 */
export const conversation = (
  db: Db,
  ticketId: Id,
  { audience, upToSeq }: { readonly audience: 'end_user' | 'agent'; readonly upToSeq: number },
): Promise<RetoldRow[]> =>
  db.rows(sql<RetoldRow>`
    with told as materialized (select c.id from comments c where ${toldTo(ticketId, audience, upToSeq)}
        order by c.id desc limit ${RETOLD}),
      begun as materialized (select c.id from comments c where ${toldTo(ticketId, audience, upToSeq)}
        order by c.id limit 1)
    select ${COMMENT_COLUMNS}, (select u.name from users u where u.id = c.author_id) as author_name from comments c
    where c.ticket_id = ${ticketId} and c.id in (select id from told union select id from begun) order by c.id`)

const toldTo = (ticketId: Id, audience: 'end_user' | 'agent', upToSeq: number): RawBuilder<boolean> =>
  sql<boolean>`c.ticket_id = ${ticketId} and c.seq <= ${upToSeq} and (c.public or ${audience === 'agent'})`
