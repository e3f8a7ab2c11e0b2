import {
  type FieldError,
  forbidden,
  type Id,
  type Instant,
  invalid,
  invalidField,
  notFound,
  Refused,
} from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging } from '../../platform/paging/index.ts'
import type { Acting } from '../acting.ts'
import { isStaff, may, mayGovernUser, readEmail, type Viewer } from '../core/index.ts'
import { namingDuplicates } from '../duplicates.ts'
import { getOrganization } from '../organizations/organizations.ts'
import { roleOf } from '../policy.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import {
  type ContactColumns,
  type ContactRow,
  type ContactTerms,
  contactsUnder,
  deleteContact,
  findContact,
  findMember,
  insertContact,
  lockTerms,
  managesContacts,
  termsOf,
  updateContact,
  writeTerms,
} from './store.ts'

/** What a contact deals with. */
export const CONTACT_ROLES: readonly string[] = [
  'technical',
  'billing',
  'security',
  'escalation',
  'procurement',
  'executive',
]

const MAX_NOTES = 2000
const DUPLICATES = {
  organization_contacts_organization_id_user_id_key: {
    field: 'user_id',
    description: 'User: is a contact of the organization already',
  },
} as const

/** What a client says of a contact; what is absent stays, or takes its default. */
export type ContactWish = {
  readonly userId?: Id | undefined
  readonly email?: string | null | undefined
  readonly roles?: readonly string[] | null | undefined
  readonly managesContacts?: boolean | null | undefined
  readonly notes?: string | null | undefined
}

/** As staff, or as the contact whom the organization has charged with its contacts. */
type Standing = { readonly isStaff: boolean }

/** The organization's contacts exist for staff and for whoever manages them; for nobody else. */
const standingIn = async (room: Room, viewer: Viewer, organizationId: Id): Promise<Standing> => {
  if (may(viewer, 'organizations.read')) {
    await getOrganization(room, viewer, organizationId)
    return { isStaff: true }
  }
  const manages =
    viewer.userId !== null &&
    !viewer.suspended &&
    (await managesContacts(room.ground.db, viewer.userId, organizationId))
  if (!manages) throw new Refused(notFound)
  return { isStaff: false }
}

export type Contacts = { readonly listing: Listing<ContactRow>; readonly terms: ContactTerms }

export const listContacts = async (
  room: Room,
  viewer: Viewer,
  organizationId: Id,
  paging: Paging<'id'>,
): Promise<Contacts> => {
  await standingIn(room, viewer, organizationId)
  const source = contactsUnder(sql`c.organization_id = ${organizationId}`)
  return {
    listing: await list(room.ground.db, source, paging),
    terms: await termsOf(room.ground.db, organizationId),
  }
}

/** Whose contact somebody is: for staff. */
export const contactsOfUser = (
  room: Room,
  viewer: Viewer,
  userId: Id,
  paging: Paging<'id'>,
): Promise<Listing<ContactRow>> => {
  const visible = may(viewer, 'organizations.read') ? sql`true` : sql`false`
  return list(room.ground.db, contactsUnder(sql`c.user_id = ${userId} and ${visible}`), paging)
}

export const getContact = async (
  room: Room,
  viewer: Viewer,
  organizationId: Id,
  id: Id,
): Promise<ContactRow> => {
  await standingIn(room, viewer, organizationId)
  return found(room.ground.db, organizationId, id)
}

const found = async (db: Db, organizationId: Id, id: Id): Promise<ContactRow> => {
  const contact = await findContact(db, sql`c.id = ${id} and c.organization_id = ${organizationId}`)
  if (contact === undefined) throw new Refused(notFound)
  return contact
}

/** Names a member of the organization as its contact, within the limit of the contract. */
export const nameContact = async (
  room: Room,
  acting: Acting,
  organizationId: Id,
  wish: ContactWish,
): Promise<ContactRow> => {
  const standing = await standingIn(room, acting.viewer, organizationId)
  const userId = await memberOf(room, acting, standing, organizationId, wish)
  const columns = read(standing, wish, { roles: [], manages_contacts: false, notes: null })
  return writing(room, async (tx, at) => {
    const terms = await lockTerms(tx, organizationId)
    if (terms.contacts_blocked_because !== null)
      throw new Refused(invalidField('base', 'Contacts: none may be named at present'))
    if (terms.count >= terms.contact_limit)
      throw new Refused(invalidField('base', `Contacts: at most ${terms.contact_limit} may be named`))
    const made = await insertContact(tx, organizationId, userId, columns, at)
    await note(tx, acting, made, at, {
      action: 'create',
      after: made,
      path: `/api/v2/organizations/${organizationId}/contacts/${made.id}`,
    })
    return made
  })
}

export const changeContact = async (
  room: Room,
  acting: Acting,
  organizationId: Id,
  id: Id,
  wish: ContactWish,
): Promise<ContactRow> => {
  const standing = await standingIn(room, acting.viewer, organizationId)
  const seen = await found(room.ground.db, organizationId, id)
  await memberOf(room, acting, standing, organizationId, { userId: seen.user_id })
  return writing(room, async (tx, at) => {
    await lockTerms(tx, organizationId)
    const before = await found(tx, organizationId, id)
    const after = await updateContact(tx, id, read(standing, wish, before), at)
    await note(tx, acting, after, at, { action: 'update', before, after })
    return after
  })
}

/** They stay a member, and are no contact any more. */
export const removeContact = async (
  room: Room,
  acting: Acting,
  organizationId: Id,
  id: Id,
): Promise<void> => {
  const standing = await standingIn(room, acting.viewer, organizationId)
  const seen = await found(room.ground.db, organizationId, id)
  await memberOf(room, acting, standing, organizationId, { userId: seen.user_id })
  await writing(room, async (tx, at) => {
    await lockTerms(tx, organizationId)
    const before = await found(tx, organizationId, id)
    await deleteContact(tx, id)
    await note(tx, acting, before, at, { action: 'destroy', before, after: {} })
  })
}

/** What the contract says: by those who write organizations. */
export const changeTerms = async (
  room: Room,
  acting: Acting,
  organizationId: Id,
  wish: Partial<ContactTerms>,
): Promise<ContactTerms> => {
  const { name } = await getOrganization(room, acting.viewer, organizationId)
  if (!may(acting.viewer, 'organizations.write')) throw new Refused(forbidden)
  const limit = wish.contact_limit
  if (limit !== undefined && (limit < 0 || limit > 1000))
    throw new Refused(invalidField('contact_limit', 'Contact limit: must be a number from 0 to 1000'))
  const reason = wish.contacts_blocked_because
  if (typeof reason === 'string' && reason.length > MAX_NOTES)
    throw new Refused(
      invalidField(
        'contacts_blocked_because',
        `Reason: is too long (maximum is ${MAX_NOTES} characters)`,
        'TooLong',
      ),
    )
  return writing(room, async (tx, at) => {
    const { count: _count, ...before } = await lockTerms(tx, organizationId)
    const after = { ...before, ...wish }
    await writeTerms(tx, organizationId, after)
    const feed = { subject: 'organization' as const, ids: [organizationId] }
    await record(tx, acting, {
      at,
      action: 'update',
      source: 'organization',
      id: organizationId,
      label: name,
      before,
      after,
      feed,
    })
    return after
  })
}

/**
 * The member whom the act is about: an end user whom staff govern. To who manages contacts it says of nobody outside
 * the organization whether they are here.
 */
const memberOf = async (
  room: Room,
  { viewer }: Acting,
  standing: Standing,
  organizationId: Id,
  { userId, email }: ContactWish,
): Promise<Id> => {
  const field = userId === undefined ? 'email' : 'user_id'
  const address = readEmail(email ?? '')
  const by = userId === undefined ? (address.ok ? { key: address.value } : undefined) : { userId }
  const member = by === undefined ? undefined : await findMember(room.ground.db, organizationId, by)
  const role = member && roleOf(await room.ground.policy.current(), member.role_id)
  if (standing.isStaff && role !== undefined && !mayGovernUser(viewer, { id: member!.id, role }))
    throw new Refused(forbidden)
  if (standing.isStaff && !may(viewer, 'users.write')) throw new Refused(forbidden)
  if (member === undefined || role === undefined || isStaff(role.kind))
    throw new Refused(invalidField(field, 'User: is no end user of the organization'))
  return member.id
}

const read = (standing: Standing, wish: ContactWish, before: ContactColumns): ContactColumns => {
  const problems: FieldError[] = []
  const roles = wish.roles ?? before.roles
  const unknown = roles.find((role) => !CONTACT_ROLES.includes(role))
  if (unknown !== undefined)
    problems.push({
      field: 'roles',
      error: 'InvalidValue',
      description: `Roles: ${unknown.slice(0, 100)} is none of ${CONTACT_ROLES.join(', ')}`,
    })
  if (roles.length === 0)
    problems.push({ field: 'roles', error: 'BlankValue', description: 'Roles: cannot be blank' })
  const notes = wish.notes === undefined ? before.notes : wish.notes?.trim() || null
  if (notes !== null && notes.length > MAX_NOTES)
    problems.push({
      field: 'notes',
      error: 'TooLong',
      description: `Notes: is too long (maximum is ${MAX_NOTES} characters)`,
    })
  const manages = wish.managesContacts ?? before.manages_contacts
  if (!standing.isStaff && manages !== before.manages_contacts) throw new Refused(forbidden)
  if (problems.length > 0) throw new Refused(invalid(...problems))
  const ordered = CONTACT_ROLES.filter((role) => roles.includes(role))
  return { roles: ordered, manages_contacts: manages, notes }
}

const writing = <T>(room: Room, work: (tx: Db, at: Instant) => Promise<T>): Promise<T> =>
  namingDuplicates(DUPLICATES, () => room.ground.db.transaction((tx) => work(tx, room.ground.clock.now())))

const note = (
  tx: Db,
  acting: Acting,
  { id, name, organization_id: organizationId, user_id: userId }: ContactRow,
  at: Instant,
  what: Pick<Parameters<typeof record>[2], 'action' | 'before' | 'after' | 'path'>,
): Promise<void> =>
  record(tx, acting, {
    ...what,
    at,
    source: 'organization_contact',
    id,
    label: name,
    feed: { subject: 'organization', ids: [organizationId] },
    ...(what.after === undefined ? {} : { after: { ...what.after, user_id: userId } }),
  })
