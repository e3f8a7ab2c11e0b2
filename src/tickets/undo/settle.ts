import { type Id, type JsonObject, toIsoMs } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Decision } from '../core/decision.ts'
import type { TicketEvent, UndoMode } from '../core/event.ts'
import { unpackEvents } from '../pack.ts'
import type { Committed } from '../save.ts'
import { copyComments } from '../split/copy-comments.ts'
import {
  auditsFrom,
  cancelEffects,
  distrustComment,
  dropComments,
  type EffectRow,
  effectsOf,
  retractComments,
  showComment,
} from './store.ts'

/** Something that a Change set going. */
export type KnownEffect = {
  readonly kind: string
  /** Of a mail. */
  readonly recipientId: Id | null
  /** `sending`: on its way just now. `sent` also where it was so long ago that the outbox has forgotten. */
  readonly state: 'waiting' | 'cancelled' | 'sending' | 'sent' | 'failed'
}

/** What became of that which the Change that was taken back had set going. */
export type UndoOutcome = {
  readonly mode: UndoMode
  readonly cancelled: readonly KnownEffect[]
  readonly sent: readonly KnownEffect[]
}

/**
 * Does what an undo or a split does to rows besides those that every Change writes, in its transaction: effects that
 * still wait are cancelled, comments go or come along.
 */
export const settled = async (
  tx: Db,
  { change, events, at }: Decision,
  committed: Committed,
): Promise<Committed> => {
  const { split } = change
  if (split && 'from' in split) await copyComments(tx, split, committed)
  const undone = events.find((event) => event.type === 'undone')
  if (undone === undefined) return committed
  const ticketId = committed.ticket.id
  const cancelled = (await cancelEffects(tx, ticketId, undone.seq, toIsoMs(at))).map(effectOf)
  const known = await knownEffects(tx, ticketId, undone.auditId)
  const sent = known.filter(({ state }) => state === 'sent' || state === 'sending')
  const isKept = undone.mode === 'compensating' || sent.length > 0
  await undoComments(tx, committed, isKept)
  return { ...committed, undo: { mode: undone.mode, cancelled, sent } }
}

/** Words that nobody was sent and that stood for seconds are gone; others are still told by their audit. */
const undoComments = async (tx: Db, { ticket, events, seq }: Committed, isKept: boolean): Promise<void> => {
  const undone = events.filter((event) => event.type === 'comment_undone')
  const written = undone.filter(({ what }) => what === 'written').map(({ commentId }) => commentId)
  if (written.length > 0 && isKept) await retractComments(tx, ticket.id, written, seq)
  if (written.length > 0 && !isKept) await dropComments(tx, ticket.id, written)
  for (const { what, commentId } of undone) {
    if (what === 'hidden') await showComment(tx, ticket.id, commentId)
    if (what === 'trusted') await distrustComment(tx, ticket.id, commentId)
  }
}

/** What an audit set going, and how far it is. */
export const knownEffects = async (db: Db, ticketId: Id, auditId: Id): Promise<KnownEffect[]> => {
  const [audit] = await auditsFrom(db, ticketId, auditId)
  if (audit === undefined) return []
  const mails = unpackEvents(audit).flatMap(mailsOf)
  const keys = mails.map(({ key }) => key)
  const rows = await effectsOf(db, ticketId, audit.seq, keys)
  const found = new Set(rows.map(({ effect_key: key }) => key.split('/').slice(3).join('/')))
  const forgotten = mails.filter(({ key }) => !found.has(key))
  return [
    ...rows.map(effectOf),
    ...forgotten.map(({ recipientId }): KnownEffect => ({ kind: 'send_mail', recipientId, state: 'sent' })),
  ]
}

/** As `notices.ts` names the mails of a rule. */
const mailsOf = (event: TicketEvent): { readonly key: string; readonly recipientId: Id }[] =>
  event.type !== 'notified'
    ? []
    : event.recipientIds.map((recipientId) => ({ key: `mail/${event.by?.id}/${recipientId}`, recipientId }))

const effectOf = ({ kind, payload, state, is_leased: isLeased }: EffectRow): KnownEffect => ({
  kind,
  recipientId: recipientOf(payload),
  state: isLeased && state === 'waiting' ? 'sending' : STATES[state],
})

const STATES = {
  waiting: 'waiting',
  held: 'waiting',
  done: 'sent',
  failed: 'failed',
  cancelled: 'cancelled',
} as const

const recipientOf = ({ recipientId }: JsonObject): Id | null =>
  typeof recipientId === 'number' ? recipientId : null
