import {
  err,
  type Id,
  type Instant,
  notFound,
  ok,
  orRefuse,
  type Refusal,
  Refused,
  type Result,
  wholeSecond,
} from '../kernel/index.ts'
import { type Db, sql } from '../platform/db/index.ts'
import type { Ground } from '../platform/ground.ts'
import { DUE } from './clocks/timer.ts'
import { drawEventIds } from './commit.ts'
import type { Change } from './core/change.ts'
import { nextDueAt, type TicketClocks } from './core/clocks/ticket-clocks.ts'
import { decide, isEmpty } from './core/index.ts'
import type { Policy } from './core/policy.ts'
import type { Ticket } from './core/ticket.ts'
import { createDues } from './dues.ts'
import { createEventIds } from './event-ids.ts'
import { createFacts } from './facts.ts'
import { namedBy } from './load.ts'
import { contextOf, currentPolicyVersion, lockTickets, peopleOf } from './load-many.ts'
import type { Policies } from './policies.ts'
import { randomPool } from './random-pool.ts'
import { clocksOfRow, ticketOfRow } from './rows.ts'
import { type Committed, rowsOf, type SavedRows, silenced, unchanged } from './save.ts'
import { saveMany } from './save-many.ts'

/** One of many Changes. A new ticket has a number drawn before (`drawTicketIds`). */
export type Step = {
  readonly ticketId: Id
  readonly change: Change
  /** When it happens; cut to whole seconds. Steps come in the order of time. */
  readonly at: Instant
}

export type ImportOptions = {
  /** As for one Change. */
  readonly effects?: 'discard'
}

/**
 * Many Changes on their way into the desk, for seeds. Each is decided on what the ones before it have made of the
 * ticket; what falls due by time alone happens between them, at its instant. While one batch is being written the next
 * is decided, so tickets and people are kept in memory: people are those of the beginning, and where somebody else
 * changes one of the tickets meanwhile the stream breaks off.
 */
export type ImportStream = {
  /** Decides at once; the answer does not wait for the disk. What is refused leaves nothing and keeps nothing else back. */
  write(steps: readonly Step[]): Promise<readonly Result<Committed, Refusal>[]>
  /** Lets happen what falls due up to then, and ends when all is on disk. */
  end(until?: Instant): Promise<void>
}

export type OpenImport = (options?: ImportOptions) => ImportStream

/** A ticket on its way through a stream. */
type Standing = {
  readonly ticket: Ticket
  readonly lastEventId: Id
  readonly chain: Buffer
  readonly clocks: TicketClocks | null
}

/** Tickets kept in memory; those untouched for longest are read again when they are needed. */
const KEPT = 20_000
/** How many of what falls due is written at a time where nothing else happens. */
const DUE_BATCH = 250

export const createOpenImport =
  (ground: Ground, policies: Policies, onCommitted: () => void = () => {}): OpenImport =>
  ({ effects } = {}) => {
    const { db } = ground
    const eventIds = createEventIds()
    const facts = createFacts(db)
    const dues = createDues()
    const randomBytes = randomPool(ground.randomBytes)
    const standing = new Map<Id, Standing>()
    let saving: Promise<void> = Promise.resolve()

    const load = async (ids: readonly Id[]): Promise<void> => {
      const missing = ids.filter((id) => !standing.has(id))
      if (missing.length === 0) return
      await saving
      for (const row of await lockTickets(db, missing))
        stand(row.ticket_id, {
          ticket: ticketOfRow(row),
          lastEventId: row.last_event_id,
          chain: row.chain,
          clocks: clocksOfRow(row),
        })
    }
    const stand = (id: Id, now: Standing): void => {
      standing.delete(id)
      standing.set(id, now)
      dues.set(id, now.clocks && nextDueAt(now.ticket, now.clocks))
    }
    const decideOne = async (
      { ticketId, change, at }: Step,
      policy: Policy,
      written: SavedRows[],
    ): Promise<Result<Committed, Refusal>> => {
      const before = standing.get(ticketId)
      if (before === undefined && change.kind === 'update') return err(notFound)
      const ticket = before?.ticket ?? null
      const clocks = before?.clocks ?? null
      const context = contextOf(facts.all(), namedBy(change, policy), ticket)
      const pastHours = await policies.pastHours(policy, clocks)
      const source =
        change.followUpOf === undefined ? null : (standing.get(change.followUpOf)?.ticket ?? null)
      const state = { ticketId, ticket, context, clocks, source, ...(pastHours && { pastHours }) }
      const decided = decide(state, change, policy, wholeSecond(at))
      if (!decided.ok) return decided
      if (isEmpty(decided.value)) return ok(unchanged(decided.value))
      const decision = effects === 'discard' ? silenced(decided.value) : decided.value
      const baseId = await drawEventIds(db, eventIds, decision.events.length + 1, before?.lastEventId ?? 0)
      const rows = rowsOf({ decision, baseId, chain: before?.chain ?? null, randomBytes })
      const { committed, lastEventId, chain } = rows
      stand(ticketId, { ticket: committed.ticket, lastEventId, chain, clocks: decision.clocks })
      written.push(rows)
      return ok(committed)
    }
    /** Waits for the batch before: never more than one is under way. */
    const flush = async (written: readonly SavedRows[]): Promise<void> => {
      await saving
      if (written.length === 0) return
      saving = save(db, written).then(onCommitted)
      // Thrown where it is waited for.
      saving.catch(() => undefined)
      for (const id of standing.keys()) {
        if (standing.size <= KEPT) break
        standing.delete(id)
      }
    }
    const run = async (steps: readonly Step[], until: Instant): Promise<Result<Committed, Refusal>[]> => {
      const policy = await policies.at(await currentPolicyVersion(db))
      const due = dues.until(until)
      await load([
        ...due,
        ...steps.flatMap(({ ticketId, change }) => (change.kind === 'create' ? [] : [ticketId])),
        ...steps.flatMap(({ change }) => change.followUpOf ?? []),
      ])
      const tickets = [...due, ...steps.map(({ ticketId }) => ticketId)].flatMap(
        (id) => standing.get(id)?.ticket ?? [],
      )
      const named = steps.map(({ change }) => namedBy(change, policy))
      await facts.know(policy, {
        userIds: [...named.flatMap(({ userIds }) => userIds), ...tickets.flatMap(peopleOf)],
        groupIds: [
          ...named.flatMap(({ groupIds }) => groupIds),
          ...tickets.flatMap(({ groupId }) => groupId ?? []),
        ],
      })
      const written: SavedRows[] = []
      const fire = async (before: number): Promise<void> => {
        for (let next = dues.first(before); next; next = dues.first(before)) {
          dues.set(next.ticketId, null)
          const told = await decideOne(
            { ...next, change: { ...DUE, timer: { dueAt: next.at } } },
            policy,
            written,
          )
          // It cannot be refused: nobody asks for it.
          orRefuse(told)
        }
      }
      const results: Result<Committed, Refusal>[] = []
      for (const step of steps) {
        await fire(step.at)
        results.push(await decideOne(step, policy, written))
      }
      await fire(until)
      await flush(written)
      return results
    }
    return {
      write: async (steps) => (steps.length === 0 ? [] : run(steps, steps.at(-1)!.at)),
      end: async (until) => {
        if (until !== undefined)
          for (let at = dues.nth(DUE_BATCH, until); at !== undefined; at = dues.nth(DUE_BATCH, until))
            await run([], at)
        await saving
        await flushToDisk(db)
      },
    }
  }

/** One transaction; it returns before the disk has it, because `end` waits for all of them at once. */
const save = (db: Db, written: readonly SavedRows[]): Promise<void> =>
  db.transaction(async (tx) => {
    await tx.rows(sql`set local synchronous_commit = off`)
    await refuseChanged(tx, written)
    await saveMany(tx, written)
  })

const refuseChanged = async (tx: Db, written: readonly SavedRows[]): Promise<void> => {
  const based = new Map<Id, number>()
  for (const { committed } of written)
    if (!based.has(committed.ticket.id)) based.set(committed.ticket.id, committed.seq - 1)
  const there = new Map((await lockTickets(tx, [...based.keys()])).map((row) => [row.ticket_id, row.version]))
  for (const [id, version] of based)
    if ((there.get(id) ?? 0) !== version)
      throw new Refused({
        code: 'conflict',
        message: `Ticket ${id} was changed by somebody else while it was imported.`,
      })
}

/** A commit that does wait takes those before it along. */
const flushToDisk = async (db: Db): Promise<void> => {
  await db.transaction((tx) => tx.rows(sql`select pg_current_xact_id()`))
}
