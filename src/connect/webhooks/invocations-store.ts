import type { RawBuilder } from 'kysely'
import { type Id, type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { ListSource } from '../../platform/paging/index.ts'

/** `waiting` until one of the others is final. */
export const INVOCATION_STATES = ['waiting', 'success', 'failed', 'timeout', 'circuit broken'] as const
export type InvocationState = (typeof INVOCATION_STATES)[number]

export type Invocation = {
  readonly id: string
  readonly seq: number
  readonly webhook_id: string
  readonly event_type: string | null
  readonly subject: string
  readonly ticket_id: Id | null
  readonly user_ids: readonly Id[]
  readonly method: string
  readonly query: string | null
  readonly content_type: string | null
  readonly body: string | null
  readonly state: InvocationState
  readonly attempts: number
  readonly timeouts: number
  readonly conflicts: number
  readonly created_at: Instant
  readonly due_at: Instant
  readonly completed_at: Instant | null
}

const COLUMNS: RawBuilder<Invocation> = sql<Invocation>`i.id, i.seq, i.webhook_id, i.event_type, i.subject, i.ticket_id,
  i.user_ids, i.method, i.query, i.content_type, i.body, i.state, i.attempts, i.timeouts, i.conflicts, i.created_at,
  i.due_at, i.completed_at`

export type NewInvocation = Pick<
  Invocation,
  | 'id'
  | 'webhook_id'
  | 'event_type'
  | 'subject'
  | 'ticket_id'
  | 'user_ids'
  | 'method'
  | 'query'
  | 'content_type'
  | 'body'
> & {
  /** What it comes from, unique for its webhook: it is left once however often it is asked for. */
  readonly sourceKey: string
  readonly at: Instant
}

/** Leaves a message to be sent; nothing where it was left before. Their order is that of these calls. */
export const insertInvocation = (tx: Db, made: NewInvocation): Promise<unknown> =>
  tx.rows(sql`
    insert into webhook_invocations (id, webhook_id, source_key, event_type, subject, ticket_id, user_ids, method, query,
      content_type, body, state, created_at, due_at)
    values (${made.id}, ${made.webhook_id}, ${made.sourceKey}, ${made.event_type}, ${made.subject}, ${made.ticket_id},
      ${made.user_ids}::bigint[], ${made.method}, ${made.query}, ${made.content_type}, ${made.body}, 'waiting',
      ${toIsoMs(made.at)}, ${toIsoMs(made.at)})
    on conflict (webhook_id, source_key) do nothing`)

/** How often rules have called an endpoint for a ticket since then. */
export const countCalls = async (
  db: Db,
  {
    webhookId,
    ticketId,
    since,
  }: { readonly webhookId: string; readonly ticketId: Id; readonly since: Instant },
): Promise<number> => {
  const row = await db.one(sql<{ count: number }>`select count(*) as count from webhook_invocations
    where ticket_id = ${ticketId} and webhook_id = ${webhookId} and event_type is null
      and created_at > ${toIsoMs(since)}`)
  return row?.count ?? 0
}

/** The next that is due for an endpoint and that no earlier one of its subject, waiting to be tried again, holds back. */
export const nextInvocation = (db: Db, webhookId: string, now: Instant): Promise<Invocation | undefined> =>
  db.one(sql<Invocation>`select ${COLUMNS} from webhook_invocations i
    where i.webhook_id = ${webhookId} and i.state = 'waiting' and i.due_at <= ${toIsoMs(now)}
      and not exists (select from webhook_invocations e
        where e.webhook_id = i.webhook_id and e.state = 'waiting' and e.subject = i.subject and e.seq < i.seq)
    order by i.seq limit 1`)

export type Attempt = {
  readonly invocation_id: string
  readonly number: number
  /** As invocations: `success`, `failed`, `timeout`. */
  readonly status: string
  readonly started_at: Instant
  readonly completed_at: Instant
  readonly request_headers: Readonly<Record<string, string>> | null
  readonly response_status: number | null
  readonly response_headers: Readonly<Record<string, string>> | null
  readonly response_body: string | null
  readonly error: string | null
}

export type Settled = {
  readonly state: InvocationState
  readonly dueAt: Instant
  readonly isTimeout: boolean
  readonly isConflict: boolean
}

/** Writes a try, and what becomes of its message. */
export const saveAttempt = async (tx: Db, attempt: Attempt, settled: Settled): Promise<void> => {
  const done = settled.state === 'waiting' ? null : toIsoMs(attempt.completed_at)
  await tx.rows(sql`
    with tried as (
      insert into webhook_attempts (invocation_id, number, status, started_at, completed_at, request_headers,
        response_status, response_headers, response_body, error)
      values (${attempt.invocation_id}, ${attempt.number}, ${attempt.status}, ${toIsoMs(attempt.started_at)},
        ${toIsoMs(attempt.completed_at)}, ${JSON.stringify(attempt.request_headers)}::jsonb, ${attempt.response_status},
        ${attempt.response_headers === null ? null : JSON.stringify(attempt.response_headers)}::jsonb,
        ${attempt.response_body}, ${attempt.error}))
    update webhook_invocations set state = ${settled.state}, attempts = ${attempt.number},
      timeouts = timeouts + ${settled.isTimeout ? 1 : 0}, conflicts = conflicts + ${settled.isConflict ? 1 : 0},
      due_at = ${toIsoMs(settled.dueAt)}, completed_at = ${done}::timestamptz
    where id = ${attempt.invocation_id}`)
}

/** Ends what waited for an endpoint so long that nobody would want it any more. */
export const endOverdue = (db: Db, createdBefore: Instant, now: Instant): Promise<unknown> =>
  db.rows(sql`update webhook_invocations i set state = 'circuit broken', completed_at = ${toIsoMs(now)}
    from webhooks w where w.id = i.webhook_id and i.state = 'waiting' and i.created_at < ${toIsoMs(createdBefore)}
      and w.broken_until is not null`)

export type InvocationSort = 'id' | 'created_at'

export const invocationsUnder = (where: RawBuilder<unknown>): ListSource<Invocation, InvocationSort> => ({
  select: COLUMNS,
  from: sql`webhook_invocations i`,
  where,
  sorts: {
    id: { column: sql`i.seq`, type: 'bigint' },
    created_at: { column: sql`i.seq`, type: 'bigint' },
  },
  id: sql`i.seq`,
})

/** Conditions on the row `i`. */
export const invocationsOf = (
  webhookId: string,
  filter: { readonly state?: InvocationState; readonly from?: Instant; readonly to?: Instant },
): RawBuilder<unknown> => {
  const conditions: RawBuilder<unknown>[] = [sql`i.webhook_id = ${webhookId}`]
  if (filter.state !== undefined) conditions.push(sql`i.state = ${filter.state}`)
  if (filter.from !== undefined) conditions.push(sql`i.created_at >= ${toIsoMs(filter.from)}`)
  if (filter.to !== undefined) conditions.push(sql`i.created_at <= ${toIsoMs(filter.to)}`)
  return sql.join(conditions, sql` and `)
}

export const findInvocation = (db: Db, webhookId: string, id: string): Promise<Invocation | undefined> =>
  db.one(sql<Invocation>`select ${COLUMNS} from webhook_invocations i
    where i.webhook_id = ${webhookId} and i.id = ${id}`)

export const attemptsOf = (db: Db, invocationId: string): Promise<Attempt[]> =>
  db.rows(sql<Attempt>`select invocation_id, number, status, started_at, completed_at, request_headers, response_status,
      response_headers, response_body, error
    from webhook_attempts where invocation_id = ${invocationId} order by number`)

/** The last tries that failed of messages to targets, the newest first. */
export const failuresOfTargets = (
  db: Db,
  limit: number,
): Promise<(Attempt & { target: string; seq: Id })[]> =>
  db.rows(sql<Attempt & { target: string; seq: Id }>`
    select a.invocation_id, a.number, a.status, a.started_at, a.completed_at, a.request_headers, a.response_status,
      a.response_headers, a.response_body, a.error, w.name as target, i.seq
    from webhook_attempts a join webhook_invocations i on i.id = a.invocation_id
    join webhooks w on w.id = i.webhook_id
    where w.target_id is not null and a.status <> 'success' order by a.completed_at desc, i.seq desc limit ${limit}`)

/** Sends a message again that has ended: the same one, under the same id. False where it has not ended, or its words are gone. */
export const replayInvocation = async (tx: Db, id: string, at: Instant): Promise<boolean> =>
  (await tx.one(sql`update webhook_invocations set state = 'waiting', due_at = ${toIsoMs(at)}, completed_at = null,
      timeouts = 0, conflicts = 0
    where id = ${id} and state <> 'waiting' and (body is not null or content_type is null) returning id`)) !==
  undefined

/** Removes what ended before an instant, tries and all, at most `limit`. */
export const sweepInvocations = async (db: Db, before: Instant, limit: number): Promise<number> =>
  Number(
    (await db.one(sql<{ count: number }>`
      with gone as (delete from webhook_invocations where id in (
        select id from webhook_invocations where state <> 'waiting' and completed_at < ${toIsoMs(before)}
        order by completed_at limit ${limit}) returning 1)
      select count(*) as count from gone`))!.count,
  )

/** Takes the words of messages and answers away; that they were sent stays. What still waits is not sent any more. */
const blank = async (tx: Db, where: RawBuilder<unknown>): Promise<void> => {
  await tx.rows(sql`update webhook_attempts a set request_headers = null, response_headers = null, response_body = null
    from webhook_invocations i where i.id = a.invocation_id and ${where}`)
  await tx.rows(sql`update webhook_invocations i set body = null, query = null, user_ids = '{}',
      state = case when state = 'waiting' then 'failed' else state end, completed_at = coalesce(completed_at, now())
    where ${where}`)
}

export const blankOfTicket = (tx: Db, ticketId: Id): Promise<void> =>
  blank(tx, sql`i.ticket_id = ${ticketId}`)

export const blankOfUser = (tx: Db, userId: Id): Promise<void> =>
  blank(tx, sql`i.user_ids @> array[${userId}::bigint]`)

/** Waiting messages, and the age of the oldest, in seconds. */
export const invocationBacklog = async (
  db: Db,
): Promise<{ readonly waiting: number; readonly broken: number }> =>
  (await db.one(sql<{ waiting: number; broken: number }>`
    select (select count(*)::int from webhook_invocations where state = 'waiting') as waiting,
      (select count(*)::int from webhooks where broken_until is not null) as broken`))!
