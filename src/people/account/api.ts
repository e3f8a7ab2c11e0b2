import { Type } from 'typebox'
import { type Id, type Instant, notFound, Refused } from '../../kernel/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery } from '../../platform/paging/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { DEFAULT_LOCALE, isStaff, LOCALES, type Locale, type Role } from '../core/index.ts'
import { accountSettingsOf, roleOf } from '../policy.ts'
import type { Room } from '../room.ts'
import { roleType } from '../users/present.ts'
import { IdParams, nullable, Time, time } from '../wire.ts'
import { memberCounts, policyWritten, type Written } from './store.ts'

/** What the desk says of itself: brands, roles, locales, settings. Read only. */
export const accountRoutes = (room: Room): Route[] => [
  ...brandRoutes(room),
  customRoles(room),
  locales(room),
  accountSettings(room),
]

const READ = { method: 'GET', rate: 'read', audit: 'none' } as const
const Query = Type.Object(pagingQuery)

const Brand = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  name: Type.String(),
  brand_url: Type.String(),
  subdomain: Type.String(),
  host_mapping: nullable(Type.String()),
  has_help_center: Type.Boolean(),
  help_center_state: Type.String(),
  active: Type.Boolean(),
  default: Type.Boolean(),
  is_deleted: Type.Boolean(),
  logo: nullable(Type.Unknown()),
  ticket_form_ids: Type.Array(Type.Integer()),
  signature_template: Type.String(),
  created_at: Time,
  updated_at: Time,
})

const brandOf = (room: Room, origin: string, defaultId: unknown, written: Written) => {
  return ({ id, body }: PolicyDocument): object => ({
    id,
    url: `${origin}/api/v2/brands/${id}.json`,
    name: String(body.name),
    brand_url: room.ground.settings.baseUrl,
    subdomain: String(body.subdomain ?? ''),
    host_mapping: null,
    has_help_center: false,
    help_center_state: 'disabled',
    active: body.active !== false,
    default: id === defaultId,
    is_deleted: false,
    logo: null,
    ticket_form_ids: [],
    signature_template: String(body.signature_template ?? ''),
    created_at: time(written.created_at),
    updated_at: time(written.updated_at),
  })
}

const brandRoutes = (room: Room): Route[] => {
  const brands = async (origin: string): Promise<{ readonly id: Id; readonly shown: object }[]> => {
    const policy = await room.ground.policy.current()
    const present = brandOf(
      room,
      origin,
      accountSettingsOf(policy).default_brand_id,
      await policyWritten(room.ground.db),
    )
    return policy.documents('brand').map((document) => ({ id: document.id, shown: present(document) }))
  }
  return [
    route({
      ...READ,
      path: '/api/v2/brands',
      operation: 'ListBrands',
      summary: 'Lists brands',
      permission: 'tickets.read',
      scope: 'brands:read',
      query: Query,
      response: { 200: listSchema({ brands: Type.Array(Brand) }) },
      handler: async (request) => {
        const rows = (await brands(request.origin)).map(({ shown }) => shown)
        const listing = paged(rows, request.query)
        return { body: listReply(request, 'brands', listing, listing.rows) }
      },
    }),
    route({
      ...READ,
      path: '/api/v2/brands/:id',
      operation: 'ShowBrand',
      summary: 'Shows a brand',
      permission: 'tickets.read',
      scope: 'brands:read',
      params: IdParams,
      response: { 200: Type.Object({ brand: Brand }) },
      handler: async ({ params, origin }) => {
        const found = (await brands(origin)).find(({ id }) => id === params.id)
        if (found === undefined) throw new Refused(notFound)
        return { body: { brand: found.shown } }
      },
    }),
  ]
}

const CustomRole = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  description: Type.String(),
  role_type: nullable(Type.Integer()),
  created_at: Time,
  updated_at: Time,
  configuration: Type.Record(Type.String(), Type.Unknown()),
  team_member_count: Type.Integer(),
})

const TICKET_ACCESS: Readonly<Record<Role['ticketAccess'], string>> = {
  all: 'all',
  organization: 'within-organization',
  groups: 'within-groups',
  assigned: 'assigned-only',
  requested: 'assigned-only',
}

const configurationOf = ({ permissions, ticketAccess }: Role): object => ({
  ticket_access: TICKET_ACCESS[ticketAccess],
  ticket_comment_access: permissions.has('tickets.comment_public') ? 'public' : 'none',
  ticket_editing: permissions.has('tickets.update'),
  ticket_deletion: permissions.has('tickets.delete'),
  end_user_profile_access: permissions.has('users.write') ? 'full' : 'readonly',
  organization_editing: permissions.has('organizations.write'),
  manage_groups: permissions.has('groups.manage'),
  manage_team_members: permissions.has('users.manage') ? 'all' : 'off',
  manage_suspended_tickets: permissions.has('suspended.manage'),
  manage_business_rules: permissions.has('policy.manage'),
  manage_roles: permissions.has('policy.manage') ? 'all' : 'none',
})

const customRoles = (room: Room): Route =>
  route({
    ...READ,
    path: '/api/v2/custom_roles',
    operation: 'ListCustomRoles',
    summary: 'Lists the roles of staff',
    permission: 'users.read',
    scope: 'users:read',
    query: Query,
    response: { 200: listSchema({ custom_roles: Type.Array(CustomRole) }) },
    handler: async (request) => {
      const policy = await room.ground.policy.current()
      const written = await policyWritten(room.ground.db)
      const members = await memberCounts(room.ground.db)
      const rows = policy.documents('role').flatMap(({ id, body }) => {
        const role = roleOf(policy, id)
        if (!isStaff(role.kind)) return []
        return {
          id,
          name: role.name,
          description: String(body.description ?? ''),
          role_type: roleType(role.kind),
          created_at: time(written.created_at),
          updated_at: time(written.updated_at),
          configuration: configurationOf(role),
          team_member_count: members.get(id) ?? 0,
        }
      })
      const listing = paged(rows, request.query)
      return { body: listReply(request, 'custom_roles', listing, listing.rows) }
    },
  })

const WireLocale = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  locale: Type.String(),
  name: Type.String(),
  native_name: Type.String(),
  presentation_name: Type.String(),
  rtl: Type.Boolean(),
  default: Type.Boolean(),
  created_at: Time,
  updated_at: Time,
})

const presentLocale = (origin: string, at: Instant) => (one: Locale) => ({
  id: one.id,
  url: `${origin}/api/v2/locales/${one.locale}.json`,
  locale: one.locale,
  name: one.name,
  native_name: one.nativeName,
  presentation_name: one.name,
  rtl: one.rtl,
  default: one.id === DEFAULT_LOCALE.id,
  created_at: time(at),
  updated_at: time(at),
})

/** They come with the program, so their times are those of the installation. */
const locales = (room: Room): Route =>
  route({
    ...READ,
    path: '/api/v2/locales',
    operation: 'ListLocales',
    summary: 'Lists the languages that people can be set to',
    permission: 'signed_in',
    scope: 'locales:read',
    query: Query,
    response: { 200: listSchema({ locales: Type.Array(WireLocale) }) },
    handler: async (request) => {
      const { created_at: at } = await policyWritten(room.ground.db)
      const rows = LOCALES.map(presentLocale(request.origin, at))
      const listing = paged(rows, request.query)
      return { body: listReply(request, 'locales', listing, listing.rows) }
    },
  })

const Flags = Type.Record(Type.String(), Type.Unknown())

const accountSettings = (room: Room): Route =>
  route({
    ...READ,
    path: '/api/v2/account/settings',
    operation: 'ShowAccountSettings',
    summary: 'Shows how the desk behaves',
    permission: 'tickets.read',
    scope: 'account:read',
    response: {
      200: Type.Object({
        settings: Type.Object({
          branding: Flags,
          tickets: Flags,
          agents: Flags,
          api: Flags,
          brands: Flags,
          groups: Flags,
          limits: Flags,
          localization: Flags,
          ticket_form: Flags,
          user: Flags,
          active_features: Flags,
        }),
      }),
    },
    handler: async () => {
      const settings = accountSettingsOf(await room.ground.policy.current())
      return {
        body: {
          settings: {
            branding: { header_logo_url: null, favicon_url: null },
            tickets: {
              assign_tickets_upon_solve: settings.assign_tickets_upon_solve === true,
              auto_assign_single_group: settings.auto_assign_single_group === true,
              collaboration: true,
              comments_public_by_default: settings.comments_public_by_default === true,
              private_attachments: true,
              status_hold: settings.status_hold === true,
              tagging: true,
            },
            agents: { agent_home: false },
            api: { accepted_api_agreement: true, api_password_access: 'false', api_token_access: 'true' },
            brands: { default_brand_id: settings.default_brand_id ?? null },
            groups: { check_group_name_uniqueness: true },
            limits: { attachment_size: 52_428_800 },
            localization: { locale_ids: LOCALES.map(({ id }) => id) },
            ticket_form: { default_form_id: settings.default_form_id ?? null },
            user: { tagging: true, time_zone_selection: true, multiple_organizations: true },
            active_features: { customer_satisfaction: false, user_tagging: true, ticket_tagging: true },
          },
        },
      }
    },
  })
