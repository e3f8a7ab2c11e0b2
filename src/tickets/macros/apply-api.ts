import { Type } from 'typebox'
import { type Id, invalid, notFound, Refused } from '../../kernel/index.ts'
import { type Viewer, viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, badParameter, type Route, route } from '../../platform/http/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import {
  type Action,
  isCommentPlaceholder,
  placeholdersOf,
  type ToldComment,
} from '../../rules/core/index.ts'
import { linkingOf } from '../api/present.ts'
import { conversation, toldComment } from '../comment-store.ts'
import type { Policy } from '../core/policy.ts'
import type { Context } from '../core/state.ts'
import type { Ticket } from '../core/ticket.ts'
import { loadFacts, peopleOf } from '../load-many.ts'
import type { Room } from '../room.ts'
import { ticketOfRow } from '../rows.ts'
import { findTicket, type TicketRead } from '../store.ts'
import { presentAttachment } from '../wire/present-attachment.ts'
import { presentTicket } from '../wire/present-ticket.ts'
import { IdParams } from '../wire/schemas.ts'
import { readingMacros } from './api.ts'
import { type Applied, applyMacro } from './apply.ts'
import { blankTicket, changedKeys, macroOfTicket, withoutTicket } from './draft.ts'
import { getMacro } from './find.ts'
import { macroActions } from './macro-input.ts'
import { findMacroFiles, lastSaid } from './store.ts'
import { noteDraft } from './use.ts'

type Asked = Pick<ApiRequest<unknown, unknown, unknown>, 'caller' | 'origin'>

/** A macro in use that somebody has before them, and what it does. */
const openMacro = async (
  room: Room,
  viewer: Viewer,
  id: Id,
): Promise<{
  readonly document: PolicyDocument
  readonly actions: readonly Action[]
  readonly policy: Policy
}> => {
  const snapshot = await room.ground.policy.current()
  const document = getMacro(viewer, snapshot, id)
  if (document.body.active === false) throw new Refused(notFound)
  const policy = await room.policies.at(snapshot.version)
  const actions = macroActions(document.body.actions, policy)
  if (actions.ok) return { document, actions: actions.value, policy }
  const details = actions.error.map((text) => ({
    field: 'actions',
    error: 'InvalidValue' as const,
    description: `Actions: ${text}`,
  }))
  throw new Refused(invalid(...details))
}

const named = (actions: readonly Action[]) => ({
  userIds: actions.flatMap((action) =>
    (action.kind === 'assignee' || action.kind === 'participant') && typeof action.who === 'number'
      ? [action.who]
      : [],
  ),
  groupIds: actions.flatMap((action) => (action.kind === 'group' && action.id !== null ? [action.id] : [])),
})

const contextFor = (
  room: Room,
  viewer: Viewer,
  actions: readonly Action[],
  ticket: Ticket | null,
): Promise<Context> => {
  const { userIds, groupIds } = named(actions)
  return loadFacts(room.ground.db, {
    userIds: [...userIds, viewer.userId ?? 0, ...(ticket === null ? [] : peopleOf(ticket))].filter(
      (id) => id > 0,
    ),
    groupIds: [...groupIds, ...viewer.groupIds, ...(ticket?.groupId == null ? [] : [ticket.groupId])],
    groupMembers: false,
    allAgents: false,
  })
}

const apply = async (
  room: Room,
  viewer: Viewer,
  { actions, policy }: { readonly actions: readonly Action[]; readonly policy: Policy },
  ticket: Ticket | null,
  said: readonly ToldComment[],
): Promise<Applied> => {
  const context = await contextFor(room, viewer, actions, ticket)
  const person = context.users[String(viewer.userId)]
  if (person === undefined) throw new Refused(notFound)
  const at = room.ground.clock.now()
  return applyMacro(actions, { ticket: ticket ?? blankTicket(at), context, policy, person, at, said })
}

/** A drafted comment with its files, as the wire shows it (zendesk-api.md 2.10). */
const presentComment = async (room: Room, { origin }: Asked, { comment, fileIds }: Applied) => {
  if (comment === null && fileIds.length === 0) return {}
  const files = await findMacroFiles(room.ground.db, fileIds)
  const linking = linkingOf(room, origin)
  const { body = '', html = '', scoped = [], isPublic } = comment ?? {}
  return {
    comment: {
      body,
      html_body: html,
      scoped_body: scoped,
      ...(isPublic === undefined ? {} : { public: isPublic }),
      attachments: files.map((file) => presentAttachment({ ...file, inline: false }, linking)),
    },
  }
}

const applyAlone = async (
  room: Room,
  request: ApiRequest<{ id: Id }, unknown, unknown>,
): Promise<ApiReply> => {
  const viewer = viewerOf(request.caller)
  const macro = await openMacro(room, viewer, request.params.id)
  const applied = await apply(room, viewer, macro, null, [])
  const ticket = {
    ...withoutTicket(macro.actions, applied.ticket),
    ...(await presentComment(room, request, applied)),
  }
  return { body: { result: { ticket, problems: applied.problems } } }
}

/** The comments that a macro quotes: notes only where what it drafts is a note, so that no customer is sent one. */
const saidOn = async (
  { ground }: Room,
  actions: readonly Action[],
  { ticket_id: id }: TicketRead,
): Promise<readonly ToldComment[]> => {
  if (!actions.some(quotesComments)) return []
  const mode = actions.findLast((action) => action.kind === 'comment_mode')
  const audience = mode?.isPublic === false ? 'agent' : 'end_user'
  const comments = await conversation(ground.db, id, { audience, upToSeq: LATEST })
  return comments.map(toldComment)
}

/** No ticket has as many audits. */
const LATEST = 2_147_483_647

/** Whether it names comments, or words of the desk, which may. */
const quotesComments = (action: Action): boolean => {
  if (action.kind !== 'comment' && action.kind !== 'subject') return false
  const names = placeholdersOf(action.template.source)
  return names.ok && names.value.some((name) => isCommentPlaceholder(name) || name.startsWith('dc.'))
}

const applyToTicket = async (
  room: Room,
  request: ApiRequest<{ id: Id; macro_id: Id }, unknown, unknown>,
): Promise<ApiReply> => {
  const viewer = viewerOf(request.caller)
  const { id, macro_id: macroId } = request.params
  const row = await findTicket(room.ground.db, viewer, id)
  if (row === undefined) throw new Refused(notFound)
  const macro = await openMacro(room, viewer, macroId)
  const applied = await apply(room, viewer, macro, ticketOfRow(row), await saidOn(room, macro.actions, row))
  if (applied.comment !== null)
    await noteDraft(room, { ticketId: id, macroId, userId: viewer.userId }, applied.comment.body)
  const extras = {
    description: row.description,
    hasIncidents: row.has_incidents,
    followUpIds: row.followup_ids,
  }
  const ticket = {
    ...presentTicket(applied.ticket, extras, macro.policy, request.origin),
    ...(await presentComment(room, request, applied)),
  }
  const changed = changedKeys(ticketOfRow(row), applied.ticket)
  return { body: { result: { ticket, changed, problems: applied.problems } } }
}

type NewQuery = { readonly ticket_id?: number; readonly macro_id?: number }

/** A macro to begin with: of another macro, or of what was done to a ticket. */
const replica = async (room: Room, request: ApiRequest<unknown, NewQuery, unknown>): Promise<ApiReply> => {
  const viewer = viewerOf(request.caller)
  const { macro_id: macroId, ticket_id: ticketId } = request.query
  if (macroId !== undefined) {
    const { body } = getMacro(viewer, await room.ground.policy.current(), macroId)
    const { title, description, actions, restriction } = body
    return {
      body: { macro: { title: `Copy of ${title}`, description: description ?? null, actions, restriction } },
    }
  }
  if (ticketId === undefined) throw new Refused(badParameter('ticket_id', 'is required, or macro_id'))
  const row = await findTicket(room.ground.db, viewer, ticketId)
  if (row === undefined) throw new Refused(notFound)
  const said = await lastSaid(room.ground.db, viewer, ticketId, true)
  return { body: { macro: macroOfTicket(ticketOfRow(row), said?.text ?? null) } }
}

const open = Type.Object({}, { additionalProperties: true })
const Result = Type.Object({
  result: Type.Object({
    ticket: open,
    problems: Type.Array(Type.String()),
    changed: Type.Optional(Type.Array(Type.String())),
  }),
})

/** Macros at work: nothing of it is saved to a ticket. */
export const macroApplyRoutes = (room: Room): Route[] => [
  route({
    ...readingMacros,
    method: 'GET',
    path: '/api/v2/macros/:id/apply',
    operation: 'ShowChangesToTicket',
    summary: 'What a macro would change on any ticket',
    params: IdParams,
    response: { 200: Result },
    handler: (request) => applyAlone(room, request),
  }),
  route({
    ...readingMacros,
    method: 'GET',
    path: '/api/v2/tickets/:id/macros/:macro_id/apply',
    operation: 'ShowTicketAfterChanges',
    summary: 'A ticket as it would be after a macro; nothing is saved',
    params: Type.Object({ id: Type.Integer(), macro_id: Type.Integer() }),
    response: { 200: Result },
    handler: (request) => applyToTicket(room, request),
  }),
  route({
    ...readingMacros,
    method: 'GET',
    path: '/api/v2/macros/new',
    operation: 'ShowDerivedMacro',
    summary: 'A macro to begin with, made of a ticket or of another macro; it is not saved',
    query: Type.Object({
      ticket_id: Type.Optional(Type.Integer()),
      macro_id: Type.Optional(Type.Integer()),
    }),
    response: { 200: Type.Object({ macro: open }) },
    handler: (request) => replica(room, request),
  }),
]
