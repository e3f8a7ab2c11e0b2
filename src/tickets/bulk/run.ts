import { type Id, type JsonObject, orRefuse } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { type Bulk, bulkJob, type Outcome, refusedOutcome } from '../../platform/jobs/index.ts'
import type { JobHandler } from '../../platform/module.ts'
import { type Asker, changeOf, createMissing, lookUp } from '../api/resolve.ts'
import { removal } from '../deletion/removal.ts'
import type { Room } from '../room.ts'
import { reevaluation } from '../time/reevaluation.ts'
import { ACCOUNT_ID } from '../wire/names.ts'
import { readTicket, readTicketUpdate } from '../wire/read-ticket.ts'
import type { TicketInput } from '../wire/ticket-input.ts'

export const BULK_JOB = 'tickets_bulk'

/** What a bulk request on tickets says besides its members. */
export type BulkContext = {
  readonly kind: 'create' | 'update' | 'delete' | 'reevaluate'
  readonly userId: Id
  readonly channel: string
  readonly system: JsonObject
}

/** `ticketId` of all but creations; deletions say nothing besides. */
export type BulkItem = { readonly ticketId: Id | null; readonly input: TicketInput }

type BulkPayload = Bulk<BulkItem> & BulkContext

/** Works through bulk requests on tickets. */
export const ticketsBulkJob = (room: Room): JobHandler =>
  bulkJob<BulkPayload>(room.ground, {
    name: BULK_JOB,
    member: async (bulk, index) => (tx) => carryOut(room, tx, bulk, index),
    refused: (bulk, index, refusal) => ({
      ...refusedOutcome(index, bulk.kind, refusal),
      ...(bulk.kind === 'create' ? {} : { id: bulk.items[index]!.ticketId }),
    }),
    onCommitted: room.onCommitted,
  })

const carryOut = async (room: Room, tx: Db, bulk: BulkPayload, index: number): Promise<Outcome> => {
  const { ticketId, input } = bulk.items[index]!
  if (bulk.kind === 'delete') {
    const { auditId } = orRefuse(await room.commit(removal('delete', bulk), { ticketId: ticketId! }, { tx }))
    return { index, id: ticketId, action: 'delete', success: true, status: 'Deleted', audit_id: auditId }
  }
  if (bulk.kind === 'reevaluate') {
    const committed = orRefuse(await room.commit(reevaluation(bulk), { ticketId: ticketId! }, { tx }))
    const status = committed.auditId === null ? 'Unchanged' : 'Updated'
    return { index, id: ticketId, action: 'update', success: true, status }
  }
  const asker: Asker = { ...bulk, viewer: await room.people.viewer(bulk.userId) }
  const looked = await lookUp(
    room,
    orRefuse(ticketId === null ? readTicket(input) : readTicketUpdate(input)),
    asker,
  )
  const complete = await createMissing(room, tx, looked)
  const target = ticketId === null ? {} : { ticketId }
  const { uploadIds } = looked.uploads
  const committed = orRefuse(
    await room.commit(changeOf(bulk.kind, complete, asker), target, { tx, uploadIds }),
  )
  const { id } = committed.ticket
  const { auditId } = committed
  return bulk.kind === 'create'
    ? { index, id, account_id: ACCOUNT_ID, audit_id: auditId }
    : { index, id, action: 'update', success: true, status: 'Updated', audit_id: auditId }
}
