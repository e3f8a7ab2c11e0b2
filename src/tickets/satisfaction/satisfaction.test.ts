import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { type ApiDesk, apiDesk, ORIGIN } from '../api-fixture.ts'
import { eraseTicketTexts } from '../erase-store.ts'
import { ADA, BO, CARL, CORA, LIA, SUPPORT, ZOE } from '../fixture.ts'
import { ticketVerifier } from '../verify.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())

const solved = async (): Promise<Id> => {
  const { ticket } = await desk.create({ set: { subject: 'Hm', assigneeId: BO, groupId: SUPPORT } })
  await desk.update(ticket.id, { set: { status: 'solved' } })
  return ticket.id
}
const rate = (id: Id, rating: object, who: Id | null = CORA) =>
  desk.call(who, 'POST', `/api/v2/tickets/${id}/satisfaction_rating.json`, { satisfaction_rating: rating })
const ratings = async (query = ''): Promise<Id[]> => {
  const { status, body } = await desk.call(BO, 'GET', `/api/v2/satisfaction_ratings?${query}`)
  expect(status, query).toBe(200)
  return body.satisfaction_ratings.map((one: { ticket_id: Id }) => one.ticket_id)
}

describe('a rating', () => {
  it('is given by the requester, and shown wherever the ticket is', async () => {
    const id = await solved()
    const { status, body } = await rate(id, { score: 'bad', comment: 'Slow.', reason_code: 5 })
    expect(status).toBe(200)
    const rating = body.satisfaction_rating
    expect(rating).toEqual({
      id,
      url: `${ORIGIN}/api/v2/satisfaction_ratings/${id}.json`,
      ticket_id: id,
      requester_id: CORA,
      assignee_id: BO,
      group_id: SUPPORT,
      score: 'bad',
      comment: 'Slow.',
      reason: 'The issue took too long to resolve',
      reason_id: 2,
      reason_code: 5,
      created_at: rating.created_at,
      updated_at: rating.created_at,
    })
    expect((await desk.call(BO, 'GET', `/api/v2/satisfaction_ratings/${id}`)).body).toEqual({
      satisfaction_rating: rating,
    })
    const { ticket } = (await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)).body
    expect(ticket).toMatchObject({
      status: 'solved',
      satisfaction_rating: { id, score: 'bad', comment: 'Slow.', reason_id: 2 },
    })
    const { audits } = (await desk.call(BO, 'GET', `/api/v2/tickets/${id}/audits`)).body
    expect(audits.at(-1)).toMatchObject({
      author_id: CORA,
      events: [{ type: 'SatisfactionRating', score: 'bad', assignee_id: BO, body: 'Slow.' }],
    })
  })

  it('is refused: of unsolved tickets, by others, and with what makes no sense', async () => {
    const open = (await desk.create({})).ticket.id
    expect((await rate(open, { score: 'good' })).status).toBe(422)
    const id = await solved()
    expect((await rate(id, { score: 'offered' })).status).toBe(422)
    expect((await rate(id, {})).status).toBe(422)
    expect((await rate(id, { score: 'bad', reason_id: 99 })).body.details).toHaveProperty('reason_id')
    expect((await rate(id, { score: 'bad', reason_code: 4711 })).body.details).toHaveProperty('reason_id')
    expect((await rate(id, { score: 'good', comment: 'x'.repeat(5001) })).status).toBe(422)
    expect((await rate(id, { score: 'good' }, null)).status).toBe(401)
    expect((await rate(id, { score: 'good' }, ZOE)).status).toBe(404)
    expect((await rate(4711, { score: 'good' })).status).toBe(404)
    for (const who of [CARL, BO, LIA, ADA]) expect((await rate(id, { score: 'good' }, who)).status).toBe(403)
    expect((await desk.call(BO, 'GET', `/api/v2/satisfaction_ratings/${id}`)).status).toBe(404)
  })

  it('may be another later, of the ticket that is open again, too', async () => {
    const id = await solved()
    await rate(id, { score: 'bad' })
    await desk.update(id, { set: { status: 'open' } })
    const { satisfaction_rating: rating } = (await rate(id, { score: 'good', comment: 'Ah!' })).body
    expect(rating).toMatchObject({ score: 'good', comment: 'Ah!', reason: null })
  })

  it('holds against its audits, also when its words are erased', async () => {
    const id = await solved()
    await rate(id, { score: 'good', comment: 'My name is Cora' })
    const faults = async (): Promise<string[]> => {
      const found: string[] = []
      for await (const fault of ticketVerifier.verify(desk.ground.db)) found.push(fault)
      return found
    }
    expect(await faults()).toEqual([])
    await desk.ground.db.transaction((tx) => eraseTicketTexts(tx, id))
    expect(await faults()).toEqual([])
    const shown = (await desk.call(BO, 'GET', `/api/v2/satisfaction_ratings/${id}`)).body.satisfaction_rating
    expect(shown).toMatchObject({ score: 'good', comment: null })
  })
})

describe('the list of ratings', () => {
  it('is filtered by score, comment and time, and goes on by cursor', async () => {
    const before = await ratings()
    const good = await solved()
    const bad = await solved()
    await rate(good, { score: 'good', comment: 'Yes' })
    await rate(bad, { score: 'bad' })
    const fresh = async (query: string) => (await ratings(query)).filter((id) => !before.includes(id))
    expect(await fresh('')).toEqual([good, bad])
    expect(await fresh('score=good')).toEqual([good])
    expect(await fresh('score=good_with_comment')).toEqual([good])
    expect(await fresh('score=good_without_comment')).toEqual([])
    expect(await fresh('score=received_without_comment')).toEqual([bad])
    expect(await fresh('score=offered')).toEqual([])
    expect(await fresh('score=unoffered')).toEqual([])
    expect(await fresh('sort=-created_at')).toEqual([bad, good])
    const now = Math.floor(desk.ground.clock.now() / 1000)
    expect(await fresh(`start_time=${now - 5}&end_time=${now + 5}`)).toEqual([good, bad])
    expect(await fresh(`start_time=${now + 60}`)).toEqual([])
    const page = (await desk.call(BO, 'GET', '/api/v2/satisfaction_ratings?page[size]=1&sort=created_at'))
      .body
    expect(page.satisfaction_ratings).toHaveLength(1)
    expect(page.meta.has_more).toBe(true)
    const next = (await desk.call(BO, 'GET', page.links.next.slice(ORIGIN.length))).body
    expect(next.satisfaction_ratings[0].id).not.toBe(page.satisfaction_ratings[0].id)
    const count = await desk.call(BO, 'GET', '/api/v2/satisfaction_ratings/count?score=received')
    expect(count.body.count.value).toBe((await ratings('score=received')).length)
    expect((await desk.call(BO, 'GET', '/api/v2/satisfaction_ratings?score=great')).status).toBe(400)
    expect((await desk.call(BO, 'GET', '/api/v2/satisfaction_ratings?score=constructor')).status).toBe(400)
  })

  it('is for staff, and reasons are for everybody who has signed in', async () => {
    expect((await desk.call(CORA, 'GET', '/api/v2/satisfaction_ratings')).status).toBe(403)
    const { reasons } = (await desk.call(CORA, 'GET', '/api/v2/satisfaction_reasons')).body
    expect(reasons[1]).toMatchObject({ id: 2, reason_code: 5, raw_value: reasons[1].value, deleted_at: null })
    const one = await desk.call(CORA, 'GET', '/api/v2/satisfaction_reasons/2')
    expect(one.body.reason).toEqual(reasons[1])
    expect((await desk.call(CORA, 'GET', '/api/v2/satisfaction_reasons/99')).status).toBe(404)
  })
})
