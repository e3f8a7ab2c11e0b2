import type { RawBuilder } from 'kysely'
import type { Id, Instant } from '../kernel/index.ts'
import { sql } from '../platform/db/index.ts'
import {
  type Column,
  type Columns,
  type Conditions,
  type Fragment,
  SATISFACTION_WORDS,
  type SqlContext,
  sqlOf,
  toSql,
  turnedSql,
} from '../rules/core/index.ts'
import { STAGES } from '../sla/core/index.ts'
import type { Policy } from './core/policy.ts'
import { deskFactsOf } from './core/rule-facts.ts'
import { PRIORITIES, STATUSES, TYPES } from './core/ticket.ts'

/** For whom, as of when and under which policy conditions are asked. */
export type Asking = {
  readonly viewer: { readonly userId: Id | null; readonly groupIds: readonly Id[] }
  readonly at: Instant
  readonly policy: Pick<Policy, 'roles' | 'clocks' | 'settings'>
}

/** Condition on the row `t` of `tickets`: the SQL twin of what `compileConditions` says of the same conditions. */
export const matchingTickets = (conditions: Conditions, asking: Asking): RawBuilder<boolean> =>
  built(toSql(conditions, contextOf(asking)))

/**
 * Conditions on the row `t`, one of which holds of every ticket that stayed as it was and for which time alone has made
 * `conditions` true since.
 */
export const turnedTickets = (
  conditions: Conditions,
  asking: Asking,
  since: Instant,
): readonly RawBuilder<boolean>[] => turnedSql(conditions, contextOf(asking), since).map(built)

const contextOf = ({ viewer, at, policy }: Asking): SqlContext => {
  const { hours, warnMinutes } = deskFactsOf(policy)
  return { columns: columnsOf(policy), viewer, at, hours, warnMinutes }
}

const built = ({ strings, values }: Fragment): RawBuilder<boolean> =>
  sql<boolean>(Object.assign([...strings], { raw: strings }), ...values)

const bigint = (value: Fragment): Column => ({ value, type: 'bigint' })
const instant = (value: Fragment): Column => ({ value, type: 'timestamptz' })
const text = (value: Fragment): Column => ({ value, type: 'text' })

/** A word by its place in a list; the row stores the place plus `from`. */
const place = (value: Fragment, words: readonly string[], from: 0 | 1): Column => ({
  value,
  type: 'smallint',
  encode: (word) => (word === null ? null : words.indexOf(String(word)) + from),
})

const ofRequester = (column: Fragment): Fragment =>
  sqlOf`(select ${column} from users u where u.id = t.requester_id)`

const columnsOf = ({ roles }: Pick<Policy, 'roles'>): Columns => ({
  ...COLUMNS,
  roleIds: (kinds) => [...roles.values()].filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id),
})

const COLUMNS: Omit<Columns, 'roleIds'> = {
  status: place(sqlOf`t.status`, STATUSES, 0),
  customStatusId: bigint(sqlOf`t.custom_status_id`),
  type: place(sqlOf`t.type`, TYPES, 1),
  kind: text(sqlOf`(case t.kind when 1 then 'service_request' when 2 then 'change'
    else (array['question', 'incident', 'problem', 'task'])[t.type] end)`),
  resolutionCode: text(sqlOf`t.resolution_code`),
  priority: place(sqlOf`t.priority`, PRIORITIES, 1),
  groupId: bigint(sqlOf`t.group_id`),
  assigneeId: bigint(sqlOf`t.assignee_id`),
  requesterId: bigint(sqlOf`t.requester_id`),
  organizationId: bigint(sqlOf`t.organization_id`),
  brandId: bigint(sqlOf`t.brand_id`),
  formId: bigint(sqlOf`t.ticket_form_id`),
  scheduleId: bigint(sqlOf`t.schedule_id`),
  channel: text(sqlOf`(t.via ->> 'channel')`),
  recipient: text(sqlOf`t.recipient`),
  isPublic: { value: sqlOf`t.is_public`, type: 'boolean' },
  satisfaction: place(
    sqlOf`(case t.satisfaction ->> 'score' when 'offered' then 1 when 'bad' then 2 when 'good' then 4 else 0 end
      + case when t.satisfaction ->> 'score' <> 'offered' and t.satisfaction ->> 'comment' is not null then 1 else 0 end)`,
    SATISFACTION_WORDS,
    0,
  ),
  satisfactionReasonId: bigint(sqlOf`(t.satisfaction ->> 'reasonId')::bigint`),
  requesterRoleId: bigint(ofRequester(sqlOf`u.role_id`)),
  requesterLocale: text(ofRequester(sqlOf`u.locale`)),
  stage: place(sqlOf`t.stage`, STAGES, 1),
  createdAt: instant(sqlOf`t.created_at`),
  updatedAt: instant(sqlOf`t.updated_at`),
  statusAt: instant(sqlOf`t.status_at`),
  assignedAt: instant(sqlOf`t.assigned_at`),
  requesterUpdatedAt: instant(sqlOf`t.requester_updated_at`),
  assigneeUpdatedAt: instant(sqlOf`t.assignee_updated_at`),
  dueAt: instant(sqlOf`t.due_at`),
  shownBreachAt: instant(sqlOf`t.next_breach_at`),
  upcomingBreachAt: instant(sqlOf`t.upcoming_breach_at`),
  lastBreachAt: instant(sqlOf`t.last_breach_at`),
  upcomingGroupBreachAt: instant(sqlOf`t.upcoming_group_breach_at`),
  lastGroupBreachAt: instant(sqlOf`t.last_group_breach_at`),
  tags: sqlOf`t.tags`,
  emailCcIds: sqlOf`t.email_cc_ids`,
  followerIds: sqlOf`t.follower_ids`,
  fields: sqlOf`t.fields`,
  skillsMatch: (viewerId) => sqlOf`(not exists (select from ticket_skills s where s.ticket_id = t.ticket_id
    and not exists (select from agent_skills a where a.user_id = ${viewerId} and a.value_id = s.value_id)))`,
  description: sqlOf`(select c.body from comments c where c.ticket_id = t.ticket_id and c.id = t.first_comment_id)`,
  requesterFields: ofRequester(sqlOf`u.user_fields`),
  organizationFields: sqlOf`(select o.organization_fields from organizations o
    where o.id = t.organization_id and o.deleted_at is null)`,
}
