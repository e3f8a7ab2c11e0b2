import type { Id, JsonObject } from '../kernel/index.ts'
import { type ApiDesk, apiDesk } from './api-fixture.ts'
import { ADA, BO } from './fixture.ts'
import { ticketVerifier } from './verify.ts'

/** For the tests of what technical tickets have: a desk, and the few calls that they all make. */
export type SupportDesk = ApiDesk & {
  made(differs?: Parameters<ApiDesk['create']>[0]): Promise<Id>
  put(ticketId: Id, ticket: object, who?: Id): ReturnType<ApiDesk['call']>
  settings(settings: JsonObject): Promise<void>
  undoLast(ticketId: Id, who?: Id): ReturnType<ApiDesk['call']>
  runJobs(): Promise<void>
  faults(): Promise<string[]>
}

export const supportDesk = async (): Promise<SupportDesk> => {
  const desk = await apiDesk()
  const lastAudit = async (ticketId: Id): Promise<Id> => {
    const path = `/api/v2/tickets/${ticketId}/audits?sort_order=desc&per_page=100`
    const { audits } = (await desk.call(BO, 'GET', path)).body
    return Math.max(...audits.map(({ id }: { id: Id }) => id))
  }
  return {
    ...desk,
    made: async (differs = {}) => (await desk.create(differs)).ticket.id,
    put: (ticketId, ticket, who = BO) => desk.call(who, 'PUT', `/api/v2/tickets/${ticketId}`, { ticket }),
    settings: async (settings) => {
      const { policy, db, clock } = desk.ground
      const { body } = (await policy.current()).document('account_settings', 1)!
      const edit = { kind: 'account_settings', id: 1, body: { ...body, ...settings } }
      await policy.edit(db, { authorId: ADA, reason: 'test', at: clock.now() }, [edit])
    },
    undoLast: async (ticketId, who = BO) =>
      desk.call(who, 'POST', `/api/v2/tickets/${ticketId}/audits/${await lastAudit(ticketId)}/undo`),
    runJobs: async () => {
      for (const { name, payload } of desk.ground.jobs.splice(0)) {
        const handler = desk.tickets.module.jobs?.find((job) => job.name === name)
        await handler?.run(payload as JsonObject, { id: '1', attempt: 1 })
      }
    },
    faults: async () => {
      const found: string[] = []
      for await (const fault of ticketVerifier.verify(desk.ground.db)) found.push(fault)
      return found
    },
  }
}
