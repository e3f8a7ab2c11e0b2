import { type TProperties, Type } from 'typebox'
import type { Listing } from './list.ts'

/** The request as far as links need it. */
export type Asked = { readonly origin: string; readonly url: string }

const NullableText = Type.Union([Type.String(), Type.Null()])

/** The schema of a list's reply, whichever way it was paged: the plural `key` and the paging keys beside it. */
export const listSchema = (properties: TProperties) =>
  Type.Object({
    ...properties,
    count: Type.Optional(Type.Integer()),
    next_page: Type.Optional(NullableText),
    previous_page: Type.Optional(NullableText),
    meta: Type.Optional(
      Type.Object({ has_more: Type.Boolean(), after_cursor: NullableText, before_cursor: NullableText }),
    ),
    links: Type.Optional(Type.Object({ prev: NullableText, next: NullableText })),
  })

/**
 * The body of a list: the presented rows under their plural name, side-loads (`extra`), and the paging keys of the
 * mode that was asked for. Links are absolute and repeat every other parameter of the request.
 */
export const listReply = (
  asked: Asked,
  key: string,
  listing: Listing<unknown>,
  presented: readonly unknown[],
  extra: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> => ({
  [key]: presented,
  ...extra,
  ...(listing.mode === 'offset' ? offsetKeys(asked, listing) : cursorKeys(asked, listing)),
})

type ByOffset = Extract<Listing<unknown>, { mode: 'offset' }>
type ByCursor = Extract<Listing<unknown>, { mode: 'cursor' }>

const offsetKeys = (asked: Asked, { page, size, count }: ByOffset) => ({
  // Past record 10,000 the link stays, and its page says 400: a list cut short must not look complete.
  next_page: page * size < count ? link(asked, { page: String(page + 1), per_page: String(size) }) : null,
  previous_page: page > 1 ? link(asked, { page: String(page - 1), per_page: String(size) }) : null,
  count,
})

/** `links.next` is null exactly when `has_more` is false: some clients go by the one, some by the other. */
const cursorKeys = (asked: Asked, listing: ByCursor) => {
  const { hasMore, hasPrevious, afterCursor, beforeCursor, size } = listing
  const to = (parameter: string, cursor: string | null): string | null =>
    cursor === null ? null : link(asked, { 'page[size]': String(size), [parameter]: cursor })
  return {
    meta: { has_more: hasMore, after_cursor: afterCursor, before_cursor: beforeCursor },
    links: {
      prev: hasPrevious ? to('page[before]', beforeCursor) : null,
      next: hasMore ? to('page[after]', afterCursor) : null,
    },
  }
}

/** Ours to set; and a credential in the address is not repeated into a body. */
const NOT_REPEATED = new Set([
  'page',
  'per_page',
  'page[size]',
  'page[after]',
  'page[before]',
  'access_token',
])

const link = ({ origin, url }: Asked, paging: Readonly<Record<string, string>>): string => {
  const question = url.indexOf('?')
  const asked = new URLSearchParams(question === -1 ? '' : url.slice(question + 1))
  const kept = [...asked].filter(([name]) => !NOT_REPEATED.has(name))
  const query = new URLSearchParams([...kept, ...Object.entries(paging)])
  return `${origin}${question === -1 ? url : url.slice(0, question)}?${query}`
}
