import type { Viewer } from '../../people/index.ts'
import type { FilterChoices } from '../core/index.ts'
import type { Room } from './room.ts'

/** What the desk has that filters may name, as far as somebody may choose from it. */
export const filterChoices = async (room: Room, viewer: Viewer): Promise<FilterChoices> => {
  const [policy, groups] = await Promise.all([room.ground.policy.current(), room.groups(viewer)])
  const brands = policy
    .documents('brand')
    .filter(({ body }) => body.active !== false && body.is_deleted !== true)
    .map(({ id, body }) => ({ id, name: String(body.name ?? '') }))
  return { ...room.filterSubjects(policy), brands, groups }
}
