import { type Id, type Instant, invalid, type Json, Refused } from '../../kernel/index.ts'
import type { Viewer } from '../../people/index.ts'
import { parseConditions } from '../../rules/core/index.ts'
import { catalogueOf } from '../core/trigger.ts'
import type { Room } from '../room.ts'
import { getView, standingOf } from '../views/find.ts'
import { ticketsOf } from '../views/page.ts'
import { latestIds } from './view-store.ts'

/** A view that stands, by its id, or the conditions of one that does not. */
export type OfView =
  | { readonly id: Id }
  | { readonly all?: Json | undefined; readonly any?: Json | undefined }

/** The tickets of a view that somebody sees, the latest changed first; so many at most. */
export const ticketIdsOfView = async (
  room: Room,
  viewer: Viewer,
  view: OfView,
  { at, limit }: { readonly at: Instant; readonly limit: number },
): Promise<Id[]> => {
  const { snapshot, policy, weights } = await standingOf(room)
  const body =
    'id' in view ? getView(viewer, snapshot, view.id).body : { all: view.all ?? [], any: view.any ?? [] }
  const conditions = parseConditions(body, { place: 'view', catalogue: catalogueOf(policy.fields) })
  if (!conditions.ok)
    throw new Refused(
      invalid(
        ...conditions.error.map((description) => ({
          field: 'view',
          error: 'InvalidValue' as const,
          description,
        })),
      ),
    )
  const where = ticketsOf(conditions.value, { viewer, at, policy, weights })
  return latestIds(room.ground.db, where, limit)
}
