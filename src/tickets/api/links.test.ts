import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { BEA, BO, by, CORA, LIA, says } from '../fixture.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())
beforeEach(async () => {
  await desk.ground.db.rows(sql`alter table audits disable trigger user`)
  await desk.ground.db.rows(sql`truncate tickets, audits, comments`)
})

const get = (who: Id | null, path: string) => desk.call(who, 'GET', `/api/v2${path}`)
const idsOf = async (who: Id, path: string): Promise<Id[]> =>
  (await get(who, path)).body.tickets.map((ticket: { id: Id }) => ticket.id)
const made = async (set: object = {}, tags: string[] = []): Promise<Id> =>
  (await desk.create({ set: { subject: 'Fire', ...set }, tags: { set: tags } })).ticket.id

const PATHS = ['/tags', '/tags/count', '/autocomplete/tags?name=ab', '/tickets/recent', '/problems']

it('is for staff', async () => {
  const id = await made()
  for (const path of [...PATHS, `/tickets/${id}/incidents`, `/tickets/${id}/related`]) {
    expect((await get(null, path)).status).toBe(401)
    expect((await get(CORA, path)).status).toBe(403)
    expect((await get(LIA, path)).status).toBe(200)
  }
  for (const part of ['incidents', 'related'])
    expect((await get(BO, `/tickets/424242/${part}`)).status).toBe(404)
})

describe('tags', () => {
  it('are counted over the tickets that one sees', async () => {
    await made({}, ['refund', 'vip'])
    await made({}, ['refund', 'reorder'])
    const gone = await made({}, ['ghost'])
    await desk.ground.db.rows(sql`update tickets set deleted_at = now() where ticket_id = ${gone}`)
    const { body } = await get(BO, '/tags.json')
    expect(body.tags).toEqual([
      { name: 'refund', count: 2 },
      { name: 'vip', count: 1 },
      { name: 'reorder', count: 1 },
    ])
    expect(body.count).toBe(3)
    expect((await get(BO, '/tags/count')).body.count.value).toBe(3)
    const pages: string[] = []
    for (let path: string | null = '/api/v2/tags?page[size]=2&sort=name'; path !== null; ) {
      const page = await desk.call(BO, 'GET', path)
      pages.push(...page.body.tags.map((tag: { name: string }) => tag.name))
      path = page.body.links.next
    }
    expect(pages).toEqual(['refund', 'reorder', 'vip'])
  })

  it('are suggested by how they begin', async () => {
    await made({}, ['refund', 'reorder_100%', 'vip'])
    await made({}, ['reorder_100%'])
    expect((await get(BO, '/autocomplete/tags?name=RE')).body.tags).toEqual(['reorder_100%', 'refund'])
    expect((await get(BO, '/autocomplete/tags?name=r%25')).body.tags).toEqual([])
    expect((await get(BO, '/autocomplete/tags?name=r')).status).toBe(400)
  })
})

describe('tickets by what binds them', () => {
  it('lists what one worked on last', async () => {
    const [old, mine, others] = [await made(), await made(), await made()]
    await desk.ground.db.rows(sql`update audits set author_id = ${CORA}`)
    desk.ground.clock.advance(1000)
    await desk.update(old, { comment: says('Mine') })
    desk.ground.clock.advance(1000)
    await desk.update(mine, { comment: says('Mine, too') })
    await desk.update(others, { actor: by(BEA), comment: says('Not mine') })
    expect(await idsOf(BO, '/tickets/recent')).toEqual([mine, old])
    expect(await idsOf(LIA, '/tickets/recent')).toEqual([])
  })

  it('lists problems, and the incidents of one', async () => {
    const problem = await made({ type: 'problem', subject: '100% down' })
    const other = await made({ type: 'problem', subject: 'Slow' })
    const solved = await made({ type: 'problem', subject: '100% gone' })
    await desk.update(solved, { set: { status: 'solved' } })
    const incident = await made({ type: 'incident', problemId: problem })
    expect((await idsOf(BO, '/problems')).sort()).toEqual([problem, other])
    const found = await desk.call(BO, 'POST', '/api/v2/problems/autocomplete', { text: '100%' })
    expect(found.body.tickets.map((ticket: { id: Id }) => ticket.id)).toEqual([problem])
    expect((await desk.call(BO, 'POST', '/api/v2/problems/autocomplete', {})).status).toBe(422)
    expect(await idsOf(BO, `/tickets/${problem}/incidents`)).toEqual([incident])
    expect((await get(BO, `/tickets/${problem}/related`)).body.ticket_related).toEqual({
      url: null,
      topic_id: null,
      jira_issue_ids: [],
      followup_source_ids: [],
      from_archive: false,
      incidents: 1,
      merged_into: null,
      merged_ticket_ids: [],
      split_from: null,
      split_ticket_ids: [],
    })
  })
})

describe('a conversation for mails', () => {
  it('is the newest twenty comments and the first, whatever there is between', async () => {
    const { ticket } = await desk.create()
    await desk.ground.db.rows(sql`insert into comments select ticket_id, id + n, 1, author_id, n % 2 = 0, 'Nr ' || n,
      html, null, via, null, flags, null, salt, created_at from comments, generate_series(1, 99) n`)
    const told = await desk.tickets.conversation(ticket.id, { audience: 'agent', upToSeq: 1 })
    expect(told.map(({ body }) => body)).toEqual([
      'Smoke everywhere.',
      ...Array.from({ length: 20 }, (_, i) => `Nr ${80 + i}`),
    ])
    const open = await desk.tickets.conversation(ticket.id, { audience: 'end_user', upToSeq: 1 })
    expect(open.map(({ body }) => body)).toEqual([
      'Smoke everywhere.',
      ...Array.from({ length: 20 }, (_, i) => `Nr ${60 + 2 * i}`),
    ])
    expect(await desk.tickets.conversation(ticket.id, { audience: 'agent', upToSeq: 0 })).toEqual([])
  })
})
