import { pino } from 'pino'
import { type DbAddress, openDb, sql } from '../../platform/db/index.ts'
import { createPolicyStore, lruOf, type PolicyEdit } from '../../platform/policy/index.ts'
import { createPolicies } from '../policies.ts'
import { measureSpan, type Span } from './history-store.ts'
import { lawsOf } from './laws.ts'
import { createReport, type Report } from './report.ts'
import { replayHistory } from './run.ts'
import type { DifferingTicket } from './store.ts'

/** What a replay is asked for: plain values, because it may run in a thread of its own. */
export type Task = {
  readonly address: DbAddress
  readonly baseUrl: string
  readonly baseVersion: number
  readonly edits: readonly PolicyEdit[]
  readonly span: Span
}

/** What it tells on its way: how far it is, whom it found, and at the end all of it. */
export type News =
  | { readonly kind: 'progress'; readonly updates: number; readonly of: number }
  | { readonly kind: 'differing'; readonly tickets: readonly DifferingTicket[] }
  | { readonly kind: 'end'; readonly report: Report }

const TELL_EVERY = 500
const TICKETS_AT_ONCE = 100
/** Versions that histories name are looked at again and again. */
const KEPT_POLICIES = 200

/** Replays a span on connections of its own, in one transaction that reads alone. */
export const replaying = async (
  { address, baseUrl, baseVersion, edits, span }: Task,
  tell: (news: News) => void,
): Promise<void> => {
  const db = await openDb({ ...address, poolSize: 3, log: pino({ level: 'silent' }) })
  try {
    const store = createPolicyStore(db, [])
    const compiled = createPolicies({ policy: store, settings: { baseUrl } })
    const policies = { ...compiled, at: lruOf(KEPT_POLICIES, compiled.at) }
    const laws = lawsOf(await store.at(baseVersion), edits, { policies, baseUrl })
    const report = createReport()
    await db.transaction(async (tx) => {
      await tx.rows(sql`set transaction isolation level repeatable read, read only`)
      const { updates: of } = await measureSpan(tx, span)
      let found: DifferingTicket[] = []
      let told = 0
      for await (const replayed of replayHistory(db, tx, laws, span)) {
        report.add(replayed)
        const { ticketId, findings, borrowed } = replayed
        if (findings.length > 0) found.push({ ticketId, findings, borrowed })
        if (found.length >= TICKETS_AT_ONCE) {
          tell({ kind: 'differing', tickets: found })
          found = []
        }
        const { updates } = report.sums
        if (updates - told < TELL_EVERY) continue
        told = updates
        tell({ kind: 'progress', updates, of })
      }
      if (found.length > 0) tell({ kind: 'differing', tickets: found })
    })
    tell({ kind: 'end', report: report.whole() })
  } finally {
    await db.close()
  }
}
