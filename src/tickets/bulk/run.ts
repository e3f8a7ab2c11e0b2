import { type Id, type JsonObject, orRefuse, type Refusal, Refused } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import { type Bulk, bulkJob, type Outcome, refusedOutcome } from '../../platform/jobs/index.ts'
import type { JobHandler } from '../../platform/module.ts'
import { type Asker, changeOf, createMissing, lookUp } from '../api/resolve.ts'
import type { BatchMember, Committed } from '../commit.ts'
import { goesTogether } from '../commit-many.ts'
import type { Change } from '../core/index.ts'
import { removal } from '../deletion/removal.ts'
import type { Room } from '../room.ts'
import { reevaluation } from '../time/reevaluation.ts'
import { ACCOUNT_ID } from '../wire/names.ts'
import { readTicket, readTicketUpdate, type TicketWish } from '../wire/read-ticket.ts'
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
    group: (bulk, indexes) => carryOutTogether(room, bulk, indexes),
    refused,
    onCommitted: room.onCommitted,
  })

const refused = (bulk: BulkPayload, index: number, refusal: Refusal): Outcome => ({
  ...refusedOutcome(index, bulk.kind, refusal),
  ...(bulk.kind === 'create' ? {} : { id: bulk.items[index]!.ticketId }),
})

const done = (
  bulk: BulkPayload,
  index: number,
  { ticket: { id }, auditId }: Pick<Committed, 'ticket' | 'auditId'>,
): Outcome => {
  if (bulk.kind === 'create') return { index, id, account_id: ACCOUNT_ID, audit_id: auditId }
  const told = { index, id, action: bulk.kind === 'delete' ? 'delete' : 'update', success: true }
  if (bulk.kind === 'reevaluate') return { ...told, status: auditId === null ? 'Unchanged' : 'Updated' }
  return { ...told, status: bulk.kind === 'delete' ? 'Deleted' : 'Updated', audit_id: auditId }
}

/** The Change of a member that names no wish: it says nothing besides its ticket. */
const wishless = (bulk: BulkPayload): Change | undefined => {
  if (bulk.kind === 'delete') return removal('delete', bulk)
  return bulk.kind === 'reevaluate' ? reevaluation(bulk) : undefined
}

const targetOf = ({ ticketId }: BulkItem): { ticketId?: Id } => (ticketId === null ? {} : { ticketId })

const wishOf = ({ ticketId, input }: BulkItem): TicketWish =>
  orRefuse(ticketId === null ? readTicket(input) : readTicketUpdate(input))

const askerOf = async (room: Room, bulk: BulkPayload): Promise<Asker> => ({
  ...bulk,
  viewer: await room.people.viewer(bulk.userId),
})

const carryOut = async (room: Room, tx: Db, bulk: BulkPayload, index: number): Promise<Outcome> => {
  const item = bulk.items[index]!
  const change = wishless(bulk)
  if (change !== undefined)
    return done(bulk, index, orRefuse(await room.commit(change, targetOf(item), { tx })))
  const asker = await askerOf(room, bulk)
  const looked = await lookUp(room, wishOf(item), asker)
  const complete = await createMissing(room, tx, looked)
  const { uploadIds } = looked.uploads
  const committed = await room.commit(changeOf(kindOf(bulk), complete, asker), targetOf(item), {
    tx,
    uploadIds,
  })
  return done(bulk, index, orRefuse(committed))
}

const kindOf = ({ kind }: BulkPayload): 'create' | 'update' => (kind === 'create' ? 'create' : 'update')

/** Members that rest on nothing but their own ticket and on people who are there; the others wait for their turn. */
const carryOutTogether = async (
  room: Room,
  bulk: BulkPayload,
  indexes: readonly number[],
): Promise<(tx: Db) => Promise<ReadonlyMap<number, Outcome>>> => {
  const outcomes = new Map<number, Outcome>()
  const members = new Map<number, BatchMember>()
  const changeFor = await changesOf(room, bulk)
  for (const index of indexes.filter((one) => !isNamedAgain(bulk, one))) {
    try {
      const change = await changeFor(bulk.items[index]!)
      if (change !== undefined && goesTogether(change))
        members.set(index, { change, target: targetOf(bulk.items[index]!) })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      outcomes.set(index, refused(bulk, index, error.refusal))
    }
  }
  const save = await room.commitMany([...members.values()])
  return async (tx) => {
    const saved = await save(tx)
    for (const [place, index] of [...members.keys()].entries()) {
      const one = saved[place]!
      if (one === 'lost') continue
      outcomes.set(index, one.ok ? done(bulk, index, one.value) : refused(bulk, index, one.error))
    }
    return outcomes
  }
}

/** Whether another member has the same ticket: the later is decided on what the earlier made of it. */
const isNamedAgain = ({ items }: BulkPayload, index: number): boolean => {
  const { ticketId } = items[index]!
  return ticketId !== null && items.some((item, other) => other !== index && item.ticketId === ticketId)
}

/**
 * Makes members' Changes; undefined for one that needs more than to be read: people who are to be made, files, a
 * problem that another member may have made one. What many say alike is looked up once.
 */
const changesOf = async (
  room: Room,
  bulk: BulkPayload,
): Promise<(item: BulkItem) => Promise<Change | undefined>> => {
  const same = wishless(bulk)
  if (same !== undefined) return async () => same
  const asker = await askerOf(room, bulk)
  const ticketIds = new Set(bulk.items.map(({ ticketId }) => ticketId))
  const make = async (item: BulkItem): Promise<Change | undefined> => {
    const wish = wishOf(item)
    if (wish.set.problemId != null && ticketIds.has(wish.set.problemId)) return undefined
    const looked = await lookUp(room, wish, asker)
    const isComplete = looked.missing.length === 0 && looked.uploads.uploadIds.length === 0
    return isComplete ? changeOf(kindOf(bulk), looked, asker) : undefined
  }
  const made = new Map<string, Promise<Change | undefined>>()
  return (item) => {
    const said = JSON.stringify(item.input)
    const known = made.get(said)
    if (known !== undefined) return known
    const fresh = make(item)
    made.set(said, fresh)
    return fresh
  }
}
