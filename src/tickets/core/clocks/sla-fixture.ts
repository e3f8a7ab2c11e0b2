/** Promises and hours that the tests of this room tell of. */
import type { Id, Json, JsonObject } from '../../../kernel/index.ts'
import { SETTINGS } from '../../../sla/core/index.ts'
import { SUPPORT } from '../testing/desk.ts'

const off = Object.fromEntries(
  Object.entries(SETTINGS).map(([metric, names]) => [
    metric,
    Object.fromEntries(names.map((name) => [name, false])),
  ]),
)
const times = { created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' }

/** Minutes; of calendar time unless it says so. */
export type Promised = readonly [metric: string, priority: string, minutes: number, isBusiness?: boolean]

const targetOf = ([metric, priority, minutes, isBusiness = false]: Promised) => ({
  metric,
  priority,
  target_in_seconds: minutes * 60,
  business_hours: isBusiness,
  commitment: 'contract',
})

/** The body of an SLA policy's document; `all`: its filter. */
export const slaBody = (
  title: string,
  position: number,
  promises: readonly Promised[],
  all: Json[] = [],
): JsonObject =>
  ({
    title,
    position,
    description: null,
    filter: { all, any: [] },
    policy_metrics: promises.map(targetOf),
    metrics_settings: off,
    schedule_id: null,
    ...times,
  }) as unknown as JsonObject

/** That of a group SLA policy. */
export const groupBody = (promises: readonly Promised[], groupId: Id = SUPPORT): JsonObject => {
  const all = [{ field: 'group_id', operator: 'includes', value: [groupId] }]
  const { metrics_settings: _, ...body } = slaBody('Ownership', 1, promises, all)
  return { ...body, ulid: '01KJZZZZZZZZZZZZZZZZZZZZZZ' }
}

const WEEK = [1, 2, 3, 4, 5].map((day) => ({ start_time: day * 1440 + 540, end_time: day * 1440 + 1020 }))
/** Monday to Friday, nine to five, UTC. */
export const OFFICE = {
  name: 'Office',
  time_zone: 'UTC',
  intervals: WEEK,
  holidays: [],
  exceptions: [],
  ...times,
} as unknown as JsonObject

export const METRICS = [
  'first_reply_time',
  'next_reply_time',
  'periodic_update_time',
  'pausable_update_time',
  'requester_wait_time',
  'agent_work_time',
  'total_resolution_time',
]
