import type { Id, JsonObject } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { ADA, BO } from '../fixture.ts'
import { ticketVerifier } from '../verify.ts'

/** For tests of undo: the desk behind its HTTP door, with hands on its queue and eyes on its rows. */
export const undoDesk = async () => {
  const desk = await apiDesk()
  const { db } = desk.ground
  const call = async (who: Id, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) =>
    desk.call(who, method, `/api/v2${path}`, body)
  const audits = async (id: Id) => (await call(BO, 'GET', `/tickets/${id}/audits`)).body.audits
  return {
    ...desk,
    call,
    audits,
    lastAudit: async (id: Id): Promise<Id> =>
      (await db.one(
        sql<{ id: Id }>`select id from audits where ticket_id = ${id} order by seq desc limit 1`,
      ))!.id,
    undo: (id: Id, auditId: Id, who: Id = BO) => call(who, 'POST', `/tickets/${id}/audits/${auditId}/undo`),
    preview: (id: Id, auditId: Id, who: Id = BO) => call(who, 'GET', `/tickets/${id}/audits/${auditId}/undo`),
    /** Runs what waits in the queue, and what that enqueues. */
    runJobs: async (): Promise<void> => {
      for (let job = desk.ground.jobs.shift(); job; job = desk.ground.jobs.shift()) {
        const handler = desk.tickets.module.jobs?.find(({ name }) => name === job?.name)
        await handler?.run(job.payload as JsonObject, { id: '1', attempt: 1 })
      }
    },
    job: async (id: string) => (await call(ADA, 'GET', `/job_statuses/${id}`)).body.job_status,
    rows: (id: Id) => rowsOf(desk, id),
    faults: async (): Promise<string[]> => {
      const found: string[] = []
      for await (const fault of ticketVerifier.verify(db)) found.push(fault)
      return found
    },
  }
}

/** What there is of a ticket: the rows of all tables, and what its API says, but for audits and the version. */
const rowsOf = async ({ ground: { db }, call }: ApiDesk, id: Id): Promise<string> => {
  const found = await db.one(sql<{ all: string }>`select jsonb_build_object(
      'ticket', to_jsonb(t) - 'version' - 'last_event_id' - 'chain' - 'clocks',
      'comments', (select jsonb_agg(to_jsonb(c) order by c.id) from comments c where c.ticket_id = t.ticket_id),
      'files', (select jsonb_agg(to_jsonb(f) order by f.id) from attachments f where f.ticket_id = t.ticket_id),
      'timers', (select jsonb_agg(to_jsonb(m) order by m.kind, m.key) from timers m where m.ticket_id = t.ticket_id),
      'retracted', (select jsonb_agg(to_jsonb(r)) from retracted_comments r where r.ticket_id = t.ticket_id),
      'effects', (select jsonb_agg(o.effect_key order by o.id) from outbox o
        where o.ticket_id = t.ticket_id and o.state <> 'cancelled'))::text as all
    from tickets t where t.ticket_id = ${id}`)
  const get = async (path: string) =>
    (await call(BO, 'GET', `/api/v2/tickets/${id}${path}`)).raw.toString().replaceAll(/sig=[^"&]*/g, '')
  return [found?.all, await get(''), await get('/comments'), await get('/related'), await get('/tags')].join(
    '\n',
  )
}
