import { Type } from 'typebox'
import { DAY_MS, type Id, invalidField, notFound, plusMs, Refused } from '../../kernel/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery } from '../../platform/paging/index.ts'
import { ownAddressesOf } from '../own-addresses.ts'
import { type ConnectOptions, MailboxTrouble, openFolder } from './connection.ts'
import { isElsewhere, MailboxInput, readMailboxInput } from './input.ts'
import type { Mailbox, MailboxSettings } from './mailbox.ts'
import { noteMailbox } from './note.ts'
import { Health, MailboxShown, presentHealth, presentMailbox } from './present.ts'
import {
  countMessages,
  deleteMailbox,
  dueNow,
  findMailbox,
  insertMailbox,
  listMailboxes,
  openMessages,
  retryLeft,
  updateMailbox,
} from './store.ts'
import { targetOf } from './target.ts'

export type MailboxRoom = {
  readonly ground: Pick<Ground, 'db' | 'clock' | 'keys' | 'egress' | 'settings' | 'policy'>
  readonly connect?: ConnectOptions
  /** Told after a mailbox was changed, so that this process looks into it at once. */
  readonly onChanged: () => void
}

type Asked<P, B = unknown> = ApiRequest<P, unknown, B>

const mustFind = async (room: MailboxRoom, id: Id): Promise<Mailbox> => {
  const found = await findMailbox(room.ground.db, id)
  if (found === undefined) throw new Refused(notFound)
  return found
}

const readInput = async (
  { ground }: MailboxRoom,
  input: MailboxInput,
  standing?: MailboxSettings,
): Promise<MailboxSettings> => {
  const own = ownAddressesOf(await ground.policy.current(), ground.settings)
  const settings = readMailboxInput(input, standing, (address) => own.find(address)?.email === address)
  const target = await targetOf(ground, settings)
  if (!target.ok) throw new Refused(invalidField(target.field, `${target.field}: ${target.error}`))
  return settings
}

const seal = ({ ground }: MailboxRoom, password: string): Buffer =>
  ground.keys.seal('mailbox', Buffer.from(password, 'utf8'))

const create = async (
  room: MailboxRoom,
  request: Asked<unknown, { readonly mailbox: MailboxInput }>,
): Promise<ApiReply> => {
  const { db, clock } = room.ground
  const input = request.body.mailbox
  const settings = await readInput(room, input)
  const box = await db.transaction(async (tx) => {
    const at = clock.now()
    const made = await insertMailbox(tx, settings, seal(room, input.password ?? ''), at)
    await noteMailbox(tx, request, { action: 'create', box: made, before: null, after: made, at })
    await request.idempotency.locate(tx, 201, `/api/v2/mailboxes/${made.id}`)
    return made
  })
  room.onChanged()
  const location = `${request.origin}/api/v2/mailboxes/${box.id}.json`
  return { status: 201, body: { mailbox: presentMailbox(request.origin)(box) }, headers: { location } }
}

const update = async (
  room: MailboxRoom,
  request: Asked<{ readonly id: Id }, { readonly mailbox: MailboxInput }>,
): Promise<ApiReply> => {
  const { db, clock } = room.ground
  const input = request.body.mailbox
  const before = await mustFind(room, request.params.id)
  const settings = await readInput(room, input, before)
  // What was sealed for one server is not shown to another that somebody else chose.
  if (input.password === undefined && (before.host !== settings.host || before.port !== settings.port))
    throw new Refused(
      invalidField('password', 'password: must be given again for another server', 'BlankValue'),
    )
  const password = input.password === undefined ? before.password : seal(room, input.password)
  const box = await db.transaction(async (tx) => {
    const at = clock.now()
    const change = { settings, password, isElsewhere: isElsewhere(before, settings) }
    const after = await updateMailbox(tx, before.id, change, at)
    await noteMailbox(tx, request, { action: 'update', box: after, before, after, at })
    return after
  })
  room.onChanged()
  return { body: { mailbox: presentMailbox(request.origin)(box) } }
}

const remove = async (room: MailboxRoom, request: Asked<{ readonly id: Id }>): Promise<ApiReply> => {
  const { db, clock } = room.ground
  await db.transaction(async (tx) => {
    const box = await deleteMailbox(tx, request.params.id)
    if (box === undefined) throw new Refused(notFound)
    await noteMailbox(tx, request, { action: 'destroy', box, before: box, after: null, at: clock.now() })
  })
  room.onChanged()
  return { status: 204 }
}

const MAX_SHOWN_LEFT = 20
const NO_COUNTS = { kept_today: 0, unmarked: 0, failing: 0, left: 0 }

const health = async (room: MailboxRoom, { params }: Asked<{ readonly id: Id }>): Promise<ApiReply> => {
  const { db, clock } = room.ground
  const box = await mustFind(room, params.id)
  const counts = await countMessages(db, plusMs(clock.now(), -DAY_MS))
  const name = { mailboxId: box.id, uidValidity: box.uid_validity ?? 0 }
  const left = await openMessages(db, name, ['left'], MAX_SHOWN_LEFT)
  const ofBox = counts.find(({ mailbox_id: id }) => id === box.id) ?? NO_COUNTS
  return { body: { health: presentHealth(box, { counts: ofBox, left }) } }
}

const retry = async (room: MailboxRoom, request: Asked<{ readonly id: Id }>): Promise<ApiReply> => {
  const { db, clock } = room.ground
  const box = await mustFind(room, request.params.id)
  await db.transaction(async (tx) => {
    await retryLeft(tx, box.id)
    await dueNow(tx, box.id, clock.now())
    await noteMailbox(tx, request, { action: 'update', box, before: box, after: box, at: clock.now() })
  })
  room.onChanged()
  return health(room, request)
}

const Tested = Type.Object({
  ok: Type.Boolean(),
  field: Type.Union([Type.String(), Type.Null()]),
  error: Type.Union([Type.String(), Type.Null()]),
  messages: Type.Union([Type.Integer(), Type.Null()]),
})

/** Tries the connection only: signs in, opens the folder, changes nothing. */
const test = async (
  room: MailboxRoom,
  request: Asked<unknown, { readonly mailbox: MailboxInput & { readonly id?: Id } }>,
): Promise<ApiReply> => {
  const { id, ...input } = request.body.mailbox
  const standing = id === undefined ? undefined : await mustFind(room, id)
  const settings = await readInput(room, input, standing)
  const moved = standing !== undefined && (standing.host !== settings.host || standing.port !== settings.port)
  if (moved && input.password === undefined)
    throw new Refused(
      invalidField('password', 'password: must be given again for another server', 'BlankValue'),
    )
  const password =
    input.password ??
    room.ground.keys.open('mailbox', standing?.password ?? Buffer.alloc(0))?.toString('utf8') ??
    ''
  return { body: { test: await tryOut(room, settings, password) } }
}

const tryOut = async (room: MailboxRoom, settings: MailboxSettings, password: string): Promise<object> => {
  const target = await targetOf(room.ground, settings)
  if (!target.ok) return { ok: false, field: target.field, error: target.error, messages: null }
  try {
    const folder = await openFolder({ ...settings, password }, target.addresses, room.connect)
    await folder.close()
    return { ok: true, field: null, error: null, messages: folder.exists }
  } catch (error) {
    if (!(error instanceof MailboxTrouble)) throw error
    return { ok: false, field: error.field, error: error.message, messages: null }
  }
}

const IdParams = Type.Object({ id: Type.Integer() })
const Body = Type.Object({ mailbox: MailboxInput })
const TestBody = Type.Object({
  mailbox: Type.Object(
    { ...MailboxInput.properties, id: Type.Optional(Type.Integer({ minimum: 1 })) },
    { additionalProperties: false },
  ),
})
const Reply = Type.Object({ mailbox: MailboxShown })
const HealthReply = Type.Object({ health: Health })
const common = { permission: 'policy.manage' } as const
const READ = { ...common, method: 'GET', scope: 'mailboxes:read', rate: 'read', audit: 'none' } as const
const WRITE = { ...common, scope: 'mailboxes:write', rate: 'write', audit: 'mailbox' } as const

/** Mailboxes that mail is fetched from by IMAP. Who may set them up reads all mail in them. */
export const mailboxRoutes = (room: MailboxRoom): Route[] => [
  route({
    ...READ,
    path: '/api/v2/mailboxes',
    operation: 'ListMailboxes',
    summary: 'Lists the mailboxes that mail is fetched from',
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ mailboxes: Type.Array(MailboxShown) }) },
    handler: async (request) => {
      const listing = paged(await listMailboxes(room.ground.db), request.query)
      return {
        body: listReply(request, 'mailboxes', listing, listing.rows.map(presentMailbox(request.origin))),
      }
    },
  }),
  route({
    ...READ,
    path: '/api/v2/mailboxes/:id',
    operation: 'ShowMailbox',
    summary: 'Shows a mailbox',
    params: IdParams,
    response: { 200: Reply },
    handler: async ({ params, origin }) => ({
      body: { mailbox: presentMailbox(origin)(await mustFind(room, params.id)) },
    }),
  }),
  route({
    ...READ,
    path: '/api/v2/mailboxes/:id/health',
    operation: 'ShowMailboxHealth',
    summary: 'How fetching from a mailbox goes, and what waits in it',
    params: IdParams,
    response: { 200: HealthReply },
    handler: (request) => health(room, request),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/api/v2/mailboxes',
    operation: 'CreateMailbox',
    summary: 'Sets up a mailbox to fetch mail from',
    body: Body,
    response: { 201: Reply },
    handler: (request) => create(room, request),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/api/v2/mailboxes/test',
    operation: 'TestMailbox',
    summary: 'Tries a mailbox out: signs in and opens its folder',
    audit: 'none',
    body: TestBody,
    response: { 200: Type.Object({ test: Tested }) },
    handler: (request) => test(room, request),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/api/v2/mailboxes/:id/retry',
    operation: 'RetryMailbox',
    summary: 'Looks into a mailbox now, at the messages too that were left there',
    params: IdParams,
    response: { 200: HealthReply },
    handler: (request) => retry(room, request),
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/api/v2/mailboxes/:id',
    operation: 'UpdateMailbox',
    summary: 'Changes a mailbox',
    params: IdParams,
    body: Body,
    response: { 200: Reply },
    handler: (request) => update(room, request),
  }),
  route({
    ...WRITE,
    method: 'DELETE',
    path: '/api/v2/mailboxes/:id',
    operation: 'DeleteMailbox',
    summary: 'Stops fetching from a mailbox; its messages stay',
    params: IdParams,
    response: { 204: Type.Null() },
    handler: (request) => remove(room, request),
  }),
]
