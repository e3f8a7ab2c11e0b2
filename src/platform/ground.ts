import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { BlobStore } from './blobs/blobs.ts'
import type { Clock } from './clock/clock.ts'
import type { DbAddress } from './db/connection.ts'
import type { Db } from './db/db.ts'
import type { ProcessIdentity } from './db/process-identity.ts'
import type { Egress } from './egress/index.ts'
import type { Keys } from './keys/keys.ts'
import type { PolicyStore } from './policy/policy.ts'
import type { Settings } from './settings/settings.ts'

/** What every domain stands on. Built by the composition root, handed to each domain's constructor. */
export type Ground = {
  readonly settings: Settings
  readonly db: Db
  /** Where the database is, for threads that bring a connection of their own. */
  readonly address: DbAddress
  /** Who takes leases here. Those of a process that died fall at once: `lease_owner not in ${liveProcessIds}`. */
  readonly identity: ProcessIdentity
  readonly clock: Clock
  readonly blobs: BlobStore
  readonly keys: Keys
  readonly policy: PolicyStore
  /** The one way to addresses that users had a hand in. */
  readonly egress: Egress
  readonly log: Logger
  readonly metrics: Registry
  /** Bytes from the system's generator; tests may bring their own. */
  readonly randomBytes: (size: number) => Buffer
  /** Puts an ordinary job into the queue, in the given transaction. Never inside a ticket's commit. */
  readonly enqueue: (
    tx: Db,
    name: string,
    payload: object,
    options?: { readonly key?: string },
  ) => Promise<void>
  /**
   * Says, after a commit, that it left effects or changes: the workers of this process then take them at once, not at
   * their next look. Costs nothing, and nothing is lost where it is not said.
   */
  readonly wake: () => void
}
