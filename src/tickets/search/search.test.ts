import type { RawBuilder } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { people } from '../../people/index.ts'
import { peopleWordsVerifier } from '../../people/search/project-words.ts'
import { sql } from '../../platform/db/index.ts'
import { ADA, BEA, BILLING, BO, CORA, LIA, SUPPORT, says, ZOE } from '../fixture.ts'
import { type SearchDesk, searchDesk } from './fixture.ts'
import { ticketWordsEraser, ticketWordsVerifier } from './project-words.ts'

let desk: SearchDesk
/** Ids of the desk's tickets, by a name for each. */
const ids: Record<string, number> = {}
const named = (found: readonly string[]): string[] =>
  found.map((one) => Object.entries(ids).find(([, id]) => one === `ticket ${id}`)?.[0] ?? one)

beforeAll(async () => {
  desk = await searchDesk()
  const make = async (name: string, change: Parameters<SearchDesk['create']>[0]) => {
    desk.ground.clock.advance(60_000)
    ids[name] = (await desk.create(change)).ticket.id
  }
  await make('fire', {
    set: {
      subject: 'The printer is on fire',
      priority: 'urgent',
      groupId: SUPPORT,
      assigneeId: BO,
      type: 'incident',
    },
    comment: says('Smoke everywhere, see /var/log/cups/error_log of printer-7.'),
    tags: { set: ['hardware', 'vip_customer'] },
  })
  await make('paper', {
    set: { subject: 'Paper jam', priority: 'low', groupId: BILLING, assigneeId: BEA },
    comment: says('The printer eats paper. Nothing else works.'),
    tags: { set: ['hardware'] },
  })
  await make('login', {
    requesterId: ZOE,
    set: { subject: 'Cannot log in', status: 'open', externalId: 'JIRA-4711' },
    comment: says('NoMethodError::Foo at https://x.example/sign_in for zoe@zimmer.example'),
  })
  await desk.update(ids.login!, { comment: says('Internal: she shares the canarybird password', false) })
  await make('solved', {
    set: { subject: 'Toppings missing', status: 'solved', assigneeId: BO },
    comment: says('Extra toppings.'),
  })
  await desk.settle()
}, 60_000)
afterAll(() => desk.close())

const find = async (query: string, more?: string) => named(await desk.search(BO, query, more))

describe('tickets are found', () => {
  it.each([
    ['printer type:ticket', ['fire', 'paper']],
    ['"printer is on fire" type:ticket', ['fire']],
    ['"fire printer" type:ticket', []],
    ['type:ticket print', ['fire', 'paper']],
    ['type:ticket printers', ['fire', 'paper']],
    ['type:ticket printer -paper', ['fire']],
    ['type:ticket -printer -log', ['solved']],
    ['topp', ['solved']],
    ['error_log', ['fire']],
    ['printer-7 type:ticket', ['fire']],
    ['NoMethodError::Foo', ['login']],
    ['https://x.example/sign_in', ['login']],
    ['type:ticket zoe@zimmer.example', ['login']],
    ['JIRA-4711', ['login']],
    ['subject:printer', ['fire']],
    ['subject:print', []],
    ['subject:print*', ['fire']],
    ['description:smoke', ['fire']],
    ['comment:canarybird', ['login']],
    ['-subject:printer type:ticket printer', ['paper']],
    ['tags:hardware', ['paper', 'fire']],
    ['tags:"hardware vip_customer"', ['fire']],
    ['type:ticket tags:vip_customer tags:none', ['solved', 'login', 'fire']],
    ['-tags:hardware type:ticket', ['solved', 'login']],
    ['tags:vip*', ['fire']],
    ['status:solved', ['solved']],
    ['status<solved printer', ['fire', 'paper']],
    ['status:open status:solved -printer', ['solved', 'login']],
    ['-status:solved type:ticket -printer', ['login']],
    ['priority>=normal', ['fire']],
    ['priority:none', ['solved', 'login']],
    ['ticket_type:incident', ['fire']],
    ['assignee:me', ['solved', 'fire']],
    ['assignee:"Bea Agent"', ['paper']],
    ['assignee:bea@desk.example', ['paper']],
    [`assignee:${BEA}`, ['paper']],
    ['assignee:none', ['login']],
    ['group:billing type:ticket', ['paper']],
    ['group:none type:ticket', ['login']],
    ['requester:zoe', ['login']],
    ['requester:zoe* requester:nobody', ['login']],
    ['organization:acme type:ticket', ['solved', 'paper', 'fire']],
    ['organization:none type:ticket', ['login']],
    ['commenter:bo printer type:ticket', ['fire', 'paper']],
    ['created>1minutes type:ticket', ['solved', 'login']],
    ['created<2026-01-01 type:ticket', []],
    ['external_id:JIRA-4711 type:ticket', ['login']],
    ['solved:*', ['solved']],
    ['has_attachment:true', []],
    ['via:api', ['solved', 'login', 'paper', 'fire']],
    ['via:phone', []],
    ['satisfaction:good', []],
    ['satisfaction:unoffered printer', ['fire', 'paper']],
    ['custom_field_999:x', []],
    ['brand:nobody', []],
    ['type:ticket "!!!"', []],
  ])('%s', async (query, expected) => expect((await find(query)).toSorted()).toEqual(expected.toSorted()))

  it('in the order of worth, or as is asked', async () => {
    expect(await find('type:ticket printer')).toEqual(['fire', 'paper'])
    expect(await find('type:ticket printer', '&sort_by=created_at')).toEqual(['paper', 'fire'])
    expect(await find('type:ticket printer', '&sort_by=created_at&sort_order=asc')).toEqual(['fire', 'paper'])
    expect(await find('type:ticket printer order_by:priority sort:asc')).toEqual(['paper', 'fire'])
    expect(await find('type:ticket', '&sort_by=status&sort_order=desc')).toEqual([
      'solved',
      'login',
      'paper',
      'fire',
    ])
  })

  it('by their number, even where no text has it', async () => {
    expect(await find(String(ids.login))).toEqual(['login'])
    expect(await find(`#${ids.fire}`)).toEqual(['fire'])
    expect(await find(`status:solved ${ids.login}`)).toEqual([])
  })

  it('page by page, with the count of all', async () => {
    const { body } = await desk.ask(BO, 'type:ticket', '&per_page=3&sort_by=created_at')
    expect(body).toMatchObject({ count: 4, facets: null, previous_page: null })
    expect(body.next_page).toMatch(/query=type%3Aticket&.*page=2&per_page=3$/)
    const second = await desk.call(
      BO,
      'GET',
      new URL(body.next_page).pathname + new URL(body.next_page).search,
    )
    expect(named(second.body.results.map(({ id }: { id: number }) => `ticket ${id}`))).toEqual(['fire'])
    expect(second.body.next_page).toBeNull()
    expect((await desk.call(BO, 'GET', '/api/v2/search/count?query=type:ticket')).body).toEqual({ count: 4 })
    expect((await desk.call(BO, 'GET', '/api/v2/search/count?query=printer')).body).toEqual({ count: 2 })
  })

  it('with what stands beside them, and snippets in which what was found is marked', async () => {
    const { body } = await desk.ask(BO, 'smoke type:ticket', '&include=tickets(users,groups)&highlights=true')
    expect(body.groups).toMatchObject([{ id: SUPPORT }])
    expect(body.results[0].highlights).toEqual({
      comment: '<em>Smoke</em> everywhere, see /var/log/cups/error_log of printer-7.',
    })
  })
})

describe('people are found', () => {
  it.each([
    ['cora', [`user ${CORA}`]],
    ['user:bea', [`user ${BEA}`]],
    ['type:user zimmer.example', [`user ${ZOE}`]],
    ['email:cora@acme.example', [`user ${CORA}`]],
    ['email:nobody@acme.example', []],
    ['name:"Bo Agent"', [`user ${BO}`]],
    ['name:agen', []],
    ['name:agen*', [`user ${BEA}`, `user ${BO}`]],
    ['type:user role:admin', ['user 11']],
    ['type:user role:"Light agent"', [`user ${LIA}`]],
    ['group:billing type:user', [`user ${BEA}`]],
    ['type:user organization:none role:end-user', [`user ${ZOE}`]],
    ['type:user organization:acme', ['user 22', `user ${CORA}`]],
    ['type:user is_verified:true customer', [`user ${CORA}`]],
    ['type:user is_suspended:true', []],
    ['type:organization acme', ['organization 41']],
    ['type:organization name:acme', ['organization 41']],
    ['type:group bill', [`group ${BILLING}`]],
    ['type:group name:support', [`group ${SUPPORT}`]],
    ['type:user -cora role:end-user organization:acme', ['user 22']],
  ])('%s', async (query, expected) =>
    expect((await desk.search(BO, query)).toSorted()).toEqual(expected.toSorted()),
  )
})

describe('who may search', () => {
  it('is staff alone: others search their requests', async () => {
    expect((await desk.ask(null, 'printer')).status).toBe(401)
    for (const path of [
      'search?query=printer',
      'search/count?query=x',
      'search/export?query=x&filter[type]=ticket',
      'typeahead?query=x',
    ])
      expect((await desk.call(CORA, 'GET', `/api/v2/${path}`)).status).toBe(403)
  })

  it('finds no more than they see', async () => {
    await desk.ground.db.rows(sql`update users set ticket_restriction = 'groups' where id = ${BEA}`)
    expect(named(await desk.search(BEA, 'type:ticket')).toSorted()).toEqual(['fire', 'paper', 'solved'])
    expect(named(await desk.search(BEA, 'canarybird'))).toEqual([])
    expect(await desk.search(BEA, String(ids.login))).toEqual([])
    expect((await desk.call(BEA, 'GET', '/api/v2/search/count?query=canarybird')).body).toEqual({ count: 0 })
    const exported = await desk.call(BEA, 'GET', '/api/v2/search/export?query=canarybird&filter[type]=ticket')
    expect(exported.body.results).toEqual([])
    expect((await desk.call(BEA, 'GET', '/api/v2/typeahead?query=canaryb')).body.tickets).toEqual([])
    await desk.ground.db.rows(sql`update users set ticket_restriction = null where id = ${BEA}`)
    expect(named(await desk.search(LIA, 'canarybird'))).toEqual(['login'])
  })

  it('reads notes only where those who read notes look: no public word of the index is of one', async () => {
    const rows = await desk.ground.db.rows(sql<{ is: boolean }>`
      select w.words @@ 'canarybird:ABC'::tsquery as is from ticket_words w where w.ticket_id = ${ids.login}`)
    expect(rows).toEqual([{ is: false }])
    for (const who of [CORA, ZOE])
      expect((await desk.call(who, 'GET', '/api/v2/requests/search?query=canarybird')).body.requests).toEqual(
        [],
      )
  })
})

it.each([
  ['', 'RecordInvalid', /cannot be blank/],
  ['printer status:burning', 'invalid', /status must be one of/],
  ['type:user status:open', 'invalid', /no property/],
])('refuses "%s" and says why', async (query, error, description) => {
  const { status, body } = await desk.ask(BO, query)
  expect([status, body.error]).toEqual([422, error])
  expect(JSON.stringify(body)).toMatch(description)
})

it.each([
  "subject:'; drop table tickets; --",
  'custom_field_9999999999999999:1',
  'tags:"\\" tags:{a} tags:$1',
  'name:%_\\',
  'printer & | ! <-> :*',
  "'printer':*",
  'phone:+49(30)',
  'assignee:9999999999999999',
  '(printer OR fire)',
])('takes %j for what it is: text', async (query) => expect((await desk.ask(BO, query)).status).toBe(200))

it('serves a thousand results and no more', async () => {
  expect((await desk.ask(BO, 'printer', '&page=10&per_page=100')).status).toBe(200)
  const { status, body } = await desk.ask(BO, 'printer', '&page=11&per_page=100')
  expect([status, body.error]).toEqual([422, 'invalid'])
})

describe('an export', () => {
  const page = async (cursor: string | undefined, more = '') =>
    desk.call(
      BO,
      'GET',
      `/api/v2/search/export?query=printer OR&filter[type]=ticket&page[size]=1${more}${cursor === undefined ? '' : `&page[after]=${cursor}`}`.replace(
        ' OR',
        '',
      ),
    )

  it('walks through everything by cursor, the youngest first, and does not mind what is made meanwhile', async () => {
    const first = (await page(undefined)).body
    expect(first).toMatchObject({ meta: { has_more: true }, links: { prev: null }, facets: null })
    expect(first).not.toHaveProperty('count')
    desk.ground.clock.advance(60_000)
    const late = await desk.create({ set: { subject: 'Another printer' } })
    await desk.settle()
    const second = (await page(first.meta.after_cursor)).body
    expect(second.meta.has_more).toBe(false)
    expect(second.links.next).toBeNull()
    const found = [...first.results, ...second.results].map(({ id }) => `ticket ${id}`)
    expect(named(found)).toEqual(['paper', 'fire'])
    await desk.update(late.ticket.id, { set: { subject: 'Something else' }, tags: { set: [] } })
    await desk.settle()
  })

  it('needs a type, takes none from the query, and knows its own cursors for an hour', async () => {
    const ask = (rest: string) => desk.call(BO, 'GET', `/api/v2/search/export?${rest}`)
    expect((await ask('query=x')).status).toBe(422)
    expect((await ask('query=x&filter[type]=shoe')).status).toBe(422)
    expect((await ask('query=type:ticket x&filter[type]=ticket')).status).toBe(422)
    expect((await ask('query=status:open&filter[type]=user')).status).toBe(422)
    const { body } = await page(undefined)
    const cursor = body.meta.after_cursor
    expect((await ask(`query=x&filter[type]=user&page[after]=${cursor}`)).status).toBe(400)
    expect((await ask('query=x&filter[type]=ticket&page[after]=nonsense')).status).toBe(400)
    desk.ground.clock.advance(3_600_001)
    expect((await page(cursor)).status).toBe(400)
    const users = await ask('query=agent&filter[type]=user')
    expect(users.body.results.map(({ name }: { name: string }) => name)).toEqual(
      ['Lia Light', 'Bea Agent', 'Bo Agent'].slice(1),
    )
  })
})

it('suggests people, organizations, tickets and tags by their beginnings', async () => {
  const of = async (query: string) => (await desk.call(BO, 'GET', `/api/v2/typeahead?query=${query}`)).body
  expect(await of('acm')).toMatchObject({ organizations: [{ name: 'Acme' }], tickets: [], tags: [] })
  expect((await of('cor')).users).toMatchObject([{ name: 'Cora Customer' }])
  expect((await of('papr')).tickets).toEqual([])
  expect((await of('pap')).tickets).toMatchObject([{ id: ids.paper, subject: 'Paper jam', status: 'open' }])
  expect((await of('hard')).tags).toEqual(['hardware'])
  expect((await of(String(ids.login))).tickets).toMatchObject([{ id: ids.login }])
  expect(await of('%21')).toEqual({ users: [], organizations: [], tickets: [], tags: [] })
})

describe('the index', () => {
  const faults = async (): Promise<string[]> => {
    const found: string[] = []
    for await (const fault of ticketWordsVerifier.verify(desk.ground.db)) found.push(fault)
    return found
  }

  it('follows what is changed, taken away and blanked', async () => {
    const { ticket } = await desk.create({
      set: { subject: 'Quicksilver' },
      comment: says('The PIN is falcon-99'),
    })
    expect(await desk.search(BO, 'quicksilver')).toEqual([])
    await desk.settle()
    expect(await desk.search(BO, 'quicksilver falcon')).toEqual([`ticket ${ticket.id}`])
    await desk.update(ticket.id, { set: { subject: 'Leadgrey' } })
    const { comments } = (await desk.call(BO, 'GET', `/api/v2/tickets/${ticket.id}/comments`)).body
    await desk.call(BO, 'PUT', `/api/v2/tickets/${ticket.id}/comments/${comments[0].id}/redact`, {
      text: 'falcon-99',
    })
    await desk.settle()
    expect(await desk.search(BO, 'quicksilver')).toEqual([])
    expect(await desk.search(BO, 'falcon')).toEqual([])
    expect(await desk.search(BO, 'leadgrey')).toEqual([`ticket ${ticket.id}`])
    await desk.call(ADA, 'DELETE', `/api/v2/tickets/${ticket.id}`)
    expect(await desk.search(BO, 'leadgrey')).toEqual([])
    await desk.settle()
    expect(await desk.ground.db.rows(sql`select from ticket_words where ticket_id = ${ticket.id}`)).toEqual(
      [],
    )
    await desk.call(ADA, 'PUT', `/api/v2/deleted_tickets/${ticket.id}/restore`)
    await desk.settle()
    expect(await desk.search(BO, 'leadgrey')).toEqual([`ticket ${ticket.id}`])
    expect(await faults()).toEqual([])
  })

  it('is held against the texts, except for what waits in the feed', async () => {
    await desk.ground.db.rows(sql`update ticket_words set words = 'wrong:1' where ticket_id = ${ids.fire}`)
    expect(await faults()).toEqual([
      `ticket ${ids.fire}: its words in the search index are not those of its texts`,
    ])
    await desk.update(ids.fire!, { tags: { add: ['seen'] } })
    expect(await faults()).toEqual([])
    await desk.settle()
    expect(await faults()).toEqual([])
    expect(await find('tags:seen')).toEqual(['fire'])
  })

  it('is built anew where there is none', async () => {
    await desk.ground.db.rows(sql`truncate ticket_words`)
    await desk.ground.db.rows(sql`delete from projections`)
    await desk.settle()
    expect(await find('type:ticket toppings')).toEqual(['solved'])
    expect(await faults()).toEqual([])
  })

  it('forgets a person in the transaction that erases them', async () => {
    await desk.ground.db.transaction(async (tx) => {
      await ticketWordsEraser.eraseUser!(tx, ZOE)
      await tx.rows(sql`update comments set body = '' where ticket_id = ${ids.login}`)
    })
    expect(await desk.search(BO, 'NoMethodError')).toEqual([])
    await desk.settle()
    expect(await desk.search(BO, 'NoMethodError')).toEqual([])
    expect(await find('jira-4711')).toEqual(['login'])
    expect(await faults()).toEqual([])
  })

  it('follows people, organizations and groups, and is held against them', async () => {
    const wrong = async (): Promise<string[]> => {
      const found: string[] = []
      for await (const fault of peopleWordsVerifier.verify(desk.ground.db)) found.push(fault)
      return found
    }
    const { id } = await people(desk.ground).createUser({
      name: 'Petra Quicksand',
      email: 'petra@sand.example',
      role: 'agent',
    })
    const change = async (to: RawBuilder<unknown>): Promise<void> => {
      await desk.ground.db.rows(sql`update users set ${to} where id = ${id}`)
      await desk.ground.db.rows(sql`insert into feed_inbox (subject, subject_id) values ('user', ${id})`)
      await desk.settle()
    }
    await change(sql`notes = 'Likes tulips'`)
    for (const query of ['quicks', 'petra@sand.example', 'notes:tulips', 'type:user tulips'])
      expect(await desk.search(BO, query)).toEqual([`user ${id}`])
    await change(sql`name = 'Petra Dune'`)
    expect(await desk.search(BO, 'quicksand')).toEqual([])
    expect(await desk.search(BO, 'type:user dune')).toEqual([`user ${id}`])
    expect(await wrong()).toEqual([])
    await desk.ground.db.rows(sql`delete from people_words where kind = 'group' and id = ${SUPPORT}`)
    expect(await wrong()).toEqual([
      `group ${SUPPORT}: its words in the search index are not those of its texts`,
    ])
    await change(sql`active = false`)
    expect(await desk.search(BO, 'type:user dune')).toEqual([])
  })

  it('says how far behind it is', async () => {
    await desk.create({ set: { subject: 'Waiting' } })
    const text = await desk.ground.metrics.metrics()
    expect(text).toMatch(/projection_ticket_words_waiting_changes \d+/)
    expect(text).toMatch(/projection_people_words_lag_seconds \d/)
  })
})
