import type { Id } from '../kernel/index.ts'
import { type Db, statement } from '../platform/db/index.ts'
import type { Context, Person } from './core/state.ts'
import type { Ticket } from './core/ticket.ts'
import { CONTEXT_QUERY, type Named, namedParams } from './load.ts'
import type { TicketRow } from './rows.ts'

const VERSION = statement(
  'tickets_policy_version',
  'select coalesce(max(version), 0) as version from policy_versions',
)
const DRAW_IDS = statement(
  'tickets_draw_ids',
  `select nextval('ticket_ids') as id from generate_series(1, $1::integer)`,
)
/** With the policy of that very moment: no audit of a ticket is older policy's than the one before it. */
const LOAD_TICKETS = statement(
  'tickets_load_many',
  `select t.*, p.version as policy_version, case when t.type = 3 then (select count(*) from tickets i
      where i.problem_id = t.ticket_id and i.deleted_at is null) end as incidents
   from (select coalesce(max(version), 0) as version from policy_versions) p
   left join tickets t on t.ticket_id = any($1::bigint[])`,
)
/** In the order of ids, as everybody locks them. */
const LOCK = statement(
  'tickets_lock_many',
  'select t.* from tickets t where t.ticket_id = any($1::bigint[]) order by t.ticket_id for no key update of t',
)
const LOCK_VERSIONS = statement(
  'tickets_lock_versions',
  `select t.ticket_id as id, t.version from tickets t where t.ticket_id = any($1::bigint[])
   order by t.ticket_id for no key update of t`,
)
const FACTS = statement('tickets_load_facts', CONTEXT_QUERY)

export const currentPolicyVersion = async (db: Db): Promise<number> =>
  (await db.query<{ version: number }>(VERSION))[0]!.version

/** Numbers for new tickets, ascending. */
export const drawTicketIds = async (db: Db, count: number): Promise<Id[]> =>
  (await db.query<{ id: Id }>(DRAW_IDS, [count])).map(({ id }) => id)

/** Those of the tickets that there are, as they stand; nobody else changes them until the transaction ends. */
export const lockTickets = (tx: Db, ids: readonly Id[]): Promise<TicketRow[]> =>
  tx.query<TicketRow>(LOCK, [ids])

/** A ticket among many; of a problem (type 3) with the number of its incidents. */
export type ManyRow = TicketRow & { readonly incidents: number | null }

/** Those of the tickets that there are, deleted ones too, and the version of policy at that moment. */
export const loadTickets = async (
  db: Db,
  ids: readonly Id[],
): Promise<{ readonly policyVersion: number; readonly rows: readonly ManyRow[] }> => {
  type Row = { readonly policy_version: number; readonly ticket_id: Id | null }
  const found = await db.query<Row>(LOAD_TICKETS, [ids])
  const rows = found.filter(({ ticket_id }) => ticket_id !== null) as unknown as readonly ManyRow[]
  return { policyVersion: found[0]!.policy_version, rows }
}

/** Locks tickets as `lockTickets` does, and brings only their versions. */
export const lockVersions = async (tx: Db, ids: readonly Id[]): Promise<ReadonlyMap<Id, number>> => {
  const rows = await tx.query<{ id: Id; version: number }>(LOCK_VERSIONS, [ids])
  return new Map(rows.map(({ id, version }) => [id, version]))
}

/** Everybody round many Changes at once: `contextOf` takes out whom one of them needs. */
export const loadFacts = async (db: Db, named: Named): Promise<Context> => {
  const params = namedParams(named, false).slice(0, 4)
  return (await db.query<{ context: Context }>(FACTS, params))[0]!.context
}

/**
 * What `load` would have brought for one Change: the same people, groups and organisations as its SQL
 * (`CONTEXT_JOINS`), taken from facts that hold them all.
 */
export const contextOf = (facts: Context, named: Named, ticket: Ticket | null): Context => {
  const first = [...named.userIds, ...(ticket === null ? [] : peopleOf(ticket))]
  const homes = first.map((id) => facts.users[String(id)]?.defaultGroupId)
  const groups = pick(facts.groups, [
    ...named.groupIds,
    ticket?.groupId ?? null,
    facts.singleGroupId ?? null,
    ...homes,
  ])
  const members = Object.values(groups).flatMap(({ memberIds }) =>
    named.groupMembers || memberIds.length === 1 ? memberIds : [],
  )
  const agents = named.allAgents ? Object.values(facts.users).filter(isAgent) : []
  const users = pick(facts.users, [...first, ...members, ...agents.map(({ id }) => id)])
  const organizations = pick(
    facts.organizations,
    Object.values(users).flatMap(({ organizationIds }) => organizationIds),
  )
  return {
    users,
    groups,
    organizations,
    singleGroupId: facts.singleGroupId ?? null,
    allAgents: named.allAgents,
  }
}

/** As `load` counts them: active, and no end user (role 1). */
const isAgent = ({ active, roleId }: Person): boolean => active && roleId !== 1

export const peopleOf = (ticket: Ticket): Id[] =>
  [
    ticket.requesterId,
    ticket.submitterId,
    ticket.assigneeId,
    ...ticket.followerIds,
    ...ticket.emailCcIds,
  ].filter((id) => id !== null)

const pick = <T>(
  all: { readonly [id: string]: T },
  ids: readonly (Id | null | undefined)[],
): { [id: string]: T } => {
  const found: { [id: string]: T } = {}
  for (const id of ids) {
    const one = id === null || id === undefined ? undefined : all[String(id)]
    if (one !== undefined) found[String(id)] = one
  }
  return found
}
