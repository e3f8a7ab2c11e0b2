import { setTimeout as sleep } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from './db.ts'
import type { Session } from './session.ts'

/** Who holds a lease or a claim. The id is an advisory lock of this process's session: it dies with the process. */
export type ProcessIdentity = {
  /** A bigint, new for each process; write it where a lease is taken. */
  readonly id: number
  /** False while the session is lost: others may then take over what this process holds. */
  isHeld(): boolean
}

/** The top 16 bits of an id: keeps these locks apart from others, and the ids below 2^53. */
const NAMESPACE = 0x1d
const ID_BITS = 48

/** Takes an identity on the session, and takes it again whenever the session had to be replaced. */
export const claimIdentity = async (
  session: Session,
  randomBytes: (size: number) => Buffer,
): Promise<ProcessIdentity> => {
  const id = NAMESPACE * 2 ** ID_BITS + randomBytes(6).readUIntBE(0, 6)
  let isHeld = false
  session.onLost(() => {
    isHeld = false
  })
  await session.onConnect(async (line) => {
    // The server may notice later than we do that our former connection is dead.
    while (!(await tryLock(line, id))) await sleep(50)
    isHeld = true
  })
  return { id, isHeld: () => isHeld }
}

const tryLock = async (line: Pick<Session, 'query'>, id: number): Promise<boolean> => {
  const [row] = await line.query<{ got: boolean }>('select pg_try_advisory_lock($1::bigint) as got', [id])
  return row?.got === true
}

/**
 * The ids of the processes that live, as a subquery: `… where lease_owner not in (${liveProcessIds})`.
 * Reads `pg_locks`, so it belongs into sweeps, not into a ticket's commit.
 */
export const liveProcessIds: RawBuilder<number> = sql`(
  select (classid::bigint << 32) | objid::bigint from pg_locks
  where locktype = 'advisory' and objsubid = 1 and granted and classid::bigint >> 16 = ${sql.lit(NAMESPACE)}
    and database = (select oid from pg_database where datname = current_database())
)`

/** Whether the process that took this identity still holds it. */
export const isProcessAlive = async (db: Db, id: number): Promise<boolean> => {
  const row = await db.one<{ alive: boolean }>(sql`select ${id}::bigint in ${liveProcessIds} as alive`)
  return row?.alive === true
}
