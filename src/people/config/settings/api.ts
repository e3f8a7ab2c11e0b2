import { Type } from 'typebox'
import type { JsonObject } from '../../../kernel/index.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { actingOf } from '../../acting.ts'
import { accountSettingsOf } from '../../policy.ts'
import type { Room } from '../../room.ts'
import { presentSettings, SETTINGS } from './catalogue.ts'
import { changeSettings } from './settings.ts'

const Flags = Type.Record(Type.String(), Type.Unknown())
const groups = [...new Set(SETTINGS.map(({ group }) => group))]
const Reply = Type.Object({
  settings: Type.Object(Object.fromEntries(groups.map((group) => [group, Flags]))),
})

/** How the desk behaves. */
export const settingsRoutes = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/account/settings',
    operation: 'ShowAccountSettings',
    summary: 'Shows how the desk behaves',
    permission: 'tickets.read',
    scope: 'account:read',
    rate: 'read',
    audit: 'none',
    response: { 200: Reply },
    handler: async () => ({
      body: { settings: presentSettings(accountSettingsOf(await room.ground.policy.current())) },
    }),
  }),
  route({
    method: 'PUT',
    path: '/api/v2/account/settings',
    operation: 'UpdateAccountSettings',
    summary: 'Changes how the desk behaves',
    permission: 'policy.manage',
    scope: 'account:write',
    rate: 'write',
    audit: 'policy',
    body: Type.Object({ settings: Type.Record(Type.String(), Type.Unknown()) }),
    response: { 200: Reply },
    handler: async (request) => {
      const settings = await changeSettings(room, actingOf(request), request.body.settings as JsonObject)
      return { body: { settings: presentSettings(settings) } }
    },
  }),
]
