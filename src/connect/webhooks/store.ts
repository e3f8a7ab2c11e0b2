import type { RawBuilder } from 'kysely'
import { type Id, type Instant, type JsonObject, toIsoMs } from '../../kernel/index.ts'
import { type Db, liveProcessIds, sql } from '../../platform/db/index.ts'
import type { ListSource } from '../../platform/paging/index.ts'
import type { Breaker, RequestFormat } from './core/index.ts'

/** What an administrator sets of a webhook; secrets stand apart, sealed. */
export type WebhookSettings = {
  readonly name: string
  readonly description: string | null
  readonly status: 'active' | 'inactive'
  readonly subscriptions: readonly string[]
  readonly endpoint: string
  readonly http_method: string
  readonly request_format: RequestFormat
  readonly authentication: Authentication | null
  readonly custom_headers: Readonly<Record<string, string>> | null
}

/** What may be shown of how we say who we are: the secret of it is sealed in `credentials`. */
export type Authentication = {
  readonly type: 'basic_auth' | 'bearer_token' | 'api_key'
  /** Of `basic_auth`. */
  readonly username?: string
  /** Of `api_key`: the header. */
  readonly name?: string
}

export type Webhook = WebhookSettings & {
  readonly id: string
  readonly credentials: Buffer | null
  readonly secret: Buffer
  readonly previous_secret: Buffer | null
  readonly previous_secret_until: Instant | null
  readonly target_id: Id | null
  readonly created_at: Instant
  readonly created_by: Id | null
  readonly updated_at: Instant
  readonly updated_by: Id | null
  readonly disabled_reason: string | null
  readonly stretch_started_at: Instant | null
  readonly stretch_ok: number
  readonly stretch_failed: number
  readonly broken_until: Instant | null
  readonly trips: number
}

const COLUMNS: RawBuilder<Webhook> = sql<Webhook>`w.id, w.name, w.description, w.status, w.subscriptions, w.endpoint,
  w.http_method, w.request_format, w.authentication, w.credentials, w.custom_headers, w.secret, w.previous_secret,
  w.previous_secret_until, w.target_id, w.created_at, w.created_by, w.updated_at, w.updated_by, w.disabled_reason,
  w.stretch_started_at, w.stretch_ok, w.stretch_failed, w.broken_until, w.trips`

export type WebhookSort = 'id' | 'name' | 'status'

export const webhooksUnder = (where: RawBuilder<unknown>): ListSource<Webhook, WebhookSort> => ({
  select: COLUMNS,
  from: sql`webhooks w`,
  where,
  sorts: {
    id: { column: sql`w.id`, type: 'text' },
    name: { column: sql`w.name`, type: 'text' },
    status: { column: sql`w.status`, type: 'text' },
  },
  id: sql`w.id`,
})

/** By its id; or, of a target, by its number as text. */
export const findWebhook = (
  db: Db,
  id: string | { readonly targetId: string },
): Promise<Webhook | undefined> =>
  typeof id === 'string'
    ? db.one(sql<Webhook>`select ${COLUMNS} from webhooks w where w.id = ${id}`)
    : db.one(sql<Webhook>`select ${COLUMNS} from webhooks w where w.target_id::text = ${id.targetId}`)

/** What rules may call: all that take calls, and of those the targets by their numbers. */
export const namesOfEndpoints = async (
  db: Db,
): Promise<{ readonly webhooks: readonly Named[]; readonly targets: readonly Named[] }> => {
  const rows = await db.rows(sql<{ id: string; name: string; target_id: Id | null }>`
    select id, name, target_id from webhooks where status = 'active' order by name, id`)
  return {
    webhooks: rows.filter((row) => row.target_id === null).map(({ id, name }) => ({ id, name })),
    targets: rows.flatMap(({ target_id: id, name }) => (id === null ? [] : [{ id, name }])),
  }
}

type Named = { readonly id: Id | string; readonly name: string }

export const lockWebhook = (tx: Db, id: string): Promise<Webhook | undefined> =>
  tx.one(sql<Webhook>`select ${COLUMNS} from webhooks w where w.id = ${id} for update`)

export const countWebhooks = async (tx: Db): Promise<number> =>
  Number((await tx.one(sql<{ count: number }>`select count(*) as count from webhooks`))!.count)

export const isNameTaken = async (db: Db, name: string, except: string | null): Promise<boolean> =>
  (await db.one(sql`select from webhooks where name = ${name} and id is distinct from ${except}`)) !==
  undefined

export type NewWebhook = {
  readonly id: string
  readonly settings: WebhookSettings
  readonly credentials: Buffer | null
  readonly secret: Buffer
  readonly isTarget: boolean
  readonly by: Id | null
  readonly at: Instant
}

const json = (value: object | null): string | null => (value === null ? null : JSON.stringify(value))

export const insertWebhook = async (tx: Db, { settings, ...made }: NewWebhook): Promise<Webhook> =>
  (await tx.one(sql<Webhook>`
    insert into webhooks as w (id, name, description, status, subscriptions, endpoint, http_method, request_format,
      authentication, credentials, custom_headers, secret, target_id, created_at, created_by, updated_at, updated_by)
    values (${made.id}, ${settings.name}, ${settings.description}, ${settings.status}, ${settings.subscriptions}::text[],
      ${settings.endpoint}, ${settings.http_method}, ${settings.request_format},
      ${json(settings.authentication)}::jsonb, ${made.credentials}, ${json(settings.custom_headers)}::jsonb,
      ${made.secret}, ${made.isTarget ? sql`nextval('target_ids')` : null}, ${toIsoMs(made.at)}, ${made.by},
      ${toIsoMs(made.at)}, ${made.by})
    returning ${COLUMNS}`))!

export type WebhookChange = {
  readonly settings: WebhookSettings
  readonly credentials: Buffer | null
  readonly by: Id | null
  readonly at: Instant
}

/** A webhook that somebody has changed is given a new chance: its breaker is closed. */
export const updateWebhook = async (
  tx: Db,
  id: string,
  { settings, credentials, by, at }: WebhookChange,
): Promise<Webhook> =>
  (await tx.one(sql<Webhook>`
    update webhooks w set name = ${settings.name}, description = ${settings.description}, status = ${settings.status},
      subscriptions = ${settings.subscriptions}::text[], endpoint = ${settings.endpoint},
      http_method = ${settings.http_method}, request_format = ${settings.request_format},
      authentication = ${json(settings.authentication)}::jsonb, credentials = ${credentials},
      custom_headers = ${json(settings.custom_headers)}::jsonb, updated_at = ${toIsoMs(at)}, updated_by = ${by},
      disabled_reason = null, stretch_started_at = null, stretch_ok = 0, stretch_failed = 0, broken_until = null, trips = 0
    where id = ${id} returning ${COLUMNS}`))!

export const deleteWebhook = (tx: Db, id: string): Promise<unknown> =>
  tx.rows(sql`delete from webhooks where id = ${id}`)

/** The old secret goes on signing beside the new one for a while, so that receivers can change over. */
export const rotateSecret = async (
  tx: Db,
  id: string,
  secret: Buffer,
  previousUntil: Instant,
): Promise<void> => {
  await tx.rows(sql`update webhooks set previous_secret = secret, previous_secret_until = ${toIsoMs(previousUntil)},
    secret = ${secret} where id = ${id}`)
}

/** Those that wait for events of these types: `{id, subscriptions}` of active ones. */
export const subscribersOf = (
  db: Db,
): Promise<{ readonly id: string; readonly subscriptions: readonly string[] }[]> =>
  db.rows(sql<{ id: string; subscriptions: string[] }>`
    select id, subscriptions from webhooks
    where status = 'active' and subscriptions <> array['conditional_ticket_events'] order by id`)

/**
 * Takes endpoints that something is due for and that no living process serves: one process at a time sends to an
 * endpoint, so that what it gets is in order.
 */
export const claimWebhooks = (db: Db, owner: number, now: Instant, limit: number): Promise<Webhook[]> =>
  db.rows(sql<Webhook>`
    update webhooks w set lease_owner = ${owner}, lease_until = now() + interval '60 seconds'
    where w.id in (
      select c.id from webhooks c
      where c.status = 'active' and (c.broken_until is null or c.broken_until <= ${toIsoMs(now)})
        and (c.lease_owner is null or c.lease_until <= now() or c.lease_owner not in ${liveProcessIds})
        and exists (select from webhook_invocations i
          where i.webhook_id = c.id and i.state = 'waiting' and i.due_at <= ${toIsoMs(now)})
      order by c.lease_until nulls first limit ${limit} for update skip locked)
    returning ${COLUMNS}`)

/** As it stands now, the lease prolonged; undefined where it was switched off, changed hands or is gone. */
export const keepWebhook = (db: Db, id: string, owner: number): Promise<Webhook | undefined> =>
  db.one(sql<Webhook>`update webhooks w set lease_until = now() + interval '60 seconds'
    where id = ${id} and lease_owner = ${owner} and status = 'active' returning ${COLUMNS}`)

export const releaseWebhook = (db: Db, id: string, owner: number): Promise<unknown> =>
  db.rows(
    sql`update webhooks set lease_owner = null, lease_until = null where id = ${id} and lease_owner = ${owner}`,
  )

export const saveBreaker = (tx: Db, id: string, breaker: Breaker): Promise<unknown> =>
  tx.rows(sql`update webhooks set stretch_started_at = ${instant(breaker.startedAt)}, stretch_ok = ${breaker.ok},
    stretch_failed = ${breaker.failed}, broken_until = ${instant(breaker.brokenUntil)}, trips = ${breaker.trips}
    where id = ${id}`)

export const disableWebhook = (tx: Db, id: string, reason: string, at: Instant): Promise<unknown> =>
  tx.rows(sql`update webhooks set status = 'inactive', disabled_reason = ${reason}, updated_at = ${toIsoMs(at)},
    updated_by = null where id = ${id}`)

const instant = (at: Instant | null): string | null => (at === null ? null : toIsoMs(at))

export type NotedWebhook = {
  readonly actorId: Id | null
  readonly actedBy: Id | null
  readonly via: string
  readonly ip: string | null
  readonly requestId: string | null
  readonly action: string
  readonly webhook: Pick<Webhook, 'id' | 'name'>
  readonly before: JsonObject | null
  readonly after: JsonObject | null
  readonly at: Instant
}

/** Who did what to a webhook; secrets are not among it. */
export const noteWebhook = (tx: Db, noted: NotedWebhook): Promise<unknown> =>
  tx.rows(sql`insert into audit_log
      (at, actor_id, acted_by, via, ip, request_id, action, source_type, source_id, source_label, before, after)
    values (${toIsoMs(noted.at)}, ${noted.actorId}, ${noted.actedBy}, ${noted.via}, ${noted.ip}, ${noted.requestId},
      ${noted.action}, 'webhook', ${noted.webhook.id}, ${noted.webhook.name}, ${json(noted.before)}::jsonb,
      ${json(noted.after)}::jsonb)`)
