import {
  type Id,
  type JsonObject,
  orRefuse,
  type Refusal,
  type RefusalCode,
  Refused,
} from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { endJobStatus, findJobStatuses, progressJobStatus } from '../../platform/jobs/index.ts'
import type { JobHandler } from '../../platform/module.ts'
import { type Asker, changeOf, createMissing, lookUp } from '../api/resolve.ts'
import type { Room } from '../room.ts'
import { ACCOUNT_ID } from '../wire/names.ts'
import { completed, failed } from '../wire/present-job.ts'
import { readTicket } from '../wire/read-ticket.ts'
import type { TicketInput } from '../wire/ticket-input.ts'
import { deleteOutcomes, insertOutcome, type Outcome, outcomesOf } from './store.ts'

export const BULK_JOB = 'tickets_bulk'

/** A bulk request as it waits in the queue. */
export type BulkPayload = {
  readonly jobId: string
  readonly kind: 'create' | 'update'
  readonly userId: Id
  readonly channel: string
  readonly system: JsonObject
  /** `ticketId` of updates. */
  readonly items: readonly { readonly ticketId: Id | null; readonly input: TicketInput }[]
}

/** After so many tries the job is given up, with what it has done so far. */
const MAX_ATTEMPTS = 5

const UNDER_WAY: ReadonlySet<string> = new Set(['queued', 'working'])

/** Works through a bulk request, one transaction a ticket. Run again after a crash it goes on where it stopped. */
export const bulkJob = (room: Room): JobHandler => ({
  name: BULK_JOB,
  run: async (payload, { attempt }) => {
    const bulk = payload as unknown as BulkPayload
    try {
      await work(room, bulk)
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS) await end(room, bulk, failed)
      throw error
    }
  },
})

const work = async (room: Room, bulk: BulkPayload): Promise<void> => {
  const { db, clock } = room.ground
  const [status] = await findJobStatuses(db, [bulk.jobId])
  // A crash between the end and the queue's hearing of it brings the job once more.
  if (status === undefined || !UNDER_WAY.has(status.status)) return
  const done = await outcomesOf(db, bulk.jobId)
  for (const index of bulk.items.keys()) {
    if (done.has(index)) continue
    await member(room, bulk, index)
    await progressJobStatus(db, bulk.jobId, index + 1, clock.now())
  }
  await end(room, bulk, completed)
}

/** One ticket and its outcome, together or not at all. A refusal is an outcome, too. */
const member = async (room: Room, bulk: BulkPayload, index: number): Promise<void> => {
  const { db } = room.ground
  try {
    await db.transaction(async (tx) =>
      insertOutcome(tx, bulk.jobId, index, await carryOut(room, tx, bulk, index)),
    )
    room.onCommitted()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    await insertOutcome(db, bulk.jobId, index, failureOf(bulk, index, error.refusal))
  }
}

const carryOut = async (room: Room, tx: Db, bulk: BulkPayload, index: number): Promise<Outcome> => {
  const { ticketId, input } = bulk.items[index]!
  const asker: Asker = { ...bulk, viewer: await room.people.viewer(bulk.userId) }
  const looked = await lookUp(room, orRefuse(readTicket(input)), asker)
  const complete = await createMissing(room, tx, looked)
  const target = ticketId === null ? {} : { ticketId }
  const { uploadIds } = looked.uploads
  const committed = orRefuse(
    await room.commit(changeOf(bulk.kind, complete, asker), target, { tx, uploadIds }),
  )
  const { id } = committed.ticket
  return bulk.kind === 'create'
    ? { index, id, account_id: ACCOUNT_ID }
    : { index, id, action: 'update', success: true, status: 'Updated' }
}

const NAMES: { readonly [code in RefusalCode]?: string } = {
  invalid: 'RecordInvalid',
  not_found: 'RecordNotFound',
  forbidden: 'Forbidden',
  conflict: 'UpdateConflict',
}

const failureOf = ({ kind, items }: BulkPayload, index: number, refusal: Refusal): Outcome => ({
  index,
  ...(kind === 'create' ? {} : { id: items[index]!.ticketId }),
  action: kind,
  success: false,
  status: 'Failed',
  error: NAMES[refusal.code] ?? 'BadRequest',
  details: (refusal.details ?? []).map(({ description }) => description).join('; ') || refusal.message,
})

const end = async (room: Room, { jobId }: BulkPayload, how: typeof completed): Promise<void> => {
  const { db, clock } = room.ground
  const now = clock.now()
  await db.transaction(async (tx) => {
    const outcomes = [...(await outcomesOf(tx, jobId))]
      .sort(([a], [b]) => a - b)
      .map(([, outcome]) => outcome)
    await endJobStatus(tx, jobId, how(outcomes, now), now)
    await deleteOutcomes(tx, jobId)
  })
}
