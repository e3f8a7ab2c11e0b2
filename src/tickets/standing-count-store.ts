import { type Db, statement } from '../platform/db/index.ts'

/** How many tickets were made up to a position of the feed: that never changes. */
type Known = { readonly position: number; readonly made: number }

/** What this process knows of a database. */
const known = new WeakMap<Db, Known>()

/** A desk of fewer tickets is counted row by row each time: that costs a millisecond. */
const COUNTED_BELOW = 10_000
/** Changes looked through at a time. */
const CHANGES = 10_000

/** New tickets that the feed does not tell of yet, and deleted ones, purged ones among them. */
const OPEN = `(select count(*) from feed_inbox where subject = 'ticket' and seq = 1) as waiting,
  (select count(*) from tickets where deleted_at is not null) as gone`

const ALL = statement(
  'tickets_count_all',
  `select (select count(*) from tickets) as rows, (select coalesce(max(position), 0) from feed) as position, ${OPEN}`,
)

/** The limit keeps to the index by position, whatever the planner thinks of the parameter. */
const SINCE = statement(
  'tickets_count_since',
  `select count(*) as changes, count(*) filter (where subject = 'ticket' and seq = 1) as made,
     coalesce(max(position), $1::bigint) as position, ${OPEN}
   from (select position, subject, seq from feed where position > $1::bigint order by position limit ${CHANGES}) f`,
)

type Open = { readonly position: number; readonly waiting: number; readonly gone: number }

/**
 * How many tickets there are that are not deleted: exact, as a count of the rows would be at the same moment, and on a
 * large desk without reading them. No ticket's row ever goes, and each one's making is told by the feed once, or still
 * waits in its inbox: so what was counted up to a position of the feed holds for ever, and only what came since is
 * looked at, in one snapshot with the inbox.
 */
export const countStanding = async (db: Db, countedBelow = COUNTED_BELOW): Promise<number> => {
  const from = known.get(db)
  if (from === undefined) {
    const [all] = await db.query<Open & { readonly rows: number }>(ALL)
    const { rows, position, waiting, gone } = all!
    if (rows >= countedBelow) remember(db, { position, made: rows - waiting })
    return rows - gone
  }
  const [since] = await db.query<Open & { readonly changes: number; readonly made: number }>(SINCE, [
    from.position,
  ])
  const { changes, position, waiting, gone } = since!
  const made = from.made + since!.made
  remember(db, { position, made })
  return changes < CHANGES ? made + waiting - gone : countStanding(db, countedBelow)
}

/** Of two that were counted at once the later holds. */
const remember = (db: Db, now: Known): void => {
  const before = known.get(db)
  if (before === undefined || before.position < now.position) known.set(db, now)
}
