import type { RawBuilder } from 'kysely'
import type { Id } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'

/** Incidents of a problem that are not solved; 4 is solved. */
const OPEN = sql`t.deleted_at is null and t.status < 4`

export const countOpenIncidents = async (db: Db, problemId: Id): Promise<number> =>
  (await db.one(sql<{ count: number }>`select count(*) as count from tickets t
    where t.problem_id = ${problemId} and ${OPEN}`))!.count

/** The next open incidents after an id, by id. */
export const openIncidents = async (db: Db, problemId: Id, after: Id, limit: number): Promise<Id[]> => {
  const rows = await db.rows(sql<{ ticket_id: Id }>`select t.ticket_id from tickets t
    where t.problem_id = ${problemId} and t.ticket_id > ${after} and ${OPEN} order by t.ticket_id limit ${limit}`)
  return rows.map(({ ticket_id: id }) => id)
}

/** Whether an audit of a ticket stands, held still until the transaction ends: it cannot be taken back meanwhile. */
export const holdsAudit = async (tx: Db, ticketId: Id, auditId: Id): Promise<boolean> => {
  await tx.rows(sql`select from tickets where ticket_id = ${ticketId} for share`)
  const undone = JSON.stringify([{ type: 'undone', auditId }])
  const row = await tx.one(
    sql`select from audits where ticket_id = ${ticketId} and events @> ${undone}::jsonb`,
  )
  return row === undefined
}

export type SolvedBy = { readonly ticket_id: Id; readonly audit_id: Id }

type SolvedWith = { readonly problemId: Id; readonly seq: number }

/** Incidents that were solved with a problem by an audit of it, and not taken back since. */
const solvedWith = ({ problemId, seq }: SolvedWith): RawBuilder<unknown> => {
  const linked = JSON.stringify({ linkedProblem: { id: problemId, seq } })
  return sql`from tickets t join audits a on a.ticket_id = t.ticket_id and a.change @> ${linked}::jsonb
    where t.problem_id = ${problemId} and not exists (select from audits u
      where u.ticket_id = a.ticket_id and u.seq > a.seq
        and u.events @> jsonb_build_array(jsonb_build_object('type', 'undone', 'auditId', a.id)))`
}

/** The next of them after a ticket, by its id. */
export const solvedIncidents = (db: Db, of: SolvedWith, after: Id, limit: number): Promise<SolvedBy[]> =>
  db.rows(sql<SolvedBy>`select a.ticket_id, a.id as audit_id ${solvedWith(of)} and t.ticket_id > ${after}
    order by t.ticket_id limit ${limit}`)

export const countSolvedIncidents = async (db: Db, of: SolvedWith): Promise<number> =>
  (await db.one(sql<{ count: number }>`select count(*) as count ${solvedWith(of)}`))!.count

export type SolvingAudit = { readonly author_id: Id; readonly subject: string | null }

export const solvingAudit = (db: Db, ticketId: Id, auditId: Id): Promise<SolvingAudit | undefined> =>
  db.one(sql<SolvingAudit>`select a.author_id, t.subject from audits a join tickets t on t.ticket_id = a.ticket_id
    where a.ticket_id = ${ticketId} and a.id = ${auditId}`)

/** The place of an audit in its ticket, where it solved it. */
export const seqOfAudit = async (db: Db, ticketId: Id, auditId: Id): Promise<number | undefined> => {
  const solved = JSON.stringify([{ type: 'field_changed', field: 'status', to: 'solved' }])
  return (
    await db.one(sql<{ seq: number }>`select seq from audits
      where ticket_id = ${ticketId} and id = ${auditId} and events @> ${solved}::jsonb`)
  )?.seq
}
