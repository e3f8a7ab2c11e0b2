import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { instantOf, MINUTE_MS, Refused, SECOND_MS, toIsoMs } from '../../kernel/index.ts'
import type { Clock } from '../clock/clock.ts'
import { type Db, statement } from '../db/db.ts'
import type { JobHandler } from '../module.ts'
import type { Settings } from '../settings/settings.ts'
import type { Caller } from './caller.ts'
import type { RateClass } from './route.ts'

/** So many requests in each window of time. Windows are aligned to the epoch, so that all processes share them. */
export type Budget = { readonly name: string; readonly limit: number; readonly windowMs: number }

/** One subject's share of a budget in the present window. */
export interface Bucket {
  readonly limit: number
  /** Takes one request; a promise only when a new slice must be leased. */
  take(): boolean | Promise<boolean>
  /** As far as this process knows. */
  remaining(): number
  /** Whole seconds until the window ends, at least 1. */
  resetSeconds(): number
}

export interface Rates {
  /** The bucket that a request of this class draws on. */
  bucketFor(rate: RateClass, caller: Caller, ip: string): Bucket
  /** Counts one try to sign in, by account and by address; throws `Refused` `rate_limited` past either limit. */
  login(account: string, ip: string): Promise<void>
}

const LOGIN_WINDOW_MS = 15 * MINUTE_MS
const LOGINS_PER_ACCOUNT: Budget = { name: 'login', limit: 10, windowMs: LOGIN_WINDOW_MS }
const LOGINS_PER_ADDRESS: Budget = { name: 'login_ip', limit: 100, windowMs: LOGIN_WINDOW_MS }
const ANONYMOUS_PER_MINUTE = 60

/** A process leases a twentieth of a budget at a time: one statement for so many requests. */
const SLICES = 20
/** An address flood must not fill the memory; a bucket that is dropped forfeits what it leased. */
const MAX_BUCKETS = 50_000

const LEASE = statement(
  'rate_budgets_lease',
  `insert into rate_budgets as b (key, window_start, used) values ($1, $2, $3)
   on conflict (key, window_start) do update set used = b.used + excluded.used
     where b.used + excluded.used <= $4
   returning used`,
)
const SWEEP = statement('rate_budgets_sweep', 'delete from rate_budgets where window_start < $1')

/**
 * Rate limits over all processes: each leases slices of a budget from one row and counts in memory, so the sum never
 * passes the limit and a request usually costs no statement.
 */
export const createRates = (deps: {
  readonly db: Db
  readonly clock: Clock
  readonly settings: Pick<Settings, 'rateLimitPerMinute' | 'exportsPerMinute'>
  readonly anonymousPerMinute?: number
}): Rates => {
  const { db, clock, settings } = deps
  const credential: Budget = { name: 'api', limit: settings.rateLimitPerMinute, windowMs: MINUTE_MS }
  const anonymous: Budget = {
    name: 'anonymous',
    limit: deps.anonymousPerMinute ?? ANONYMOUS_PER_MINUTE,
    windowMs: MINUTE_MS,
  }
  const exported: Budget = { name: 'export', limit: settings.exportsPerMinute, windowMs: MINUTE_MS }
  // A lease serves whoever comes next, so it must not count as a statement of the request that met the empty slice.
  const outsideRequests = AsyncLocalStorage.snapshot()
  const buckets = new Map<string, LeasedBucket>()

  const lease: Lease = async (key, windowStart, size, limit) => {
    const at = toIsoMs(instantOf(windowStart))
    const rows = await outsideRequests(() => db.query<{ used: number }>(LEASE, [key, at, size, limit]))
    return rows[0]?.used
  }

  const bucket = (budget: Budget, subject: string): LeasedBucket => {
    const key = `${budget.name}:${subject}`
    const now = clock.now()
    const start = now - (now % budget.windowMs)
    const known = buckets.get(key)
    if (known?.windowStart === start) return known
    if (buckets.size >= MAX_BUCKETS) dropOldest(buckets)
    buckets.delete(key)
    const fresh = new LeasedBucket({ key, budget, windowStart: start, lease, clock })
    buckets.set(key, fresh)
    return fresh
  }

  const takeLogin = async (budget: Budget, subject: string): Promise<void> => {
    const drawn = bucket(budget, subject)
    if (!(await drawn.take())) throw rateLimited(drawn)
  }

  return {
    bucketFor: (rate, caller, ip) => {
      if (rate === 'anonymous' && caller.credential === 'none') return bucket(anonymous, addressKey(ip))
      return bucket(rate === 'export' ? exported : credential, caller.rateKey)
    },
    login: async (account, ip) => {
      await takeLogin(LOGINS_PER_ADDRESS, addressKey(ip))
      await takeLogin(LOGINS_PER_ACCOUNT, accountKey(account))
    },
  }
}

/** The 429 of an empty bucket. */
export const rateLimited = (bucket: Bucket): Refused =>
  new Refused({
    code: 'rate_limited',
    message: 'Number of allowed API requests per minute exceeded',
    retryAfterSeconds: bucket.resetSeconds(),
  })

/** The table holds no e-mail address, only its digest, and that for an hour. */
const accountKey = (account: string): string =>
  createHash('sha256').update(account.trim().toLowerCase()).digest('base64url')

/** One subscriber holds a whole IPv6 /64, so that is what counts as an address. */
export const addressKey = (ip: string): string => {
  const plain = ip.startsWith('::ffff:') && ip.includes('.') ? ip.slice(7) : ip
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('%')[0]!.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length)
  const groups = [...front, ...Array<string>(zeros).fill('0'), ...back]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}

/** Buckets stand in the order of their windows' first use: the first tenth is the stalest. */
const dropOldest = (buckets: Map<string, LeasedBucket>): void => {
  let left = Math.ceil(buckets.size / 10)
  for (const key of buckets.keys()) {
    if (left-- <= 0) return
    buckets.delete(key)
  }
}

/** Adds `size` to what is used of the window, unless that passes the limit; answers the sum, or undefined. */
type Lease = (key: string, windowStart: number, size: number, limit: number) => Promise<number | undefined>

type BucketParts = {
  readonly key: string
  readonly budget: Budget
  readonly windowStart: number
  readonly lease: Lease
  readonly clock: Clock
}

class LeasedBucket implements Bucket {
  readonly limit: number
  readonly windowStart: number
  readonly #parts: BucketParts
  #left = 0
  #used = 0
  #isExhausted = false
  #leasing: Promise<void> | undefined

  constructor(parts: BucketParts) {
    this.limit = parts.budget.limit
    this.windowStart = parts.windowStart
    this.#parts = parts
  }

  take(): boolean | Promise<boolean> {
    if (this.#left > 0) {
      this.#left -= 1
      return true
    }
    return this.#isExhausted ? false : this.#takeAfterLease()
  }

  remaining(): number {
    return Math.max(0, this.limit - this.#used + this.#left)
  }

  resetSeconds(): number {
    const end = this.windowStart + this.#parts.budget.windowMs
    return Math.max(1, Math.ceil((end - this.#parts.clock.now()) / SECOND_MS))
  }

  async #takeAfterLease(): Promise<boolean> {
    this.#leasing ??= this.#lease().finally(() => {
      this.#leasing = undefined
    })
    await this.#leasing
    return this.take()
  }

  /** The rest of a budget is smaller than a slice: then halves, down to single requests. */
  async #lease(): Promise<void> {
    const { key, lease } = this.#parts
    for (let size = Math.max(1, Math.floor(this.limit / SLICES)); size >= 1; size = Math.floor(size / 2)) {
      const used = await lease(key, this.windowStart, size, this.limit)
      if (used === undefined) continue
      this.#used = used
      this.#left += size
      return
    }
    this.#used = this.limit
    this.#isExhausted = true
  }
}

/** Removes the budgets of windows that have ended. */
export const rateBudgetSweep = (db: Db, clock: Clock): JobHandler => ({
  name: 'sweep_rate_budgets',
  cron: '*/15 * * * *',
  run: async () => {
    await db.query(SWEEP, [toIsoMs(instantOf(clock.now() - 2 * LOGIN_WINDOW_MS))])
  },
})
