import { Type } from 'typebox'
import { forbidden, type Id, invalidField, notFound, Refused, toIso } from '../../kernel/index.ts'
import { may, viewerOf } from '../../people/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import type { Ticket } from '../../tickets/index.ts'
import type { PeopleDoor } from '../mail/doors.ts'
import { noteResend } from './note-resend.ts'
import { findMail, MAIL_STATES, mailsOfTicket, type OutboundMail, resendMail } from './store.ts'

/** What the routes of outgoing mail stand on. */
export type NotifyApi = {
  readonly ground: Pick<Ground, 'db' | 'clock'>
  /** The ticket as the viewer sees it; undefined when it is not there for them. */
  readonly getTicket: (viewer: ReturnType<typeof viewerOf>, id: Id) => Promise<Ticket | undefined>
  readonly noteDelivery: PeopleDoor['noteDelivery']
  readonly onQueued: () => void
}

const TicketId = Type.Object({ id: Type.Integer({ minimum: 1 }) })
const MailId = Type.Object({ id: Type.Integer({ minimum: 1 }), mailId: Type.Integer({ minimum: 1 }) })
const nullable = <T extends ReturnType<typeof Type.String | typeof Type.Integer>>(schema: T) =>
  Type.Union([schema, Type.Null()])

const Mail = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  ticket_id: Type.Integer(),
  comment_id: nullable(Type.Integer()),
  user_id: Type.Integer(),
  address: Type.String(),
  message_id: Type.String(),
  automatic: Type.Boolean(),
  state: Type.Union(MAIL_STATES.map((state) => Type.Literal(state))),
  reason: nullable(Type.String()),
  attempts: Type.Integer(),
  created_at: Type.String(),
  sent_at: nullable(Type.String()),
})

type Asked<P> = ApiRequest<P, unknown, unknown>

const present = (mail: OutboundMail, origin: string): object => ({
  id: mail.id,
  url: `${origin}/api/v2/tickets/${mail.ticket_id}/mails/${mail.id}.json`,
  ticket_id: mail.ticket_id,
  comment_id: mail.comment_id,
  user_id: mail.user_id,
  address: mail.address,
  message_id: mail.message_id,
  automatic: mail.automatic,
  state: mail.state,
  reason: mail.reason,
  attempts: mail.attempts,
  created_at: toIso(mail.created_at),
  sent_at: mail.sent_at === null ? null : toIso(mail.sent_at),
})

const mustSee = async (room: NotifyApi, request: Asked<{ readonly id: Id }>): Promise<void> => {
  const ticket = await room.getTicket(viewerOf(request.caller), request.params.id)
  if (ticket === undefined) throw new Refused(notFound)
}

const listMails = async (room: NotifyApi, request: Asked<{ readonly id: Id }>): Promise<ApiReply> => {
  await mustSee(room, request)
  const mails = await mailsOfTicket(room.ground.db, request.params.id)
  return { body: { mails: mails.map((mail) => present(mail, request.origin)), count: mails.length } }
}

const showMail = async (
  room: NotifyApi,
  request: Asked<{ readonly id: Id; readonly mailId: Id }>,
): Promise<ApiReply> => {
  await mustSee(room, request)
  const mail = await findMail(room.ground.db, request.params.id, request.params.mailId)
  if (mail === undefined) throw new Refused(notFound)
  return { body: { mail: present(mail, request.origin) } }
}

/** Sends a mail again that did not arrive. What it may say, and whether it may go, is asked anew. */
const resend = async (
  room: NotifyApi,
  request: Asked<{ readonly id: Id; readonly mailId: Id }>,
): Promise<ApiReply> => {
  await mustSee(room, request)
  if (!may(viewerOf(request.caller), 'tickets.comment_public')) throw new Refused(forbidden)
  const { db, clock } = room.ground
  const mail = await findMail(db, request.params.id, request.params.mailId)
  if (mail === undefined) throw new Refused(notFound)
  const outcome = await db.transaction(async (tx) => {
    // Whoever sends again says that the address is right after all.
    await room.noteDelivery(tx, {
      userId: mail.user_id,
      email: mail.address,
      news: 'reached',
      at: clock.now(),
    })
    const queued = await resendMail(tx, mail.id, clock.now())
    if (queued === 'queued') await noteResend(tx, request, mail, clock.now())
    return queued
  })
  if (outcome === 'missing') {
    throw new Refused(
      invalidField('state', 'State: only a mail that failed, came back or was held back can be sent again'),
    )
  }
  if (outcome === 'expired') {
    throw new Refused(invalidField('created_at', 'Created at: what this mail said is not kept any more'))
  }
  room.onQueued()
  const queued = await findMail(db, mail.ticket_id, mail.id)
  return { body: { mail: present(queued ?? mail, request.origin) } }
}

/** The mails of a ticket, for staff: who was told what, and whether it arrived. */
export const notifyRoutes = (room: NotifyApi): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id/mails',
    operation: 'ListTicketMails',
    summary: 'Mails that a ticket sent, one a recipient, with their delivery state',
    permission: 'tickets.read',
    scope: 'tickets:read',
    rate: 'read',
    audit: 'none',
    params: TicketId,
    response: { 200: Type.Object({ mails: Type.Array(Mail), count: Type.Integer() }) },
    handler: (request) => listMails(room, request),
  }),
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id/mails/:mailId',
    operation: 'ShowTicketMail',
    summary: 'One mail of a ticket',
    permission: 'tickets.read',
    scope: 'tickets:read',
    rate: 'read',
    audit: 'none',
    params: MailId,
    response: { 200: Type.Object({ mail: Mail }) },
    handler: (request) => showMail(room, request),
  }),
  route({
    method: 'POST',
    path: '/api/v2/tickets/:id/mails/:mailId/resend',
    operation: 'ResendTicketMail',
    summary: 'Send a mail again that failed, came back or was held back',
    permission: 'tickets.comment_public',
    scope: 'tickets:write',
    rate: 'write',
    audit: 'mail.resend',
    params: MailId,
    response: { 200: Type.Object({ mail: Mail }) },
    handler: (request) => resend(room, request),
  }),
]
