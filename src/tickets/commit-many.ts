import {
  assert,
  err,
  type Id,
  notFound,
  ok,
  type Refusal,
  type Result,
  wholeSecond,
} from '../kernel/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { Ground } from '../platform/ground.ts'
import { type BatchMember, drawEventIds } from './commit.ts'
import type { Change } from './core/change.ts'
import { type Decision, decide, isEmpty, type Lacking, type Policy } from './core/index.ts'
import type { Context } from './core/state.ts'
import type { Ticket } from './core/ticket.ts'
import { createEventIds } from './event-ids.ts'
import { type Named, namedBy, namesLinked } from './load.ts'
import { contextOf, drawTicketIds, loadFacts, loadTickets, lockVersions, peopleOf } from './load-many.ts'
import type { Policies } from './policies.ts'
import { clocksOfRow, ticketOfRow } from './rows.ts'
import { type Committed, rowsOf, type SavedRows, unchanged } from './save.ts'
import { saveMany } from './save-many.ts'

/** What became of one of many; `lost`: somebody else changed its ticket meanwhile, and nothing was written of it. */
export type ManyOutcome = Result<Committed, Refusal> | 'lost'

/**
 * Decides Changes of different tickets together, on three reads for all of them. What it answers writes them, in one
 * transaction of the caller's: each leaves what it would have left alone, and one that is refused or has lost its race
 * takes none along. Outcomes come in the order of the members.
 */
export type CommitMany = (
  members: readonly BatchMember[],
) => Promise<(tx: Db) => Promise<readonly ManyOutcome[]>>

/** Whether a Change rests on no more than its ticket and people: others read what many at once would not. */
export const goesTogether = (change: Change): boolean => !namesLinked(change) && !change.reevaluates

/** One of many with what it is decided on. */
type Loaded = {
  readonly change: Change
  readonly ticketId: Id
  readonly ticket: Ticket | null
  readonly clocks: ReturnType<typeof clocksOfRow>
  readonly lastEventId: Id
  readonly chain: Buffer | null
  /** Of a problem: how many incidents it has. */
  readonly incidents: number | null
}

/** Decided: refused, or with what is to be written; `rows` is null where the ticket was so already. */
type Decided =
  | { readonly ok: false; readonly error: Refusal }
  | { readonly ok: true; readonly committed: Committed; readonly rows: SavedRows | null }

export const createCommitMany = (ground: Ground, policies: Policies): CommitMany => {
  const { db } = ground
  const eventIds = createEventIds()

  const decideOne = async (member: Loaded, policy: Policy, context: Context) => {
    const { change, ticketId, ticket, clocks } = member
    const pastHours = await policies.pastHours(policy, clocks)
    const state = { ticketId, ticket, context, clocks, ...(pastHours && { pastHours }) }
    return decide(state, change, policy, wholeSecond(ground.clock.now()))
  }

  /** As for one Change, crowds are loaded only when a rule that fired addresses them, and all is decided anew. */
  const decideAll = async (
    members: readonly Loaded[],
    policy: Policy,
  ): Promise<Result<Decision, Refusal>[]> => {
    const named = members.map(({ change }) => namedBy(change, policy))
    let crowds: Lacking = { groupMembers: false, allAgents: false }
    for (;;) {
      const facts = await loadFacts(db, { ...everybody(members, named), ...crowds })
      const decided: Result<Decision, Refusal>[] = []
      for (const [place, member] of members.entries()) {
        const context = contextOf(facts, { ...named[place]!, ...crowds }, member.ticket)
        const { incidents } = member
        decided.push(
          await decideOne(member, policy, incidents === null ? context : { ...context, incidents }),
        )
      }
      const wider = widest(crowds, decided)
      if (wider.groupMembers === crowds.groupMembers && wider.allAgents === crowds.allAgents) return decided
      crowds = wider
    }
  }

  const prepare = async (member: Loaded, decided: Result<Decision, Refusal>): Promise<Decided> => {
    if (!decided.ok) return decided
    const decision = decided.value
    if (isEmpty(decision)) return { ok: true, committed: unchanged(decision), rows: null }
    const baseId = await drawEventIds(db, eventIds, decision.events.length + 1, member.lastEventId)
    const rows = rowsOf({ decision, baseId, chain: member.chain, randomBytes: ground.randomBytes })
    return { ok: true, committed: rows.committed, rows }
  }

  return async (members) => {
    assert(
      members.every(({ change }) => goesTogether(change)),
      'Changes that rest on their ticket and people alone',
    )
    const { loaded, policyVersion } = await load(db, members)
    const there = loaded.filter((one) => one !== null)
    const decided = await decideAll(there, await policies.at(policyVersion))
    const prepared = new Map<Loaded, Decided>()
    for (const [place, member] of there.entries())
      prepared.set(member, await prepare(member, decided[place]!))
    const outcomes = loaded.map((one): Decided => (one && prepared.get(one)) ?? err(notFound))
    return (tx) => save(tx, outcomes)
  }
}

/** The members with their tickets; null where there is none. A new ticket gets its number. */
const load = async (
  db: Db,
  members: readonly BatchMember[],
): Promise<{ loaded: (Loaded | null)[]; policyVersion: number }> => {
  const ids = members.flatMap(({ target }) => target.ticketId ?? [])
  assert(new Set(ids).size === ids.length, 'each Change has a ticket of its own')
  const { policyVersion, rows } = await loadTickets(db, ids)
  const found = new Map(rows.map((row) => [row.ticket_id, row]))
  const drawn = members.length === ids.length ? [] : await drawTicketIds(db, members.length - ids.length)
  const loaded = members.map(({ change, target: { ticketId } }): Loaded | null => {
    if (ticketId === undefined)
      return {
        ...{ change, ticketId: drawn.shift()!, ticket: null, clocks: null, lastEventId: 0, chain: null },
        incidents: null,
      }
    const row = found.get(ticketId)
    if (row === undefined) return null
    const { last_event_id: lastEventId, chain, incidents } = row
    return {
      ...{ change, ticketId, lastEventId, chain, incidents },
      ticket: ticketOfRow(row),
      clocks: clocksOfRow(row),
    }
  })
  return { loaded, policyVersion }
}

/** Everybody round all of them. */
const everybody = (
  members: readonly Loaded[],
  named: readonly Named[],
): Pick<Named, 'userIds' | 'groupIds'> => ({
  userIds: [
    ...new Set([
      ...named.flatMap(({ userIds }) => userIds),
      ...members.flatMap(({ ticket }) => (ticket === null ? [] : peopleOf(ticket))),
    ]),
  ],
  groupIds: [
    ...new Set([
      ...named.flatMap(({ groupIds }) => groupIds),
      ...members.flatMap(({ ticket }) => ticket?.groupId ?? []),
    ]),
  ],
})

const widest = (crowds: Lacking, decided: readonly Result<Decision, Refusal>[]): Lacking => {
  const lacking = decided.flatMap((one) => (one.ok ? [one.value.lacking] : []))
  return {
    groupMembers: crowds.groupMembers || lacking.some(({ groupMembers }) => groupMembers),
    allAgents: crowds.allAgents || lacking.some(({ allAgents }) => allAgents),
  }
}

/** Writes those whose tickets still are as they were when they were decided on; nobody changes them from then on. */
const save = async (tx: Db, decided: readonly Decided[]): Promise<ManyOutcome[]> => {
  const rows = decided.flatMap((one) => (one.ok && one.rows) || [])
  const standing = rows
    .filter(({ committed }) => committed.seq > 1)
    .map(({ committed }) => committed.ticket.id)
  const versions = standing.length === 0 ? new Map<Id, number>() : await lockVersions(tx, standing)
  const isLost = ({ committed }: SavedRows): boolean =>
    committed.seq > 1 && versions.get(committed.ticket.id) !== committed.seq - 1
  const won = rows.filter((one) => !isLost(one))
  if (won.length > 0) await saveMany(tx, won)
  return decided.map((one) => {
    if (!one.ok) return one
    return one.rows !== null && isLost(one.rows) ? 'lost' : ok(one.committed)
  })
}
