import type { Id } from '../../kernel/index.ts'
import type { Viewer } from '../../people/index.ts'
import { sideload } from '../../platform/paging/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import type { Policy } from '../core/policy.ts'
import { timeInsideTickets } from '../metrics/side-loads.ts'
import type { Weights } from '../queue/weight.ts'
import type { Room } from '../room.ts'
import type { Column } from './columns.ts'
import { presentRow, type RowsBeside } from './present-row.ts'
import { lastUpdaters, localesOf, type ViewRow } from './store.ts'

type Showing = {
  readonly viewer: Viewer
  readonly origin: string
  readonly include: ReadonlySet<string>
  readonly policy: Policy
  readonly weights: Weights
  readonly snapshot: PolicySnapshot
}

/**
 * Rows of a view with everything that they name: people, groups, organizations, brands, forms and statuses; what is left
 * of promises inside each ticket where `include` names `slas`.
 */
export const presentRows = async (
  room: Room,
  showing: Showing,
  columns: readonly Column[],
  rows: readonly ViewRow[],
): Promise<Record<string, readonly object[]>> => {
  const [beside, named, slas] = await Promise.all([
    besideOf(room, showing, columns, rows),
    namedBy(room, showing, rows),
    slasOf(room, showing, rows),
  ])
  const shown = rows.map(presentRow(columns, beside))
  return { rows: slas === undefined ? shown : shown.map((row, n) => withSlas(row, slas(rows[n]!))), ...named }
}

const withSlas = (row: Readonly<Record<string, unknown>>, slas: unknown): object => ({
  ...row,
  ticket: { ...(row.ticket as object), slas },
})

const slasOf = async (room: Room, showing: Showing, rows: readonly ViewRow[]) =>
  timeInsideTickets(room, showing)
    .find(({ name }) => name === 'slas' && showing.include.has(name))
    ?.load(rows)

const besideOf = async (
  room: Room,
  { origin, policy, weights }: Showing,
  columns: readonly Column[],
  rows: readonly ViewRow[],
): Promise<RowsBeside> => {
  const { db, clock } = room.ground
  const has = (id: string): boolean => columns.some((column) => column.id === id)
  const [updaters, locales] = await Promise.all([
    has('updated_by_type')
      ? lastUpdaters(
          db,
          rows.map((row) => row.ticket_id),
        )
      : [],
    has('locale_id')
      ? localesOf(
          db,
          rows.map((row) => row.requester_id),
        )
      : [],
  ])
  return {
    policy,
    weights,
    origin,
    now: clock.now(),
    lastUpdaters: new Map(updaters.map(({ ticket_id: id, role_id: roleId }) => [id, roleId])),
    locales: new Map(locales.map(({ id, locale }) => [id, locale ?? ''])),
  }
}

const namedBy = async (
  { people }: Room,
  { viewer, origin, policy, snapshot }: Showing,
  rows: readonly ViewRow[],
): Promise<Record<string, readonly object[]>> => {
  const loaded = await sideload(
    new Set(['users', 'groups', 'organizations']),
    [
      {
        name: 'users',
        ids: (row) => [row.requester_id, row.submitter_id, row.assignee_id, row.last_comment?.author_id],
        load: (ids) =>
          people.presentUsers(
            viewer,
            ids.filter((id) => id > 0),
            origin,
          ),
      },
      {
        name: 'groups',
        ids: (row) => [row.group_id],
        load: (ids) => people.presentGroups(viewer, ids, origin),
      },
      {
        name: 'organizations',
        ids: (row) => [row.organization_id],
        load: (ids) => people.presentOrganizations(viewer, ids, origin),
      },
    ],
    rows,
  )
  return { ...loaded, ...policyNames(snapshot, policy, rows) }
}

/** What rows name of the policy, by its names. */
const policyNames = (snapshot: PolicySnapshot, policy: Policy, rows: readonly ViewRow[]) => {
  const ids = (of: (row: ViewRow) => Id | null): Id[] =>
    [...new Set(rows.map(of))].filter((id) => id !== null)
  return {
    brands: ids((row) => row.brand_id).map((id) => ({ id, name: policy.brandNames.get(id) ?? '' })),
    ticket_forms: ids((row) => row.ticket_form_id).map((id) => ({
      id,
      name: String(snapshot.document('ticket_form', id)?.body.name ?? ''),
    })),
    custom_statuses: ids((row) => row.custom_status_id).flatMap((id) => {
      const status = policy.customStatuses.get(id)
      return status ? [{ id, agent_label: status.agentLabel, status_category: status.category }] : []
    }),
  }
}
