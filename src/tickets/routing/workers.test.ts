import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Id, MINUTE_MS } from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { ADA, BEA, BO, SUPPORT } from '../fixture.ts'
import { type RoutingDesk, routingDesk } from './fixture.ts'
import { followPolicy, giveOutOnce } from './give-out.ts'

let desk: RoutingDesk
beforeEach(async () => {
  desk = await routingDesk()
})
afterEach(async () => {
  await desk.follow()
  expect(await desk.faults()).toEqual([])
  await desk.close()
})

const OTHER = 900
const TICKETS = 24
const WORKERS = 4

/** Two groups with the same two people, who can each take eight, and more tickets than they can take. */
const crowded = async (): Promise<Id[]> => {
  const { db } = desk.ground
  await db.rows(
    sql`insert into groups (id, name, created_at, updated_at) values (${OTHER}, 'Other', now(), now())`,
  )
  await db.rows(sql`insert into group_memberships (user_id, group_id, created_at, updated_at)
    values (${BO}, ${OTHER}, now(), now()), (${BEA}, ${OTHER}, now(), now())`)
  for (const id of [BO, BEA])
    await desk.call(ADA, 'PUT', `/api/v2/users/${id}/availability`, { availability: { capacity: 8 } })
  await desk.routing(SUPPORT, { strategy: 'round_robin' })
  await desk.routing(OTHER, { strategy: 'least_loaded' })
  const ids: Id[] = []
  for (let i = 0; i < TICKETS; i += 1)
    ids.push(await desk.waiting({ groupId: i % 2 === 0 ? SUPPORT : OTHER }))
  await followPolicy(desk.room)
  await desk.follow()
  return ids
}

const assignments = () =>
  desk.ground.db.rows(sql<{ userId: Id; count: number }>`
    select assignee_id as "userId", count(*) as count from tickets where assignee_id is not null group by 1 order by 1`)

/** How often each ticket was given to somebody, as its audits tell. */
const timesGiven = () =>
  desk.ground.db.rows(sql<{ count: number }>`
    select count(*) as count from audits where via ->> 'channel' = 'rule' and author_id = -1 group by ticket_id`)

const work = async (room: Parameters<typeof giveOutOnce>[0]): Promise<void> => {
  while (await giveOutOnce(room));
}

describe('four workers', () => {
  it('give each ticket once, and nobody more than they can take', async () => {
    await crowded()
    await Promise.all(Array.from({ length: WORKERS }, () => work(desk.room)))
    await desk.giveOut()
    expect(await assignments()).toEqual([
      { userId: BO, count: 8 },
      { userId: BEA, count: 8 },
    ])
    expect((await timesGiven()).map(({ count }) => count)).toEqual(Array.from({ length: 16 }, () => 1))
    const kept = await desk.ground.db.one(sql`select (select count(*) from routing_decisions) as decisions,
      (select count(*) from routing_queue) as waiting, (select sum(turn)::int from routing_groups) as turns`)
    expect(kept).toEqual({ decisions: 16, waiting: TICKETS - 16, turns: 16 })
  })

  it('lose nothing and give nothing twice where some die before, and some after they have written', async () => {
    await crowded()
    let calls = 0
    const dying: RoutingDesk['room'] = {
      ...desk.room,
      commit: async (...args) => {
        calls += 1
        if (calls % 3 === 1) throw new Error('killed before')
        const outcome = await desk.commit(...args)
        if (calls % 3 === 2) throw new Error('killed after')
        return outcome
      },
    }
    const hardy = async (): Promise<number> => {
      let deaths = 0
      for (let i = 0; i < 8; i += 1) {
        desk.ground.clock.advance(MINUTE_MS)
        await giveOutOnce(dying).catch(() => void deaths++)
      }
      return deaths
    }
    const deaths = await Promise.all(Array.from({ length: WORKERS }, hardy))
    expect(deaths.reduce((a, b) => a + b)).toBeGreaterThan(4)
    desk.ground.clock.advance(MINUTE_MS)
    await Promise.all(Array.from({ length: WORKERS }, () => work(desk.room)))
    await desk.giveOut()
    expect((await assignments()).map(({ count }) => count)).toEqual([8, 8])
    expect((await timesGiven()).map(({ count }) => count)).toEqual(Array.from({ length: 16 }, () => 1))
  })

  it('go on with other groups where one fails', async () => {
    const ids = await crowded()
    const failing: RoutingDesk['room'] = {
      ...desk.room,
      commit: async (change, target, options) => {
        if (target.ticketId === ids[0]) throw new Error('the first ticket of Support')
        return desk.commit(change, target, options)
      },
    }
    await expect(giveOutOnce(failing)).rejects.toThrow('the first ticket')
    expect(await giveOutOnce(failing)).toBe(true)
    expect(await desk.assigneeOf(ids[1]!)).not.toBeNull()
  })

  it('race with somebody who takes tickets by hand, and undo nothing of that', async () => {
    const ids = await crowded()
    const byHand = ids.slice(0, 6)
    await Promise.all([
      ...Array.from({ length: WORKERS }, () => work(desk.room)),
      ...byHand.map((id) => desk.update(id, { set: { assigneeId: BEA } })),
    ])
    expect(await Promise.all(byHand.map(desk.assigneeOf))).toEqual(byHand.map(() => BEA))
    expect(Math.max(...(await timesGiven()).map(({ count }) => count))).toBe(1)
  })
})

it('asks the database as often for an assignment however many tickets and people there are', async () => {
  await desk.routing(SUPPORT, { strategy: 'least_loaded' })
  let count = 0
  const note = <T>(answer: T): T => {
    count += 1
    return answer
  }
  const counted = (inner: Db): Db => ({
    query: (statement, params) => note(inner.query(statement, params)),
    rows: (fragment) => note(inner.rows(fragment)),
    one: (fragment) => note(inner.one(fragment)),
    transaction: (work) => inner.transaction((tx) => work(counted(tx))),
  })
  const { room: usual } = desk
  const room = { ...usual, ground: { ...usual.ground, db: counted(usual.ground.db) } }
  const costOf = async (): Promise<number> => {
    count = 0
    expect(await giveOutOnce(room)).toBe(true)
    return count
  }
  await desk.waiting()
  await followPolicy(desk.room)
  await desk.follow()
  await costOf()
  for (let i = 0; i < 12; i += 1) await desk.waiting()
  await desk.follow()
  const costs = [await costOf(), await costOf(), await costOf()]
  // Claim, is anything waiting, hold the people, read them, read the queue, hold the ticket, load, save, keep why.
  expect(costs).toEqual([9, 9, 9])
})
