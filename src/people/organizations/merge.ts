import { forbidden, type Id, type Instant, invalidField, notFound, Refused } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import type { Acting } from '../acting.ts'
import { may } from '../core/index.ts'
import { tellTickets } from '../effects.ts'
import { settleOwned } from '../fields/values.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import { settleUsers } from '../users/store.ts'
import { visibleOrganizations } from '../visible.ts'
import { insertMerge, type MergeRow, moveMembers } from './merge-store.ts'
import {
  dropOrganization,
  lockOrganizations,
  type OrganizationColumns,
  type OrganizationRow,
  updateOrganization,
} from './store.ts'

/**
 * Makes two organizations one: members, domains, tags and what the winner lacks move to the winner; the loser is out
 * of use. Their tickets follow by an effect.
 */
export const mergeOrganizations = async (
  room: Room,
  acting: Acting,
  loserId: Id,
  winnerId: Id,
): Promise<MergeRow> => {
  const policy = await room.ground.policy.current()
  const merged = await room.ground.db.transaction(async (tx) => {
    const [loser, winner] = await heldPair(tx, acting, loserId, winnerId)
    return merge(room, tx, acting, policy, loser, winner)
  })
  room.ground.wake()
  return merged
}

const heldPair = async (
  tx: Db,
  { viewer }: Acting,
  loserId: Id,
  winnerId: Id,
): Promise<readonly [OrganizationRow, OrganizationRow]> => {
  const held = await lockOrganizations(
    tx,
    sql`o.id = any(${[loserId, winnerId]}::bigint[]) and ${visibleOrganizations(viewer)}`,
  )
  const loser = held.find(({ id }) => id === loserId)
  const winner = held.find(({ id }) => id === winnerId)
  if (loser === undefined) throw new Refused(notFound)
  if (!may(viewer, 'organizations.write')) throw new Refused(forbidden)
  if (winner === undefined) throw new Refused(invalidField('winner_id', 'Winner: does not exist'))
  if (loser.id === winner.id)
    throw new Refused(invalidField('winner_id', 'Winner: cannot be the organization itself'))
  return [loser, winner]
}

const merge = async (
  room: Room,
  tx: Db,
  acting: Acting,
  policy: PolicySnapshot,
  loser: OrganizationRow,
  winner: OrganizationRow,
): Promise<MergeRow> => {
  const at = room.ground.clock.now()
  // First, because the loser's external id is free only then.
  await dropOrganization(tx, loser.id, at)
  const kept = await updateOrganization(tx, winner.id, inherited(policy, loser, winner), at)
  const members = await moveMembers(tx, loser.id, winner.id, at)
  await settleUsers(tx, members, at)
  const row: MergeRow = {
    id: room.ground.randomBytes(13).toString('hex').toUpperCase(),
    loser_id: loser.id,
    winner_id: winner.id,
    created_at: at,
  }
  await insertMerge(tx, row)
  await note(tx, acting, at, { loser, winner, kept, members })
  await tellTickets(room, tx, at, `organization/${loser.id}/merged`, {
    what: 'organization_merged',
    from: loser.id,
    to: winner.id,
  })
  await acting.locate?.(tx, 200, `/api/v2/organization_merges/${row.id}`)
  return row
}

const inherited = (
  policy: PolicySnapshot,
  loser: OrganizationRow,
  winner: OrganizationRow,
): Partial<OrganizationColumns> => {
  const values = { ...loser.organization_fields, ...winner.organization_fields }
  const wish = { tags: { add: loser.tags }, values: winner.organization_fields }
  const owned = settleOwned(policy, 'organization_field', { tags: winner.tags, values }, wish)
  return {
    tags: owned.tags,
    organization_fields: owned.values,
    domain_names: [...new Set([...winner.domain_names, ...loser.domain_names])].sort(),
    external_id: winner.external_id ?? loser.external_id,
    details: winner.details ?? loser.details,
    notes: winner.notes ?? loser.notes,
    group_id: winner.group_id ?? loser.group_id,
  }
}

type Merged = {
  readonly loser: OrganizationRow
  readonly winner: OrganizationRow
  readonly kept: OrganizationRow
  readonly members: readonly Id[]
}

const note = async (tx: Db, acting: Acting, at: Instant, merged: Merged): Promise<void> => {
  const { loser, winner, kept, members } = merged
  const of = ({ id, name }: OrganizationRow) => ({
    at,
    source: 'organization',
    id,
    label: name,
    feed: { subject: 'organization' as const, ids: [id] },
  })
  await record(tx, acting, {
    ...of(loser),
    action: 'merge',
    before: loser,
    after: { merged_into: winner.id },
  })
  await record(tx, acting, { ...of(winner), action: 'update', before: winner, after: kept })
  await record(tx, acting, {
    ...of(winner),
    action: 'create',
    source: 'organization_membership',
    after: { user_ids: members },
    feed: { subject: 'user', ids: members },
  })
}
