import { Type } from 'typebox'
import { type Route, route } from '../../platform/http/index.ts'
import { presentingOf } from '../presenting.ts'
import type { Room } from '../room.ts'
import { CustomStatus, presentCustomStatus } from './present.ts'

export const statusRoutes = (room: Room): Route[] => [
  route({
    method: 'GET',
    path: '/api/v2/custom_statuses',
    operation: 'ListCustomStatuses',
    summary: 'The labels that agents may give a status',
    permission: 'tickets.read',
    scope: 'custom_statuses:read',
    rate: 'read',
    audit: 'none',
    response: { 200: Type.Object({ custom_statuses: Type.Array(CustomStatus) }) },
    handler: async (request) => {
      const presenting = await presentingOf(room, request)
      const documents = presenting.policy.documents('custom_status')
      return { body: { custom_statuses: documents.map(presentCustomStatus(presenting)) } }
    },
  }),
]
