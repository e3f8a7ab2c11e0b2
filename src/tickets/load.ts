import type { Id } from '../kernel/index.ts'
import { peopleFactsSql } from '../people/index.ts'
import { type Db, statement } from '../platform/db/index.ts'
import type { Change } from './core/change.ts'
import type { PolicyBase } from './core/policy.ts'
import type { Context, StandingComment, TicketState } from './core/state.ts'
import { clocksOfRow, type TicketRow, ticketOfRow } from './rows.ts'
import { loadUndoable } from './undo/load.ts'

/** A ticket and who is round it, with what `save` and the policy cache need to know. */
export type Loaded = {
  readonly state: TicketState
  readonly policyVersion: number
  readonly lastEventId: Id
  readonly chain: Buffer | null
  /** A block of event ids, where one was asked for. */
  readonly block: Id | null
}

/** Whom a Change and the policy name, and which of the groups' people rules may need besides. */
export type Named = {
  readonly userIds: readonly Id[]
  readonly groupIds: readonly Id[]
  /** All agents of the groups round the ticket. */
  readonly groupMembers: boolean
  /** All agents of the desk. */
  readonly allAgents: boolean
}

/** Parameters of both loads: $1 users, $2 groups, $3 group members too, $4 all agents, $5 draw a block. */
export const namedParams = (named: Named, drawBlock: boolean): unknown[] => [
  named.userIds,
  named.groupIds,
  named.groupMembers,
  named.allAgents,
  drawBlock,
]

const POLICY_AND_BLOCK = `(select (select coalesce(max(version), 0) from policy_versions) as policy_version,
  case when $5::boolean then nextval('event_id_blocks') end as block) p`

/**
 * `offset 0` keeps the parameters out of the planner's sight. Else it finds that a plan made for these very values
 * looks cheaper, and plans this statement anew each time: 1 ms of processor time for 0.3 ms of work.
 */
const namedIds = (userIds: string, groupIds: string): string =>
  `(select ${userIds} as user_ids, ${groupIds} as group_ids, $3::boolean as group_members, $4::boolean as all_agents
    offset 0) n`

/** The desk's only group, where it has just one. */
const SINGLE_GROUP = '(select min(id) as id from groups where not deleted having count(*) = 1)'

/** Of a group with one agent that agent comes along, because the ticket may fall to them. */
const IS_ALONE = `not exists (select from group_memberships o join users ou on ou.id = o.user_id
  where o.group_id = gm.group_id and o.user_id <> gm.user_id and ou.active and ou.role_id <> 1)`

/**
 * Joins that widen `n` (user_ids, group_ids) to all whom `decide` may ask about: the named people's default groups
 * (an assignee implies a group), the desk's only group, agents of groups as far as they are needed.
 */
const CONTEXT_JOINS = `left join ${SINGLE_GROUP} single on true
  cross join lateral (select n.group_ids || single.id ||
    array(select default_group_id from users where id = any(n.user_ids)) as ids) g
  cross join lateral (select n.user_ids ||
    array(select gm.user_id from group_memberships gm
      where gm.group_id = any(g.ids) and (n.group_members or ${IS_ALONE})) ||
    case when n.all_agents then array(select id from users where active and role_id <> 1) end as ids) u`

const PEOPLE = `${peopleFactsSql('u.ids', 'g.ids')} || 
  jsonb_build_object('singleGroupId', single.id, 'allAgents', n.all_agents)`
const CONTEXT = `${PEOPLE} as context`

/** Of a problem (type 3) besides: how many incidents it has. */
const CONTEXT_OF_TICKET = `${PEOPLE} || case when t.type = 3 then jsonb_build_object('incidents',
    (select count(*) from tickets i where i.problem_id = t.ticket_id and i.deleted_at is null)) else '{}' end as context`

/** The facts alone, by the first four parameters. */
export const CONTEXT_QUERY = `select ${CONTEXT}
   from ${namedIds('$1::bigint[]', '$2::bigint[]')}
   ${CONTEXT_JOINS}`

const LOAD_NEW = statement(
  'tickets_load_new',
  `select case when $6::bigint is null then nextval('ticket_ids') else $6 end as ticket_id,
     p.policy_version, p.block, ${CONTEXT}
   from ${POLICY_AND_BLOCK}
   cross join ${namedIds('$1::bigint[]', '$2::bigint[]')}
   ${CONTEXT_JOINS}`,
)

const ROUND_THE_TICKET =
  '$1::bigint[] || array[t.requester_id, t.submitter_id, t.assignee_id] || t.follower_ids || t.email_cc_ids'

const LOAD = statement(
  'tickets_load',
  `select t.*, p.policy_version, p.block, ${CONTEXT_OF_TICKET}
   from ${POLICY_AND_BLOCK}
   left join tickets t on t.ticket_id = $6::bigint
   cross join lateral ${namedIds(ROUND_THE_TICKET, '$2::bigint[] || t.group_id')}
   ${CONTEXT_JOINS}`,
)

type LoadRow = {
  readonly policy_version: number
  readonly block: Id | null
  readonly context: Context
}

/** Draws the id of a new ticket, unless an earlier load has, and brings those round it. */
export const loadNew = async (
  db: Db,
  named: Named,
  drawBlock: boolean,
  drawnId: Id | null = null,
): Promise<Loaded> => {
  const params = [...namedParams(named, drawBlock), drawnId]
  const [row] = await db.query<LoadRow & { readonly ticket_id: Id }>(LOAD_NEW, params)
  return {
    state: { ticketId: row!.ticket_id, ticket: null, context: row!.context },
    policyVersion: row!.policy_version,
    lastEventId: 0,
    chain: null,
    block: row!.block,
  }
}

/** Brings a ticket as it stands, deleted ones too, and those round it; undefined when there is none. */
export const loadTicket = async (
  db: Db,
  ticketId: Id,
  named: Named,
  drawBlock: boolean,
): Promise<Loaded | undefined> => {
  const [row] = await db.query<LoadRow & { [key in keyof TicketRow]: TicketRow[key] | null }>(LOAD, [
    ...namedParams(named, drawBlock),
    ticketId,
  ])
  if (row === undefined || row.ticket_id === null) return undefined
  const ticketRow = row as TicketRow
  return {
    state: {
      ticketId,
      ticket: ticketOfRow(ticketRow),
      context: row.context,
      clocks: clocksOfRow(ticketRow),
    },
    policyVersion: row.policy_version,
    lastEventId: ticketRow.last_event_id,
    chain: ticketRow.chain,
    block: row.block,
  }
}

/** Everybody that a Change names, and whom rules of the policy may name. */
export const namedBy = (change: Change, policy: PolicyBase | undefined): Named => {
  const { set, followers, emailCcs, comment } = change
  const users = [
    change.actor.kind === 'user' ? change.actor.id : null,
    change.requesterId,
    change.submitterId,
    set.requesterId,
    set.assigneeId,
    comment?.authorId,
    ...(followers.set ?? []),
    ...(followers.add ?? []),
    ...(emailCcs.set ?? []),
    ...(emailCcs.add ?? []),
    ...(change.undo?.userIds ?? []),
    ...(policy?.needs.userIds ?? []),
  ]
  const groups = [set.groupId, ...(change.undo?.groupIds ?? []), ...(policy?.needs.groupIds ?? [])]
  return {
    userIds: distinctIds(users),
    groupIds: distinctIds(groups),
    groupMembers: policy?.needs.groupMembers ?? false,
    allAgents: policy?.needs.allAgents ?? false,
  }
}

const distinctIds = (ids: readonly (Id | null | undefined)[]): Id[] => [
  ...new Set(ids.filter((id) => id !== null && id !== undefined)),
]

/** Whether facts were loaded about all whom this policy names; groups' people come when a decision lacks them. */
export const coversPolicy = (named: Named, { needs }: PolicyBase): boolean => {
  const users = new Set(named.userIds)
  const groups = new Set(named.groupIds)
  return needs.userIds.every((id) => users.has(id)) && needs.groupIds.every((id) => groups.has(id))
}

const STANDING_COMMENT = statement(
  'tickets_standing_comment',
  `select c.id, c.public, c.body as text, c.html, c.quoted_html as "quotedHtml", c.structure, c.flags, c.mail_id as "mailId",
     c.trusted_at is not null as "isTrusted", coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'blob', f.blob))
       from attachments f where f.ticket_id = c.ticket_id and f.comment_id = c.id), '[]') as files
   from comments c where c.ticket_id = $1::bigint and c.id = $2::bigint`,
)
const SOURCE = statement('tickets_source', 'select * from tickets where ticket_id = $1::bigint')

const DESCRIPTION = statement(
  'tickets_description',
  `select c.body from tickets t join comments c on c.ticket_id = t.ticket_id and c.id = t.first_comment_id
   where t.ticket_id = $1::bigint`,
)

export const namesLinked = ({ commentEdit, followUpOf, split, undo, automation }: Change): boolean =>
  [commentEdit, followUpOf, split, undo, automation].some((linked) => linked !== undefined)

type Linked = Pick<TicketState, 'comment' | 'source' | 'undoable' | 'description'>

/** What few Changes name besides people: a comment that stands, another ticket, an audit. Others cost nothing. */
export const loadLinked = async (
  db: Db,
  { commentEdit, followUpOf, split, undo, automation }: Change,
  ticketId: Id | undefined,
): Promise<Linked> => {
  const comment =
    commentEdit && (await db.query<StandingComment>(STANDING_COMMENT, [ticketId, commentEdit.commentId]))[0]
  const sourceId = followUpOf ?? (split && 'from' in split ? split.from : undefined)
  const source = sourceId === undefined ? undefined : (await db.query<TicketRow>(SOURCE, [sourceId]))[0]
  const [description] = automation ? await db.query<{ body: string }>(DESCRIPTION, [ticketId]) : []
  return {
    description: description?.body ?? null,
    comment: comment ?? null,
    source: source === undefined ? null : ticketOfRow(source),
    undoable: (undo && ticketId && (await loadUndoable(db, ticketId, undo.auditId))) || null,
  }
}
