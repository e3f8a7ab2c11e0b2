import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { Candidate, ChoiceRules, Waiting } from './core/index.ts'

/** Everything that a choice was made of: `choose` makes the same of it again. */
export type Basis = {
  readonly waiting: Waiting
  readonly candidates: readonly Candidate[]
  readonly rules: ChoiceRules
}

export type DecisionRow = {
  readonly ticketId: Id
  /** Of the audit by which the ticket was given. */
  readonly seq: number
  readonly groupId: Id
  readonly userId: Id
  readonly policyVersion: number
  readonly at: Instant
  readonly basis: Basis
}

/** Keeps a decision, ends the ticket's wait, and counts the turn. */
export const saveDecision = async (tx: Db, made: DecisionRow & { readonly turn: number }): Promise<void> => {
  const { ticketId, seq, groupId, userId, turn } = made
  await tx.rows(sql`with decided as (
      insert into routing_decisions (ticket_id, seq, group_id, user_id, policy_version, decided_at, basis)
      values (${ticketId}, ${seq}, ${groupId}, ${userId}, ${made.policyVersion}, ${toIsoMs(made.at)},
        ${JSON.stringify(made.basis)}::jsonb)),
    gone as (delete from routing_queue where ticket_id = ${ticketId}),
    turned as (insert into routing_turns (group_id, user_id, turn) values (${groupId}, ${userId}, ${turn})
      on conflict (group_id, user_id) do update set turn = excluded.turn)
    update routing_groups set turn = ${turn} where group_id = ${groupId}`)
}

/** The last decisions on a ticket, newest first. */
export const decisionsOn = (db: Db, ticketId: Id, limit: number): Promise<DecisionRow[]> =>
  db.rows(sql<DecisionRow>`select ticket_id as "ticketId", seq, group_id as "groupId", user_id as "userId",
      policy_version as "policyVersion", decided_at as at, basis
    from routing_decisions where ticket_id = ${ticketId} order by seq desc limit ${limit}`)

export const forgetDecisionsOn = async (tx: Db, ticketId: Id): Promise<void> => {
  await tx.rows(sql`delete from routing_decisions where ticket_id = ${ticketId}`)
  await tx.rows(sql`delete from ticket_skills where ticket_id = ${ticketId}`)
  await tx.rows(sql`delete from routing_queue where ticket_id = ${ticketId}`)
}

/** Takes somebody out of decisions: those for them go, and of others what was weighed about them. */
export const forgetDecisionsWith = async (tx: Db, userId: Id): Promise<void> => {
  await tx.rows(sql`delete from routing_decisions where user_id = ${userId}`)
  await tx.rows(sql`update routing_decisions d
    set basis = jsonb_set(basis, '{candidates}', coalesce((select jsonb_agg(c order by n)
      from jsonb_array_elements(basis -> 'candidates') with ordinality as e(c, n)
      where (c ->> 'userId')::bigint <> ${userId}), '[]'::jsonb))
    where basis -> 'candidates' @> jsonb_build_array(jsonb_build_object('userId', ${userId}::bigint))`)
}
