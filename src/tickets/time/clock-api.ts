import { Type } from 'typebox'
import { scheduleOf } from '../../calendar/index.ts'
import { type Id, notFound, Refused } from '../../kernel/index.ts'
import { viewerOf } from '../../people/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import { mustSee } from '../api/parts.ts'
import { clockHistory } from '../clocks/read-clocks.ts'
import { scheduleOfKey } from '../core/clocks/clock-policy.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import { type ExplainedClock, explainClocks } from './explain.ts'
import { presentClock, type ScheduleName, type ScheduleNames } from './present-clock.ts'
import { TicketClock } from './schemas.ts'

const explain = async (room: Room, request: ApiRequest<{ id: Id }, unknown, unknown>): Promise<ApiReply> => {
  const viewer = viewerOf(request.caller)
  const { id } = request.params
  const { ground, policies } = room
  const history = await clockHistory({ db: ground.db, policies }, viewer, id)
  if (history === undefined) return unclocked(room, request)
  const now = ground.clock.now()
  const explained = explainClocks(history, now)
  const schedules = await schedulesIn(room, [history.clocks.sla.hours, ...hoursIn(explained)])
  const clock = presentClock({ ticketId: id, clocks: history.clocks, explained, schedules, now })
  return { body: { clock } }
}

/** Of a ticket that was imported and not touched since there is nothing to explain. */
const unclocked = async (room: Room, request: ApiRequest<{ id: Id }, unknown, unknown>): Promise<never> => {
  await mustSee(room, viewerOf(request.caller), request.params.id)
  throw new Refused({ ...notFound, message: 'No time is kept with this ticket yet' })
}

const hoursIn = (explained: readonly ExplainedClock[]): (string | null | undefined)[] =>
  explained.flatMap(({ clock, intervals }) => [
    clock.target?.hours,
    ...intervals.map(({ target }) => target?.hours),
  ])

/** The names of schedules as they were in the versions that the keys of their hours name. */
export const schedulesIn = async (
  { ground }: Room,
  keys: readonly (string | null | undefined)[],
): Promise<ScheduleNames> => {
  const names = new Map<string, ScheduleName>()
  for (const key of new Set(keys)) {
    const named = key == null ? undefined : scheduleOfKey(key)
    if (key == null || named === undefined) continue
    const found = scheduleOf(await ground.policy.at(named.version), named.id)
    if (found) names.set(key, { id: named.id, name: found.name, version: named.version })
  }
  return names
}

export const clockRoute = (room: Room): Route =>
  route({
    method: 'GET',
    path: '/api/v2/tickets/:id/clock',
    operation: 'ShowTicketClock',
    summary: 'Why the clocks of a ticket stand as they do: every interval with its cause, hours and target',
    permission: 'tickets.read',
    scope: 'tickets:read',
    rate: 'read',
    audit: 'none',
    params: IdParams,
    response: { 200: Type.Object({ clock: TicketClock }) },
    handler: (request) => explain(room, request),
  })
