import { Type } from 'typebox'
import { type Route, route } from '../../platform/http/index.ts'
import { actingOf } from '../acting.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire.ts'
import {
  inviteUser,
  requestPasswordReset,
  requestVerification,
  resetPassword,
  verifyAddress,
} from './account-links.ts'

const PUBLIC = { method: 'POST', permission: 'public', scope: 'none', rate: 'login', audit: 'user' } as const
const DONE = { 204: Type.Null() }
const token = Type.String({ minLength: 1, maxLength: 256 })
const strict = { additionalProperties: false }

/** What mails about an account lead to. Their links open a page of ours, which then posts the token. */
export const accountLinkRoutes = (room: Room): Route[] => [
  route({
    ...PUBLIC,
    path: '/api/v2/password_resets',
    operation: 'RequestPasswordReset',
    summary:
      'Mails a link to set a new password, if somebody has that address; the answer is always the same',
    body: Type.Object({ email: Type.String({ maxLength: 320 }) }, strict),
    response: DONE,
    handler: async (request) => {
      await requestPasswordReset(room, actingOf(request), request.body.email)
      return { status: 204 }
    },
  }),
  route({
    ...PUBLIC,
    path: '/api/v2/password_resets/redeem',
    operation: 'RedeemPasswordReset',
    summary: 'Sets a new password by the token of a link; ends all sessions',
    body: Type.Object({ token, password: Type.String({ maxLength: 1024 }) }, strict),
    response: DONE,
    handler: async (request) => {
      await resetPassword(room, actingOf(request), request.body)
      return { status: 204 }
    },
  }),
  route({
    ...PUBLIC,
    path: '/api/v2/address_verifications/redeem',
    operation: 'RedeemAddressVerification',
    summary: 'Proves an address by the token of a link',
    body: Type.Object({ token }, strict),
    response: DONE,
    handler: async (request) => {
      await verifyAddress(room, actingOf(request), request.body.token)
      return { status: 204 }
    },
  }),
  route({
    method: 'PUT',
    path: '/api/v2/users/:user_id/identities/:id/request_verification',
    operation: 'RequestUserIdentityVerification',
    summary: 'Mails a link that proves an address',
    permission: 'signed_in',
    scope: 'users:write',
    rate: 'write',
    audit: 'user_identity',
    params: Type.Object({ user_id: Type.Integer(), id: Type.Integer() }),
    response: { 200: Type.Object({}) },
    handler: async (request) => {
      await requestVerification(room, actingOf(request), request.params.user_id, request.params.id)
      return { status: 200, body: {} }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v2/users/:id/invitation',
    operation: 'InviteUser',
    summary: 'Mails somebody without a password a link to choose one, good for 72 hours',
    permission: 'users.write',
    scope: 'users:write',
    rate: 'write',
    audit: 'user_identity',
    params: IdParams,
    response: DONE,
    handler: async (request) => {
      await inviteUser(room, actingOf(request), request.params.id)
      return { status: 204 }
    },
  }),
]
