import { type TSchema, Type } from 'typebox'
import { ExceptionBody, type HolidayBody, IntervalBody } from '../core/index.ts'
import type { Schedule } from './schedules.ts'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const optional = <T extends TSchema>(schema: T) => Type.Optional(nullable(schema))

/** What Zendesk calls a schedule (zendesk-api.md 2.11), and ours: `exceptions`, the hours of single dates. */
export const WireSchedule = Type.Object(
  {
    id: Type.Integer(),
    url: Type.String(),
    name: Type.String(),
    time_zone: Type.String(),
    intervals: Type.Array(IntervalBody),
    exceptions: Type.Array(ExceptionBody),
    created_at: Type.String({ format: 'date-time' }),
    updated_at: Type.String({ format: 'date-time' }),
  },
  { title: 'Schedule' },
)

export const presentSchedule =
  (origin: string) =>
  ({ id, body }: Schedule): object => ({
    id,
    url: `${origin}/api/v2/business_hours/schedules/${id}.json`,
    name: body.name,
    time_zone: body.time_zone,
    intervals: body.intervals,
    exceptions: body.exceptions,
    created_at: body.created_at,
    updated_at: body.updated_at,
  })

/** Ours: `yearly`, and `closed` for half days. */
export const WireHoliday = Type.Object(
  {
    id: Type.Integer(),
    name: Type.String(),
    start_date: Type.String(),
    end_date: Type.String(),
    yearly: Type.Boolean(),
    closed: nullable(IntervalBody),
  },
  { title: 'Holiday' },
)

export const presentHoliday = ({ id, name, start_date, end_date, yearly, closed }: HolidayBody): object => ({
  id,
  name,
  start_date,
  end_date,
  yearly,
  closed,
})

export const NewSchedule = Type.Object({
  name: optional(Type.String()),
  time_zone: optional(
    Type.String({ description: 'A name of Rails or of the IANA: London, Europe/Amsterdam' }),
  ),
  intervals: Type.Optional(Type.Array(IntervalBody)),
  exceptions: Type.Optional(Type.Array(ExceptionBody)),
})

/** The hours of the week change by the workweek alone; whoever puts a whole schedule back changes none. */
export const ChangedSchedule = Type.Object({
  name: optional(Type.String()),
  time_zone: optional(Type.String()),
  exceptions: Type.Optional(Type.Array(ExceptionBody)),
})

export const Workweek = Type.Object({ intervals: Type.Array(IntervalBody) })

export const HolidayWrite = Type.Object({
  name: optional(Type.String()),
  start_date: optional(Type.String()),
  end_date: optional(Type.String()),
  yearly: optional(Type.Boolean()),
  closed: optional(IntervalBody),
})

export const ScheduleParams = Type.Object({ id: Type.Integer() })
export const HolidayParams = Type.Object({ id: Type.Integer(), holiday_id: Type.Integer() })

export const READ = {
  permission: 'policy.read',
  scope: 'business_hours:read',
  rate: 'read',
  audit: 'none',
} as const
export const WRITE = {
  permission: 'schedules.manage',
  scope: 'business_hours:write',
  rate: 'write',
  audit: 'policy',
} as const
