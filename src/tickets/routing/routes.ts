import type { Route } from '../../platform/http/index.ts'
import type { Room } from '../room.ts'
import { absenceRoutes } from './absences-api.ts'
import { attributeRoutes } from './attributes-api.ts'
import { availabilityRoutes } from './availability-api.ts'
import { explainRoute } from './explain-api.ts'
import { instanceRoutes } from './instance-api.ts'
import { routingPolicyRoutes } from './policy-api.ts'
import { tierRoutes } from './tiers-api.ts'
import { workloadRoute } from './workload-api.ts'

/** Who gets which ticket: skills, availability, what is given out how, why, and tiers. */
export const routingRoutes = (room: Room): Route[] => [
  ...attributeRoutes(room),
  ...instanceRoutes(room),
  ...availabilityRoutes(room),
  ...absenceRoutes(room),
  ...routingPolicyRoutes(room),
  explainRoute(room),
  workloadRoute(room),
  ...tierRoutes(room),
]
