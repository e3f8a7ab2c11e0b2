import { afterAll, beforeAll, expect, it } from 'vitest'
import { sql } from '../../src/platform/db/index.ts'
import { type Answered, bearer } from './house.ts'
import { proven, sized } from './size.ts'
import { openWorld, type World } from './world.ts'

const AGENTS = 50
const CLAIMS = sized(30, 500, 10_000)

let world: World
beforeAll(async () => {
  world = await openWorld()
}, 60_000)
afterAll(() => world?.close())

const put = (id: unknown, ticket: object, token = world.tokens.agent): Promise<Answered> =>
  world.call({ method: 'PUT', url: `/api/v2/tickets/${id}`, body: { ticket }, headers: bearer(token) })

it(`keeps every word of ${AGENTS} agents who edit one ticket at once, and numbers them without a gap`, async () => {
  const id = world.ids['ticket own']!
  const marks = Array.from({ length: AGENTS }, (_, n) => `word-${n}-of-${AGENTS}`)
  let waiting = marks
  // Who loses a race too often is told 409 and tries again, as clients do.
  for (let round = 0; waiting.length > 0 && round < 50; round++) {
    const answers = await Promise.all(
      waiting.map((mark) => put(id, { comment: { body: mark, public: false }, additional_tags: [mark] })),
    )
    expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 409)).toEqual(
      [],
    )
    waiting = waiting.filter((_, at) => answers[at]!.status === 409)
  }
  const audits = await world.db.rows(
    sql<{ seq: number }>`select seq from audits where ticket_id = ${Number(id)} order by seq`,
  )
  expect(audits.map(({ seq }) => seq)).toEqual(audits.map((_, at) => at + 1))
  const said = await world.db.rows(
    sql<{ body: string }>`select body from comments where ticket_id = ${Number(id)} and body like 'word-%'`,
  )
  expect(said.map(({ body }) => body).sort()).toEqual([...marks].sort())
  const [ticket] = await world.db.rows(
    sql<{
      tags: string[]
      version: number
      comment_count: number
    }>`select tags, version, comment_count from tickets where ticket_id = ${Number(id)}`,
  )
  expect(ticket!.tags.filter((tag) => tag.startsWith('word-')).sort()).toEqual([...marks].sort())
  expect(ticket!.version).toBe(audits.length)
  expect(ticket!.comment_count).toBe(AGENTS + 3)
  proven('C-36', 'agents who edit one ticket at once', `${AGENTS} edits, no gap, none lost`)
}, 60_000)

it(`lets one of several win a safe update, ${CLAIMS} times`, async () => {
  const id = world.ids['ticket shared']!
  for (let n = 0; n < CLAIMS; n++) {
    const shown = await world.call({
      method: 'GET',
      url: `/api/v2/tickets/${id}`,
      headers: bearer(world.tokens.agent),
    })
    const { updated_at: stamp } = JSON.parse(shown.text).ticket
    world.clock.advance(1000)
    const claim = (token: string, subject: string): Promise<Answered> =>
      put(id, { subject, safe_update: true, updated_stamp: stamp }, token)
    const answers = await Promise.all([
      claim(world.tokens.agent, `agent ${n}`),
      claim(world.tokens.admin, `admin ${n}`),
      claim(world.tokens.owner, `owner ${n}`),
    ])
    const won = answers.filter(({ status }) => status === 200)
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect(JSON.parse(won[0]!.text).ticket.subject).toMatch(/^(agent|admin|owner) \d+$/)
  }
  proven('C-36', 'one of three wins a safe update', `${CLAIMS} trials`)
}, 600_000)

it(`lets one of two agents claim a ticket, ${CLAIMS} times`, async () => {
  const id = world.ids['ticket shared']!
  const claimants = ['agent', 'groups'] as const
  for (let n = 0; n < CLAIMS; n++) {
    world.clock.advance(1000)
    const free = await put(id, { assignee_id: null })
    const { updated_at: stamp } = JSON.parse(free.text).ticket
    world.clock.advance(1000)
    const answers = await Promise.all(
      claimants.map((who) =>
        put(
          id,
          { assignee_id: world.people[who], safe_update: true, updated_stamp: stamp },
          world.tokens[who],
        ),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const winner = claimants[answers.findIndex(({ status }) => status === 200)]!
    const [row] = await world.db.rows(
      sql<{ assignee_id: number }>`select assignee_id from tickets where ticket_id = ${Number(id)}`,
    )
    expect(row?.assignee_id).toBe(world.people[winner])
  }
  proven('C-36', 'one of two agents claims a ticket', `${CLAIMS} trials`)
}, 600_000)
