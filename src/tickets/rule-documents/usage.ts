import { DAY_MS, HOUR_MS, type Id, type Instant, plusMs } from '../../kernel/index.ts'
import type { Ground } from '../../platform/ground.ts'
import type { JobHandler } from '../../platform/module.ts'
import { includedNames } from '../../platform/paging/index.ts'
import { countFired, forgetUses, lockUsageCursor, moveUsageCursor, usesSince } from './store.ts'

const SPANS = {
  usage_1h: HOUR_MS,
  usage_24h: DAY_MS,
  usage_7d: 7 * DAY_MS,
  usage_30d: 30 * DAY_MS,
} as const
export type UsageSpan = keyof typeof SPANS

export const USAGE_SPANS = Object.keys(SPANS) as readonly UsageSpan[]

/** How often each rule was used, by its id, in the spans that were asked for. */
export type Usage = ReadonlyMap<UsageSpan, ReadonlyMap<Id, number>>

/** The spans that a request asks to see, or to sort by. */
export const askedSpans = (include: string | undefined, sort: string | undefined): readonly UsageSpan[] => {
  const names = includedNames(include)
  return USAGE_SPANS.filter((span) => names.has(span) || sort === span)
}

/** Counted in steps of ten minutes: a span is up to that much longer. */
export const usageOf = async (
  { db, clock }: Pick<Ground, 'db' | 'clock'>,
  kind: string,
  spans: readonly UsageSpan[],
): Promise<Usage> => {
  const counted = spans.map(async (span) => {
    const rows = await usesSince(db, kind, plusMs(clock.now(), -SPANS[span]))
    return [span, new Map(rows.map(({ ruleId, uses }) => [ruleId, uses]))] as const
  })
  return new Map(await Promise.all(counted))
}

export const usesOf = (usage: Usage, span: UsageSpan, id: Id): number => usage.get(span)?.get(id) ?? 0

/** What a rule's object holds beside its own keys: `usage_24h` and the like, as far as they were asked for. */
export const usageKeys = (usage: Usage, spans: Iterable<UsageSpan>, id: Id): Record<string, number> =>
  Object.fromEntries([...spans].map((span) => [span, usesOf(usage, span, id)]))

const BATCH = 2000

/** Counts what rules did, from the audits that the feed names: nothing on the way of a Change. */
export const usageJob = (ground: Pick<Ground, 'db' | 'clock'>): JobHandler => ({
  name: 'tickets_rule_usage',
  cron: '* * * * *',
  run: async () => {
    while ((await countSome(ground)) === BATCH);
    await forgetUses(ground.db, keptFrom(ground.clock.now()))
  },
})

const keptFrom = (at: Instant): Instant => plusMs(at, -SPANS.usage_30d - DAY_MS)

const countSome = ({ db }: Pick<Ground, 'db'>): Promise<number> =>
  db.transaction(async (tx) => {
    const position = await lockUsageCursor(tx)
    if (position === undefined) return 0
    const { last, rows } = await countFired(tx, position, BATCH)
    if (last !== null) await moveUsageCursor(tx, last)
    return rows
  })
