import { type Id, type Instant, invalidField, notFound, Refused } from '../kernel/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { PolicySnapshot } from '../platform/policy/index.ts'
import type { Acting } from './acting.ts'
import { record, type Values } from './record.ts'
import type { Room } from './room.ts'

type Named = { readonly id: Id; readonly name: string }

export type Merging<Row extends Named, T> = {
  readonly loserId: Id
  readonly winnerId: Id
  /** The field of the request that names the winner, and what both are. */
  readonly field: string
  readonly noun: 'User' | 'Organization'
  /** The two as far as they are visible, held in the order of their ids, so that two merges do not wait for each other. */
  readonly hold: (tx: Db) => Promise<readonly Row[]>
  /** Whether whoever asks may do this to what they see at all. */
  readonly checkAsker: () => void
  readonly work: (parts: {
    readonly tx: Db
    readonly at: Instant
    readonly policy: PolicySnapshot
    readonly loser: Row
    readonly winner: Row
  }) => Promise<T>
}

/** Makes two of a kind one, in one transaction; tickets follow by the effect that `work` leaves. */
export const merging = async <Row extends Named, T>(room: Room, given: Merging<Row, T>): Promise<T> => {
  const policy = await room.ground.policy.current()
  const merged = await room.ground.db.transaction(async (tx) => {
    const [loser, winner] = pairOf(await given.hold(tx), given)
    return given.work({ tx, at: room.ground.clock.now(), policy, loser, winner })
  })
  room.ground.wake()
  return merged
}

const pairOf = <Row extends Named, T>(
  held: readonly Row[],
  { loserId, winnerId, field, noun, checkAsker }: Merging<Row, T>,
): readonly [Row, Row] => {
  const loser = held.find(({ id }) => id === loserId)
  const winner = held.find(({ id }) => id === winnerId)
  if (loser === undefined) throw new Refused(notFound)
  checkAsker()
  if (winner === undefined) throw new Refused(invalidField(field, `${noun}: does not exist`))
  if (loserId === winnerId) throw new Refused(invalidField(field, `${noun}: cannot be merged with itself`))
  return [loser, winner]
}

/** Of these columns, the winner's own, and the loser's where the winner has none. */
export const inheriting = <Row, Key extends keyof Row>(
  winner: Row,
  loser: Row,
  ...columns: readonly Key[]
): Pick<Row, Key> =>
  Object.fromEntries(columns.map((column) => [column, winner[column] ?? loser[column]])) as unknown as Pick<
    Row,
    Key
  >

type Merged = {
  readonly at: Instant
  readonly source: 'user' | 'organization'
  readonly loser: Named & Values
  /** What is left of the loser. */
  readonly gone: Values
  readonly winner: Named & Values
  readonly kept: Values
}

/** Says in the audit log what became of both. */
export const noteMerge = async (tx: Db, acting: Acting, merged: Merged): Promise<void> => {
  const { at, source, loser, gone, winner, kept } = merged
  const of = ({ id, name }: Named) => ({ at, source, id, label: name, feed: { subject: source, ids: [id] } })
  const after = { ...gone, merged_into: winner.id }
  await record(tx, acting, { ...of(loser), action: 'merge', before: loser, after })
  await record(tx, acting, { ...of(winner), action: 'update', before: winner, after: kept })
}
