import { type Id, type Instant, notFound, Refused } from '../kernel/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { ApiRequest } from '../platform/http/index.ts'
import {
  givenWith,
  type PolicyDocument,
  type PolicyEdit,
  type PolicySnapshot,
} from '../platform/policy/index.ts'
import { askerOf } from './api/resolve.ts'
import type { Room } from './room.ts'

/** An edit of the policy under way: nobody else changes it until the transaction ends. */
export type Editing = {
  readonly tx: Db
  readonly at: Instant
  readonly policy: PolicySnapshot
  readonly edit: (edits: readonly PolicyEdit[]) => Promise<void>
  readonly nextId: () => Promise<Id>
}

type Asked = Pick<ApiRequest<unknown, unknown, unknown>, 'caller' | 'ip' | 'headers' | 'requestId' | 'body'>

/** Runs an edit of the policy on what stands now. */
export const editingPolicy = <T>(
  room: Room,
  request: Asked,
  reason: string,
  work: (editing: Editing) => Promise<T>,
): Promise<T> => {
  const { ground } = room
  const { userId, channel } = askerOf(request)
  const at = ground.clock.now()
  const given = givenWith(request)
  const { ip, requestId } = request
  const why = { authorId: userId, reason, at, via: channel, ip, requestId, given }
  return ground.db.transaction(async (tx) => {
    return work({
      tx,
      at,
      policy: await ground.policy.standing(tx),
      edit: async (edits) => {
        await ground.policy.edit(tx, why, edits)
      },
      nextId: () => ground.policy.nextId(tx),
    })
  })
}

export const getDocument = (policy: PolicySnapshot, kind: string, id: Id): PolicyDocument => {
  const document = policy.document(kind, id)
  if (document === undefined) throw new Refused(notFound)
  return document
}

/** By position, then age. */
export const byPosition = (documents: readonly PolicyDocument[]): PolicyDocument[] =>
  [...documents].sort((a, b) => positionOf(a) - positionOf(b) || a.id - b.id)

const positionOf = ({ body }: PolicyDocument): number =>
  typeof body.position === 'number' ? body.position : 0

/** The place behind the last. */
export const lastPosition = (documents: readonly PolicyDocument[]): number =>
  documents.reduce((last, document) => Math.max(last, positionOf(document)), -1) + 1

/** Edits that put documents into the order of the ids; those not named follow as they stood. */
export const reordered = (
  documents: readonly PolicyDocument[],
  ids: readonly Id[],
  touched: string,
): PolicyEdit[] => {
  const known = new Map(documents.map((document) => [document.id, document]))
  for (const id of ids) if (!known.has(id)) throw new Refused(notFound)
  const order = new Set([...ids, ...byPosition(documents).map(({ id }) => id)])
  return [...order].flatMap((id, position): PolicyEdit[] => {
    const { kind, body } = known.get(id)!
    return body.position === position ? [] : [{ kind, id, body: { ...body, position, updated_at: touched } }]
  })
}
