import { Type } from 'typebox'
import type { Instant } from '../../../kernel/index.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery } from '../../../platform/paging/index.ts'
import { RAILS_ZONES } from '../../core/index.ts'
import type { Room } from '../../room.ts'

const TimeZone = Type.Object({
  name: Type.String(),
  iana_name: Type.String(),
  translated_name: Type.String(),
  offset: Type.Integer({ description: 'Minutes east of Greenwich, without summer time' }),
  formatted_offset: Type.String(),
})

/** `GMT+05:30`; of Greenwich itself just `GMT`. */
const offsetAt = (zone: string, at: Date): number => {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
  const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0)
  return sign === '-' ? -size : size
}

/** Standard time is what January and July have least of: clocks go forward for summer. */
const standardOffset = (zone: string, year: number): number =>
  Math.min(...[0, 6].map((month) => offsetAt(zone, new Date(Date.UTC(year, month, 1)))))

const formatted = (offset: number): string => {
  const two = (value: number): string => String(value).padStart(2, '0')
  const minutes = Math.abs(offset)
  return `GMT${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** From west to east, as Rails lists them. */
const zonesIn = (year: number) =>
  Object.entries(RAILS_ZONES)
    .map(([name, zone]) => ({ name, zone, offset: standardOffset(zone, year) }))
    .sort((a, b) => a.offset - b.offset || (a.name < b.name ? -1 : 1))
    .map(({ name, zone, offset }) => ({
      name,
      iana_name: zone,
      translated_name: name,
      offset,
      formatted_offset: formatted(offset),
    }))

/** Asking for 150 zones takes milliseconds, and their answer holds for a year. */
const remembered = () => {
  let known: { readonly year: number; readonly zones: ReturnType<typeof zonesIn> } | undefined
  return (now: Instant) => {
    const year = new Date(now).getUTCFullYear()
    if (known?.year !== year) known = { year, zones: zonesIn(year) }
    return known.zones
  }
}

/** The zones that people can be set to, by the names that clients send. */
export const timeZoneRoutes = ({ ground }: Room): Route[] => {
  const zonesNow = remembered()
  return [
    route({
      method: 'GET',
      path: '/api/v2/time_zones',
      operation: 'ListTimeZones',
      summary: 'Lists the time zones that people can be set to',
      permission: 'signed_in',
      scope: 'locales:read',
      rate: 'read',
      audit: 'none',
      query: Type.Object(pagingQuery),
      response: { 200: listSchema({ time_zones: Type.Array(TimeZone) }) },
      handler: async (request) => {
        const listing = paged(zonesNow(ground.clock.now()), request.query)
        return { body: listReply(request, 'time_zones', listing, listing.rows) }
      },
    }),
  ]
}
