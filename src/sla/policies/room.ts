import type { Id } from '../../kernel/index.ts'
import type { Viewer } from '../../people/index.ts'
import type { Ground } from '../../platform/ground.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import type { FilterSubjects } from '../core/index.ts'

/** What this room is given. */
export type Room = SlaNeeds & { readonly ground: Ground }

export type SlaNeeds = {
  /** What tickets have, under a version of the policy. Tickets stand to the right, so it comes as a value. */
  filterSubjects(snapshot: PolicySnapshot): FilterSubjects
  groups(viewer: Viewer): Promise<readonly { readonly id: Id; readonly name: string }[]>
}
