import type { RawBuilder } from 'kysely'
import type { Id } from '../kernel/index.ts'
import type { PeopleChange } from '../people/core/index.ts'
import { type Db, sql } from '../platform/db/index.ts'

/** A ticket that a `PeopleChange` touches, as far as the Change to make needs it. */
export type Touched = {
  readonly ticket_id: Id
  readonly requester_id: Id
  readonly assignee_id: Id | null
  readonly email_cc_ids: readonly Id[]
  readonly follower_ids: readonly Id[]
  readonly is_closed: boolean
}

/** Tickets that can still change; 5 is closed, from 4 on they are solved. What two became one for, closed ones follow. */
const THERE = sql`t.deleted_at is null`
const OPEN = sql`t.deleted_at is null and t.status < 5`
const UNSOLVED = sql`t.deleted_at is null and t.status < 4`

const touchedBy = (change: PeopleChange): RawBuilder<boolean> => {
  switch (change.what) {
    case 'user_merged':
      return sql<boolean>`${THERE} and (t.requester_id = ${change.from}
        or (t.email_cc_ids <> '{}' and t.email_cc_ids @> array[${change.from}::bigint]))`
    case 'staff_left':
      return sql<boolean>`(${UNSOLVED} and t.assignee_id = ${change.userId}
        or ${OPEN} and t.follower_ids @> array[${change.userId}::bigint])`
    case 'group_left':
      return sql<boolean>`${UNSOLVED} and t.assignee_id = ${change.userId} and t.group_id = ${change.groupId}`
    case 'group_removed':
      return sql<boolean>`${UNSOLVED} and t.group_id = ${change.groupId}`
    case 'organization_removed':
      return sql<boolean>`${OPEN} and t.organization_id = ${change.organizationId}`
    case 'organization_merged':
      return sql<boolean>`${THERE} and t.organization_id = ${change.from}`
  }
}

/** The next tickets after an id, by id. */
export const touchedTickets = (db: Db, change: PeopleChange, after: Id, limit: number): Promise<Touched[]> =>
  db.rows(sql<Touched>`
    select t.ticket_id, t.requester_id, t.assignee_id, t.email_cc_ids, t.follower_ids, t.status = 5 as is_closed
    from tickets t
    where t.ticket_id > ${after} and ${touchedBy(change)}
    order by t.ticket_id limit ${limit}`)
