import { Type } from 'typebox'
import type { Instant } from '../../../kernel/index.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { listReply, listSchema, paged, pagingQuery } from '../../../platform/paging/index.ts'
import { DEFAULT_LOCALE, LOCALES, type Locale } from '../../core/index.ts'
import type { Room } from '../../room.ts'
import { Time, time } from '../../wire.ts'
import { policyWritten } from '../written-store.ts'

const READ = { method: 'GET', rate: 'read', audit: 'none' } as const
const Query = Type.Object(pagingQuery)

const WireLocale = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  locale: Type.String(),
  name: Type.String(),
  native_name: Type.String(),
  presentation_name: Type.String(),
  rtl: Type.Boolean(),
  default: Type.Boolean(),
  created_at: Time,
  updated_at: Time,
})

const presentLocale = (origin: string, at: Instant) => (one: Locale) => ({
  id: one.id,
  url: `${origin}/api/v2/locales/${one.locale}.json`,
  locale: one.locale,
  name: one.name,
  native_name: one.nativeName,
  presentation_name: one.name,
  rtl: one.rtl,
  default: one.id === DEFAULT_LOCALE.id,
  created_at: time(at),
  updated_at: time(at),
})

/** They come with the program, so their times are those of the installation. */
export const localeRoutes = (room: Room): Route[] => [
  route({
    ...READ,
    path: '/api/v2/locales',
    operation: 'ListLocales',
    summary: 'Lists the languages that people can be set to',
    permission: 'signed_in',
    scope: 'locales:read',
    query: Query,
    response: { 200: listSchema({ locales: Type.Array(WireLocale) }) },
    handler: async (request) => {
      const { created_at: at } = await policyWritten(room.ground.db)
      const rows = LOCALES.map(presentLocale(request.origin, at))
      const listing = paged(rows, request.query)
      return { body: listReply(request, 'locales', listing, listing.rows) }
    },
  }),
]
