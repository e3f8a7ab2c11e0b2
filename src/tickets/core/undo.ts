import { err, forbidden, invalidField, notFound, ok, type Refusal, type Result } from '../../kernel/index.ts'
import type { Acting, Attempt } from './attempt.ts'
import { WIRE_NAMES } from './authorise.ts'
import { mayCommentPublicly } from './comment.ts'
import type { TicketEvent, UndoMode } from './event.ts'
import { foldEvent } from './fold.ts'
import type { Policy } from './policy.ts'
import type { PastAudit, Undoable } from './state.ts'
import type { Ticket } from './ticket.ts'
import { checkRestored, restore } from './undo-restore.ts'
import { type Clash, clashes, isUntouched } from './undo-touch.ts'
import { canSeeTicket } from './visible.ts'

/** What an undo comes to: what it tells besides changed properties, and whether rules follow it. */
export type TakenBack = {
  readonly mode: UndoMode
  readonly events: readonly TicketEvent[]
  readonly isQuiet: boolean
}

/**
 * Takes back what an audit did. In place, as if it had never been: by whoever did it, soon, and before anything else
 * happened to the ticket. Later its values return by an ordinary Change, which rules may follow, unless a later one
 * touched the same.
 *
 * Refusals: `not_found`, `forbidden` (who may not do the reverse), `conflict` (taken back already, or touched since: says
 * what, and by which audit), `invalid` (what is final; what can no longer be restored).
 */
export const applyUndo = (
  attempt: Attempt,
  undoable: Undoable | null | undefined,
): Result<TakenBack, Refusal> => {
  const { before, draft, acting, at } = attempt
  if (!undoable || before === null) return err(notFound)
  const mode = modeOf(attempt, undoable)
  const refusal =
    authoriseUndo(attempt, before, undoable, mode) ??
    refuseFinal(undoable) ??
    refuseTouched(undoable) ??
    refuseClosed(before, undoable)
  if (refusal) return err(refusal)
  const events = [...reversals(undoable.audit, draft, mode), undone(undoable, mode)]
  restore(draft, undoable.audit)
  for (const event of events) foldEvent(draft, event, 0, at)
  if (!acting.isSystem) checkRestored(attempt)
  return ok({ mode, events, isQuiet: mode === 'in_place' || isRemoval(undoable.audit) })
}

/** Audits that count as if they had never been: those taken back in place, and what took them back. */
export const skippedSeqs = (
  audits: readonly { readonly seq: number; readonly events: readonly TicketEvent[] }[],
): ReadonlySet<number> =>
  new Set(
    audits.flatMap(({ seq, events }) =>
      events.flatMap((event) =>
        event.type === 'undone' && event.mode === 'in_place' ? [seq, event.seq] : [],
      ),
    ),
  )

const modeOf = ({ change, acting, policy, at }: Attempt, { audit, later }: Undoable): UndoMode => {
  const isOwn = acting.isSystem || acting.person?.id === audit.authorId
  const isSoon = at - audit.at <= policy.settings.undoWindowMs
  return isOwn && isSoon && !change.undo?.compensate && isUntouched(later) ? 'in_place' : 'compensating'
}

const undone = ({ audit, before }: Undoable, mode: UndoMode): TicketEvent => ({
  type: 'undone',
  auditId: audit.id,
  seq: audit.seq,
  mode,
  before: mode === 'in_place' ? before : null,
})

const isCreation = ({ seq }: PastAudit): boolean => seq === 1
const leavesDeleted = ({ events }: PastAudit): boolean => events.some(({ type }) => type === 'deleted')
const isRemoval = (audit: PastAudit): boolean =>
  isCreation(audit) || audit.events.some(({ type }) => type === 'deleted' || type === 'restored')

/** What goes the other way besides properties. A creation that is taken back in place leaves nothing to bring back. */
const reversals = (audit: PastAudit, { status }: Ticket, mode: UndoMode): TicketEvent[] => {
  if (!isCreation(audit))
    return audit.events.flatMap((event, index) => reversal(event, audit.id + 1 + index, status)).toReversed()
  const deleted: TicketEvent = { type: 'deleted', status }
  return mode === 'in_place' ? [deleted, { type: 'purged', status }] : [deleted]
}

const reversal = (event: TicketEvent, id: number, status: Ticket['status']): TicketEvent[] => {
  switch (event.type) {
    case 'commented':
      return [{ type: 'comment_undone', what: 'written', commentId: id, public: event.public }]
    case 'comment_hidden':
      return [{ type: 'comment_undone', what: 'hidden', commentId: event.commentId, public: true }]
    case 'comment_trusted':
      return [{ type: 'comment_undone', what: 'trusted', commentId: event.commentId, public: false }]
    case 'deleted':
      return [{ type: 'restored', status }]
    case 'restored':
      return [{ type: 'deleted', status }]
    case 'merged_into':
      return [{ type: 'link_undone', link: 'merge', ticketIds: [event.ticketId] }]
    case 'merged_from':
      return [{ type: 'link_undone', link: 'merge', ticketIds: event.ticketIds }]
    case 'split_into':
      return [{ type: 'link_undone', link: 'split', ticketIds: [event.ticketId] }]
    default:
      return []
  }
}

const authoriseUndo = (
  { acting, policy }: Attempt,
  ticket: Ticket,
  { audit }: Undoable,
  mode: UndoMode,
): Refusal | null => {
  const isDeleted = ticket.deletedAt !== null
  if (ticket.purgedAt !== null || (isDeleted && !leavesDeleted(audit))) return notFound
  if (acting.isSystem) return null
  if (!acting.viewer || !canSeeTicket(acting.viewer, { ...ticket, deletedAt: null })) return notFound
  if (!acting.isStaff) return forbidden
  if (isCreation(audit) && mode === 'in_place') return null
  if (isRemoval(audit)) return acting.role?.permissions.has('tickets.delete') ? null : forbidden
  return (
    audit.events
      .map((event) => refuseReverse(acting, policy, audit, event))
      .find((found) => found !== null) ?? null
  )
}

/** Whether somebody may do the reverse of what happened. */
const refuseReverse = (
  acting: Acting,
  policy: Policy,
  { commentRoleId }: PastAudit,
  event: TicketEvent,
): Refusal | null => {
  if (event.type === 'notified' || event.type === 'webhook_called' || event.type === 'rule_error') return null
  const isOwnComment = event.type === 'commented' && event.authorId === acting.person?.id
  if (isOwnComment && (!event.public || mayCommentPublicly(acting))) return null
  if (!acting.role?.permissions.has('tickets.update')) return forbidden
  if (event.type === 'comment_hidden' && !mayCommentPublicly(acting)) return forbidden
  if (event.type === 'satisfaction_changed' && event.to?.score !== 'offered')
    return { code: 'forbidden', message: 'What a customer said of the help is not taken back.' }
  if (event.type !== 'commented') return null
  const isByStaff = policy.roles.get(commentRoleId ?? 0)?.kind !== 'end_user'
  if (isByStaff && mayCommentPublicly(acting)) return null
  return { code: 'forbidden', message: 'What a customer wrote is not taken back: hide it, or redact it.' }
}

const FINAL: { readonly [type in TicketEvent['type']]?: string } = {
  comment_redacted: 'What was redacted is gone for good',
  file_redacted: 'What was redacted is gone for good',
  purged: 'What was deleted for good is gone',
  announced: 'What people were told stays told: tell them more',
  clocks_reevaluated: 'What was reevaluated stands: reevaluate it again',
  undone: 'An undo is not taken back: make the change again',
}

const refuseFinal = ({ audit }: Undoable): Refusal | null => {
  const reason = audit.events.map(({ type }) => FINAL[type]).find((found) => found !== undefined)
  if (reason !== undefined) return invalidField('base', `Undo: ${reason}`)
  return audit.isErased ? invalidField('base', 'Undo: What it changed has been erased since') : null
}

const refuseTouched = (undoable: Undoable): Refusal | null => {
  const { audit, later } = undoable
  const taken = later.find(({ events }) =>
    events.some((event) => event.type === 'undone' && event.auditId === audit.id),
  )
  if (taken) return { code: 'conflict', message: `It was taken back already, by audit ${taken.id}.` }
  const found = clashes(undoable)
  if (found.length === 0) return null
  const details = found.map(detailOf)
  const said = details.map(({ description }) => description).join('; ')
  return {
    code: 'conflict',
    message: `It cannot be taken back, because it was changed since. ${said}`,
    details,
  }
}

const detailOf = ({ thing, auditId }: Clash) => {
  const field = WIRE_NAMES[thing as keyof typeof WIRE_NAMES] ?? thing
  return { field, error: 'RecordInvalid', description: `${field}: changed by audit ${auditId}` } as const
}

/** A closed ticket is opened again only by taking back what closed it. */
const refuseClosed = ({ status, deletedAt }: Ticket, { audit }: Undoable): Refusal | null => {
  const closes = audit.events.some(
    (event) => event.type === 'field_changed' && event.field === 'status' && event.to === 'closed',
  )
  if (status !== 'closed' || closes || isRemoval(audit) || deletedAt !== null) return null
  return invalidField('status', 'Status closed prevents ticket update', 'RecordInvalid')
}
