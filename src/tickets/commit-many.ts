import {
  err,
  type Id,
  type Instant,
  notFound,
  ok,
  type Refusal,
  type Result,
  wholeSecond,
} from '../kernel/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { Ground } from '../platform/ground.ts'
import { drawEventIds } from './commit.ts'
import type { Change } from './core/change.ts'
import type { TicketClocks } from './core/clocks/ticket-clocks.ts'
import { decide, isEmpty, type Policy } from './core/index.ts'
import type { Context } from './core/state.ts'
import type { Ticket } from './core/ticket.ts'
import { createEventIds } from './event-ids.ts'
import { type Named, namedBy } from './load.ts'
import { contextOf, currentPolicyVersion, loadFacts, lockTickets, peopleOf } from './load-many.ts'
import type { Policies } from './policies.ts'
import { clocksOfRow, ticketOfRow } from './rows.ts'
import { type Committed, rowsOf, type SavedRows, silenced, unchanged } from './save.ts'
import { saveMany } from './save-many.ts'

/** One of many Changes. A new ticket has a number drawn before (`drawTicketIds`). */
export type Step = {
  readonly ticketId: Id
  readonly change: Change
  /** When it happens; cut to whole seconds. */
  readonly at: Instant
}

export type ManyOptions = {
  /** As for one Change. */
  readonly effects?: 'discard'
}

/**
 * Writes many Changes, in their order, in one transaction: one load for all, a decision each on what the ones before
 * have made of the ticket, one statement. What is refused leaves nothing and keeps nothing else back. For seeds and
 * imports: until it ends, others wait who want to change the same tickets.
 */
export type CommitMany = (
  steps: readonly Step[],
  options?: ManyOptions,
) => Promise<readonly Result<Committed, Refusal>[]>

/** A ticket on its way through a batch. */
type Standing = {
  readonly ticket: Ticket
  readonly lastEventId: Id
  readonly chain: Buffer
  readonly clocks: TicketClocks | null
}

export const createCommitMany = (
  ground: Ground,
  policies: Policies,
  onCommitted: () => void = () => {},
): CommitMany => {
  const eventIds = createEventIds()

  const attempt = async (tx: Db, steps: readonly Step[], options: ManyOptions) => {
    const { policy, named, facts, standing } = await loadMany(tx, policies, steps)
    const written: SavedRows[] = []
    const results: Result<Committed, Refusal>[] = []
    for (const [index, { ticketId, change, at }] of steps.entries()) {
      const before = standing.get(ticketId)
      if (before === undefined && change.kind === 'update') {
        results.push(err(notFound))
        continue
      }
      const context = contextOf(facts, named[index]!, before?.ticket ?? null)
      const clocks = before?.clocks ?? null
      const pastHours = await policies.pastHours(policy, clocks)
      const state = {
        ticketId,
        ticket: before?.ticket ?? null,
        context,
        clocks,
        ...(pastHours && { pastHours }),
      }
      const decided = decide(state, change, policy, wholeSecond(at))
      if (!decided.ok || isEmpty(decided.value)) {
        results.push(decided.ok ? ok(unchanged(decided.value)) : decided)
        continue
      }
      const decision = options.effects === 'discard' ? silenced(decided.value) : decided.value
      const count = decision.events.length + 1
      const baseId = await drawEventIds(tx, eventIds, count, before?.lastEventId ?? 0)
      const chain = before?.chain ?? null
      const rows = rowsOf({ decision, baseId, chain, randomBytes: ground.randomBytes })
      const { committed } = rows
      standing.set(ticketId, {
        ticket: committed.ticket,
        lastEventId: rows.lastEventId,
        chain: rows.chain,
        clocks: decision.clocks,
      })
      written.push(rows)
      results.push(ok(committed))
    }
    if (written.length > 0) await saveMany(tx, written)
    return results
  }

  return async (steps, options = {}) => {
    const results = await ground.db.transaction((tx) => attempt(tx, steps, options))
    onCommitted()
    return results
  }
}

type LoadedMany = {
  readonly policy: Policy
  /** By the place of the step. */
  readonly named: readonly Named[]
  readonly facts: Context
  readonly standing: Map<Id, Standing>
}

const loadMany = async (tx: Db, policies: Policies, steps: readonly Step[]): Promise<LoadedMany> => {
  const rows = await lockTickets(tx, [...new Set(steps.map(({ ticketId }) => ticketId))])
  const policy = await policies.at(await currentPolicyVersion(tx))
  const standing = new Map<Id, Standing>()
  for (const row of rows)
    standing.set(row.ticket_id, {
      ticket: ticketOfRow(row),
      lastEventId: row.last_event_id,
      chain: row.chain,
      clocks: clocksOfRow(row),
    })
  const named = steps.map(({ change }) => namedBy(change, policy))
  const tickets = [...standing.values()].map(({ ticket }) => ticket)
  const facts = await loadFacts(tx, {
    userIds: [...new Set([...named.flatMap(({ userIds }) => userIds), ...tickets.flatMap(peopleOf)])],
    groupIds: [
      ...new Set([
        ...named.flatMap(({ groupIds }) => groupIds),
        ...tickets.flatMap(({ groupId }) => (groupId === null ? [] : [groupId])),
      ]),
    ],
    groupMembers: true,
    allAgents: policy.needs.allAgents,
  })
  return { policy, named, facts, standing }
}
