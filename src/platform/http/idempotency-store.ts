import { DAY_MS, type Id, instantOf, toIsoMs } from '../../kernel/index.ts'
import type { Clock } from '../clock/clock.ts'
import { type Db, statement } from '../db/db.ts'
import type { Ground } from '../ground.ts'
import type { Eraser, JobHandler } from '../module.ts'
import type { ApiReply } from './route.ts'

const KEPT_MS = DAY_MS
const PURPOSE = 'idempotency-answers'

export type KeyClaim = {
  readonly principal: string
  readonly key: string
  readonly bodyHash: Buffer
  readonly owner: number
  /** ISO text. */
  readonly at: string
}

/** Where a committed write said that its outcome is found. */
export type Location = { readonly status: number; readonly path: string }

export type FoundKey = {
  readonly id: Id
  readonly owner: number
  readonly bodyHash: Buffer
  readonly isExpired: boolean
  readonly location: Location | undefined
  readonly answer: ApiReply | undefined
}

type KeyRow = {
  readonly id: Id
  readonly body_hash: Buffer
  readonly owner: number
  readonly located_status: number | null
  readonly located_path: string | null
  readonly status: number | null
  readonly headers: Record<string, string> | null
  readonly response: string | null
  readonly is_expired: boolean
}

const CLAIM = statement(
  'idempotency_claim',
  `insert into idempotency_keys (principal, key, body_hash, owner, created_at) values ($1, $2, $3, $4, $5)
   on conflict (principal, key) do nothing returning id`,
)
const FIND = statement(
  'idempotency_find',
  `select id, body_hash, owner, located_status, located_path, status, headers, response,
     created_at < $3::timestamptz as is_expired
   from idempotency_keys where principal = $1 and key = $2`,
)
const TAKE_OVER = statement(
  'idempotency_take_over',
  `update idempotency_keys
   set owner = $3, body_hash = $4, created_at = $5, located_status = null, located_path = null, status = null,
     headers = null, response = null
   where id = $1 and owner = $2 and (created_at < $6::timestamptz or (status is null and located_path is null))
   returning id`,
)
const LOCATE = statement(
  'idempotency_locate',
  'update idempotency_keys set located_status = $2, located_path = $3 where id = $1',
)
const KEEP = statement(
  'idempotency_keep',
  'update idempotency_keys set status = $2, headers = $3::jsonb, response = to_jsonb($4::text) where id = $1',
)
/** What says where its outcome is found did commit: it stays, whatever became of its answer. */
const RELEASE = statement(
  'idempotency_release',
  'delete from idempotency_keys where id = $1 and status is null and located_path is null',
)
const SWEEP = statement('idempotency_sweep', 'delete from idempotency_keys where created_at < $1')
const ERASE_USER = statement('idempotency_erase_user', 'delete from idempotency_keys where principal = $1')
const ERASE_TICKET = statement(
  'idempotency_erase_ticket',
  'delete from idempotency_keys where located_path ~ $1',
)

/**
 * The rows of `idempotency_keys`. Answers are sealed: one may be the only place where a new token ever stands. Cookies
 * are not kept at all.
 */
export const keyStore = ({ db, clock, keys }: Pick<Ground, 'db' | 'clock' | 'keys'>) => {
  const expiry = (): string => toIsoMs(instantOf(clock.now() - KEPT_MS))

  const sealed = ({ body }: ApiReply): string | null =>
    body === undefined ? null : keys.seal(PURPOSE, Buffer.from(JSON.stringify(body))).toString('base64')

  /** The answer of a row; without a body when the installation's key has changed since. */
  const answerOf = (row: KeyRow): ApiReply | undefined => {
    if (row.status === null) return undefined
    const opened = row.response === null ? undefined : keys.open(PURPOSE, Buffer.from(row.response, 'base64'))
    const body = opened === undefined ? {} : { body: JSON.parse(opened.toString('utf8')) as unknown }
    return { status: row.status, headers: row.headers ?? {}, ...body }
  }

  return {
    /** The id of a fresh claim; undefined when the key is taken. */
    claim: async ({ principal, key, bodyHash, owner, at }: KeyClaim): Promise<Id | undefined> => {
      const rows = await db.query<{ id: Id }>(CLAIM, [principal, key, bodyHash, owner, at])
      return rows[0]?.id
    },

    find: async ({ principal, key }: KeyClaim): Promise<FoundKey | undefined> => {
      const [row] = await db.query<KeyRow>(FIND, [principal, key, expiry()])
      if (row === undefined) return undefined
      const { located_status: status, located_path: path } = row
      return {
        id: row.id,
        owner: row.owner,
        bodyHash: row.body_hash,
        isExpired: row.is_expired,
        location: status === null || path === null ? undefined : { status, path },
        answer: answerOf(row),
      }
    },

    /** Makes an expired or abandoned row ours; undefined when another process was first. */
    takeOver: async (found: FoundKey, claim: KeyClaim): Promise<Id | undefined> => {
      const params = [found.id, found.owner, claim.owner, claim.bodyHash, claim.at, expiry()]
      const rows = await db.query<{ id: Id }>(TAKE_OVER, params)
      return rows[0]?.id
    },

    locate: async (tx: Db, id: Id, { status, path }: Location): Promise<void> => {
      await tx.query(LOCATE, [id, status, path])
    },

    keep: async (id: Id, answer: ApiReply): Promise<void> => {
      const headers = Object.entries(answer.headers ?? {}).filter(([name]) => name !== 'set-cookie')
      const status = answer.status ?? (answer.body === undefined ? 204 : 200)
      await db.query(KEEP, [id, status, JSON.stringify(Object.fromEntries(headers)), sealed(answer)])
    },

    release: async (id: Id): Promise<void> => {
      await db.query(RELEASE, [id])
    },
  }
}

/** Removes keys that are older than a day. */
export const idempotencySweep = (db: Db, clock: Clock): JobHandler => ({
  name: 'sweep_idempotency_keys',
  cron: '7 * * * *',
  run: async () => {
    await db.query(SWEEP, [toIsoMs(instantOf(clock.now() - KEPT_MS))])
  },
})

/** What a person asked for, and what made a ticket, goes with them; every other answer is gone after a day. */
export const idempotencyEraser: Eraser = {
  name: 'idempotency keys',
  tables: ['idempotency_keys'],
  eraseUser: async (tx, userId) => {
    await tx.query(ERASE_USER, [`user:${userId}`])
  },
  eraseTicket: async (tx, ticketId) => {
    await tx.query(ERASE_TICKET, [`/tickets/${ticketId}(\\D|$)`])
  },
}
