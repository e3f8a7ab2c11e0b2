import { type Static, type TSchema, Type } from 'typebox'
import { type FieldError, type Id, invalid, invalidField, Refused } from '../../kernel/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { Job, presentJob } from '../../platform/jobs/index.ts'
import { askerOf } from '../api/resolve.ts'
import { ANNOUNCED_OF, toldOf } from '../core/announcement.ts'
import { EMPTY_PLAN } from '../core/change-plan.ts'
import type { Announcement } from '../core/event.ts'
import type { Ticket } from '../core/ticket.ts'
import type { Room } from '../room.ts'
import { MAX_COMMENT_BYTES } from '../wire/read-comment.ts'
import { IdParams } from '../wire/schemas.ts'
import { startAnnouncing } from './announce.ts'
import { seenChange } from './change-api.ts'
import { type Affected, affectedBy, announcementsOf } from './store.ts'

/** People told by one announcement. */
export const MAX_RECIPIENTS = 2000
const MAX_SUBJECT = 1000

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const About = Type.Union(ANNOUNCED_OF.map((about) => Type.Literal(about)))
const Input = Type.Object({
  about: Type.Optional(About),
  subject: Type.Optional(Type.String()),
  body: Type.Optional(Type.String()),
  version: Type.Optional(Type.Integer({ minimum: 0 })),
})
type Input = Static<typeof Input>

const Preview = Type.Object({
  about: Type.String(),
  version: Type.Integer(),
  /** Who will be told, and who knows of this version already. */
  recipients: Type.Array(
    Type.Object({
      user_id: Type.Integer(),
      name: Type.String(),
      email: nullable(Type.String()),
      organization_id: nullable(Type.Integer()),
      told: Type.Boolean(),
    }),
  ),
  count: Type.Integer(),
})

type What = Pick<Announcement, 'about' | 'version'>
type Recipient = Affected & { readonly told: boolean }

/** Whom a change affects, each with whether they know of this version of it. */
const recipientsOf = async ({ ground }: Room, { id, plan }: Ticket, what: What): Promise<Recipient[]> => {
  const people = await affectedBy(ground.db, plan ?? EMPTY_PLAN, MAX_RECIPIENTS + 1)
  if (people.length > MAX_RECIPIENTS)
    throw new Refused(invalidField('base', `Announcement: affects more than ${MAX_RECIPIENTS} people`))
  const told = toldOf(await announcementsOf(ground.db, id), what)
  return people.map((person) => ({ ...person, told: told.has(person.id) }))
}

const whatOf = ({ plan }: Ticket, about: string | undefined): What => ({
  about: about === 'completion' ? 'completion' : 'plan',
  version: (plan ?? EMPTY_PLAN).version,
})

const preview = async (
  room: Room,
  request: ApiRequest<{ id: Id }, { readonly about?: string }, unknown>,
): Promise<ApiReply> => {
  const change = await seenChange(room, request)
  const what = whatOf(change, request.query.about)
  const recipients = (await recipientsOf(room, change, what)).map(({ id, ...one }) => ({
    user_id: id,
    ...one,
  }))
  return {
    body: { announcement: { ...what, recipients, count: recipients.filter(({ told }) => !told).length } },
  }
}

/** What is said. Refuses what is missing or too long, by field. */
const readWords = (input: Input): { subject: string; text: string } => {
  const errors: FieldError[] = []
  const subject = (input.subject ?? '').replace(/[\p{Cc}\s]+/gu, ' ').trim()
  const text = (input.body ?? '').trim()
  if (subject === '')
    errors.push({ field: 'subject', error: 'BlankValue', description: 'Subject: cannot be blank' })
  if (text === '') errors.push({ field: 'body', error: 'BlankValue', description: 'Body: cannot be blank' })
  if (subject.length > MAX_SUBJECT)
    errors.push({
      field: 'subject',
      error: 'TooLong',
      description: `Subject: is too long (maximum is ${MAX_SUBJECT} characters)`,
    })
  if (Buffer.byteLength(text) > MAX_COMMENT_BYTES)
    errors.push({
      field: 'body',
      error: 'TooLong',
      description: `Body: is longer than ${MAX_COMMENT_BYTES} bytes`,
    })
  if (errors.length > 0) throw new Refused(invalid(...errors))
  return { subject, text }
}

const announce = async (
  room: Room,
  request: ApiRequest<{ id: Id }, unknown, { readonly announcement: Input }>,
): Promise<ApiReply> => {
  const input = request.body.announcement
  const change = await seenChange(room, request)
  const what = whatOf(change, input.about)
  const words = readWords(input)
  if (input.version !== undefined && input.version !== what.version)
    throw new Refused({ code: 'conflict', message: `The plan has version ${what.version} by now` })
  const untold = (await recipientsOf(room, change, what)).filter(({ told }) => !told)
  if (untold.length === 0)
    throw new Refused(invalidField('base', 'Announcement: everybody affected knows of this version already'))
  const { userId: actorId, channel, system } = askerOf(request)
  const userIds = untold.map(({ id }) => id)
  const job = await startAnnouncing(room, {
    ...what,
    ...words,
    ticketId: change.id,
    actorId,
    channel,
    system,
    userIds,
  })
  return { body: { job_status: presentJob(job, request.origin) } }
}

const PATH = '/api/v2/tickets/:id/announcement'

/** Telling those whom a change affects, each by a ticket of their own. */
export const announcementRoutes = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: PATH,
    operation: 'PreviewChangeAnnouncement',
    summary: 'Who would be told of a change, and who knows already',
    permission: 'users.read',
    scope: 'tickets:read',
    rate: 'read',
    audit: 'none',
    params: IdParams,
    query: Type.Object({ about: Type.Optional(About) }),
    response: { 200: Type.Object({ announcement: Preview }) },
    handler: (request) => preview(room, request),
  }),
  route({
    method: 'POST',
    path: PATH,
    operation: 'AnnounceChange',
    summary: 'Tell those whom a change affects of its plan or its completion, once a version',
    permission: 'tickets.comment_public',
    scope: 'tickets:write',
    rate: 'write',
    audit: 'ticket audit',
    params: IdParams,
    body: Type.Object({ announcement: Input }),
    response: { 200: Type.Object({ job_status: Job }) },
    handler: (request) => announce(room, request),
  }),
]
