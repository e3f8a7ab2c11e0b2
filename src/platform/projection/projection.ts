import type { Id } from '../../kernel/index.ts'
import type { Db } from '../db/index.ts'
import type { Ground } from '../ground.ts'
import { crowdedMeter, pollLoop } from '../loop/index.ts'
import type { Service } from '../module.ts'
import { projectionMetrics } from './metrics.ts'
import {
  changesAfter,
  lockProgress,
  moveBuilding,
  movePosition,
  openProgress,
  type Progress,
} from './store.ts'

/** Rows that are derived from others, and follow them by the feed. */
export type Projection = {
  readonly name: string
  /** Raised where what is derived changes its form: then all of it is built anew. */
  readonly version: number
  /** What of the feed it is about. Building goes through them in this order. */
  readonly subjects: readonly string[]
  /** Makes what is derived of these what it should be now, from the rows as they stand. */
  project(tx: Db, subject: string, ids: readonly Id[]): Promise<void>
  /** Ids of a subject above one, ascending: all that there is, for building from nothing. */
  idsAfter(db: Db, subject: string, id: Id, limit: number): Promise<readonly Id[]>
  /** Told when all has been built. */
  built?(db: Db): Promise<void>
}

/** How many are projected in one transaction. */
const BATCH = 200
const IDLE_MS = 300
/** While requests wait. */
const CROWDED_MS = 200

export type ProjectionService = Service & {
  /** One look: how many ms until the next, and whether there was anything to do. For tests and benchmarks, too. */
  turn(): Promise<{ readonly isDone: boolean }>
}

/**
 * Follows the feed for one projection: exactly, because what is derived and the place in the feed are one transaction;
 * of all processes one at a time. What has never been built, or in another form, it builds first, a batch after the
 * other, and goes on where it was when a process dies.
 */
export const projectionService = (
  ground: Pick<Ground, 'db' | 'log' | 'metrics'>,
  projection: Projection,
): ProjectionService => {
  const isCrowded = crowdedMeter()
  const turn = async () => {
    const moved = await ground.db.transaction((tx) => step(tx, projection))
    if (moved === 'built') await projection.built?.(ground.db)
    return { isDone: moved === 'nothing' }
  }
  const loop = pollLoop({
    name: projection.name,
    log: ground.log,
    turn: async () => {
      const { isDone } = await turn()
      return isDone ? IDLE_MS : isCrowded() ? CROWDED_MS : 0
    },
  })
  projectionMetrics(ground, projection.name)
  return {
    name: projection.name,
    roles: ['worker'],
    start: async () => loop.start(),
    stop: loop.stop,
    isBeating: loop.isBeating,
    turn,
  }
}

type Moved = 'nothing' | 'some' | 'built'

const step = async (tx: Db, projection: Projection): Promise<Moved> => {
  const progress = await lockProgress(tx, projection.name)
  if (progress === 'elsewhere') return 'nothing'
  if (progress === undefined || progress.version < projection.version) {
    await openProgress(tx, projection)
    return 'some'
  }
  // A newer release is at work beside us: its form is not ours to write.
  if (progress.version > projection.version) return 'nothing'
  return progress.building === null
    ? follow(tx, projection, progress)
    : build(tx, projection, progress.building, progress.built_to)
}

const build = async (tx: Db, projection: Projection, subject: string, after: Id): Promise<Moved> => {
  const ids = await projection.idsAfter(tx, subject, after, BATCH)
  if (ids.length > 0) {
    await projection.project(tx, subject, ids)
    await moveBuilding(tx, projection.name, subject, ids.at(-1)!)
    return 'some'
  }
  const next = projection.subjects[projection.subjects.indexOf(subject) + 1] ?? null
  await moveBuilding(tx, projection.name, next, 0)
  return next === null ? 'built' : 'some'
}

const follow = async (tx: Db, projection: Projection, { position }: Progress): Promise<Moved> => {
  const changes = await changesAfter(tx, position, BATCH)
  const last = changes.at(-1)
  if (last === undefined) return 'nothing'
  for (const subject of projection.subjects) {
    const ids = changes.flatMap((change) => (change.subject === subject ? [change.subject_id] : []))
    if (ids.length > 0)
      await projection.project(
        tx,
        subject,
        [...new Set(ids)].sort((a, b) => a - b),
      )
  }
  await movePosition(tx, projection.name, last.position)
  return 'some'
}
