import { type Static, type TSchema, Type } from 'typebox'
import { type Id, invalidField, notFound, Refused, toIso } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { textToHtml } from '../../platform/html/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, type PagingQuery, paged, pagingQuery } from '../../platform/paging/index.ts'
import { LOG_STATES, LOG_TYPES, type LogEntry, textOfStructure } from '../core/comment-structure.ts'
import { historiesOf, type LogHistory, type LogVersion, logOf, positionAt } from '../core/log.ts'
import type { Room } from '../room.ts'
import { allStructured } from '../structured-store.ts'
import { type Asked, changeTicket, seenTicket } from '../support.ts'
import { IdParams } from '../wire/schemas.ts'

/** Entries of a ticket, those that were taken out included. */
export const MAX_ENTRIES = 500
const MAX_TITLE = 255
const MAX_TEXT = 16_000

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const optional = <T extends TSchema>(schema: T) => Type.Optional(nullable(schema))
const words = (names: readonly string[]) => Type.Union(names.map((name) => Type.Literal(name)))

const EntryInput = Type.Object({
  type: Type.Optional(words(LOG_TYPES)),
  state: Type.Optional(words(LOG_STATES)),
  title: Type.Optional(Type.String()),
  details: optional(Type.String()),
  outcome: optional(Type.String()),
  /** The place in the log, from 1. */
  position: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_ENTRIES })),
  /** Of changes: refused where the entry has another version by now. */
  version: Type.Optional(Type.Integer({ minimum: 1 })),
})
type EntryInput = Static<typeof EntryInput>

const shown = {
  type: Type.String(),
  state: Type.String(),
  title: Type.String(),
  details: nullable(Type.String()),
  outcome: nullable(Type.String()),
  removed: Type.Boolean(),
  version: Type.Integer(),
  comment_id: Type.Integer(),
  author_id: Type.Integer(),
  updated_at: Type.String({ format: 'date-time' }),
}
const Entry = Type.Object({
  id: Type.Integer(),
  position: nullable(Type.Integer()),
  ...shown,
  created_by_id: Type.Integer(),
  created_at: Type.String({ format: 'date-time' }),
})
const Version = Type.Object(shown)

const presentVersion = ({ id, author_id, created_at, structure }: LogVersion, version: number) => ({
  type: structure.type,
  state: structure.state,
  title: structure.title,
  details: structure.details,
  outcome: structure.outcome,
  removed: structure.removed,
  version,
  comment_id: id,
  author_id,
  updated_at: toIso(created_at),
})

/** `place`: in the log, from 0; below that where it was taken out. */
const presentEntry = ({ id, versions, newest }: LogHistory, place: number) => ({
  id,
  position: place < 0 ? null : place + 1,
  ...presentVersion(newest, versions.length),
  created_by_id: versions[0]!.author_id,
  created_at: toIso(versions[0]!.created_at),
})

const versionsOf = (room: Room, { caller }: Pick<Asked, 'caller'>, ticketId: Id): Promise<LogVersion[]> =>
  allStructured(room.ground.db, viewerOf(caller), ticketId, 'troubleshooting')

const replyOf = async (
  room: Room,
  request: Asked,
  ticketId: Id,
  entryId: Id,
): Promise<{ troubleshooting_entry: object; versions: object[] }> => {
  const versions = await versionsOf(room, request, ticketId)
  const entry = historiesOf(versions).find(({ id }) => id === entryId)
  if (entry === undefined) throw new Refused(notFound)
  const place = logOf(versions).findIndex(({ id }) => id === entryId)
  return {
    troubleshooting_entry: presentEntry(entry, place),
    versions: entry.versions.map((version, index) => presentVersion(version, index + 1)),
  }
}

const FIRST: LogEntry = {
  kind: 'troubleshooting',
  entryId: null,
  version: 1,
  type: 'hypothesis',
  state: 'open',
  title: '',
  details: null,
  outcome: null,
  position: 1,
  removed: false,
}

/** The next version of an entry. Refuses what is too long, by field. */
const edited = (standing: LogEntry, input: EntryInput): LogEntry => {
  const { type, state, title, details, outcome } = input
  const entry: LogEntry = {
    ...standing,
    type: (type ?? standing.type) as LogEntry['type'],
    state: (state ?? standing.state) as LogEntry['state'],
    title: (title ?? standing.title).replace(/[\p{Cc}\s]+/gu, ' ').trim(),
    details: details === undefined ? standing.details : details?.trim() || null,
    outcome: outcome === undefined ? standing.outcome : outcome?.trim() || null,
  }
  if (entry.title === '') throw new Refused(invalidField('title', 'Title: cannot be blank', 'BlankValue'))
  tooLong('title', entry.title, MAX_TITLE)
  tooLong('details', entry.details, MAX_TEXT)
  tooLong('outcome', entry.outcome, MAX_TEXT)
  return entry
}

const tooLong = (name: string, text: string | null, most: number): void => {
  if ((text?.length ?? 0) <= most) return
  const title = name.charAt(0).toUpperCase() + name.slice(1)
  throw new Refused(invalidField(name, `${title}: is too long (maximum is ${most} characters)`, 'TooLong'))
}

/** Each version is an internal note that says it in words. Answers the note's id. */
const write = async (room: Room, request: Asked, ticketId: Id, entry: LogEntry): Promise<Id> => {
  const text = textOfStructure(entry, String)
  const comment = { text, html: textToHtml(text), public: false, attachments: [], structure: entry }
  const { comment: written } = await changeTicket(room, request, ticketId, { comment })
  return written!.id
}

type OfTicket = ApiRequest<{ id: Id }, unknown, { troubleshooting_entry: EntryInput }>
type OfEntry<Body = unknown> = ApiRequest<{ id: Id; entryId: Id }, unknown, Body>

const listEntries = async (
  room: Room,
  request: ApiRequest<{ id: Id }, PagingQuery & { readonly state?: string; readonly type?: string }, unknown>,
): Promise<ApiReply> => {
  await seenTicket(room, request, request.params.id)
  const { state, type } = request.query
  const log = logOf(await versionsOf(room, request, request.params.id)).map(presentEntry)
  const wanted = log.filter(
    (entry) => (state === undefined || entry.state === state) && (type === undefined || entry.type === type),
  )
  const listing = paged(wanted, request.query)
  return { body: listReply(request, 'troubleshooting_entries', listing, listing.rows) }
}

const add = async (room: Room, request: OfTicket): Promise<ApiReply> => {
  const { params, body } = request
  await seenTicket(room, request, params.id)
  const versions = await versionsOf(room, request, params.id)
  if (historiesOf(versions).length >= MAX_ENTRIES)
    throw new Refused(invalidField('base', `Troubleshooting: a ticket has at most ${MAX_ENTRIES} entries`))
  const input = body.troubleshooting_entry
  const entry = edited({ ...FIRST, position: positionAt(logOf(versions), input.position) }, input)
  const id = await write(room, request, params.id, entry)
  return { status: 201, body: await replyOf(room, request, params.id, id) }
}

/** The entry as it stands; one that was taken out, or never was, is not there. */
const standingEntry = async (
  room: Room,
  request: OfEntry,
): Promise<{ log: LogHistory[]; entry: LogHistory }> => {
  const { id, entryId } = request.params
  await seenTicket(room, request, id)
  const log = logOf(await versionsOf(room, request, id))
  const entry = log.find((one) => one.id === entryId)
  if (entry === undefined) throw new Refused(notFound)
  return { log, entry }
}

const change = async (
  room: Room,
  request: OfEntry<{ troubleshooting_entry: EntryInput }>,
): Promise<ApiReply> => {
  const { id, entryId } = request.params
  const { log, entry } = await standingEntry(room, request)
  const input = request.body.troubleshooting_entry
  const count = entry.versions.length
  if (input.version !== undefined && input.version !== count)
    throw new Refused({ code: 'conflict', message: `The entry has version ${count} by now` })
  const standing = entry.newest.structure
  const others = log.filter((one) => one !== entry)
  const isMoved = input.position !== undefined && log.indexOf(entry) !== input.position - 1
  const position = isMoved ? positionAt(others, input.position) : standing.position
  const next = edited({ ...standing, position }, input)
  if (JSON.stringify(next) !== JSON.stringify(standing))
    await write(room, request, id, { ...next, entryId, version: count + 1 })
  return { body: await replyOf(room, request, id, entryId) }
}

const remove = async (room: Room, request: OfEntry): Promise<ApiReply> => {
  const { id, entryId } = request.params
  const { entry } = await standingEntry(room, request)
  const version = entry.versions.length + 1
  await write(room, request, id, { ...entry.newest.structure, entryId, version, removed: true })
  return { status: 204 }
}

const read = { permission: 'tickets.read', scope: 'tickets:read', rate: 'read', audit: 'none' } as const
const writing = {
  permission: 'tickets.comment_private',
  scope: 'tickets:write',
  rate: 'write',
  audit: 'ticket audit',
} as const
const PATH = '/api/v2/tickets/:id/troubleshooting'
const EntryParams = Type.Object({ id: Type.Integer(), entryId: Type.Integer() })
const Body = Type.Object({ troubleshooting_entry: EntryInput })
const OneReply = Type.Object({ troubleshooting_entry: Entry, versions: Type.Array(Version) })

/** The troubleshooting log: hypotheses, attempts, the environment, results. */
export const logRoutes = (room: Room): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: PATH,
    operation: 'ListTroubleshootingEntries',
    summary: 'The troubleshooting log of a ticket, in its order',
    params: IdParams,
    query: Type.Object({
      ...pagingQuery,
      state: Type.Optional(words(LOG_STATES)),
      type: Type.Optional(words(LOG_TYPES)),
    }),
    response: { 200: listSchema({ troubleshooting_entries: Type.Array(Entry) }) },
    handler: (request) => listEntries(room, request),
  }),
  route({
    ...writing,
    method: 'POST',
    path: PATH,
    operation: 'AddTroubleshootingEntry',
    summary: 'Write down a hypothesis, an attempt, the environment or a result',
    params: IdParams,
    body: Body,
    response: { 201: OneReply },
    handler: (request) => add(room, request),
  }),
  route({
    ...read,
    method: 'GET',
    path: `${PATH}/:entryId`,
    operation: 'ShowTroubleshootingEntry',
    summary: 'One entry of the log with all its versions, one that was taken out too',
    params: EntryParams,
    response: { 200: OneReply },
    handler: async (request) => {
      const { id, entryId } = request.params
      await seenTicket(room, request, id)
      return { body: await replyOf(room, request, id, entryId) }
    },
  }),
  route({
    ...writing,
    method: 'PUT',
    path: `${PATH}/:entryId`,
    operation: 'ChangeTroubleshootingEntry',
    summary: 'Write a new version of an entry, or move it; earlier ones stay readable',
    params: EntryParams,
    body: Body,
    response: { 200: OneReply },
    handler: (request) => change(room, request),
  }),
  route({
    ...writing,
    method: 'DELETE',
    path: `${PATH}/:entryId`,
    operation: 'RemoveTroubleshootingEntry',
    summary: 'Take an entry out of the log; what it said stays readable',
    params: EntryParams,
    response: { 204: Type.Null() },
    handler: (request) => remove(room, request),
  }),
]
