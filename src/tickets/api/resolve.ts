import {
  type FieldError,
  type Id,
  invalid,
  invalidField,
  type JsonObject,
  Refused,
} from '../../kernel/index.ts'
import { readEmail } from '../../people/core/index.ts'
import { type Viewer, viewerOf } from '../../people/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { ApiRequest } from '../../platform/http/index.ts'
import type { Change, ListChange } from '../core/index.ts'
import { refuseLostLookups } from '../fields/lookup-values.ts'
import { findPeopleByEmail } from '../people-store.ts'
import type { Room } from '../room.ts'
import { findTicket } from '../store.ts'
import { type OpenUploads, openUploads } from '../uploads/uploads.ts'
import { viaOf } from '../wire/names.ts'
import type { PersonRef, TicketWish } from '../wire/read-ticket.ts'

/** Who asks, and what the audit notes of it. */
export type Asker = {
  readonly viewer: Viewer
  readonly userId: Id
  readonly channel: string
  readonly system: JsonObject
}

export const askerOf = (
  request: Pick<ApiRequest<unknown, unknown, unknown>, 'caller' | 'ip' | 'headers'>,
): Asker => {
  const { caller, ip, headers } = request
  if (caller.userId === null) throw new Refused({ code: 'unauthenticated', message: 'Sign in first' })
  const viewer = viewerOf(caller)
  return {
    viewer,
    userId: caller.userId,
    channel: caller.credential === 'session' ? 'web' : 'api',
    system: {
      client: headers['user-agent']?.slice(0, 500) ?? null,
      ip_address: ip,
      ...(viewer.actedBy === undefined ? {} : { acted_by: viewer.actedBy }),
    },
  }
}

/** A wish whose people have been looked up; `missing` are addresses that nobody has yet. */
export type Looked = {
  readonly wish: TicketWish
  readonly uploads: OpenUploads
  readonly people: ReadonlyMap<string, Id>
  readonly missing: readonly { readonly email: string; readonly name: string | undefined }[]
}

/**
 * Looks up whom and what a wish names. One query for all addresses, one for uploads, one for a problem, one for each kind
 * of thing that lookup fields lead to; none else. `ticketId`: of the ticket that it is about, or comes from.
 */
export const lookUp = async (room: Room, wish: TicketWish, asker: Asker, ticketId?: Id): Promise<Looked> => {
  const { db } = room.ground
  const creatable = [wish.requester, ...added(wish.emailCcs)].flatMap(byEmail)
  const known = added(wish.followers).flatMap(byEmail)
  const removed = [...(wish.emailCcs.remove ?? []), ...(wish.followers.remove ?? [])].flatMap(byEmail)
  const assignee = wish.assigneeEmail === undefined ? [] : [{ email: wish.assigneeEmail, name: undefined }]
  const keys = [...creatable, ...known, ...removed, ...assignee].map(({ email }) => keyOf(email))
  const people = keys.length === 0 ? new Map<string, Id>() : await findPeopleByEmail(db, keys)
  refuseUnknown('assignee_email', 'Assignee email', assignee, people)
  refuseUnknown('followers', 'Followers', known, people)
  await refuseUnseenProblem(room, wish, asker.viewer)
  await refuseLostLookups(room, wish.fields, asker.viewer, ticketId)
  const uploads = await openUploads(room.ground, asker.userId, wish.comment?.uploadTokens ?? [])
  return { wish, uploads, people, missing: creatable.filter(({ email }) => !people.has(keyOf(email))) }
}

const added = ({ set = [], add = [] }: ListChange<PersonRef>): PersonRef[] => [...set, ...add]

type ByEmail = Extract<PersonRef, { email: string }>
const byEmail = (ref: PersonRef | undefined): ByEmail[] => (ref !== undefined && 'email' in ref ? [ref] : [])

/** The form in which addresses are compared; what is none compares with nothing. */
const keyOf = (email: string): string => {
  const read = readEmail(email)
  if (read.ok) return read.value
  throw new Refused(
    invalidField('email', `Email: ${email.slice(0, 80)} is not properly formatted`, 'InvalidFormat'),
  )
}

const refuseUnknown = (
  field: string,
  name: string,
  refs: readonly ByEmail[],
  people: ReadonlyMap<string, Id>,
): void => {
  const errors = refs
    .filter(({ email }) => !people.has(keyOf(email)))
    .map(
      ({ email }): FieldError => ({
        field,
        error: 'InvalidValue',
        description: `${name}: ${email} is nobody here`,
      }),
    )
  if (errors.length > 0) throw new Refused(invalid(...errors))
}

/** A problem that one does not see does not exist. */
const refuseUnseenProblem = async (room: Room, wish: TicketWish, viewer: Viewer): Promise<void> => {
  const { problemId } = wish.set
  if (problemId == null) return
  const problem = await findTicket(room.ground.db, viewer, problemId)
  if (problem?.type !== PROBLEM)
    throw new Refused(invalidField('problem_id', 'Problem: is not a ticket of type problem'))
}
const PROBLEM = 3

/** Makes the people that are missing, in the transaction of the Change that names them. */
export const createMissing = async (room: Room, tx: Db, looked: Looked): Promise<Looked> => {
  const people = new Map(looked.people)
  for (const person of looked.missing)
    if (!people.has(keyOf(person.email)))
      people.set(
        keyOf(person.email),
        await room.people.findOrCreateByEmail(tx, { ...person, verified: false, via: 'api' }),
      )
  return { ...looked, people, missing: [] }
}

/** The Change that a wish comes to. All people in it exist. */
export const changeOf = (kind: Change['kind'], { wish, uploads, people }: Looked, asker: Asker): Change => {
  const findId = (ref: PersonRef): Id | undefined => ('id' in ref ? ref.id : people.get(keyOf(ref.email)))
  const idOf = (ref: PersonRef): Id => findId(ref)!
  const idsOf = ({ set, add, remove }: ListChange<PersonRef>): ListChange<Id> => ({
    ...(set === undefined ? {} : { set: set.map(idOf) }),
    ...(add === undefined ? {} : { add: add.map(idOf) }),
    ...(remove === undefined ? {} : { remove: remove.flatMap((ref) => findId(ref) ?? []) }),
  })
  const requesterId = wish.requester === undefined ? undefined : idOf(wish.requester)
  const { comment } = wish
  return {
    kind,
    actor: { kind: 'user', id: asker.userId },
    via: viaOf((kind === 'create' ? wish.channel : undefined) ?? asker.channel),
    ...(requesterId === undefined || kind === 'update' ? {} : { requesterId }),
    ...(wish.submitterId === undefined || kind === 'update' ? {} : { submitterId: wish.submitterId }),
    set: {
      ...wish.set,
      ...(requesterId === undefined || kind === 'create' ? {} : { requesterId }),
      ...(wish.assigneeEmail === undefined ? {} : { assigneeId: people.get(keyOf(wish.assigneeEmail))! }),
    },
    fields: wish.fields,
    tags: wish.tags,
    followers: idsOf(wish.followers),
    emailCcs: idsOf(wish.emailCcs),
    ...(wish.followUpOf === undefined || kind === 'update' ? {} : { followUpOf: wish.followUpOf }),
    ...(comment === undefined ? {} : { comment: commentOf(comment, uploads) }),
    ...(wish.expectUpdatedAt === undefined ? {} : { expectUpdatedAt: wish.expectUpdatedAt }),
    ...(wish.undoSeconds ? { undoSeconds: wish.undoSeconds } : {}),
    metadata: { system: asker.system, custom: wish.metadata },
  }
}

/** The comment that a wish for one comes to. */
export const commentOf = (
  { uploadTokens: _tokens, ...comment }: NonNullable<TicketWish['comment']>,
  uploads: OpenUploads,
): NonNullable<Change['comment']> => ({ ...comment, attachments: uploads.attachments })
