import { Type } from 'typebox'
import { assert, type Instant, invalidField, Refused, toIso } from '../../kernel/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { readBody } from '../../platform/http/body.ts'
import { HttpFailure } from '../../platform/http/errors.ts'
import { type ApiReply, type ApiRequest, badParameter, type Route, route } from '../../platform/http/index.ts'
import { parseDate } from '../core/index.ts'
import { importHolidays } from './holidays.ts'
import { presentHoliday, ScheduleParams, WireHoliday, WRITE } from './wire.ts'

/** More bytes than any holiday calendar has. */
const MAX_FILE_BYTES = 2_000_000

type Query = { readonly from?: string; readonly to?: string }

/** From the start of the year to the end of the one after the next. */
const standardWindow = (now: Instant): { readonly from: string; readonly to: string } => {
  const year = Number(toIso(now).slice(0, 4))
  return { from: `${year}-01-01`, to: `${year + 2}-12-31` }
}

const windowOf = ({ from, to }: Query, now: Instant): { readonly from: string; readonly to: string } => {
  const standard = standardWindow(now)
  const window = { from: from || standard.from, to: to || standard.to }
  for (const name of ['from', 'to'] as const)
    if (parseDate(window[name]) === undefined)
      throw new Refused(badParameter(name, 'must be a date such as 2026-01-01'))
  return window
}

const CALENDAR_MEDIA = /^text\/calendar\s*(?:;|$)/i

const fileOf = async ({ headers, stream }: ApiRequest<unknown, Query, unknown>): Promise<string> => {
  if (!CALENDAR_MEDIA.test(headers['content-type'] ?? 'text/calendar'))
    throw new HttpFailure(415, {
      error: 'UnsupportedMediaType',
      description: 'Send the file as text/calendar',
    })
  assert(stream !== undefined, 'a route with a raw body has a stream')
  const bytes = await readBody(stream, MAX_FILE_BYTES)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError)
      throw new Refused(invalidField('base', 'must be text in UTF-8', 'InvalidFormat'))
    throw error
  }
}

const handle = async (
  ground: Ground,
  request: ApiRequest<{ id: number }, Query, unknown>,
): Promise<ApiReply> => {
  const window = windowOf(request.query, ground.clock.now())
  const text = await fileOf(request)
  const { holidays, skipped } = await importHolidays(ground, request, request.params.id, { text, ...window })
  return { body: { holidays: holidays.map(presentHoliday), skipped } }
}

/**
 * Ours. Holidays come as single dates, since files repeat them by rules of their own; so a file is imported again when
 * its years run out, and what the schedule has already is then left alone.
 */
export const importRoute = (ground: Ground): Route =>
  route({
    ...WRITE,
    method: 'POST',
    path: '/api/v2/business_hours/schedules/:id/holidays/import',
    operation: 'ImportHolidays',
    summary:
      'Adds the all-day events of an iCalendar file (text/calendar) as holidays, and says what it left out',
    rawBody: true,
    params: ScheduleParams,
    query: Type.Object({
      from: Type.Optional(Type.String({ description: 'First date; the start of this year unless given' })),
      to: Type.Optional(
        Type.String({ description: 'Last date; the end of the year after the next unless given' }),
      ),
    }),
    response: {
      200: Type.Object({
        holidays: Type.Array(WireHoliday),
        skipped: Type.Array(
          Type.Object({
            line: Type.Union([Type.Integer(), Type.Null()]),
            name: Type.Union([Type.String(), Type.Null()]),
            start_date: Type.Union([Type.String(), Type.Null()]),
            reason: Type.String(),
          }),
        ),
      }),
    },
    handler: (request) => handle(ground, request),
  })
