import type { Id } from '../kernel/index.ts'
import type { Viewer } from '../people/index.ts'
import type { Db } from '../platform/db/index.ts'

/** What tickets ask of people: to be shown beside tickets, and to exist. */
export type PeopleDoor = {
  /** The wire's objects of those whom the viewer may see. */
  presentUsers(viewer: Viewer, ids: readonly Id[], origin: string): Promise<readonly object[]>
  presentGroups(viewer: Viewer, ids: readonly Id[], origin: string): Promise<readonly object[]>
  presentOrganizations(viewer: Viewer, ids: readonly Id[], origin: string): Promise<readonly object[]>
  /** The person of an address; made as an unverified end user when nobody has it. Throws `Refused`. */
  findOrCreateByEmail(
    tx: Db,
    person: { readonly email: string; readonly name: string | undefined },
  ): Promise<Id>
}
