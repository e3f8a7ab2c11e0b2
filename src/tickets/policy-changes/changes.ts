import {
  forbidden,
  type Id,
  type Instant,
  invalidField,
  notFound,
  type Refusal,
  Refused,
} from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import {
  approvalOf,
  type DocumentChange,
  givenWith,
  kindToApprove,
  type PolicySnapshot,
  touchedSince,
} from '../../platform/policy/index.ts'
import { type Asker, askerOf } from '../api/resolve.ts'
import { titleOf } from '../policy-history/references.ts'
import { checkRoles } from '../policy-history/rights.ts'
import { checkWhole } from '../policy-history/rollback.ts'
import type { Room } from '../room.ts'
import {
  findChange,
  insertChange,
  lockChange,
  moveChange,
  noteChange,
  type PolicyChange,
  type State,
  type Step,
} from './store.ts'
import { type Asked, tryOut, type WishedEdit, walk } from './walk.ts'

export type NewRequest = {
  readonly title: string
  readonly reason: string
  readonly edits: readonly WishedEdit[]
}

/** What edits would make of the policy that stands; nothing is written. Refused as the routes of the kinds refuse. */
export const propose = async (
  room: Room,
  asked: Asked,
  edits: readonly WishedEdit[],
  ids: readonly Id[] = [],
): Promise<Proposed> => {
  const standing = await room.ground.policy.current()
  return tryOut(room.ground.db, async (tx) => {
    const draft = await walk(room, tx, { asked, edits, draft: { standing, ids } })
    const changes = draft.changes()
    await checkWhole(tx, standing, changes)
    return { standing, changes, drawn: draft.drawn() }
  })
}

export type Proposed = {
  readonly standing: PolicySnapshot
  readonly changes: readonly DocumentChange[]
  readonly drawn: readonly Id[]
}

export const createChange = async (
  room: Room,
  asked: Asked & Whence,
  { title, reason, edits }: NewRequest,
): Promise<PolicyChange> => {
  const { standing, changes, drawn } = await propose(room, asked, edits)
  if (changes.length === 0) throw new Refused(invalidField('edits', 'Edits: change nothing of what stands'))
  const asker = askerOf(asked)
  const at = room.ground.clock.now()
  return room.ground.db.transaction(async (tx) => {
    const made = await insertChange(
      tx,
      {
        title,
        reason,
        authorId: asker.userId,
        baseVersion: standing.version,
        edits,
        proposal: changes,
        drawnIds: drawn,
      },
      at,
    )
    await note(tx, made, { asked, asker, at, before: null })
    await asked.idempotency.locate(tx, 201, `/api/v2/policy_changes/${made.id}`)
    return made
  })
}

type Whence = {
  readonly ip: string
  readonly requestId: string
  readonly idempotency: { locate(tx: Db, status: number, path: string): Promise<void> }
}

const note = (
  tx: Db,
  change: PolicyChange,
  {
    asked,
    asker,
    at,
    before,
  }: { asked: Pick<Whence, 'ip' | 'requestId'>; asker: Asker; at: Instant; before: State | null },
): Promise<unknown> =>
  noteChange(tx, change, {
    at,
    actorId: asker.userId,
    actedBy: asker.viewer.actedBy ?? null,
    via: asker.channel,
    ip: asked.ip,
    requestId: asked.requestId,
    before: before && { state: before },
    after: { state: change.state, ...(change.appliedVersion && { version: change.appliedVersion }) },
  })

/** A document of a request that others have changed since, or that it would meet where it did not stand. */
export type Conflict = {
  readonly kind: string
  readonly id: Id
  readonly title: string
  readonly versions: readonly number[]
}

/** What changed meanwhile of the documents that a request is about. */
export const conflictsOf = async (
  db: Db,
  { baseVersion, proposal, state }: Pick<PolicyChange, 'baseVersion' | 'proposal' | 'state'>,
): Promise<Conflict[]> => {
  if (state === 'applied') return []
  const touched = new Map(
    (await touchedSince(db, baseVersion)).map((one) => [`${one.kind}/${one.id}`, one.versions]),
  )
  return proposal.flatMap(({ kind, id, before, after }) => {
    const versions = touched.get(`${kind}/${id}`)
    return versions ? [{ kind, id, title: titleOf(after ?? before, id), versions }] : []
  })
}

type Moving = {
  readonly from: readonly State[]
  readonly to: State
  /** Checks, in the transaction, that whoever asks may do so; answers what else the step says. */
  readonly step: (tx: Db, change: PolicyChange, asker: Asker) => Promise<Omit<Step, 'state' | 'at'>>
}

const move = async (
  room: Room,
  asked: Asked & Pick<Whence, 'ip' | 'requestId'>,
  id: Id,
  { from, to, step }: Moving,
): Promise<PolicyChange> => {
  const asker = askerOf(asked)
  const at = room.ground.clock.now()
  return room.ground.db.transaction(async (tx) => {
    const change = await lockChange(tx, id)
    if (change === undefined) throw new Refused(notFound)
    if (!from.includes(change.state)) throw new Refused(isAlready(change.state))
    const more = await step(tx, change, asker)
    const moved = await moveChange(tx, id, { state: to, at, ...more })
    await note(tx, moved, { asked, asker, at, before: change.state })
    return moved
  })
}

const isAlready = (state: State): Refusal => ({
  code: 'conflict',
  message: `The change request is ${state} already.`,
})

/** A second person, who could make each of these edits themselves, says that it may be done. */
export const approveChange = async (room: Room, asked: Asked & Whence, id: Id): Promise<PolicyChange> => {
  const found = await getChange(room, id)
  if (found.authorId === askerOf(asked).userId) throw new Refused(ownRequest)
  if (found.state === 'open') {
    await refuseConflicts(room.ground.db, found)
    await propose(room, asked, found.edits, found.drawnIds)
  }
  return move(room, asked, id, {
    from: ['open'],
    to: 'approved',
    step: async (_tx, change, asker) => {
      checkRoles(asker.viewer, change.proposal)
      return { decided: { by: asker.userId, reason: givenWith(asked).text } }
    },
  })
}

const ownRequest: Refusal = {
  code: 'forbidden',
  message: 'A change request is approved by somebody other than its author.',
}

export const rejectChange = (room: Room, asked: Asked & Whence, id: Id): Promise<PolicyChange> =>
  move(room, asked, id, {
    from: ['open', 'approved'],
    to: 'rejected',
    step: async (_tx, _change, asker) => ({
      decided: { by: asker.userId, reason: givenWith(asked).text },
    }),
  })

export const withdrawChange = (room: Room, asked: Asked & Whence, id: Id): Promise<PolicyChange> =>
  move(room, asked, id, {
    from: ['open', 'approved'],
    to: 'withdrawn',
    step: async (_tx, { authorId }, asker) => {
      if (authorId !== asker.userId) throw new Refused(forbidden)
      return {}
    },
  })

/** Makes the edits, as one version: where approved, or where the desk asks for no approval of these kinds. */
export const applyChange = (room: Room, asked: Asked & Whence, id: Id): Promise<PolicyChange> =>
  move(room, asked, id, {
    from: ['open', 'approved'],
    to: 'applied',
    step: async (tx, change, asker) => {
      const { policy, clock } = room.ground
      const standing = await policy.standing(tx)
      await refuseConflicts(tx, change)
      const draft = await walk(room, tx, {
        asked,
        edits: change.edits,
        draft: { standing, ids: change.drawnIds },
      })
      const changes = draft.changes()
      await checkWhole(tx, standing, changes)
      if (change.state !== 'approved' && kindToApprove(approvalOf(standing), changes) !== undefined)
        throw new Refused(notApproved)
      const version = await policy.edit(
        tx,
        {
          authorId: change.authorId,
          actorId: asker.userId,
          reason: `change request ${change.id}: ${change.title}`,
          at: clock.now(),
          via: asker.channel,
          ip: asked.ip,
          requestId: asked.requestId,
          given: { text: change.reason === '' ? null : change.reason, breaksGlass: false },
          change: change.id,
        },
        changes.map(({ kind, id: documentId, after }) => ({ kind, id: documentId, body: after })),
      )
      return { applied: { by: asker.userId, version } }
    },
  })

const notApproved: Refusal = {
  code: 'forbidden',
  message: 'This change needs the approval of somebody other than its author first.',
}

const refuseConflicts = async (db: Db, change: PolicyChange): Promise<void> => {
  const conflicts = await conflictsOf(db, change)
  if (conflicts.length === 0) return
  const names = conflicts
    .slice(0, 5)
    .map(
      ({ kind, title, versions }) =>
        `${kind.replaceAll('_', ' ')} "${title}" (version ${versions.join(', ')})`,
    )
  throw new Refused({ code: 'conflict', message: `Others have changed meanwhile: ${names.join('; ')}.` })
}

export const getChange = async ({ ground }: Room, id: Id): Promise<PolicyChange> => {
  const change = await findChange(ground.db, id)
  if (change === undefined) throw new Refused(notFound)
  return change
}
