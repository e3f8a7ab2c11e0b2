import { assert, type Id, type Instant, instantOf, type JsonObject, toIsoMs } from '../kernel/index.ts'
import { type MetricEvent, packEvents, STAGES, shownBreachAt, stageOf } from '../sla/core/index.ts'
import type { ChangePlan } from './core/change-plan.ts'
import { packClocks, type TicketClocks, unpackClocks } from './core/clocks/ticket-clocks.ts'
import { SPECIAL_KINDS } from './core/kind.ts'
import { NO_PARTIES, type Party } from './core/party.ts'
import type { Satisfaction } from './core/satisfaction.ts'
import {
  type FieldValue,
  PRIORITIES,
  type Priority,
  STATUSES,
  type Status,
  type Ticket,
  type TicketType,
  TYPES,
  type Via,
} from './core/ticket.ts'
import { momentsOf } from './core/time-facts.ts'

/** A row of `tickets` as the database gives it. */
export type TicketRow = {
  readonly ticket_id: Id
  readonly version: number
  readonly last_event_id: Id
  readonly chain: Buffer
  readonly subject: string | null
  readonly status: number
  readonly custom_status_id: Id | null
  readonly type: number | null
  readonly priority: number | null
  readonly requester_id: Id
  readonly submitter_id: Id
  readonly assignee_id: Id | null
  readonly group_id: Id | null
  readonly organization_id: Id | null
  readonly brand_id: Id
  readonly ticket_form_id: Id | null
  readonly problem_id: Id | null
  readonly external_id: string | null
  readonly recipient: string | null
  readonly via: Via
  readonly tags: readonly string[]
  readonly fields: { readonly [fieldId: string]: FieldValue }
  readonly follower_ids: readonly Id[]
  readonly email_cc_ids: readonly Id[]
  readonly due_at: Instant | null
  readonly next_update_at: Instant | null
  readonly schedule_id: Id | null
  readonly clocks: string | null
  readonly next_breach_at: Instant | null
  readonly sla_policy_id: Id | null
  readonly stage: number | null
  readonly status_at: Instant | null
  readonly assigned_at: Instant | null
  readonly requester_updated_at: Instant | null
  readonly assignee_updated_at: Instant | null
  readonly upcoming_breach_at: Instant | null
  readonly last_breach_at: Instant | null
  readonly upcoming_group_breach_at: Instant | null
  readonly last_group_breach_at: Instant | null
  readonly is_public: boolean
  readonly first_comment_id: Id | null
  readonly comment_count: number
  readonly public_comment_count: number
  readonly mail_epoch: number
  readonly created_at: Instant
  readonly updated_at: Instant
  readonly solved_at: Instant | null
  readonly closed_at: Instant | null
  readonly deleted_at: Instant | null
  readonly purged_at: Instant | null
  readonly follow_up_of: Id | null
  readonly merged_into: Id | null
  readonly split_from: Id | null
  readonly satisfaction: Satisfaction | null
  readonly kind: number | null
  readonly resolution_code: string | null
  readonly plan: ChangePlan | null
  readonly parties: readonly Party[] | null
}

export const statusNumber = (status: Status): number => STATUSES.indexOf(status)
export const typeNumber = (type: TicketType): number => TYPES.indexOf(type) + 1
export const priorityNumber = (priority: Priority): number => PRIORITIES.indexOf(priority) + 1

const statusOf = (place: number): Status => {
  const status = STATUSES[place]
  assert(status !== undefined, `status ${place} is one of ours`)
  return status
}

/** Reads a row of `tickets`. */
export const ticketOfRow = (row: TicketRow): Ticket => ({
  id: row.ticket_id,
  version: row.version,
  subject: row.subject,
  status: statusOf(row.status),
  customStatusId: row.custom_status_id,
  type: row.type === null ? null : (TYPES[row.type - 1] ?? null),
  priority: row.priority === null ? null : (PRIORITIES[row.priority - 1] ?? null),
  requesterId: row.requester_id,
  submitterId: row.submitter_id,
  assigneeId: row.assignee_id,
  groupId: row.group_id,
  organizationId: row.organization_id,
  brandId: row.brand_id,
  formId: row.ticket_form_id,
  problemId: row.problem_id,
  externalId: row.external_id,
  recipient: row.recipient,
  via: row.via,
  tags: row.tags,
  fields: row.fields,
  followerIds: row.follower_ids,
  emailCcIds: row.email_cc_ids,
  dueAt: row.due_at,
  nextUpdateAt: row.next_update_at,
  scheduleId: row.schedule_id,
  isPublic: row.is_public,
  firstCommentId: row.first_comment_id,
  commentCount: row.comment_count,
  publicCommentCount: row.public_comment_count,
  mailEpoch: row.mail_epoch,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  solvedAt: row.solved_at,
  closedAt: row.closed_at,
  deletedAt: row.deleted_at,
  purgedAt: row.purged_at,
  followUpOfId: row.follow_up_of,
  mergedIntoId: row.merged_into,
  splitFromId: row.split_from,
  satisfaction: row.satisfaction,
  kind: row.kind === null ? null : (SPECIAL_KINDS[row.kind - 1] ?? null),
  resolutionCode: row.resolution_code,
  plan: row.plan,
  parties: row.parties ?? NO_PARTIES,
})

const isoOrNull = (at: Instant | null): string | null => (at === null ? null : toIsoMs(at))

/** What is kept about the ticket's time. */
export const clocksOfRow = ({ clocks }: Pick<TicketRow, 'clocks'>): TicketClocks | null =>
  clocks === null ? null : unpackClocks(clocks)

/** The columns that lists and queues are sorted and chosen by. */
export const clockColumns = (clocks: TicketClocks | null, ticket: Dated): JsonObject => {
  const moments = momentColumns(ticket, clocks)
  if (clocks === null)
    return { clocks: null, next_breach_at: null, sla_policy_id: null, stage: null, ...moments }
  const [nextBreachAt, stage] = [shownBreachAt(clocks.sla), stageOf(clocks.sla)]
  return {
    clocks: packClocks(clocks),
    next_breach_at: nextBreachAt === null ? null : toIsoMs(instantOf(nextBreachAt)),
    sla_policy_id: clocks.policy && Number(clocks.policy.id),
    stage: stage && STAGES.indexOf(stage) + 1,
    ...moments,
  }
}

type Dated = Parameters<typeof momentsOf>[0]

/** What rules compare: "hours since", "hours until". */
const momentColumns = (ticket: Dated, clocks: TicketClocks | null): JsonObject => {
  const moments = momentsOf(ticket, clocks)
  return {
    status_at: isoOrNull(moments.statusAt),
    assigned_at: isoOrNull(moments.assignedAt),
    requester_updated_at: isoOrNull(moments.requesterUpdatedAt),
    assignee_updated_at: isoOrNull(moments.assigneeUpdatedAt),
    upcoming_breach_at: isoOrNull(moments.upcomingBreachAt),
    last_breach_at: isoOrNull(moments.lastBreachAt),
    upcoming_group_breach_at: isoOrNull(moments.upcomingGroupBreachAt),
    last_group_breach_at: isoOrNull(moments.lastGroupBreachAt),
  }
}

/** The metric events of an audit as they are stored. */
export const packMetricEvents = (events: readonly MetricEvent[], at: Instant): string | null =>
  events.length === 0 ? null : JSON.stringify(packEvents(events, at))

/** What goes into the row of a ticket beside the ticket itself. */
export type Beside = {
  readonly lastEventId: Id
  readonly chain: Buffer
  readonly clocks: TicketClocks | null
}

/** The row of a ticket as `jsonb_populate_record(null::tickets, …)` reads it. */
export const rowOfTicket = (ticket: Ticket, { lastEventId, chain, clocks }: Beside): JsonObject => ({
  ...clockColumns(clocks, ticket),
  ticket_id: ticket.id,
  version: ticket.version,
  last_event_id: lastEventId,
  chain: `\\x${chain.toString('hex')}`,
  subject: ticket.subject,
  status: statusNumber(ticket.status),
  custom_status_id: ticket.customStatusId,
  type: ticket.type === null ? null : typeNumber(ticket.type),
  priority: ticket.priority === null ? null : priorityNumber(ticket.priority),
  requester_id: ticket.requesterId,
  submitter_id: ticket.submitterId,
  assignee_id: ticket.assigneeId,
  group_id: ticket.groupId,
  organization_id: ticket.organizationId,
  brand_id: ticket.brandId,
  ticket_form_id: ticket.formId,
  problem_id: ticket.problemId,
  external_id: ticket.externalId,
  recipient: ticket.recipient,
  via: ticket.via,
  tags: ticket.tags,
  fields: ticket.fields,
  follower_ids: ticket.followerIds,
  email_cc_ids: ticket.emailCcIds,
  due_at: isoOrNull(ticket.dueAt),
  next_update_at: isoOrNull(ticket.nextUpdateAt),
  schedule_id: ticket.scheduleId,
  is_public: ticket.isPublic,
  first_comment_id: ticket.firstCommentId,
  comment_count: ticket.commentCount,
  public_comment_count: ticket.publicCommentCount,
  mail_epoch: ticket.mailEpoch,
  created_at: toIsoMs(ticket.createdAt),
  updated_at: toIsoMs(ticket.updatedAt),
  solved_at: isoOrNull(ticket.solvedAt),
  closed_at: isoOrNull(ticket.closedAt),
  deleted_at: isoOrNull(ticket.deletedAt),
  purged_at: isoOrNull(ticket.purgedAt),
  follow_up_of: ticket.followUpOfId,
  merged_into: ticket.mergedIntoId,
  split_from: ticket.splitFromId,
  satisfaction: ticket.satisfaction,
  kind: ticket.kind && SPECIAL_KINDS.indexOf(ticket.kind) + 1,
  resolution_code: ticket.resolutionCode,
  plan: ticket.plan as unknown as JsonObject | null,
  parties: ticket.parties.length === 0 ? null : ticket.parties,
})
