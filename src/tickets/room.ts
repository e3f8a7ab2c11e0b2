import type { Id } from '../kernel/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { Ground } from '../platform/ground.ts'
import type { Route } from '../platform/http/index.ts'
import type { Commit } from './commit.ts'
import type { CommitMany } from './commit-many.ts'
import type { Endpoints } from './desk-values.ts'
import type { PeopleDoor } from './people-door.ts'
import type { Policies } from './policies.ts'

/** What the parts of this domain share. */
export type Room = {
  readonly ground: Ground
  readonly people: PeopleDoor
  readonly policies: Policies
  readonly commit: Commit
  readonly commitMany: CommitMany
  /** All routes of the desk, built on another ground: for edits that are only proposed. */
  readonly routesOn: (ground: Ground) => readonly Route[]
  /** What rules may call. */
  readonly endpoints: () => Promise<Endpoints>
  /** Blanks what every room stores of a ticket that people wrote; in the transaction of its purge. */
  readonly eraseTicket: (tx: Db, ticketId: Id) => Promise<void>
  /** Told after a transaction of ours in which Changes were committed. */
  readonly onCommitted: () => void
}
