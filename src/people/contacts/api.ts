import { type Static, Type } from 'typebox'
import { type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, pagingQuery, parsePaging } from '../../platform/paging/index.ts'
import { actingOf, viewerOf } from '../acting.ts'
import type { Room } from '../room.ts'
import { getUser } from '../users/read.ts'
import { flagIn, IdParams, idIn, nullable, readId, Time, textIn, time } from '../wire.ts'
import {
  type ContactWish,
  changeContact,
  changeTerms,
  contactsOfUser,
  getContact,
  listContacts,
  nameContact,
  removeContact,
} from './contacts.ts'
import type { ContactRow } from './store.ts'

const Contact = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  organization_id: Type.Integer(),
  user_id: Type.Integer(),
  name: Type.String(),
  email: nullable(Type.String()),
  roles: Type.Array(Type.String()),
  manages_contacts: Type.Boolean(),
  notes: nullable(Type.String()),
  created_at: Time,
  updated_at: Time,
})
const Reply = Type.Object({ organization_contact: Contact })
const Terms = Type.Object({
  contact_limit: Type.Integer(),
  contacts_blocked_because: nullable(Type.String()),
})

/** The notes are staff's own. */
const present = (origin: string, row: ContactRow, seesNotes: boolean) => ({
  id: row.id,
  url: `${origin}/api/v2/organizations/${row.organization_id}/contacts/${row.id}.json`,
  organization_id: row.organization_id,
  user_id: row.user_id,
  name: row.name,
  email: row.email,
  roles: row.roles,
  manages_contacts: row.manages_contacts,
  notes: seesNotes ? row.notes : null,
  created_at: time(row.created_at),
  updated_at: time(row.updated_at),
})

const strict = { additionalProperties: false }
const Write = Type.Object(
  {
    roles: Type.Optional(Type.Array(Type.String(), { maxItems: 20 })),
    manages_contacts: flagIn,
    notes: textIn,
  },
  strict,
)
const NewContact = Type.Object({ ...Write.properties, user_id: idIn, email: textIn }, strict)

const wishOf = (body: Static<typeof Write>, seesNotes: boolean): ContactWish => ({
  roles: body.roles,
  managesContacts: body.manages_contacts,
  notes: seesNotes ? body.notes : undefined,
})

const READ = {
  method: 'GET',
  permission: 'signed_in',
  scope: 'organizations:read',
  rate: 'read',
  audit: 'none',
} as const
const WRITE = {
  permission: 'signed_in',
  scope: 'organizations:write',
  rate: 'write',
  audit: 'organization_contact',
} as const

const Nested = Type.Object({ organization_id: Type.Integer(), id: Type.Integer() })
const BY_ID = { names: ['id'], standard: { by: 'id', isDescending: false } } as const

const isStaffOf = (request: { readonly caller: Parameters<typeof viewerOf>[0] }): boolean =>
  viewerOf(request.caller).permissions.has('organizations.read')

/** Whom an organization has named to deal with support; staff name them, and the contact who manages the others. */
export const contactRoutes = (room: Room): Route[] => [...reads(room), ...writes(room)]

const reads = (room: Room): Route[] => [
  route({
    ...READ,
    path: '/api/v2/organizations/:id/contacts',
    operation: 'ListOrganizationContacts',
    summary: 'Lists the named contacts of an organization, and what its contract says of them',
    params: IdParams,
    query: Type.Object(pagingQuery),
    response: {
      200: listSchema({ organization_contacts: Type.Array(Contact), contact_terms: Terms }),
    },
    handler: async (request) => {
      const { caller, params, query, origin } = request
      const { listing, terms } = await listContacts(
        room,
        viewerOf(caller),
        params.id,
        parsePaging(query, BY_ID),
      )
      const isStaff = isStaffOf(request)
      const rows = listing.rows.map((row) => present(origin, row, isStaff))
      const shown = isStaff ? terms : { ...terms, contacts_blocked_because: null }
      return { body: listReply(request, 'organization_contacts', listing, rows, { contact_terms: shown }) }
    },
  }),
  route({
    ...READ,
    path: '/api/v2/organizations/:organization_id/contacts/:id',
    operation: 'ShowOrganizationContact',
    summary: 'Shows a named contact of an organization',
    params: Nested,
    response: { 200: Reply },
    handler: async (request) => {
      const { organization_id: organizationId, id } = request.params
      const row = await getContact(room, viewerOf(request.caller), organizationId, id)
      return { body: { organization_contact: present(request.origin, row, isStaffOf(request)) } }
    },
  }),
  route({
    ...READ,
    path: '/api/v2/users/:user_id/organization_contacts',
    operation: 'ListUserOrganizationContacts',
    summary: 'Lists the organizations that a user is a named contact of, and in what roles',
    permission: 'organizations.read',
    params: Type.Object({ user_id: Type.Integer() }),
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ organization_contacts: Type.Array(Contact) }) },
    handler: async (request) => {
      const viewer = viewerOf(request.caller)
      const { id } = await getUser(room, viewer, request.params.user_id)
      const listing = await contactsOfUser(room, viewer, id, parsePaging(request.query, BY_ID))
      const rows = listing.rows.map((row) => present(request.origin, row, true))
      return { body: listReply(request, 'organization_contacts', listing, rows) }
    },
  }),
]

const writes = (room: Room): Route[] => [
  route({
    ...WRITE,
    method: 'POST',
    path: '/api/v2/organizations/:id/contacts',
    operation: 'CreateOrganizationContact',
    summary: 'Names a member of an organization as its contact, by id or e-mail address',
    params: IdParams,
    body: Type.Object({ organization_contact: NewContact }, strict),
    response: { 201: Reply },
    handler: async (request) => {
      const { user_id: userId, email, ...body } = request.body.organization_contact
      const isStaff = isStaffOf(request)
      const wish = { ...wishOf(body, isStaff), userId: readId(userId) ?? undefined, email }
      const row = await nameContact(room, actingOf(request), request.params.id, wish)
      const shown = present(request.origin, row, isStaff)
      return { status: 201, body: { organization_contact: shown }, headers: { location: shown.url } }
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/api/v2/organizations/:organization_id/contacts/:id',
    operation: 'UpdateOrganizationContact',
    summary: 'Changes the roles of a named contact',
    params: Nested,
    body: Type.Object({ organization_contact: Write }, strict),
    response: { 200: Reply },
    handler: async (request) => {
      const { organization_id: organizationId, id } = request.params
      const isStaff = isStaffOf(request)
      const wish = wishOf(request.body.organization_contact, isStaff)
      const row = await changeContact(room, actingOf(request), organizationId, id, wish)
      return { body: { organization_contact: present(request.origin, row, isStaff) } }
    },
  }),
  route({
    ...WRITE,
    method: 'DELETE',
    path: '/api/v2/organizations/:organization_id/contacts/:id',
    operation: 'DeleteOrganizationContact',
    summary: 'Takes a contact off the list of an organization',
    params: Nested,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await removeContact(room, actingOf(request), request.params.organization_id, request.params.id)
      return { status: 204 }
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/api/v2/organizations/:id/contact_terms',
    operation: 'UpdateOrganizationContactTerms',
    summary: 'Says how many contacts an organization may name, and why none at present',
    permission: 'organizations.write',
    audit: 'organization',
    params: IdParams,
    body: Type.Object({ contact_terms: Type.Partial(Terms, strict) }, strict),
    response: { 200: Type.Object({ contact_terms: Terms }) },
    handler: async (request) => ({
      body: {
        contact_terms: await changeTerms(
          room,
          actingOf(request),
          request.params.id,
          request.body.contact_terms,
        ),
      },
    }),
  }),
]
