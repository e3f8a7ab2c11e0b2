import { afterAll, beforeAll, expect, it } from 'vitest'
import { DAY_MS, type Id } from '../../kernel/index.ts'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { ADA, BEA, BILLING, BO, by, CORA, LIA, SUPPORT, says } from '../fixture.ts'

let desk: ApiDesk
let id: Id
beforeAll(async () => {
  desk = await apiDesk()
  const { ticket } = await desk.create({ actor: by(ADA), set: { subject: 'Fire', groupId: SUPPORT } })
  id = ticket.id
  await desk.update(id, { actor: by(ADA), set: { assigneeId: BO } })
  await desk.update(id, { actor: by(BO), comment: says('On it') })
  await desk.update(id, { actor: by(CORA), comment: says('Hurry') })
  await desk.update(id, { actor: by(ADA), set: { priority: 'low' } })
  await desk.update(id, { actor: by(ADA), set: { priority: 'urgent' } })
  await desk.update(id, { actor: by(ADA), set: { priority: 'normal' } })
})
afterAll(() => desk.close())

type Shown = { id: Id; verb: string; actor_id: Id }
const activities = async (who: Id, query = ''): Promise<Shown[]> => {
  const { status, body } = await desk.call(who, 'GET', `/api/v2/activities?${query}`)
  expect(status).toBe(200)
  return body.activities
}
const verbs = async (who: Id, query = '') => (await activities(who, query)).map(({ verb }) => verb)

it('tell what others did to the tickets of whoever asks, the newest first', async () => {
  expect(await verbs(BO)).toEqual([
    'tickets.priority_increase',
    'tickets.priority_increase',
    'tickets.comment',
    'tickets.assignment',
    'tickets.comment',
  ])
  expect(await activities(ADA)).toEqual([])
  expect(await activities(LIA)).toEqual([])
  const { body } = await desk.call(BO, 'GET', '/api/v2/activities/count')
  expect(body.count.value).toBe(5)
})

it('name the people, the ticket, and what it was', async () => {
  const [, , comment, assignment] = await activities(BO)
  const shown = (await desk.call(BO, 'GET', `/api/v2/activities/${comment!.id}`)).body.activity
  expect(shown).toMatchObject({
    title: `Cora Customer commented on ticket #${id}.`,
    verb: 'tickets.comment',
    user_id: BO,
    actor_id: CORA,
    user: { id: BO, name: 'Bo Agent' },
    actor: { id: CORA },
    object: { comment: { value: 'Hurry', public: true } },
    target: { ticket: { id, subject: 'Fire' } },
  })
  expect(assignment).toMatchObject({ title: `Ada Admin assigned you to ticket #${id}.`, actor_id: ADA })
  expect((await desk.call(BEA, 'GET', `/api/v2/activities/${comment!.id}`)).status).toBe(404)
  const { users, actors } = (await desk.call(BO, 'GET', '/api/v2/activities')).body
  expect(users.map((user: { id: Id }) => user.id)).toEqual([BO])
  expect(actors.map((actor: { id: Id }) => actor.id).sort()).toEqual([ADA, CORA].sort())
})

it('go on by cursor, begin where asked, and end after thirty days', async () => {
  const all = await activities(BO)
  const page = (await desk.call(BO, 'GET', '/api/v2/activities?page[size]=3&sort=created_at')).body
  expect(page.activities.map((one: Shown) => one.id)).toEqual(
    all
      .map((one) => one.id)
      .reverse()
      .slice(0, 3),
  )
  expect(page.meta.has_more).toBe(true)
  expect(await verbs(BO, 'since=2100-01-01T00:00:00Z')).toEqual([])
  expect((await desk.call(BO, 'GET', '/api/v2/activities?since=soon')).status).toBe(400)
  desk.ground.clock.advance(29 * DAY_MS)
  expect(await verbs(BO)).toHaveLength(5)
  desk.ground.clock.advance(2 * DAY_MS)
  expect(await verbs(BO)).toEqual([])
})

it('go with the ticket to whom it is given, and are for staff', async () => {
  await desk.update(id, { actor: by(ADA), set: { groupId: BILLING, assigneeId: BEA } })
  expect(await verbs(BO)).toEqual([])
  expect(await verbs(BEA)).toEqual(['tickets.assignment'])
  expect((await desk.call(CORA, 'GET', '/api/v2/activities')).status).toBe(403)
  expect((await desk.call(null, 'GET', '/api/v2/activities')).status).toBe(401)
})
