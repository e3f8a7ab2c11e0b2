import type { Id, Instant } from '../../kernel/index.ts'
import type { LogEntry } from './comment-structure.ts'

/** One version of an entry, as the comment that holds it tells. */
export type LogVersion = {
  readonly id: Id
  readonly author_id: Id
  readonly created_at: Instant
  readonly structure: LogEntry
}

/** An entry of the troubleshooting log: its versions, oldest first. The last one counts. */
export type LogHistory = {
  readonly id: Id
  readonly versions: readonly LogVersion[]
  readonly newest: LogVersion
}

/** Entries that stand in the log, in its order, from all versions in the order in which they were written. */
export const logOf = (versions: readonly LogVersion[]): LogHistory[] =>
  historiesOf(versions)
    .filter(({ newest }) => !newest.structure.removed)
    .sort((a, b) => a.newest.structure.position - b.newest.structure.position || a.id - b.id)

/** Every entry, those that were taken out too. */
export const historiesOf = (versions: readonly LogVersion[]): LogHistory[] =>
  [...Map.groupBy(versions, ({ id, structure }) => structure.entryId ?? id)].map(([id, all]) => ({
    id,
    versions: all,
    newest: all.at(-1)!,
  }))

/** The position of an entry that is to stand at a place, from 1, among the others; behind the last unless said. */
export const positionAt = (others: readonly LogHistory[], place: number | undefined): number => {
  const positions = others.map(({ newest }) => newest.structure.position)
  const last = positions.at(-1)
  if (last === undefined) return 1
  const before = place === undefined ? last : positions[place - 2]
  const after = place === undefined ? undefined : positions[place - 1]
  if (after === undefined) return Math.max(last, before ?? last) + 1
  return before === undefined ? after - 1 : (before + after) / 2
}
