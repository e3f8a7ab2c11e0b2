import { Type } from 'typebox'
import { type Instant, notFound, Refused } from '../../../kernel/index.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import {
  listReply,
  listSchema,
  type PagingQuery,
  paged,
  pagingQuery,
} from '../../../platform/paging/index.ts'
import type { PolicySnapshot } from '../../../platform/policy/index.ts'
import { viewerOf } from '../../acting.ts'
import {
  DEFAULT_LOCALE,
  findLocale,
  findLocaleById,
  LOCALES,
  type Locale,
  localeOf,
} from '../../core/index.ts'
import { accountSettingsOf } from '../../policy.ts'
import type { Room } from '../../room.ts'
import { getUser } from '../../users/read.ts'
import { Time, time } from '../../wire.ts'
import { policyWritten } from '../written-store.ts'
import { bestLocale, readAcceptLanguage } from './best-locale.ts'

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

/** The languages that the desk is in, the default one first. */
const localesOf = (policy: PolicySnapshot): readonly Locale[] => {
  const ids = accountSettingsOf(policy).locale_ids
  if (!Array.isArray(ids)) return LOCALES
  return ids.flatMap((id) => (typeof id === 'number' ? (findLocaleById(id) ?? []) : []))
}

type Presenting = { readonly origin: string; readonly first: Locale; readonly since: Instant }

/** They come with the program, so their times are those of the installation. */
const presenting = async (room: Room, origin: string): Promise<Presenting> => {
  const [policy, written] = await Promise.all([room.ground.policy.current(), policyWritten(room.ground.db)])
  return { origin, first: localesOf(policy)[0] ?? DEFAULT_LOCALE, since: written.created_at }
}

const present =
  ({ origin, first, since }: Presenting) =>
  (one: Locale) => ({
    id: one.id,
    url: `${origin}/api/v2/locales/${one.locale}.json`,
    locale: one.locale,
    name: one.name,
    native_name: one.nativeName,
    presentation_name: one.name,
    rtl: one.rtl,
    default: one.id === first.id,
    created_at: time(since),
    updated_at: time(since),
  })

const read = { method: 'GET', scope: 'locales:read', rate: 'read', audit: 'none' } as const
const OneLocale = Type.Object({ locale: WireLocale })
const Locales = listSchema({ locales: Type.Array(WireLocale) })

type Asked = { readonly origin: string; readonly url: string; readonly query: PagingQuery }

const replyWith = async (room: Room, request: Asked, locales: readonly Locale[]) => {
  const listing = paged(locales, request.query)
  const shown = listing.rows.map(present(await presenting(room, request.origin)))
  return { body: listReply(request, 'locales', listing, shown) }
}

const one = async (room: Room, { origin }: { readonly origin: string }, locale: Locale) => ({
  body: { locale: present(await presenting(room, origin))(locale) },
})

/** Languages that people can be set to. */
export const localeRoutes = (room: Room): Route[] => [...listing(room), ...choosing(room)]

const listing = (room: Room): Route[] => [
  route({
    ...read,
    path: '/api/v2/locales',
    operation: 'ListLocales',
    summary: 'Lists the languages that the desk is in',
    permission: 'signed_in',
    query: Type.Object(pagingQuery),
    response: { 200: Locales },
    handler: async (request) => replyWith(room, request, localesOf(await room.ground.policy.current())),
  }),
  route({
    ...read,
    path: '/api/v2/locales/public',
    operation: 'ListPublicLocales',
    summary: 'Lists all languages that there are',
    permission: 'public',
    scope: 'none',
    rate: 'anonymous',
    query: Type.Object(pagingQuery),
    response: { 200: Locales },
    handler: async (request) => replyWith(room, request, LOCALES),
  }),
  route({
    ...read,
    path: '/api/v2/locales/agent',
    operation: 'ListAgentLocales',
    summary: 'Lists the languages that staff can work in',
    permission: 'signed_in',
    query: Type.Object(pagingQuery),
    response: { 200: Locales },
    handler: async (request) => replyWith(room, request, LOCALES),
  }),
]

const choosing = (room: Room): Route[] => [
  route({
    ...read,
    path: '/api/v2/locales/current',
    operation: 'ShowCurrentLocale',
    summary: 'Shows the language of whoever asks',
    permission: 'signed_in',
    response: { 200: OneLocale },
    handler: async (request) => {
      const viewer = viewerOf(request.caller)
      if (viewer.userId === null) throw new Refused(notFound)
      return one(room, request, localeOf((await getUser(room, viewer, viewer.userId)).locale))
    },
  }),
  route({
    ...read,
    path: '/api/v2/locales/detect_best_locale',
    operation: 'DetectBestLocale',
    summary: 'Shows the language of the desk that suits a reader best',
    permission: 'public',
    scope: 'none',
    rate: 'anonymous',
    query: Type.Object({ available_locales: Type.Optional(Type.String({ maxLength: 1000 })) }),
    response: { 200: OneLocale },
    handler: async (request) => {
      const offered = localesOf(await room.ground.policy.current())
      const asked = request.query.available_locales?.split(',').map((text) => text.trim().toLowerCase())
      const among = offered.filter((locale) => asked?.includes(locale.locale.toLowerCase()) ?? true)
      const wished = readAcceptLanguage(String(request.headers['accept-language'] ?? ''))
      return one(room, request, bestLocale(among, wished) ?? among[0] ?? offered[0] ?? DEFAULT_LOCALE)
    },
  }),
  route({
    ...read,
    path: '/api/v2/locales/:id',
    operation: 'ShowLocale',
    summary: 'Shows a language, by its id or its name',
    permission: 'signed_in',
    params: Type.Object({ id: Type.String({ maxLength: 40 }) }),
    response: { 200: OneLocale },
    handler: async (request) => {
      const { id } = request.params
      const found = /^\d+$/.test(id) ? findLocaleById(Number(id)) : findLocale(id)
      if (found === undefined) throw new Refused(notFound)
      return one(room, request, found)
    },
  }),
]
