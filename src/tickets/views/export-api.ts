import { Type } from 'typebox'
import type { Id } from '../../kernel/index.ts'
import { type ApiReply, type ApiRequest, type Route, route } from '../../platform/http/index.ts'
import type { Room } from '../room.ts'
import { IdParams } from '../wire/schemas.ts'
import { readingViews } from './api.ts'
import { exportRows } from './export.ts'
import { standingOf } from './find.ts'
import { openView } from './tickets-api.ts'

const PATH = '/api/v2/views'

const MEDIA = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson; charset=utf-8' } as const

const exported = async (
  room: Room,
  request: ApiRequest<{ id: Id }, unknown, unknown>,
  format: 'csv' | 'jsonl',
): Promise<ApiReply> => {
  const { id } = request.params
  const { view, looking } = openView(room, request, await standingOf(room), id)
  return {
    stream: exportRows(room, view, looking, request.origin, format),
    headers: {
      'content-type': MEDIA[format],
      'content-disposition': `attachment; filename="view-${id}.${format}"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  }
}

const exportingViews = { ...readingViews, permission: 'tickets.export', rate: 'bulk' } as const

/** All rows of views, for whoever may take tickets along. */
export const viewExportRoutes = (room: Room): Route[] => [
  route({
    ...exportingViews,
    method: 'GET',
    path: `${PATH}/:id/export`,
    operation: 'ExportView',
    summary: 'Where all rows of a view can be had as a file, at once',
    params: IdParams,
    response: {
      200: Type.Object({
        export: Type.Object({
          view_id: Type.Integer(),
          status: Type.String(),
          csv_url: Type.String(),
          jsonl_url: Type.String(),
        }),
      }),
    },
    handler: async (request) => {
      const { id } = request.params
      openView(room, request, await standingOf(room), id)
      const file = `${request.origin}${PATH}/${id}/export`
      const told = { view_id: id, status: 'completed', csv_url: `${file}.csv`, jsonl_url: `${file}.jsonl` }
      return { body: { export: told } }
    },
  }),
  ...(['csv', 'jsonl'] as const).map((format) =>
    route({
      ...exportingViews,
      method: 'GET',
      path: `${PATH}/:id/export.${format}`,
      operation: format === 'csv' ? 'ExportViewAsCSV' : 'ExportViewAsJSONL',
      summary: `All rows of a view that the caller sees, as ${format.toUpperCase()}`,
      params: IdParams,
      response: { 200: Type.String() },
      handler: (request) => exported(room, request, format),
    }),
  ),
]
