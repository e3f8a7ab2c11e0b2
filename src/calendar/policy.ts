import type { Id } from '../kernel/index.ts'
import type { PolicyKind, PolicySnapshot } from '../platform/policy/index.ts'
import {
  compileSchedules,
  DELETED_SCHEDULE_KIND,
  type NamedSchedule,
  SCHEDULE_KIND,
  type Schedules,
} from './core/index.ts'

/** A new desk has no schedule: business time is calendar time until somebody makes one. */
export const schedulePolicyKinds: readonly PolicyKind[] = [
  { kind: SCHEDULE_KIND, standard: [] },
  { kind: DELETED_SCHEDULE_KIND, standard: [] },
]

const compiled = (snapshot: PolicySnapshot): Schedules =>
  snapshot.compiled('calendar.schedules', compileSchedules)

/** The schedules that stand, by id; the first is the default one. Compiled once a version of the policy. */
export const schedulesOf = (snapshot: PolicySnapshot): readonly NamedSchedule[] => compiled(snapshot).standing

/** A schedule by its id, a deleted one too: it goes on serving the tickets it was set on. */
export const scheduleOf = (snapshot: PolicySnapshot, id: Id): NamedSchedule | undefined =>
  compiled(snapshot).find(id)
