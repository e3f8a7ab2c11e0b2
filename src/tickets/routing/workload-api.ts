import { Type } from 'typebox'
import { notFound, Refused } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import { membersOf } from './agents-store.ts'
import { candidateOf, givenTo, routingOf } from './availability.ts'
import { loadOf, type OpenTickets, weightOfAll } from './core/index.ts'

const Workload = Type.Object({
  user_id: Type.Integer(),
  available: Type.Boolean(),
  away: Type.Union([Type.String(), Type.Null()]),
  /** Unsolved tickets in hand, of whatever group. */
  tickets: Type.Object({
    new: Type.Integer(),
    open: Type.Integer(),
    pending: Type.Integer(),
    hold: Type.Integer(),
  }),
  weight: Type.Number(),
  capacity: Type.Number(),
  load: Type.Number(),
  over_capacity: Type.Boolean(),
})

const countOf = (open: readonly OpenTickets[], status: OpenTickets['status']): number =>
  open.filter((one) => one.status === status).reduce((sum, { count }) => sum + count, 0)

/** What each of a group has in hand, against what they can take. */
export const workloadRoute = (room: Room): Route =>
  route({
    method: 'GET',
    path: '/api/v2/groups/:id/workload',
    operation: 'ShowGroupWorkload',
    summary: 'What each of a group has in hand, against what they can take',
    permission: 'policy.read',
    scope: 'routing:read',
    rate: 'read',
    audit: 'none',
    params: IdParams,
    response: { 200: Type.Object({ workload: Type.Array(Workload) }) },
    handler: async ({ caller, params }) => {
      const { db, clock, policy: store } = room.ground
      const groups = await room.people.groups(viewerOf(caller))
      if (!groups.some(({ id }) => id === params.id)) throw new Refused(notFound)
      const [at, policy] = [clock.now(), await store.current()]
      const { roles } = await room.policies.at(policy.version)
      const { weights } = routingOf(policy).settings
      const members = (await membersOf(db, params.id, at)).filter(({ roleId }) => givenTo(roles, roleId))
      const workload = members.map((member) => {
        const candidate = candidateOf(policy, { userIds: null }, member, at)
        const { userId, open, away, capacity } = candidate
        const weight = weightOfAll(open, weights)
        return {
          user_id: userId,
          available: away === null,
          away,
          tickets: {
            new: countOf(open, 'new'),
            open: countOf(open, 'open'),
            pending: countOf(open, 'pending'),
            hold: countOf(open, 'hold'),
          },
          weight,
          capacity,
          load: loadOf(weight, candidate),
          over_capacity: weight > capacity,
        }
      })
      return { body: { workload } }
    },
  })
