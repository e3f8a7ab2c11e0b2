import type { Ground } from '../platform/ground.ts'
import type { Module } from '../platform/module.ts'
import { schedulePolicyKinds } from './policy.ts'
import { scheduleRoutes } from './schedules/api.ts'
import { calculateRoute } from './schedules/calculate-api.ts'
import { holidayRoutes } from './schedules/holidays-api.ts'
import { importRoute } from './schedules/import-api.ts'

export * from './core/index.ts'
export * from './hours-lines.ts'
export { scheduleOf, schedulePolicyKinds, schedulesOf } from './policy.ts'

/** The door of the calendar. */
export type CalendarRoom = { readonly module: Module }

/** Schedules and holidays of the desk, on the given ground. */
export const calendar = (ground: Ground): CalendarRoom => ({
  module: {
    name: 'calendar',
    policyKinds: schedulePolicyKinds,
    routes: [
      ...scheduleRoutes(ground),
      ...holidayRoutes(ground),
      importRoute(ground),
      calculateRoute(ground),
    ],
  },
})
