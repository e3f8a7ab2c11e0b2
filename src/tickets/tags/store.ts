import type { RawBuilder } from 'kysely'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging, type Sort } from '../../platform/paging/index.ts'
import type { TicketViewer } from '../core/visible.ts'
import { visibleTickets } from '../visible.ts'

export type TagUse = { readonly name: string; readonly count: number }

/** How often each tag stands on the tickets that the viewer sees. Counted when asked: no write pays for it. */
const used = (
  viewer: TicketViewer,
  condition: RawBuilder<boolean> = sql<boolean>`true`,
): RawBuilder<unknown> =>
  sql`(select name, count(*) as count, row_number() over (order by name) as place
    from tickets t cross join unnest(t.tags) as name
    where ${visibleTickets(viewer)} and ${condition} group by name) u`

export const TAG_SORTS = {
  count: { column: sql.ref('u.count'), type: 'bigint' },
  name: { column: sql.ref('u.name'), type: 'text' },
} as const satisfies Record<string, Sort>

export const listTags = (
  db: Db,
  viewer: TicketViewer,
  paging: Paging<keyof typeof TAG_SORTS>,
): Promise<Listing<TagUse>> =>
  list(
    db,
    {
      select: sql<TagUse>`u.name, u.count`,
      from: used(viewer),
      sorts: TAG_SORTS,
      // Tags have no numbers; among those used alike their place in the alphabet decides.
      id: sql.ref('u.place'),
    },
    paging,
  )

export const countTags = async (db: Db, viewer: TicketViewer): Promise<number> =>
  (await db.one(sql<{ count: number }>`select count(*) as count from ${used(viewer)}`))!.count

/** Tags that begin so, the most used first. */
export const tagsBeginning = async (
  db: Db,
  viewer: TicketViewer,
  start: string,
  limit: number,
): Promise<string[]> => {
  const rows = await db.rows(sql<{ name: string }>`
    select u.name from ${used(viewer, sql<boolean>`starts_with(name, ${start})`)}
    order by u.count desc, u.name limit ${limit}`)
  return rows.map(({ name }) => name)
}
