import { DAY_MS, invalid, invalidField, notFound, plusMs, Refused } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { ApiRequest } from '../../platform/http/index.ts'
import { ulidOf } from '../../sla/index.ts'
import { refuseInUse, rulesNaming } from '../../tickets/index.ts'
import { target, WEBHOOK_KEY } from './call.ts'
import type { ReadWebhook } from './input.ts'
import type { WebhookRoom } from './room.ts'
import { newSigningSecret } from './sign.ts'
import {
  countWebhooks,
  deleteWebhook,
  insertWebhook,
  isNameTaken,
  lockWebhook,
  noteWebhook,
  rotateSecret,
  updateWebhook,
  type Webhook,
  type WebhookSettings,
} from './store.ts'

const MAX_WEBHOOKS = 1000
const KEEP_OLD_SECRET_MS = DAY_MS

export type Asked = Pick<ApiRequest<unknown, unknown, unknown>, 'caller' | 'ip' | 'requestId' | 'idempotency'>

/** Where the desk may send to: refuses with the sentence of the one way out, before anything is kept. */
export const checkEndpoint = async ({ ground }: WebhookRoom, url: string): Promise<void> => {
  if (
    ground.settings.webhookHosts.length === 0 ||
    !('allowPrivate' in target(ground.settings.webhookHosts, url))
  ) {
    const { hostname, protocol, port, username, password } = new URL(url)
    if (protocol !== 'https:') throw endpointRefused('must start with https://')
    if (username !== '' || password !== '') throw endpointRefused('must not hold a user name or password')
    if (!['', '443', '8443'].includes(port)) throw endpointRefused(`port ${port} is not allowed`)
    const found = await ground.egress.resolve(hostname)
    // A name that leads nowhere now may do so later; an address that is ours never may.
    if (!found.ok && found.error.reason === 'address') throw endpointRefused(found.error.message)
  }
}

const endpointRefused = (why: string): Refused => new Refused(invalidField('endpoint', `endpoint: ${why}`))

const seal = ({ ground }: WebhookRoom, secret: string): Buffer =>
  ground.keys.seal(WEBHOOK_KEY, Buffer.from(secret, 'utf8'))

/** The secret that signs now. */
export const secretOf = ({ ground }: WebhookRoom, { secret }: Webhook): string =>
  ground.keys.open(WEBHOOK_KEY, secret)?.toString('utf8') ?? ''

const checkName = async (db: Db, name: string, except: string | null): Promise<void> => {
  if (await isNameTaken(db, name, except))
    throw new Refused(invalidField('name', 'name: is already in use', 'DuplicateValue'))
}

/** What the log tells of a webhook: its settings; that there are secrets, not what they are. */
const told = ({ settings, credential }: Partial<ReadWebhook> & { readonly settings: WebhookSettings }) => ({
  ...JSON.parse(JSON.stringify(settings)),
  ...(credential === undefined ? {} : { credential: credential === null ? 'removed' : 'set' }),
})

type Noted = { readonly action: string; readonly before: object | null; readonly after: object | null }

const note = (
  tx: Db,
  { caller, ip, requestId }: Asked,
  webhook: Webhook,
  at: Webhook['updated_at'],
  { action, before, after }: Noted,
): Promise<unknown> =>
  noteWebhook(tx, {
    actorId: caller.userId,
    actedBy: viewerOf(caller).actedBy ?? null,
    via: 'api',
    ip,
    requestId,
    action,
    webhook,
    before: before && told({ settings: settingsOf(before as Webhook) }),
    after: after as never,
    at,
  })

/** The part of a row that administrators set. */
export const settingsOf = (webhook: WebhookSettings): WebhookSettings => ({
  name: webhook.name,
  description: webhook.description,
  status: webhook.status,
  subscriptions: webhook.subscriptions,
  endpoint: webhook.endpoint,
  http_method: webhook.http_method,
  request_format: webhook.request_format,
  authentication: webhook.authentication,
  custom_headers: webhook.custom_headers,
})

export const createWebhook = async (
  room: WebhookRoom,
  asked: Asked,
  read: ReadWebhook,
  options: { readonly isTarget?: boolean; readonly credentials?: Buffer | null } = {},
): Promise<Webhook> => {
  const { ground } = room
  await checkEndpoint(room, read.settings.endpoint)
  const { isTarget = false, credentials = null } = options
  return ground.db.transaction(async (tx) => {
    await checkName(tx, read.settings.name, null)
    if ((await countWebhooks(tx)) >= MAX_WEBHOOKS)
      throw new Refused(
        invalid({
          field: 'base',
          error: 'TooLong',
          description: `There are ${MAX_WEBHOOKS} webhooks already`,
        }),
      )
    const at = ground.clock.now()
    const made = await insertWebhook(tx, {
      id: ulidOf(at, ground.randomBytes(10)),
      settings: read.settings,
      credentials: typeof read.credential === 'string' ? seal(room, read.credential) : credentials,
      secret: seal(room, newSigningSecret(ground.randomBytes)),
      isTarget,
      by: asked.caller.userId,
      at,
    })
    await note(tx, asked, made, at, { action: 'create', before: null, after: told(read) })
    const path = isTarget ? `/api/v2/targets/${made.target_id}` : `/api/v2/webhooks/${made.id}`
    await asked.idempotency.locate(tx, 201, path)
    return made
  })
}

/** `read` sees what stands, under its lock. */
export const changeWebhook = async (
  room: WebhookRoom,
  asked: Asked,
  id: string,
  read: (standing: Webhook) => ReadWebhook,
): Promise<Webhook> => {
  const { ground } = room
  return ground.db.transaction(async (tx) => {
    const before = await lockWebhook(tx, id)
    if (before === undefined) throw new Refused(notFound)
    const change = read(before)
    if (change.settings.endpoint !== before.endpoint) await checkEndpoint(room, change.settings.endpoint)
    if (change.settings.name !== before.name) await checkName(tx, change.settings.name, id)
    const { credential, settings } = change
    const credentials =
      credential === undefined ? before.credentials : credential === null ? null : seal(room, credential)
    const at = ground.clock.now()
    const after = await updateWebhook(tx, id, { settings, credentials, by: asked.caller.userId, at })
    await note(tx, asked, after, at, { action: 'update', before, after: told(change) })
    return after
  })
}

export const removeWebhook = async (room: WebhookRoom, asked: Asked, id: string): Promise<void> => {
  const { ground } = room
  const policy = await ground.policy.current()
  await ground.db.transaction(async (tx) => {
    const before = await lockWebhook(tx, id)
    if (before === undefined) throw new Refused(notFound)
    refuseInUse('Webhook', rulesNaming(policy, { kind: 'webhook', id }))
    if (before.target_id !== null)
      refuseInUse('Target', rulesNaming(policy, { kind: 'target', id: before.target_id }))
    await deleteWebhook(tx, id)
    await note(tx, asked, before, ground.clock.now(), { action: 'destroy', before, after: null })
  })
}

/** A new signing secret; the old one signs beside it for a day (Standard Webhooks' two signatures). */
export const resetSecret = async (room: WebhookRoom, asked: Asked, id: string): Promise<string> => {
  const { ground } = room
  const secret = newSigningSecret(ground.randomBytes)
  await ground.db.transaction(async (tx) => {
    const webhook = await lockWebhook(tx, id)
    if (webhook === undefined) throw new Refused(notFound)
    const at = ground.clock.now()
    await rotateSecret(tx, id, seal(room, secret), plusMs(at, KEEP_OLD_SECRET_MS))
    await note(tx, asked, webhook, at, { action: 'reset_secret', before: null, after: null })
    await asked.idempotency.locate(tx, 201, `/api/v2/webhooks/${id}/signing_secret`)
  })
  return secret
}

/** Note of a replay, in its transaction. */
export const noteReplay = (
  tx: Db,
  asked: Asked,
  webhook: Webhook,
  invocationId: string,
  at: Webhook['updated_at'],
) => note(tx, asked, webhook, at, { action: 'replay', before: null, after: { invocation_id: invocationId } })
