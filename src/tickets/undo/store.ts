import type { RawBuilder } from 'kysely'
import { type Id, type Instant, type JsonObject, toIsoMs } from '../../kernel/index.ts'
import { type Db, liveProcessIds, sql } from '../../platform/db/index.ts'
import { FILES } from '../comment-store.ts'
import type { PackedAudit } from '../pack.ts'

type PackedEvents = Pick<PackedAudit, 'events'>

/** An audit, and the roles of those who were round it. */
export type PastRow = PackedEvents & {
  readonly id: Id
  readonly seq: number
  readonly created_at: Instant
  readonly author_id: Id
  readonly texts: PackedAudit['texts']
  readonly roles: { readonly [userId: string]: Id } | null
}

/** An audit of a ticket and all after it, in order. */
export const auditsFrom = (db: Db, ticketId: Id, auditId: Id): Promise<PastRow[]> =>
  db.rows(sql<PastRow>`select a.id, a.seq, a.created_at, a.author_id, a.events, a.texts,
      (select jsonb_object_agg(key, value -> 'roleId') from jsonb_each(a.context -> 'users')) as roles
    from audits a where a.ticket_id = ${ticketId}
      and a.seq >= (select o.seq from audits o where o.ticket_id = ${ticketId} and o.id = ${auditId})
    order by a.seq`)

export type AuditTimes = PackedEvents & { readonly seq: number; readonly created_at: Instant }

export const auditsBefore = (db: Db, ticketId: Id, seq: number): Promise<AuditTimes[]> =>
  db.rows(sql<AuditTimes>`select seq, created_at, events from audits
    where ticket_id = ${ticketId} and seq < ${seq} order by seq`)

/** An effect that a Change left, and what has become of it. */
export type EffectRow = {
  readonly effect_key: string
  readonly kind: string
  readonly payload: JsonObject
  readonly state: 'waiting' | 'held' | 'done' | 'failed' | 'cancelled'
  /** A living process delivers it. */
  readonly is_leased: boolean
}

const IS_LEASED = sql<boolean>`(lease_owner is not null and lease_until > now() and lease_owner in ${liveProcessIds})`

/** Each state with an index of its own. What a restore holds back has not left either. */
const unsent = (ticketId: Id): RawBuilder<boolean> =>
  sql<boolean>`(ticket_id = ${ticketId} and state = 'waiting' or ticket_id = ${ticketId} and state = 'held')`

/** Cancels what a Change left in the outbox and no living process holds; answers what was cancelled. */
export const cancelEffects = (tx: Db, ticketId: Id, seq: number, at: string): Promise<EffectRow[]> =>
  tx.rows(sql<EffectRow>`update outbox set state = 'cancelled', ended_at = ${at}::timestamptz, lease_owner = null,
      lease_until = null
    where ${unsent(ticketId)} and starts_with(effect_key, ${prefixOf(ticketId, seq)})
      and not ${IS_LEASED}
    returning effect_key, kind, payload, state, false as is_leased`)

/** Those of the effects of a Change that are still there. */
export const effectsOf = (db: Db, ticketId: Id, seq: number, keys: readonly string[]): Promise<EffectRow[]> =>
  db.rows(sql<EffectRow>`select effect_key, kind, payload, state, ${IS_LEASED} as is_leased from outbox
      where effect_key = any(${keys.map((key) => prefixOf(ticketId, seq) + key)}::text[])
    union
    select effect_key, kind, payload, state, ${IS_LEASED} as is_leased from outbox
      where ${unsent(ticketId)} and starts_with(effect_key, ${prefixOf(ticketId, seq)})`)

const prefixOf = (ticketId: Id, seq: number): string => `ticket/${ticketId}/${seq}/`

/** Takes a comment out of its conversation for good, files and all. */
export const dropComments = async (tx: Db, ticketId: Id, ids: readonly Id[]): Promise<void> => {
  await tx.rows(
    sql`delete from attachments where ticket_id = ${ticketId} and comment_id = any(${ids}::bigint[])`,
  )
  await tx.rows(sql`delete from comments where ticket_id = ${ticketId} and id = any(${ids}::bigint[])`)
}

/** Takes comments out of their conversation; their audit still tells them. */
export const retractComments = async (
  tx: Db,
  ticketId: Id,
  ids: readonly Id[],
  retractedSeq: number,
): Promise<void> => {
  await tx.rows(sql`with gone as (delete from comments where ticket_id = ${ticketId} and id = any(${ids}::bigint[])
      returning *)
    insert into retracted_comments (ticket_id, id, seq, retracted_seq, author_id, content, salt)
    select ticket_id, id, seq, ${retractedSeq}, author_id, to_jsonb(gone) - 'salt', salt from gone`)
}

/** What an audit told of comments that were taken back, in the shape of those that stand. */
export const RETRACTED = sql`(select jsonb_agg(c.content || jsonb_build_object('files', ${FILES}, 'retracted', true)
    order by c.id) from retracted_comments c where c.ticket_id = a.ticket_id and c.seq = a.seq)`

export const showComment = async (tx: Db, ticketId: Id, id: Id): Promise<void> => {
  await tx.rows(sql`update comments set public = true where ticket_id = ${ticketId} and id = ${id}`)
}

export const distrustComment = async (tx: Db, ticketId: Id, id: Id): Promise<void> => {
  await tx.rows(sql`update comments set trusted_at = null where ticket_id = ${ticketId} and id = ${id}`)
}

/** The audit of a ticket that tells of an event, nearest in time to an instant. */
export const nearestAudit = async (
  db: Db,
  ticketId: Id,
  event: JsonObject,
  at: Instant,
): Promise<Id | undefined> =>
  (
    await db.one(sql<{ id: Id }>`select id from audits
      where ticket_id = ${ticketId} and events @> ${JSON.stringify([event])}::jsonb
      order by abs(extract(epoch from created_at - ${toIsoMs(at)}::timestamptz)), seq desc limit 1`)
  )?.id
