import { forbidden, type Id, Refused } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import type { Acting } from '../acting.ts'
import { may } from '../core/index.ts'
import { tellTickets } from '../effects.ts'
import { settleOwned } from '../fields/values.ts'
import { inheriting, type Merging, merging, noteMerge } from '../merging.ts'
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
export const mergeOrganizations = (
  room: Room,
  acting: Acting,
  loserId: Id,
  winnerId: Id,
): Promise<MergeRow> =>
  merging<OrganizationRow, MergeRow>(room, {
    loserId,
    winnerId,
    field: 'winner_id',
    noun: 'Organization',
    hold: (tx) =>
      lockOrganizations(
        tx,
        sql`o.id = any(${[loserId, winnerId]}::bigint[]) and ${visibleOrganizations(acting.viewer)}`,
      ),
    checkAsker: () => {
      if (!may(acting.viewer, 'organizations.write')) throw new Refused(forbidden)
    },
    work: (parts) => merge(room, acting, parts),
  })

type Parts = Parameters<Merging<OrganizationRow, MergeRow>['work']>[0]

const merge = async (
  room: Room,
  acting: Acting,
  { tx, at, policy, loser, winner }: Parts,
): Promise<MergeRow> => {
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
  await noteMerge(tx, acting, { at, source: 'organization', loser, gone: {}, winner, kept })
  await record(tx, acting, {
    at,
    action: 'create',
    source: 'organization_membership',
    id: winner.id,
    label: winner.name,
    after: { user_ids: members },
    feed: { subject: 'user', ids: members },
  })
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
    ...inheriting(winner, loser, 'external_id', 'details', 'notes', 'group_id'),
  }
}
