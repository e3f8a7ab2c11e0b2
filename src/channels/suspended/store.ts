import type { RawBuilder } from 'kysely'
import { DAY_MS, type Id, type Instant, type JsonObject, plusMs, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { ListSource } from '../../platform/paging/index.ts'
import type { Via } from '../../tickets/core/index.ts'
import { CAUSES, type CauseName, type MailAttachment } from '../core/index.ts'

/** After this it is gone (`zendesk-api.md` 2.12). */
const KEPT_MS = 14 * DAY_MS

export type NewSuspended = {
  readonly mailId: Id
  readonly authorId: Id | null
  readonly authorName: string
  readonly authorEmail: string
  readonly subject: string
  readonly content: string
  readonly cause: CauseName
  /** The ticket that the mail wanted to speak in. */
  readonly ticketId: Id | null
  readonly recipient: string | null
  readonly messageId: string | null
  readonly brandId: Id
  readonly via: Via
  readonly files: readonly MailAttachment[]
}

export const insertSuspended = async (tx: Db, suspended: NewSuspended, at: Instant): Promise<Id> => {
  const cause = CAUSES[suspended.cause]
  const now = toIsoMs(at)
  const row = await tx.one(sql<{ id: Id }>`
    insert into suspended_tickets (mail_id, author_id, author_name, author_email, subject, content, cause_id, cause,
      ticket_id, recipient, message_id, brand_id, via, files, created_at, updated_at,
      expires_at)
    values (${suspended.mailId}, ${suspended.authorId}, ${suspended.authorName}, ${suspended.authorEmail},
      ${suspended.subject}, ${suspended.content}, ${cause.id}, ${cause.text}, ${suspended.ticketId},
      ${suspended.recipient}, ${suspended.messageId}, ${suspended.brandId}, ${JSON.stringify(suspended.via)}::jsonb,
      ${JSON.stringify(suspended.files)}::jsonb,
      ${now}, ${now}, ${toIsoMs(plusMs(at, KEPT_MS))})
    returning id`)
  return row!.id
}

export type SuspendedRow = {
  readonly id: Id
  readonly mail_id: Id | null
  readonly author_id: Id | null
  readonly author_name: string
  readonly author_email: string
  readonly subject: string
  readonly content: string
  readonly cause_id: number
  readonly cause: string
  readonly ticket_id: Id | null
  readonly recipient: string | null
  readonly message_id: string | null
  readonly brand_id: Id
  readonly via: JsonObject
  readonly files: readonly MailAttachment[]
  readonly created_at: Instant
  readonly updated_at: Instant
}

const COLUMNS: RawBuilder<SuspendedRow> = sql<SuspendedRow>`s.id, s.mail_id, s.author_id, s.author_name, s.author_email,
  s.subject, s.content, s.cause_id, s.cause, s.ticket_id, s.recipient, s.message_id, s.brand_id, s.via, s.files, s.created_at,
  s.updated_at`

export const suspendedSource = (now: Instant) => {
  const source = {
    select: COLUMNS,
    from: sql`suspended_tickets s`,
    where: sql`s.expires_at > ${toIsoMs(now)}`,
    sorts: {
      id: { column: sql`s.id`, type: 'bigint' },
      author_email: { column: sql`s.author_email`, type: 'text' },
      cause: { column: sql`s.cause`, type: 'text' },
      created_at: { column: sql`s.created_at`, type: 'timestamptz' },
      subject: { column: sql`s.subject`, type: 'text' },
    },
    id: sql`s.id`,
  } as const satisfies ListSource<SuspendedRow>
  return source
}

export const findSuspended = (db: Db, ids: readonly Id[], now: Instant): Promise<SuspendedRow[]> =>
  db.rows(sql<SuspendedRow>`select ${COLUMNS} from suspended_tickets s
    where s.id = any(${ids}::bigint[]) and s.expires_at > ${toIsoMs(now)} order by s.id`)

/** Takes one out, for whoever comes first; undefined for all others. */
export const takeSuspended = (tx: Db, id: Id, now: Instant): Promise<SuspendedRow | undefined> =>
  tx.one(sql<SuspendedRow>`delete from suspended_tickets s
    where s.id = ${id} and s.expires_at > ${toIsoMs(now)} returning ${COLUMNS}`)

export const deleteSuspended = (tx: Db, ids: readonly Id[]): Promise<SuspendedRow[]> =>
  tx.rows(
    sql<SuspendedRow>`delete from suspended_tickets s where s.id = any(${ids}::bigint[]) returning ${COLUMNS}`,
  )

/** Removes those whose time is over; answers how many. */
export const expireSuspended = async (db: Db, now: Instant): Promise<number> =>
  (
    await db.rows(sql<{ id: Id }>`delete from suspended_tickets where id in (
      select id from suspended_tickets where expires_at <= ${toIsoMs(now)} order by expires_at limit 1000) returning id`)
  ).length
