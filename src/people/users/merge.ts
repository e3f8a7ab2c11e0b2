import { forbidden, type Id, invalidField, Refused } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import { endSessions, forgetPassword } from '../access/sign-in.ts'
import { revokeTokensOf } from '../access/tokens.ts'
import type { Acting } from '../acting.ts'
import { isStaff, mayGovernUser } from '../core/index.ts'
import { tellTickets } from '../effects.ts'
import { settleOwned } from '../fields/values.ts'
import { moveMemberships } from '../memberships/store.ts'
import { inheriting, type Merging, merging, noteMerge } from '../merging.ts'
import { roleOf } from '../policy.ts'
import type { Room } from '../room.ts'
import { visibleUsers } from '../visible.ts'
import { moveIdentities } from './identities-store.ts'
import {
  findUser,
  joinByDomain,
  lockUsers,
  settleUsers,
  type UserColumns,
  type UserRow,
  updateUser,
} from './store.ts'

/**
 * Makes two end users one: identities, memberships, tags and what the winner lacks move to the winner; the loser is
 * deactivated, and stays for the tickets that name it. Their tickets follow by an effect.
 */
export const mergeUsers = (room: Room, acting: Acting, loserId: Id, winnerId: Id): Promise<UserRow> =>
  merging<UserRow, UserRow>(room, {
    loserId,
    winnerId,
    field: 'id',
    noun: 'User',
    hold: (tx) =>
      lockUsers(
        tx,
        sql`u.id = any(${[loserId, winnerId]}::bigint[]) and u.active and ${visibleUsers(acting.viewer)}`,
      ),
    checkAsker: () => undefined,
    work: async (parts) => {
      checkPair(acting, parts.policy, parts.loser, parts.winner)
      return merge(room, acting, parts)
    },
  })

const checkPair = ({ viewer }: Acting, policy: PolicySnapshot, loser: UserRow, winner: UserRow): void => {
  const [from, to] = [loser, winner].map(({ id, role_id: roleId }) => ({ id, role: roleOf(policy, roleId) }))
  if (!mayGovernUser(viewer, from!) || !mayGovernUser(viewer, to!)) throw new Refused(forbidden)
  if (isStaff(from!.role.kind) || isStaff(to!.role.kind))
    throw new Refused(invalidField('base', 'User: only end users can be merged'))
  // The addresses of a suspended person would be free to write again.
  if (loser.suspended || winner.suspended)
    throw new Refused(invalidField('base', 'User: suspended users cannot be merged'))
}

type Parts = Parameters<Merging<UserRow, UserRow>['work']>[0]

const merge = async (
  room: Room,
  acting: Acting,
  { tx, at, policy, loser, winner }: Parts,
): Promise<UserRow> => {
  // First, because the loser's external id is free only then.
  await updateUser(tx, loser.id, { active: false }, at)
  await endSessions(tx, loser.id)
  await revokeTokensOf(tx, loser.id, at)
  await forgetPassword(tx, loser.id)
  await moveIdentities(tx, loser.id, winner.id, at)
  await moveMemberships(tx, 'organization', loser.id, winner.id, at)
  await updateUser(tx, winner.id, inherited(policy, loser, winner), at)
  await joinByDomain(tx, [winner.id], at)
  await settleUsers(tx, [loser.id, winner.id], at)
  const [gone, kept] = [await read(tx, loser.id), await read(tx, winner.id)]
  await noteMerge(tx, acting, { at, source: 'user', loser, gone, winner, kept })
  await tellTickets(room, tx, at, `user/${loser.id}/merged`, {
    what: 'user_merged',
    from: loser.id,
    to: winner.id,
  })
  return kept
}

const read = async (tx: Db, id: Id): Promise<UserRow> => (await findUser(tx, sql`u.id = ${id}`))!

/** Tags of both; of the rest, what the winner has none of. */
const inherited = (policy: PolicySnapshot, loser: UserRow, winner: UserRow): Partial<UserColumns> => {
  const missing = Object.fromEntries(
    Object.entries(loser.user_fields).filter(([key]) => winner.user_fields[key] === undefined),
  )
  const standing = { tags: winner.tags, values: { ...missing, ...winner.user_fields } }
  const { tags, values } = settleOwned(policy, 'user_field', standing, {
    tags: { add: loser.tags },
    values: winner.user_fields,
  })
  return {
    tags,
    user_fields: values,
    ...inheriting(winner, loser, 'external_id', 'phone', 'details', 'notes'),
  }
}
