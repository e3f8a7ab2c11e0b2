import type { Route } from '../../platform/http/index.ts'
import type { Room } from '../room.ts'
import { auditLogRoutes } from './audit-log/api.ts'
import { brandRoutes } from './brands/api.ts'
import { localeRoutes } from './locales/api.ts'
import { timeZoneRoutes } from './locales/time-zones.ts'
import { addressRoutes } from './recipient-addresses/api.ts'
import { roleRoutes } from './roles/api.ts'
import { settingsRoutes } from './settings/api.ts'

/** How the desk is configured: brands, roles, languages, settings. */
export const configRoutes = (room: Room): Route[] => [
  ...brandRoutes(room),
  ...addressRoutes(room),
  ...roleRoutes(room),
  ...localeRoutes(room),
  ...timeZoneRoutes(room),
  ...settingsRoutes(room),
  ...auditLogRoutes(room),
]
