import { type TProperties, Type } from 'typebox'
import { SECOND_MS } from '../../kernel/index.ts'
import type { Asked } from '../paging/index.ts'
import { encodePlace } from './asked.ts'
import type { ExportPage } from './read.ts'

const NullableText = Type.Union([Type.String(), Type.Null()])

/** The schema of an export's reply, whichever way it goes on: the plural key, and the keys of its envelope. */
export const exportSchema = (properties: TProperties) =>
  Type.Object({
    ...properties,
    count: Type.Optional(Type.Integer()),
    end_time: Type.Optional(Type.Integer()),
    next_page: Type.Optional(NullableText),
    after_url: Type.Optional(NullableText),
    after_cursor: Type.Optional(NullableText),
    before_url: Type.Optional(Type.Null()),
    before_cursor: Type.Optional(Type.Null()),
    meta: Type.Optional(
      Type.Object({ has_more: Type.Boolean(), after_cursor: NullableText, before_cursor: Type.Null() }),
    ),
    links: Type.Optional(Type.Object({ prev: Type.Null(), next: NullableText })),
    end_of_stream: Type.Boolean(),
  })

/**
 * The body of an export (zendesk-api.md 2.17): the presented records under their plural name, side-loads (`extra`), and
 * where to go on. That stays given at the end of the stream, so that a client comes back to what is new. Of paging by
 * `page[size]`, which goes the way of lists, the keys of lists stand beside.
 */
export const exportReply = (
  asked: Asked,
  key: string,
  page: ExportPage<unknown>,
  presented: readonly unknown[],
  extra: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> => ({
  [key]: presented,
  ...extra,
  ...(page.mode === 'time' ? timeKeys(asked, page, presented.length) : cursorKeys(asked, page)),
  end_of_stream: !page.hasMore,
})

type ByTime = Extract<ExportPage<unknown>, { mode: 'time' }>
type ByCursor = Extract<ExportPage<unknown>, { mode: 'cursor' }>

const timeKeys = (asked: Asked, { rows, hasMore, endTime, after }: ByTime, count: number) => {
  const endSecond = Math.floor(endTime / SECOND_MS)
  return {
    count,
    end_time: endSecond,
    next_page: rows.length === 0 && !hasMore ? null : link(asked, startOfNext(endSecond, after)),
  }
}

const startOfNext = (endSecond: number, after: number | undefined): Record<string, string> => ({
  start_time: String(endSecond),
  ...(after === undefined ? {} : { after_position: String(after) }),
})

const cursorKeys = (asked: Asked, { next, hasMore }: ByCursor) => {
  const cursor = encodePlace(next)
  const isList = parametersOf(asked).some(([name]) => name.startsWith('page['))
  const url = link(asked, { [isList ? 'page[after]' : 'cursor']: cursor })
  const envelope = { after_url: url, after_cursor: cursor, before_url: null, before_cursor: null }
  if (!isList) return envelope
  return {
    ...envelope,
    meta: { has_more: hasMore, after_cursor: cursor, before_cursor: null },
    links: { prev: null, next: hasMore ? url : null },
  }
}

/** Ours to set; and a credential in the address is not repeated into a body. */
const NOT_REPEATED = new Set(['start_time', 'after_position', 'cursor', 'page[after]', 'access_token'])

const parametersOf = ({ url }: Asked): [string, string][] => {
  const question = url.indexOf('?')
  return [...new URLSearchParams(question === -1 ? '' : url.slice(question + 1))]
}

const link = (asked: Asked, next: Readonly<Record<string, string>>): string => {
  const kept = parametersOf(asked).filter(([name]) => !NOT_REPEATED.has(name))
  const [path] = asked.url.split('?')
  return `${asked.origin}${path}?${new URLSearchParams([...kept, ...Object.entries(next)])}`
}
