import { Type } from 'typebox'
import type { Ground } from '../../platform/ground.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { listSchema, pagingQuery } from '../../platform/paging/index.ts'
import { createHoliday, deleteHoliday, getHoliday, updateHoliday } from './holidays.ts'
import { pageReply } from './page.ts'
import { getSchedule } from './schedules.ts'
import {
  HolidayParams,
  HolidayWrite,
  presentHoliday,
  READ,
  ScheduleParams,
  WireHoliday,
  WRITE,
} from './wire.ts'

const HolidayReply = Type.Object({ holiday: WireHoliday })
const HolidayRequest = Type.Object({ holiday: HolidayWrite })

const named = ({ id, holiday_id }: { readonly id: number; readonly holiday_id: number }) => ({
  scheduleId: id,
  id: holiday_id,
})

export const holidayRoutes = (ground: Ground): Route[] => [...reading(ground), ...writing(ground)]

const reading = (ground: Ground): Route[] => [
  route({
    ...READ,
    method: 'GET',
    path: '/api/v2/business_hours/schedules/:id/holidays',
    operation: 'ListHolidays',
    summary: 'Lists the holidays of a schedule',
    params: ScheduleParams,
    query: Type.Object(pagingQuery),
    response: { 200: listSchema({ holidays: Type.Array(WireHoliday) }) },
    handler: async (request) => {
      const { body } = await getSchedule(ground, request.params.id)
      return { body: pageReply(request, 'holidays', body.holidays, presentHoliday) }
    },
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/api/v2/business_hours/schedules/:id/holidays/:holiday_id',
    operation: 'ShowHoliday',
    summary: 'Shows a holiday',
    params: HolidayParams,
    response: { 200: HolidayReply },
    handler: async ({ params }) => ({
      body: { holiday: presentHoliday(await getHoliday(ground, named(params))) },
    }),
  }),
]

const writing = (ground: Ground): Route[] => [
  route({
    ...WRITE,
    method: 'POST',
    path: '/api/v2/business_hours/schedules/:id/holidays',
    operation: 'CreateHoliday',
    summary: 'Adds a holiday to a schedule',
    params: ScheduleParams,
    body: HolidayRequest,
    response: { 201: HolidayReply },
    handler: async (request) => {
      const { id } = request.params
      const holiday = await createHoliday(ground, request, id, request.body.holiday)
      const location = `${request.origin}/api/v2/business_hours/schedules/${id}/holidays/${holiday.id}.json`
      return { status: 201, body: { holiday: presentHoliday(holiday) }, headers: { location } }
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/api/v2/business_hours/schedules/:id/holidays/:holiday_id',
    operation: 'UpdateHoliday',
    summary: 'Changes a holiday',
    params: HolidayParams,
    body: HolidayRequest,
    response: { 200: HolidayReply },
    handler: async (request) => {
      const holiday = await updateHoliday(ground, request, named(request.params), request.body.holiday)
      return { body: { holiday: presentHoliday(holiday) } }
    },
  }),
  route({
    ...WRITE,
    method: 'DELETE',
    path: '/api/v2/business_hours/schedules/:id/holidays/:holiday_id',
    operation: 'DeleteHoliday',
    summary: 'Takes a holiday off a schedule',
    params: HolidayParams,
    response: { 204: Type.Null() },
    handler: async (request) => {
      await deleteHoliday(ground, request, named(request.params))
      return { status: 204 }
    },
  }),
]
