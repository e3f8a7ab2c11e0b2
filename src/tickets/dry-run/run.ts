import type { Id, Instant } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { lastEditBesides } from '../../platform/policy/index.ts'
import { loadFacts } from '../load-many.ts'
import { foldOf } from './again.ts'
import { allGroupIds, auditsBefore, historiesIn, type Span } from './history-store.ts'
import type { BothLaws } from './laws.ts'
import { type Replay, type Replayed, replayTicket } from './replay-ticket.ts'

/** Kinds that no decision on a ticket reads. */
const NOT_DECIDED_BY = ['view', 'macro', 'user_field', 'organization_field', 'recipient_address']

/** Everybody who works here, their groups and whom policies name, as of now: what audits may not hold. */
export const peopleOfToday = async (db: Db, { today, proposed }: Replay['laws']) =>
  loadFacts(db, {
    userIds: [...new Set([...today.policy.needs.userIds, ...proposed.policy.needs.userIds])],
    groupIds: await allGroupIds(db),
    groupMembers: true,
    allAgents: true,
  })

/** Replays the span of history, ticket by ticket. Everything is read in one transaction that writes nothing. */
export async function* replayHistory(db: Db, tx: Db, laws: BothLaws, span: Span): AsyncIterable<Replayed> {
  const replay: Replay = {
    laws,
    sameSince: laws.onlyRules
      ? await lastEditBesides(db, laws.today.policy.version, NOT_DECIDED_BY)
      : Number.POSITIVE_INFINITY,
    sweptIds: laws.sweptIds,
    from: span.from,
    to: lastOf(span),
    people: await peopleOfToday(db, laws),
    sourceOf: async (ticketId: Id, before: Id) => foldOf(await auditsBefore(db, ticketId, before)),
  }
  for await (const history of historiesIn(tx, span))
    yield await replayTicket(replay, history[0]!.ticket_id, history)
}

const lastOf = ({ to }: Span): Instant => (to - 1) as Instant
