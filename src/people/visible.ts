import type { RawBuilder } from 'kysely'
import { sql } from '../platform/db/index.ts'
import { may, type Viewer } from './core/index.ts'

const EVERYTHING = sql<boolean>`true`
const NOTHING = sql<boolean>`false`

/** Condition on the row `u` of `users`; the SQL twin of `canSeeUser`. End users see themselves only. */
export const visibleUsers = (viewer: Viewer): RawBuilder<boolean> => {
  if (may(viewer, 'users.read')) return EVERYTHING
  return viewer.userId === null ? NOTHING : sql<boolean>`u.id = ${viewer.userId}`
}

/** Condition on the row `o` of `organizations`: staff only; notes and details are no business of end users. */
export const visibleOrganizations = (viewer: Viewer): RawBuilder<boolean> =>
  may(viewer, 'organizations.read') ? EVERYTHING : NOTHING

/** Condition on the row `g` of `groups`. */
export const visibleGroups = (viewer: Viewer): RawBuilder<boolean> =>
  may(viewer, 'groups.read') ? EVERYTHING : NOTHING

/** Condition on the row `m` of either table of memberships. */
export const visibleMemberships = (viewer: Viewer): RawBuilder<boolean> => {
  if (may(viewer, 'memberships.read')) return EVERYTHING
  return viewer.userId === null ? NOTHING : sql<boolean>`m.user_id = ${viewer.userId}`
}
