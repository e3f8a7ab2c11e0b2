import { type Static, Type } from 'typebox'
import type { Id } from '../../kernel/index.ts'
import { flagIn, idIn, readId } from '../wire.ts'
import type { MembershipInput } from './memberships.ts'
import type { Belonging } from './store.ts'

/** What a client may send of a membership of either kind. */
export const MembershipWrite = Type.Object({
  user_id: idIn,
  default: flagIn,
  group_id: idIn,
  organization_id: idIn,
  view_tickets: flagIn,
})
export type MembershipWrite = Static<typeof MembershipWrite>

/** Reads a body; `userId` is the path's, where it names the person. */
export const readMembership = (kind: Belonging, given: MembershipWrite, userId?: Id): MembershipInput => ({
  userId: userId ?? readId(given.user_id) ?? 0,
  targetId: readId(given[`${kind}_id`]) ?? 0,
  isDefault: given.default === true,
  viewTickets: given.view_tickets === true,
})
