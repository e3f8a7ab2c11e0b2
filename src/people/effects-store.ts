import { type Instant, toIsoMs } from '../kernel/index.ts'
import { type Db, sql } from '../platform/db/index.ts'

export type NewEffect = {
  readonly key: string
  readonly kind: string
  readonly payload: object
  readonly at: Instant
}

export const insertEffect = (tx: Db, { key, kind, payload, at }: NewEffect): Promise<unknown> =>
  tx.rows(sql`
    insert into outbox (effect_key, kind, payload, created_at, due_at)
    values (${key}, ${kind}, ${JSON.stringify(payload)}::jsonb, ${toIsoMs(at)}, ${toIsoMs(at)})`)
