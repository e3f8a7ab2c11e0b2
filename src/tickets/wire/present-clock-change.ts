import { instantOf, toIso } from '../../kernel/index.ts'
import type { ClockChange, Promised } from '../core/clocks/reevaluate.ts'

/** How a clock differs; null on a side where it is none, or has no target. */
export const presentClockChange = ({ metric, instance, from, to }: ClockChange) => ({
  metric,
  instance,
  from: presentPromised(from),
  to: presentPromised(to),
})

const presentPromised = (promised: Promised | null) =>
  promised && {
    policy: promised.policy,
    minutes: promised.seconds / 60,
    in_business_hours: promised.businessHours,
    breached_at: promised.breachedAt === null ? null : toIso(instantOf(promised.breachedAt)),
  }
