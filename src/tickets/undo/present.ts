import { Type } from 'typebox'
import type { Refusal } from '../../kernel/index.ts'
import type { UndoMade } from './run.ts'
import type { KnownEffect } from './settle.ts'

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

const Effects = Type.Array(
  Type.Object({ kind: Type.String(), recipient_id: nullable(Type.Integer()), state: Type.String() }),
)
const Mode = Type.String()

/** What an undo did: `mode` is `in_place` or `compensating`. */
export const UndoDone = Type.Object({
  mode: Mode,
  ticket_ids: Type.Array(Type.Integer()),
  cancelled_effects: Effects,
  sent_effects: Effects,
  job_status_id: nullable(Type.String()),
})

/** Whether and how something can be taken back. */
export const UndoPreview = Type.Object({
  possible: Type.Boolean(),
  mode: nullable(Mode),
  reason: nullable(Type.String()),
  fields: Type.Array(Type.String()),
  ticket_ids: Type.Array(Type.Integer()),
  cancellable_effects: Effects,
  sent_effects: Effects,
})

const presentEffect = ({ kind, recipientId, state }: KnownEffect) => ({
  kind,
  recipient_id: recipientId,
  state,
})

export const presentUndo = ({ mode, ticketIds, cancelled, sent, jobId }: UndoMade) => ({
  mode,
  ticket_ids: ticketIds,
  cancelled_effects: cancelled.map(presentEffect),
  sent_effects: sent.map(presentEffect),
  job_status_id: jobId,
})

export const presentPreview = (
  ticketIds: readonly number[],
  weighed: { readonly ok: true; readonly value: string } | { readonly ok: false; readonly error: Refusal },
  effects: readonly KnownEffect[],
) => ({
  possible: weighed.ok,
  mode: weighed.ok ? weighed.value : null,
  reason: weighed.ok ? null : reasonOf(weighed.error),
  fields: weighed.ok ? [] : (weighed.error.details ?? []).map(({ field }) => field),
  ticket_ids: ticketIds,
  cancellable_effects: effects.filter(({ state }) => state === 'waiting').map(presentEffect),
  sent_effects: effects.filter(({ state }) => state === 'sent' || state === 'sending').map(presentEffect),
})

const reasonOf = ({ code, message, details = [] }: Refusal): string =>
  code === 'conflict' ? message : details.map(({ description }) => description).join('; ') || message
