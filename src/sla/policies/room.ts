import type { Viewer } from '../../people/index.ts'
import type { Ground } from '../../platform/ground.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import type { Catalogue, DeskValues } from '../../rules/core/index.ts'

/** What this room is given. */
export type Room = SlaNeeds & { readonly ground: Ground }

/** Tickets stand to the right, so what they have comes as values. */
export type SlaNeeds = {
  /** The custom fields of tickets, under a version of the policy. */
  catalogue(snapshot: PolicySnapshot): Catalogue
  /** What filters may name, as far as the viewer may choose from it. */
  deskValues(viewer: Viewer): Promise<DeskValues>
}
