import type { Ground } from '../platform/ground.ts'
import type { Commit } from './commit.ts'
import type { PeopleDoor } from './people-door.ts'
import type { Policies } from './policies.ts'

/** What the parts of this domain share. */
export type Room = {
  readonly ground: Ground
  readonly people: PeopleDoor
  readonly policies: Policies
  readonly commit: Commit
  /** Told after a transaction of ours in which Changes were committed. */
  readonly onCommitted: () => void
}
