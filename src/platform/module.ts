import type { Id, Instant, JsonObject } from '../kernel/index.ts'
import type { Db } from './db/db.ts'
import type { Route } from './http/route.ts'
import type { PolicyKind } from './policy/policy.ts'

/**
 * An effect that a commit left in the outbox, on its way out. Delivered at least once, always under the same key;
 * never two of one ticket at a time, and those of one ticket, kind and `recipientId` of the payload in order.
 */
export type Effect = {
  readonly id: Id
  /** Unique for ever: `ticket/123/4/mail/77`. */
  readonly key: string
  readonly kind: string
  readonly ticketId: Id | null
  readonly payload: JsonObject
  readonly createdAt: Instant
  /** 1 on the first try. */
  readonly attempt: number
}

/**
 * What became of one try. `retry` waits (`afterMs`, or the standard back-off with jitter) up to `giveUpAfterMs`
 * from creation, 5 days unless said; then the effect is `failed` and `abandoned` of its handler is told.
 */
export type EffectOutcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'retry'; readonly error: string; readonly afterMs?: number }
  | { readonly outcome: 'failed'; readonly error: string }

export type EffectHandler = {
  readonly kind: string
  /** How many of this kind one process delivers at a time. */
  readonly concurrency: number
  /** How long after its creation an effect is tried. */
  readonly giveUpAfterMs?: number
  /** Something leaves the desk, a mail say: what a restore must not let out a second time. */
  readonly leavesDesk?: true
  /** Ends within two minutes; what takes longer counts as failed and is tried again. */
  deliver(effect: Effect): Promise<EffectOutcome>
  /** Told when the effect is given up: once, and once more only if the process dies while telling. */
  abandoned?(effect: Effect, error: string): Promise<void>
}

export type Timer = {
  readonly ticketId: Id
  readonly kind: string
  readonly key: string
  readonly dueAt: Instant
  readonly payload: JsonObject
  readonly attempt: number
}

/** Makes a due timer happen. It must take effect once however often it is called; the row is gone after it returns. */
export type TimerHandler = {
  readonly kind: string
  fire(timer: Timer): Promise<void>
  /**
   * The same for timers of as many tickets, at the cost of few. Answers those that took effect; the others, and all
   * where it throws, are fired one by one.
   */
  fireTogether?(timers: readonly Timer[]): Promise<readonly Timer[]>
}

export type JobHandler = {
  readonly name: string
  run(payload: JsonObject, job: { readonly id: string; readonly attempt: number }): Promise<void>
  /** Runs on its own by this crontab expression (UTC), once over all processes. */
  readonly cron?: string
}

/** Something that runs beside requests: a listener, a worker. Started after the database is ready. */
export type Service = {
  readonly name: string
  /** The roles of a process that run it. */
  readonly roles: readonly ('web' | 'worker' | 'mail')[]
  start(): Promise<void>
  /** Stops taking work, ends what it holds, returns its leases. */
  stop(): Promise<void>
  /** False where it should be at work and is not: then the process is not ready. */
  isBeating?(): boolean
  /** What is wrong outside, in one sentence for administrators: the process itself goes on, and is ready. */
  alarm?(): string | undefined
}

/** Removes a person or a ticket from what the domain stores. Every table with personal values registers one. */
export type Eraser = {
  readonly name: string
  readonly tables: readonly string[]
  eraseUser?(tx: Db, userId: Id): Promise<void>
  eraseTicket?(tx: Db, ticketId: Id): Promise<void>
}

/** Rebuilds what is derived and compares; yields one line a difference. */
export type Verifier = {
  readonly name: string
  /** Whether several may share the work, each its own part of it; else `part` is not given. */
  readonly isDivisible?: true
  verify(db: Db, part?: Part): AsyncIterable<string>
}

/** One of `of` parts, from 0. */
export type Part = { readonly index: number; readonly of: number }

/** A column that names blobs, in a table that keeps their `size` and `sha256` too. Of our own schema, never anybody's input. */
export type BlobColumn = { readonly table: string; readonly column: string }

/** What a domain gives to the composition root. */
export type Module = {
  readonly name: string
  readonly routes?: readonly Route[]
  readonly effects?: readonly EffectHandler[]
  readonly timers?: readonly TimerHandler[]
  readonly jobs?: readonly JobHandler[]
  readonly services?: readonly Service[]
  readonly policyKinds?: readonly PolicyKind[]
  readonly erasers?: readonly Eraser[]
  /** Columns that hold names of blobs. A blob that none of them names is swept after a day. */
  readonly blobColumns?: readonly BlobColumn[]
  readonly verifiers?: readonly Verifier[]
}
