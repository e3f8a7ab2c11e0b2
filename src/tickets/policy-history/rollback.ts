import { type FieldError, type Id, invalid, notFound, Refused } from '../../kernel/index.ts'
import type { Viewer } from '../../people/index.ts'
import type { Db } from '../../platform/db/index.ts'
import {
  type DocumentChange,
  editsBackTo,
  findVersion,
  givenWith,
  type PolicyEdit,
  type PolicySnapshot,
  proposedSnapshot,
} from '../../platform/policy/index.ts'
import { type Asker, askerOf } from '../api/resolve.ts'
import { compilePolicy } from '../core/index.ts'
import type { PolicyProblem } from '../core/policy.ts'
import type { Room } from '../room.ts'
import { type Missing, missingAfter, rowsNamed, titleOf } from './references.ts'
import { checkRoles, mayReadDocument } from './rights.ts'
import { rowsThere } from './store.ts'

type Asked = Parameters<typeof askerOf>[0] &
  Parameters<typeof givenWith>[0] & {
    readonly ip: string
    readonly requestId: string
  }

/** Which documents are to come back; all that differ, where none are named. */
export type Chosen = readonly { readonly kind: string; readonly id: Id }[] | undefined

/**
 * Brings documents back to how they stood as of a version, by one edit that makes a new one. Refused with the names of
 * what they need and what is gone. Answers the version that stands then.
 */
export const rollBack = async (
  room: Room,
  asked: Asked,
  version: number,
  chosen: Chosen,
): Promise<number> => {
  const { ground } = room
  const asker: Asker = askerOf(asked)
  return ground.db.transaction(async (tx) => {
    const standing = await ground.policy.standing(tx)
    if ((await findVersion(tx, version)) === undefined) throw new Refused(notFound)
    const edits = chosenOf(await editsBackTo(tx, version), chosen)
    const changes = differing(standing, edits)
    checkReadable(asker.viewer, changes)
    checkRoles(asker.viewer, changes)
    await checkWhole(tx, standing, changes)
    const { ip, requestId } = asked
    return ground.policy.edit(
      tx,
      {
        authorId: asker.userId,
        reason: `roll back to version ${version}`,
        at: ground.clock.now(),
        via: asker.channel,
        ip,
        requestId,
        given: givenWith(asked),
        restores: version,
      },
      edits.filter((edit) => changes.some(({ kind, id }) => kind === edit.kind && id === edit.id)),
    )
  })
}

const chosenOf = (edits: readonly PolicyEdit[], chosen: Chosen): readonly PolicyEdit[] =>
  chosen === undefined
    ? edits
    : edits.filter((edit) => chosen.some(({ kind, id }) => kind === edit.kind && id === edit.id))

const differing = (standing: PolicySnapshot, edits: readonly PolicyEdit[]): DocumentChange[] =>
  edits
    .map(({ kind, id, body }) => ({
      kind,
      id,
      before: standing.document(kind, id)?.body ?? null,
      after: body,
    }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))

const checkReadable = (viewer: Viewer, changes: readonly DocumentChange[]): void => {
  const isHidden = changes.some(({ kind, before, after }) =>
    [before, after].some((body) => body !== null && !mayReadDocument(viewer, { kind, body })),
  )
  if (isHidden) throw new Refused(notFound)
}

/** Refuses changes after which documents name what is not there, or cannot be understood any more. */
export const checkWhole = async (
  db: Db,
  standing: PolicySnapshot,
  changes: readonly DocumentChange[],
): Promise<void> => {
  const edits = changes.map(({ kind, id, after }) => ({ kind, id, body: after }))
  const proposed = proposedSnapshot(standing, edits)
  const there = await rowsThere(db, rowsNamed(changes))
  const missing = missingAfter(proposed, changes, (kind, id) => there.has(`${kind}/${id}`))
  const problems = newProblems(standing, proposed)
  if (missing.length + problems.length > 0)
    throw new Refused(
      invalid(...missing.map(missingError), ...problems.map((one) => problemError(one, proposed))),
    )
}

/** What a proposed policy says that could not be understood, and what stands does not say. */
export const newProblems = (standing: PolicySnapshot, proposed: PolicySnapshot): PolicyProblem[] => {
  const known = new Set(compilePolicy(standing).problems.map((problem) => JSON.stringify(problem)))
  return compilePolicy(proposed).problems.filter((problem) => !known.has(JSON.stringify(problem)))
}

const noun = (kind: string): string => {
  const words = kind.replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

const missingError = ({ by, kind, id, where }: Missing): FieldError => ({
  field: 'base',
  error: 'InvalidValue',
  description: `${noun(by.kind)} ${JSON.stringify(by.title)}: needs the ${noun(kind).toLowerCase()} ${id} (${where}), which is gone`,
})

const problemError = ({ kind, id, messages }: PolicyProblem, proposed: PolicySnapshot): FieldError => ({
  field: 'base',
  error: 'InvalidValue',
  description: `${noun(kind)} ${JSON.stringify(titleOf(proposed.document(kind, id)?.body ?? null, id))}: ${messages.join('; ')}`,
})
