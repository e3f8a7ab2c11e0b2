import {
  err,
  type Id,
  type JsonObject,
  notFound,
  ok,
  orRefuse,
  type Refusal,
  Refused,
  type Result,
  wholeSecond,
} from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Committed } from '../commit.ts'
import type { UndoMode } from '../core/event.ts'
import { type Change, type Decision, decide, noChange } from '../core/index.ts'
import { bringBackDrafts } from '../drafts/store.ts'
import { loadLinked, loadTicket, namedBy } from '../load.ts'
import { lockTickets } from '../load-many.ts'
import { followUndo } from '../problem/reopen.ts'
import type { Room } from '../room.ts'
import { liftSuspension } from '../spam/spam.ts'
import { viaOf } from '../wire/names.ts'
import { namedBefore, type Part, partsOf } from './parts.ts'
import type { KnownEffect } from './settle.ts'

/** Who takes back; `null` is the system, which follows an undo of somebody's. */
export type Undoer = { readonly userId: Id | null; readonly channel: string; readonly system: JsonObject }

export type AuditRef = { readonly ticketId: Id; readonly auditId: Id }

/** An undo that was made. */
export type UndoMade = {
  readonly mode: UndoMode
  /** Of the ticket that was asked for. */
  readonly committed: Committed
  /** All tickets that it took. */
  readonly ticketIds: readonly Id[]
  readonly cancelled: readonly KnownEffect[]
  readonly sent: readonly KnownEffect[]
  /** The job that takes back what followed on other tickets. */
  readonly jobId: string | null
}

/** Takes back an audit, and with it what belongs to it on other tickets: all of it, in one mode, or nothing. */
export const undoAudit = async (room: Room, undoer: Undoer, asked: AuditRef): Promise<UndoMade> => {
  const made = await room.ground.db.transaction((tx) => undoIn(room, tx, undoer, asked))
  room.onCommitted()
  return made
}

/** The same in a transaction of the caller's. */
export const undoIn = async (room: Room, tx: Db, undoer: Undoer, asked: AuditRef): Promise<UndoMade> => {
  const parts = await partsOf(tx, asked.ticketId, asked.auditId)
  if (parts.length === 0) throw new Refused(notFound)
  await lockTickets(
    tx,
    parts.map(({ ticketId }) => ticketId),
  )
  const compensate = orRefuse(await weigh(room, tx, undoer, parts)) === 'compensating'
  const committed: Committed[] = []
  for (const part of parts) committed.push(await commitPart(room, tx, undoer, part, compensate))
  const outcomes = committed.flatMap(({ undo }) => undo ?? [])
  return {
    mode: compensate ? 'compensating' : 'in_place',
    committed: committed[0]!,
    ticketIds: parts.map(({ ticketId }) => ticketId),
    cancelled: outcomes.flatMap(({ cancelled }) => cancelled),
    sent: outcomes.flatMap(({ sent }) => sent),
    jobId: await followUndo(room, tx, undoer, asked),
  }
}

const commitPart = async (
  room: Room,
  tx: Db,
  undoer: Undoer,
  part: Part,
  compensate: boolean,
): Promise<Committed> => {
  const { ticketId } = part
  if (undoer.userId !== null && part.events.some(({ type }) => type === 'deleted')) {
    const viewer = await room.people.viewer(undoer.userId)
    await liftSuspension(room, tx, { ...undoer, viewer }, ticketId)
  }
  const committed = orRefuse(await room.commit(undoChange(undoer, part, compensate), { ticketId }, { tx }))
  // A creation that was taken back in place leaves nothing that could be brought back.
  if (committed.ticket.purgedAt !== null) {
    await bringBackDrafts(tx, ticketId)
    await room.eraseTicket(tx, ticketId)
  }
  return committed
}

/** How an undo of all these would go; the refusal of the first that cannot be taken back. */
export const weigh = async (
  room: Room,
  db: Db,
  undoer: Undoer,
  parts: readonly Part[],
): Promise<Result<UndoMode, Refusal>> => {
  let mode: UndoMode = 'in_place'
  for (const [index, part] of parts.entries()) {
    const decided = await tryUndo(room, db, undoChange(undoer, part, false), part.ticketId)
    if (!decided.ok) return err(index === 0 ? decided.error : ofOther(part.ticketId, decided.error))
    const undone = decided.value.events.find((event) => event.type === 'undone')
    if (undone?.mode === 'compensating') mode = 'compensating'
  }
  return ok(mode)
}

/** Decides, and writes nothing. */
const tryUndo = async (
  room: Room,
  db: Db,
  change: Change,
  ticketId: Id,
): Promise<Result<Decision, Refusal>> => {
  const loaded = await loadTicket(db, ticketId, namedBy(change, room.policies.latest()), false)
  if (loaded === undefined) return err(notFound)
  const policy = await room.policies.at(loaded.policyVersion)
  const linked = await loadLinked(db, change, ticketId)
  const pastHours = await room.policies.pastHours(policy, loaded.state.clocks ?? null)
  const state = { ...loaded.state, ...linked, ...(pastHours && { pastHours }) }
  return decide(state, change, policy, wholeSecond(room.ground.clock.now()))
}

const ofOther = (ticketId: Id, refusal: Refusal): Refusal => {
  if (refusal.code === 'conflict') return { ...refusal, message: `Ticket ${ticketId}: ${refusal.message}` }
  const why = refusal.code === 'not_found' ? 'is deleted, or not there for you' : refusal.message
  const said = (refusal.details ?? []).map(({ description }) => description).join('; ') || why
  return { code: 'conflict', message: `Ticket ${ticketId}, which belongs to it: ${said}` }
}

const undoChange = ({ userId, channel, system }: Undoer, part: Part, compensate: boolean): Change => ({
  ...noChange,
  kind: 'update',
  actor: userId === null ? { kind: 'system' } : { kind: 'user', id: userId },
  via: viaOf(channel),
  undo: { auditId: part.auditId, ...namedBefore(part.events), ...(compensate && { compensate }) },
  metadata: { system, custom: {} },
})
