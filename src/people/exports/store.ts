import type { RawBuilder } from 'kysely'
import { type Instant, toIsoMs } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { ExportSource, Stretch } from '../../platform/exports/index.ts'
import type { Viewer } from '../core/index.ts'
import { type OrganizationRow, organizationColumns } from '../organizations/store.ts'
import { type UserRow, userColumns } from '../users/store.ts'
import { visibleOrganizations, visibleUsers } from '../visible.ts'

export type ExportedUser = UserRow & { readonly permanently_deleted: boolean }
export type ExportedOrganization = OrganizationRow & { readonly deleted_at: Instant | null }

type Placed<Row> = Row & { readonly position: number; readonly at: Instant }

/** People in the order of their last changes, removed ones too, each once: in the state of that change. */
export const userSource =
  (db: Db, viewer: Viewer): ExportSource<ExportedUser> =>
  async (stretch) =>
    placed(
      await db.rows(sql<Placed<ExportedUser>>`
        with page as materialized (${page(USER, stretch, sql`(select true from users u where u.id = f.subject_id and ${visibleUsers(viewer)} limit 1) is true`)})
        select page.position, page.at, ${userColumns}, u.permanently_deleted_at is not null as permanently_deleted
        from page join users u on u.id = page.subject_id order by page.position`),
    )

/** Organizations in the order of their last changes, removed ones too. */
export const organizationSource =
  (db: Db, viewer: Viewer): ExportSource<ExportedOrganization> =>
  async (stretch) =>
    placed(
      await db.rows(sql<Placed<ExportedOrganization>>`
        with page as materialized (${page(ORGANIZATION, stretch, sql`(select true from organizations o where o.id = f.subject_id and ${visibleOrganizations(viewer)} limit 1) is true`)})
        select page.position, page.at, ${organizationColumns}, o.deleted_at
        from page join organizations o on o.id = page.subject_id order by page.position`),
    )

const placed = <Row>(rows: readonly Placed<Row>[]) =>
  rows.map((row) => ({ position: row.position, at: row.at, rows: [row] }))

/** Written out, not as parameters: the index of the feed that they need is a partial one. */
const USER = sql`'user'`
const ORGANIZATION = sql`'organization'`

/** The last change of each; what has changed since and waits for its number comes with that. */
const page = (
  subject: RawBuilder<unknown>,
  { after, before, limit }: Stretch,
  isSeen: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  select f.position, f.at, f.subject_id from feed f
  where f.subject = ${subject} and f.position > ${after}
    ${before === null ? sql`` : sql`and f.at < ${toIsoMs(before)}::timestamptz`} and ${isSeen}
    and not exists (select from feed l
      where l.subject = ${subject} and l.subject_id = f.subject_id and l.position > f.position)
    and f.subject_id not in (select i.subject_id from feed_inbox i where i.subject = ${subject})
  order by f.position ${limit === null ? sql`` : sql`limit ${limit}`}`
