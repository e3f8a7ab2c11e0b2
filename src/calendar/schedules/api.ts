import { Type } from 'typebox'
import type { Ground } from '../../platform/ground.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { listSchema, pagingQuery } from '../../platform/paging/index.ts'
import { pageReply } from './page.ts'
import {
  createSchedule,
  deleteSchedule,
  getSchedule,
  listSchedules,
  updateSchedule,
  updateWorkweek,
} from './schedules.ts'
import {
  ChangedSchedule,
  NewSchedule,
  presentSchedule,
  READ,
  ScheduleParams,
  WireSchedule,
  Workweek,
  WRITE,
} from './wire.ts'

const ScheduleReply = Type.Object({ schedule: WireSchedule })

/** A whole year of exceptions has more keys than an ordinary body. */
const BODY_LIMIT = 4 * 1024 * 1024

export const scheduleRoutes = (ground: Ground): Route[] => [...reading(ground), ...writing(ground)]

const reading = (ground: Ground): Route[] => [
  route({
    ...READ,
    method: 'GET',
    path: '/api/v2/business_hours/schedules',
    operation: 'ListSchedules',
    summary: 'Lists schedules; the first is the default one',
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ schedules: Type.Array(WireSchedule) }) },
    handler: async (request) => {
      const schedules = await listSchedules(ground)
      return { body: pageReply(request, 'schedules', schedules, presentSchedule(request.origin)) }
    },
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/api/v2/business_hours/schedules/:id',
    operation: 'ShowSchedule',
    summary: 'Shows a schedule',
    params: ScheduleParams,
    response: { 200: ScheduleReply },
    handler: async ({ params, origin }) => ({
      body: { schedule: presentSchedule(origin)(await getSchedule(ground, params.id)) },
    }),
  }),
]

const writing = (ground: Ground): Route[] => [
  route({
    ...WRITE,
    method: 'POST',
    path: '/api/v2/business_hours/schedules',
    operation: 'CreateSchedule',
    summary: 'Creates a schedule, Monday to Friday from 9:00 to 17:00 unless it says its intervals',
    body: Type.Object({ schedule: NewSchedule }),
    bodyLimit: BODY_LIMIT,
    response: { 201: ScheduleReply },
    handler: async (request) => {
      const schedule = await createSchedule(ground, request, request.body.schedule)
      const location = `${request.origin}/api/v2/business_hours/schedules/${schedule.id}.json`
      return {
        status: 201,
        body: { schedule: presentSchedule(request.origin)(schedule) },
        headers: { location },
      }
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/api/v2/business_hours/schedules/:id',
    operation: 'UpdateSchedule',
    summary: 'Changes the name, zone and exceptions of a schedule',
    params: ScheduleParams,
    body: Type.Object({ schedule: ChangedSchedule }),
    bodyLimit: BODY_LIMIT,
    response: { 200: ScheduleReply },
    handler: async (request) => {
      const { name, time_zone, exceptions } = request.body.schedule
      const input = { name, time_zone, exceptions }
      const schedule = await updateSchedule(ground, request, request.params.id, input)
      return { body: { schedule: presentSchedule(request.origin)(schedule) } }
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/api/v2/business_hours/schedules/:id/workweek',
    operation: 'UpdateWorkweek',
    summary: 'Sets the hours of the week of a schedule',
    params: ScheduleParams,
    body: Type.Object({ workweek: Workweek }),
    response: { 200: Type.Object({ workweek: Workweek }) },
    handler: async (request) => {
      const { intervals } = request.body.workweek
      const { body } = await updateWorkweek(ground, request, request.params.id, intervals)
      return { body: { workweek: { intervals: body.intervals } } }
    },
  }),
  route({
    ...WRITE,
    method: 'DELETE',
    path: '/api/v2/business_hours/schedules/:id',
    operation: 'DeleteSchedule',
    summary: 'Deletes a schedule; it goes on serving the tickets that it was set on',
    params: ScheduleParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await deleteSchedule(ground, request, request.params.id)
      return { status: 204 }
    },
  }),
]
