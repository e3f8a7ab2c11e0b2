import { Type } from 'typebox'
import { type Route, route } from '../../../platform/http/index.ts'
import { LOCALES } from '../../core/index.ts'
import { accountSettingsOf } from '../../policy.ts'
import type { Room } from '../../room.ts'

const READ = { method: 'GET', rate: 'read', audit: 'none' } as const

const Flags = Type.Record(Type.String(), Type.Unknown())

export const settingsRoutes = (room: Room): Route[] => [
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
  }),
]
