import {
  assert,
  err,
  type Id,
  type Instant,
  invalidField,
  notFound,
  ok,
  type Refusal,
  type Result,
  wholeSecond,
} from '../kernel/index.ts'
import { type Db, statement } from '../platform/db/index.ts'
import type { Ground } from '../platform/ground.ts'
import { clocksBefore, rederivedOf } from './clocks/read-clocks.ts'
import type { Change } from './core/change.ts'
import { type Decision, decide, isEmpty, type Lacking, type Policy } from './core/index.ts'
import { createEventIds, type EventIds } from './event-ids.ts'
import {
  coversPolicy,
  type Loaded,
  loadLinked,
  loadNew,
  loadTicket,
  type Named,
  namedBy,
  namesLinked,
} from './load.ts'
import type { Policies } from './policies.ts'
import { type Committed, prepareSave, runSave, silenced, unchanged } from './save.ts'
import { createTurns } from './turns.ts'
import { settled } from './undo/settle.ts'

export type { Committed, CommittedComment, EventWithId } from './save.ts'

export type CommitOptions = {
  /** The transaction to write in; else the save is a transaction of its own. */
  readonly tx?: Db
  /** Rows of `uploads` whose files the comment takes. */
  readonly uploadIds?: readonly Id[]
  /** The request's row in `idempotency_keys`, and where its outcome will be found. */
  readonly located?: {
    readonly rowId: Id
    readonly status: number
    readonly path: (ticketId: Id) => string
  }
  /** `discard`: whom the Change would tell is written in its audit, and nothing goes out. For seeds and imports. */
  readonly effects?: 'discard'
  /** When it happened; now unless said. For imports. */
  readonly at?: Instant
}

/** Writes a Change to a ticket: the only way there is. Without `ticketId` it makes one. */
export type Commit = (
  change: Change,
  target: { readonly ticketId?: Id },
  options?: CommitOptions,
) => Promise<Result<Committed, Refusal>>

/** How often a lost race is decided again before the caller hears of it. */
const MAX_TRIES = 5

const RACE_LOST: Refusal = {
  code: 'conflict',
  message: 'The ticket was changed by others at the same time. Please try again.',
}
const UPLOADS_GONE = invalidField('uploads', 'Uploads: an upload has expired or was used before')

const DRAW_BLOCK = statement('tickets_draw_block', `select nextval('event_id_blocks') as block`)

/** The first of `count` ids in a row above `lastEventId`, from a block drawn now where those at hand do not do. */
export const drawEventIds = async (
  db: Db,
  eventIds: EventIds,
  count: number,
  lastEventId: Id,
): Promise<Id> => {
  for (;;) {
    const first = eventIds.take(count, lastEventId)
    if (first !== undefined) return first
    const [row] = await db.query<{ block: Id }>(DRAW_BLOCK)
    assert(row !== undefined, 'a sequence gives a number')
    eventIds.add(row.block)
  }
}

/** Builds the door. `onCommitted` is told after each save that stands on its own, so that waiting work is looked at. */
export const createCommit = (
  ground: Ground,
  policies: Policies,
  onCommitted: () => void = () => {},
): Commit => {
  const eventIds = createEventIds()
  const turns = createTurns()
  const load = async (
    db: Db,
    change: Change,
    ticketId: Id | undefined,
    crowds: Lacking,
    drawnId?: Id,
  ): Promise<LoadedWithPolicy | undefined> => {
    const named = { ...namedBy(change, policies.latest()), ...crowds }
    const loaded = await loadOnce(db, ticketId, named, drawnId)
    if (loaded === undefined) return undefined
    const policy = await policies.at(loaded.policyVersion)
    if (coversPolicy(named, policy)) return { ...loaded, policy }
    const all = { ...namedBy(change, policy), ...crowds }
    const again = await loadOnce(db, ticketId, all, loaded.state.ticketId)
    return again && { ...again, policy }
  }

  /**
   * Loads and decides. Most Changes tell no crowd anything, so a group's or the desk's agents are loaded only when a
   * rule that fired addresses them, and the Change is decided anew with them.
   */
  const loadAndDecide = async (
    db: Db,
    change: Change,
    ticketId: Id | undefined,
    at: Instant | undefined,
  ): Promise<{ loaded: LoadedWithPolicy; decided: Result<Decision, Refusal> } | undefined> => {
    let crowds: Lacking = { groupMembers: false, allAgents: false }
    let drawnId: Id | undefined
    for (;;) {
      const loaded = await load(db, change, ticketId, crowds, drawnId)
      if (loaded === undefined) return undefined
      const linked = namesLinked(change) ? await loadLinked(db, change, ticketId) : {}
      const untold =
        change.undo && ticketId !== undefined
          ? await clocksBefore({ db, policies }, ticketId, change.undo.auditId)
          : null
      const rederived = change.reevaluates
        ? await rederivedOf({ db, policies }, ticketId, loaded.policy)
        : null
      const pastHours = await policies.pastHours(loaded.policy, loaded.state.clocks ?? null)
      const decided = decide(
        { ...loaded.state, ...linked, untold, rederived, ...(pastHours && { pastHours }) },
        change,
        loaded.policy,
        wholeSecond(at ?? ground.clock.now()),
      )
      const wider = decided.ok ? widened(crowds, decided.value.lacking) : crowds
      if (wider === crowds) return { loaded, decided }
      crowds = wider
      drawnId = loaded.state.ticketId
    }
  }

  const loadOnce = async (
    db: Db,
    ticketId: Id | undefined,
    named: Named,
    drawnId?: Id,
  ): Promise<Loaded | undefined> => {
    const isLow = eventIds.isLow()
    const loaded = await (ticketId === undefined
      ? loadNew(db, named, isLow, drawnId)
      : loadTicket(db, ticketId, named, isLow))
    if (loaded?.block != null) eventIds.add(loaded.block)
    return loaded
  }

  /** One try; undefined when another Change came between. */
  const attempt = async (
    db: Db,
    change: Change,
    ticketId: Id | undefined,
    options: CommitOptions,
  ): Promise<Result<Committed, Refusal> | undefined> => {
    const outcome = await loadAndDecide(db, change, ticketId, options.at)
    if (outcome === undefined) return err(notFound)
    const { loaded, decided } = outcome
    if (!decided.ok) return decided
    const decision = options.effects === 'discard' ? silenced(decided.value) : decided.value
    if (isEmpty(decision)) return ok(unchanged(decision))
    const { located, uploadIds = [] } = options
    const prepared = prepareSave({
      decision,
      baseId: await drawEventIds(db, eventIds, decision.events.length + 1, loaded.lastEventId),
      chain: loaded.chain,
      uploadIds,
      located: located ? { ...located, path: located.path(decision.ticket.id) } : null,
      randomBytes: ground.randomBytes,
    })
    const saved = await runSave(db, prepared)
    if (saved === 'won') return ok(await settled(db, decision, prepared.committed))
    return saved === 'uploads_gone' ? err(UPLOADS_GONE) : undefined
  }

  const decideUntilWon = async (
    change: Change,
    ticketId: Id | undefined,
    options: CommitOptions,
  ): Promise<Result<Committed, Refusal>> => {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const outcome = await attempt(options.tx ?? ground.db, change, ticketId, options)
      if (outcome !== undefined) return outcome
    }
    return err(RACE_LOST)
  }

  return async (change, { ticketId }, options = {}) => {
    const work = () => decideUntilWon(change, ticketId, options)
    // Inside a transaction nobody waits for a turn: who has the turn may be waiting for this transaction.
    const isAlone = ticketId === undefined || options.tx !== undefined
    const outcome = await (isAlone ? work() : turns(ticketId, work))
    if (outcome.ok && options.tx === undefined) onCommitted()
    return outcome
  }
}

/** The same crowds where nothing more is lacking: so that a group whose members cannot be found ends the search. */
const widened = (crowds: Lacking, lacking: Lacking): Lacking => {
  const groupMembers = crowds.groupMembers || lacking.groupMembers
  const allAgents = crowds.allAgents || lacking.allAgents
  const isSame = groupMembers === crowds.groupMembers && allAgents === crowds.allAgents
  return isSame ? crowds : { groupMembers, allAgents }
}

export type BatchMember = { readonly change: Change; readonly target: { readonly ticketId?: Id } }

/** Commits one after the other, each on its own; answers in their order. */
export const commitBatch = async (
  commit: Commit,
  members: readonly BatchMember[],
  options: CommitOptions = {},
): Promise<Result<Committed, Refusal>[]> => {
  const outcomes: Result<Committed, Refusal>[] = []
  for (const { change, target } of members) outcomes.push(await commit(change, target, options))
  return outcomes
}

type LoadedWithPolicy = Loaded & { readonly policy: Policy }
