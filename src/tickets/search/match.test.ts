import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { people, type SearchOrder, type Viewer } from '../../people/index.ts'
import { sql } from '../../platform/db/index.ts'
import { BO, type TicketDesk, ticketDesk } from '../fixture.ts'
import { matchTickets, type TicketsSought } from './match-store.ts'

const TICKETS = 31_000
const FIRST = 1_000_000

let desk: TicketDesk
let viewer: Viewer

/** So many tickets, and so many words, that the planner knows which are common and both ways are gone. Every one is common, each second often, each hundredth seldom; ten in a hundred open. */
beforeAll(async () => {
  desk = await ticketDesk()
  const { db } = desk.ground
  viewer = await people(desk.ground).viewer(BO)
  const { ticket } = await desk.create()
  const columns = await db.rows(sql<{ name: string }>`select attname as name from pg_attribute
    where attrelid = 'tickets'::regclass and attnum > 0 and not attisdropped order by attnum`)
  const changed: Record<string, string> = {
    ticket_id: `${FIRST} + n`,
    status: 'case when n % 10 = 0 then 1 else 5 end',
    group_id: 'n % 3',
    updated_at: "o.updated_at + (n * 7919 % 31000) * interval '1 second'",
  }
  const copied = columns.map(({ name }) => changed[name] ?? `o.${name}`).join(', ')
  await db.rows(sql`insert into tickets select ${sql.raw(copied)}
    from tickets o, generate_series(1, ${TICKETS}::int) n where o.ticket_id = ${ticket.id}`)
  await db.rows(sql`insert into ticket_words (ticket_id, words, status, created_at, updated_at)
    select t.ticket_id, ('common:1'
        || case when t.ticket_id % 2 = 0 then ' often:2A' else ' often:2' end
        || case when t.ticket_id % 100 = 0 then ' seldom:3' else ' plenty:3' end
        || ' filler' || t.ticket_id % 150 || ':4')::tsvector,
      t.status, t.created_at, t.updated_at
    from tickets t where t.ticket_id > ${FIRST}`)
  await db.rows(sql`analyze ticket_words`)
  await db.rows(sql`analyze tickets`)
}, 120_000)
afterAll(() => desk.close())

const NEWEST: SearchOrder = { by: 'updated_at', isDescending: true }
const WORTH: SearchOrder = { by: 'relevance', isDescending: true }
const soughtBy = (words: string, more: Partial<TicketsSought> = {}): TicketsSought => ({
  viewer,
  words: `'${words}':*`,
  properties: null,
  isUnsolved: false,
  narrowing: null,
  ...more,
})
const match = async (sought: TicketsSought, order: SearchOrder, limit: number) => {
  const { hits, ...rest } = await matchTickets(desk.ground.db, sought, order, limit)
  return { ids: hits.map(({ id }) => id), ...rest }
}
/** What a plain statement says. */
const oracle = async (where: string, orderBy: string, limit: number): Promise<Id[]> => {
  const rows = await desk.ground.db.rows(sql<{ id: Id }>`select t.ticket_id as id from tickets t
    where t.ticket_id > ${FIRST} and ${sql.raw(where)} order by ${sql.raw(orderBy)} limit ${limit}`)
  return rows.map(({ id }) => id)
}
const ofGroup = sql<boolean>`t.group_id = 1`
const isOpen = sql<boolean>`t.status < 4`

describe('words that most tickets have', () => {
  it('are found by walking from the newest on, and counted roughly', async () => {
    const found = await match(soughtBy('comm'), WORTH, 100)
    expect(found.ids).toEqual(await oracle('true', 't.ticket_id desc', 100))
    expect(found.isExact).toBe(false)
    expect(Math.abs(found.count / TICKETS - 1)).toBeLessThan(0.1)
  })

  it('stand by their worth, window by window', async () => {
    const { ids } = await match(soughtBy('often'), WORTH, 200)
    const newest = await oracle('true', 't.ticket_id desc', 200)
    const byWorth = (window: readonly Id[]) => [
      ...window.filter((id) => id % 2 === 0),
      ...window.filter((id) => id % 2 === 1),
    ]
    expect(ids).toEqual([...byWorth(newest.slice(0, 100)), ...byWorth(newest.slice(100))])
  })

  it('stand by the last change where that is asked for', async () => {
    const found = await match(soughtBy('common'), NEWEST, 50)
    expect(found.ids).toEqual(await oracle('true', 't.updated_at desc, t.ticket_id desc', 50))
    expect(found.isExact).toBe(false)
  })

  it('keep to the properties and to unsolved tickets', async () => {
    const grouped = await match(soughtBy('common', { properties: ofGroup, narrowing: ofGroup }), WORTH, 100)
    expect(grouped.ids).toEqual(await oracle('t.group_id = 1', 't.ticket_id desc', 100))
    const open = await match(soughtBy('common', { properties: isOpen, isUnsolved: true }), WORTH, 100)
    expect(open.ids).toEqual(await oracle('t.status < 4', 't.ticket_id desc', 100))
    expect(open.isExact).toBe(false)
    expect(Math.abs(open.count / (TICKETS / 10) - 1)).toBeLessThan(0.1)
  })

  it('are not walked for by those who see few of them, beyond what it says', async () => {
    const seer: Viewer = { ...viewer, ticketAccess: 'groups', groupIds: [2], userId: null }
    const found = await match(soughtBy('common', { viewer: seer }), WORTH, 100)
    expect(found.ids).toEqual(await oracle('t.group_id = 2', 't.ticket_id desc', 100))
  })
})

describe('words that few tickets have', () => {
  it('are found by the index, and counted', async () => {
    const found = await match(soughtBy('seldom'), WORTH, 100)
    expect(found.ids).toEqual(await oracle('t.ticket_id % 100 = 0', 't.ticket_id desc', 100))
    expect(found).toMatchObject({ count: 310, isExact: true })
    expect(await match(soughtBy('seldom'), NEWEST, 100)).toMatchObject({
      ids: await oracle('t.ticket_id % 100 = 0', 't.updated_at desc, t.ticket_id desc', 100),
      isExact: true,
    })
  })

  it('as well as those that are nowhere', async () => {
    expect(await match(soughtBy('nowhere'), WORTH, 100)).toEqual({ ids: [], count: 0, isExact: true })
  })

  it('and oldest first, or by status', async () => {
    const oldest = await match(soughtBy('common'), { by: 'updated_at', isDescending: false }, 20)
    expect(oldest.ids).toEqual(await oracle('true', 't.updated_at, t.ticket_id', 20))
    expect(oldest).toMatchObject({ count: TICKETS, isExact: true })
    const byStatus = await match(soughtBy('seldom'), { by: 'status', isDescending: false }, 20)
    expect(byStatus.ids).toEqual(await oracle('t.ticket_id % 100 = 0', 't.status, t.ticket_id', 20))
  })
})
