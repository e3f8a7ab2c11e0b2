import type { Id } from '../kernel/index.ts'
import { type Db, sql } from '../platform/db/index.ts'

/** Blanks what an audit says of a person, in every audit that they were round. */
export const erasePersonTexts = async (tx: Db, userId: Id): Promise<void> => {
  const name = `person/${userId}`
  await tx.rows(sql`select erase_audit_texts(ticket_id, seq, array[${name}])
    from audits where texts ? ${name}`)
  await tx.rows(sql`select erase_audit_texts(ticket_id, seq, array['via', 'metadata'])
    from audits where author_id = ${userId}`)
}

/**
 * Takes away what the outbox holds of a person: mails to them, and of the tickets that they were round those mails that
 * have left, or that name them or their address. Before their texts in audits are blanked, which tell their name.
 */
export const eraseMailsAbout = async (tx: Db, userId: Id): Promise<void> => {
  const name = `person/${userId}`
  await tx.rows(sql`delete from outbox where payload -> 'recipientId' = to_jsonb(${userId}::bigint)`)
  await tx.rows(sql`delete from outbox o using audits a
    where a.texts ? ${name} and o.ticket_id = a.ticket_id and (o.state <> 'waiting'
      or strpos(o.payload::text, coalesce(nullif(a.texts #>> array[${name}, 'value', 'name'], ''), chr(1))) > 0
      or strpos(o.payload::text, coalesce(nullif(a.texts #>> array[${name}, 'value', 'email'], ''), chr(1))) > 0)`)
}

/** Blanks the comments that a person wrote, and takes their files away. */
export const eraseCommentsBy = async (tx: Db, userId: Id): Promise<void> => {
  for (const table of [sql`comments`, sql`retracted_comments`])
    await tx.rows(sql`delete from attachments f using ${table} c
      where c.author_id = ${userId} and f.ticket_id = c.ticket_id and f.comment_id = c.id`)
  await tx.rows(sql`delete from retracted_comments where author_id = ${userId}`)
  await tx.rows(sql`update comments set body = '', html = '', quoted_html = null, structure = null, salt = null,
      via = jsonb_build_object('channel', via -> 'channel', 'source', ${BARE_SOURCE}::jsonb)
    where author_id = ${userId}`)
}

const BARE_SOURCE = JSON.stringify({ from: {}, to: {}, rel: null })

export const ticketsRequestedBy = async (tx: Db, userId: Id): Promise<Id[]> => {
  const rows = await tx.rows(
    sql<{ ticket_id: Id }>`select ticket_id from tickets where requester_id = ${userId}`,
  )
  return rows.map(({ ticket_id: id }) => id)
}

/**
 * Blanks everything that people wrote on a ticket; its numbers, times and states stay. Whatever is derived from
 * tickets hears of it by the feed.
 */
export const eraseTicketTexts = async (tx: Db, ticketId: Id): Promise<void> => {
  await tx.rows(sql`update tickets set subject = null, external_id = null, fields = '{}', plan = null, parties = null,
      satisfaction = jsonb_set(satisfaction, '{comment}', 'null'),
      via = jsonb_build_object('channel', via -> 'channel', 'source', ${BARE_SOURCE}::jsonb)
    where ticket_id = ${ticketId}`)
  await tx.rows(sql`select erase_audit_texts(ticket_id, seq, null) from audits where ticket_id = ${ticketId}`)
  await tx.rows(sql`delete from attachments where ticket_id = ${ticketId}`)
  await tx.rows(sql`delete from retracted_comments where ticket_id = ${ticketId}`)
  await tx.rows(sql`update comments set body = '', html = '', quoted_html = null, structure = null, salt = null,
      via = jsonb_build_object('channel', via -> 'channel', 'source', ${BARE_SOURCE}::jsonb)
    where ticket_id = ${ticketId}`)
  await tx.rows(sql`delete from outbox where ticket_id = ${ticketId}`)
  await tx.rows(sql`insert into feed_inbox (subject, subject_id, seq)
    select 'ticket', ticket_id, version from tickets where ticket_id = ${ticketId}`)
}
