import { type TProperties, Type } from 'typebox'
import type { Clock } from '../clock/clock.ts'
import type { Db } from '../db/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../http/index.ts'
import { type ExportQuery, exportQuery, MAX_EXPORTED, parseExport } from './asked.ts'
import { type ExportSource, readExport } from './read.ts'
import { exportReply, exportSchema } from './reply.ts'

/** What a client asks of a stream; `Query` are the parameters of its own. */
export type StreamRequest<Query> = Pick<
  ApiRequest<unknown, ExportQuery & Query, unknown>,
  'caller' | 'query' | 'origin' | 'url'
>

/** Where a stream is served: by time, by cursor, and a short page to try either out with. */
export type StreamDoor = 'time' | 'cursor' | 'sample'

/** One kind of record that is exported, in the order of the feed. Articles, tickets, people: each room has its own. */
export type ExportStream<Row, Query> = {
  /** The plural key of its records: `ticket_events`. */
  readonly name: string
  /** In operations: `TicketEvents`. */
  readonly operation: string
  /** What is exported, in a sentence: `Tickets that changed`. */
  readonly summary: string
  /** Unless said: `/api/v2/incremental/{name}`. */
  readonly path?: string
  readonly doors: readonly StreamDoor[]
  readonly permission: string
  readonly scope: string
  /** Parameters besides those of every export. */
  readonly query: TProperties
  /** What the reply holds besides the envelope: the records, and arrays beside them. */
  readonly reply: TProperties
  /** The most records of a page that is asked for with `page[size]`, if fewer than of others. */
  readonly maxByPage?: number
  /** Throws `Refused` for what nobody may ask. Sees to it that only what the caller may see comes. */
  source(request: StreamRequest<Query>): ExportSource<Row>
  present(request: StreamRequest<Query>, rows: readonly Row[]): Promise<Presented>
}

export type Presented = {
  readonly records: readonly object[]
  readonly beside?: Readonly<Record<string, readonly object[]>>
}

export type ExportGround = { readonly db: Db; readonly clock: Clock }

const SAMPLE_SIZE = 50

/** The routes of a stream. */
export const streamRoutes = <Row, Query = unknown>(
  ground: ExportGround,
  stream: ExportStream<Row, Query>,
): Route[] =>
  stream.doors.map((door) => {
    const path = stream.path ?? `/api/v2/incremental/${stream.name}`
    const { operation, suffix, note } = DOORS[door]
    return route({
      method: 'GET',
      path: `${path}${suffix}`,
      operation: `${operation[0]}${stream.operation}${operation[1]}`,
      summary: `${stream.summary}${note}`,
      permission: stream.permission,
      scope: stream.scope,
      rate: 'export',
      audit: 'none',
      query: Type.Object({ ...exportQuery, ...stream.query }),
      response: { 200: exportSchema(stream.reply) },
      handler: (request) => answer(ground, stream, door, request as unknown as StreamRequest<Query>),
    })
  })

const DOORS: Record<
  StreamDoor,
  { readonly operation: readonly [string, string]; readonly suffix: string; readonly note: string }
> = {
  time: { operation: ['Export', ''], suffix: '', note: ' since a time' },
  cursor: { operation: ['Export', 'ByCursor'], suffix: '/cursor', note: ', by cursor' },
  sample: {
    operation: ['Sample', ''],
    suffix: '/sample',
    note: ' since a time: the first fifty, to try it out',
  },
}

const answer = async <Row, Query>(
  { db, clock }: ExportGround,
  stream: ExportStream<Row, Query>,
  door: StreamDoor,
  request: StreamRequest<Query>,
): Promise<ApiReply> => {
  const now = clock.now()
  const asked = parseExport(request.query, {
    now,
    isCursor: door === 'cursor',
    maxSize: mostOf(stream, door, request.query),
  })
  const page = await readExport(db, stream.source(request), asked, now)
  const isSample = door === 'sample'
  const { records, beside } = await stream.present(
    request,
    isSample ? page.rows.slice(0, SAMPLE_SIZE) : page.rows,
  )
  const body = exportReply(request, stream.name, page, records, beside)
  // Nobody walks by samples: a page that was cut short leads nowhere.
  return { body: isSample ? { ...body, next_page: null } : body }
}

const mostOf = <Row, Query>(
  { maxByPage = MAX_EXPORTED }: ExportStream<Row, Query>,
  door: StreamDoor,
  query: ExportQuery,
): number => {
  if (door === 'sample') return SAMPLE_SIZE
  return query['page[size]'] === undefined && query['page[after]'] === undefined ? MAX_EXPORTED : maxByPage
}
