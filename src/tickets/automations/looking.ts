import { createHash } from 'node:crypto'
import { DAY_MS, type Id, type Instant, plusMs } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { PolicySnapshot, PolicyStore } from '../../platform/policy/index.ts'
import type { Automation } from '../core/automation.ts'
import type { Policy } from '../core/index.ts'
import { turnedTickets } from '../rules-sql.ts'
import { changedAfter, feedEnd, type Look, type News, readLooks } from './store.ts'

/** Where more has changed, looking at all tickets is no dearer. */
const MAX_CHANGED = 5000
const MAX_CHANGES = 50_000
/** Each automation looks at all tickets once a day all the same. */
const WHOLE_EVERY_MS = DAY_MS

/** One round of all automations: what each knows, and what is new to them. */
export type Round = {
  /** The place of the feed up to which changes are known once the round is over. */
  readonly position: number
  readonly looks: ReadonlyMap<Id, Look>
  /** Tickets that changed since the looks; null: too many. */
  readonly changedIds: readonly Id[] | null
  /** The automation that has waited longest for its look at all tickets, where that is due. */
  readonly wholeId: Id | undefined
}

/** Read before any ticket is: what is committed from now on has a later place, and is new to the next round. */
export const openRound = async (db: Db, now: Instant): Promise<Round> => {
  const position = await feedEnd(db)
  const looks = await readLooks(db)
  const since = Math.min(...looks.map((look) => look.position))
  const isNear = looks.length > 0 && position - since <= MAX_CHANGES
  const changed = isNear ? await changedAfter(db, since, MAX_CHANGED + 1) : []
  const [oldest] = looks.toSorted((a, b) => a.wholeAt - b.wholeAt)
  return {
    position,
    looks: new Map(looks.map((look) => [look.automationId, look])),
    changedIds: isNear && changed.length <= MAX_CHANGED ? changed : null,
    wholeId: oldest && oldest.wholeAt <= plusMs(now, -WHOLE_EVERY_MS) ? oldest.automationId : undefined,
  }
}

export const NOBODY = { userId: null, groupIds: [] } as const

type Looking = { readonly policy: Policy; readonly at: Instant; readonly readUnder: string }

/**
 * What may have become true of an automation's conditions since it looked last: exact, because what a condition says
 * follows from the ticket, its requester and its organization, the clock, and the policy. Null: it looks at all tickets,
 * since it never did, or the policy changed, or too much else.
 */
export const newsFor = (
  { rule, conditions }: Automation,
  { position, looks, changedIds, wholeId }: Round,
  { policy, at, readUnder }: Looking,
  againAfterMs: number | null,
): News | null => {
  const look = looks.get(rule.id)
  if (look === undefined || changedIds === null || rule.id === wholeId || look.policy !== readUnder)
    return null
  // A clock that was put back, or a feed that was.
  if (look.at > at || look.position > position) return null
  return {
    changedIds,
    turned: turnedTickets(conditions, { viewer: NOBODY, at, policy }, look.at),
    againSince: againAfterMs === null ? null : plusMs(look.at, -againAfterMs),
  }
}

/** Raised where conditions come to mean something else by a release. */
const FORM = 1

/** Documents that no condition of an automation is read under. */
const BESIDE: ReadonlySet<string> = new Set([
  ...['automation', 'trigger', 'trigger_category', 'view', 'macro', 'macro_category'],
])

/** What an automation's conditions are read under, in a word: another one where they may say something else. */
export const readUnder = (
  { kinds }: Pick<PolicyStore, 'kinds'>,
  snapshot: PolicySnapshot,
  id: Id,
): string => {
  const shared = snapshot.compiled('automations: read under', () =>
    hash(kinds.flatMap(({ kind }) => (BESIDE.has(kind) ? [] : versionsOf(snapshot, kind)))),
  )
  return hash([FORM, snapshot.document('automation', id)?.fromVersion ?? null, shared])
}

const versionsOf = (snapshot: PolicySnapshot, kind: string) =>
  snapshot.documents(kind).map(({ id, fromVersion }) => [kind, id, fromVersion ?? null])

const hash = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url')
