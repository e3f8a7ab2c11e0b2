import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Id } from '../kernel/index.ts'
import { type Db, sql } from '../platform/db/index.ts'
import { type ApiDesk, apiDesk } from './api-fixture.ts'
import { noChange } from './core/index.ts'
import { ADA, by, creation, edit } from './fixture.ts'
import { countStanding } from './standing-count-store.ts'
import { viaOf } from './wire/names.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk?.close())

/** A count that keeps what it knows, however small the desk. */
const counted = (): Promise<number> => countStanding(desk.ground.db, 0)
const rows = async (): Promise<number> =>
  (await desk.ground.db.one(sql<{ n: number }>`select count(*) as n from tickets where deleted_at is null`))!
    .n
const made = async (): Promise<Id> => (await desk.create()).ticket.id
const remove = (ticketId: Id, kind: 'delete' | 'restore' | 'purge') =>
  desk.commit({ ...noChange, kind, actor: by(ADA), via: viaOf('api') }, { ticketId })

/** What the dispatcher does: changes leave the inbox and get positions. */
const dispatch = async (limit: number): Promise<void> => {
  await desk.ground.db.rows(sql`
    with taken as (delete from feed_inbox where id in (select id from feed_inbox order by id limit ${limit})
      returning id, subject, subject_id, seq)
    insert into feed (position, subject, subject_id, seq, at)
    select (select coalesce(max(position), 0) from feed) + row_number() over (order by id), subject, subject_id, seq, now()
    from taken`)
}

it('is what a count of the rows would be, whatever happens and however far the feed is', async () => {
  const ids: Id[] = []
  const steps: (() => Promise<unknown>)[] = [
    async () => ids.push(await made()),
    async () => ids.push(await made(), await made()),
    () => desk.update(ids[0]!, { tags: { add: ['x'] } }),
    () => dispatch(2),
    async () => ids.push(await made()),
    () => remove(ids[1]!, 'delete'),
    () => dispatch(100),
    () => remove(ids[1]!, 'restore'),
    () => remove(ids[2]!, 'delete'),
    () => remove(ids[2]!, 'purge'),
    () => dispatch(1),
    async () => ids.push(await made()),
    async () => {
      const { auditId } = await desk.create()
      const { ticket_id: ticketId } = (await desk.ground.db.one(
        sql<{ ticket_id: Id }>`select ticket_id from audits where id = ${auditId}`,
      ))!
      await desk.commit({ ...edit, undo: { auditId: auditId!, userIds: [], groupIds: [] } }, { ticketId })
    },
    () => dispatch(100),
  ]
  for (const step of steps) {
    await step()
    expect(await counted()).toBe(await rows())
  }
  expect(await rows()).toBeGreaterThan(3)
})

it('does not count what is not committed yet, and counts it then', async () => {
  const before = await counted()
  const held = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const open = desk.ground.db.transaction(async (tx: Db) => {
    await desk.commit(creation, {}, { tx })
    begun.resolve()
    await held.promise
  })
  await begun.promise
  await made()
  await dispatch(1)
  expect(await counted()).toBe(before + 1)
  held.resolve()
  await open
  expect(await counted()).toBe(before + 2)
})

it('is the number that lists and counts show', async () => {
  const shown = async (who: Id) => [
    (await desk.call(who, 'GET', '/api/v2/tickets/count')).body.count.value,
    (await desk.call(who, 'GET', '/api/v2/tickets?per_page=1')).body.count,
  ]
  await made()
  const all = await rows()
  expect(await shown(ADA)).toEqual([all, all])
})
