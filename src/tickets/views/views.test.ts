import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { countQueries, sql } from '../../platform/db/index.ts'
import { type ApiDesk, apiDesk, ORIGIN } from '../api-fixture.ts'
import { ADA, BEA, BILLING, BO, CORA, LIA, SUPPORT } from '../fixture.ts'
import { rulesNaming } from '../rule-documents/in-use.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk?.close())

const UNSOLVED = { field: 'status', operator: 'less_than', value: 'solved' }
const INPUT = { title: 'Mine', all: [UNSOLVED], restriction: { type: 'User', id: BO } }

const create = async (as: Id, view: object, status = 201) => {
  const answer = await desk.call(as, 'POST', '/api/v2/views', { view })
  expect(answer.status, JSON.stringify(answer.body)).toBe(status)
  return answer.body.view ?? answer.body
}
const get = async (as: Id, path: string, status = 200) => {
  const answer = await desk.call(as, 'GET', `/api/v2/${path}`)
  expect(answer.status, JSON.stringify(answer.body)).toBe(status)
  return answer.body
}
const titles = (views: readonly { title: string }[]): string[] => views.map(({ title }) => title)
const remove = async (): Promise<void> => {
  const made = await desk.ground.db.rows(
    sql<{ id: Id }>`select id from policy_documents where kind = 'view' and to_version is null and id > 100`,
  )
  const version = await desk.ground.policy.current()
  const edits = made
    .filter(({ id }) => version.document('view', id) !== undefined)
    .map(({ id }) => ({ kind: 'view', id, body: null }))
  await desk.ground.db.transaction((tx) =>
    desk.ground.policy.edit(tx, { authorId: ADA, reason: 'test', at: desk.ground.clock.now() }, edits),
  )
}

describe('views as documents', () => {
  beforeEach(remove)

  it('a new desk has the standard ones, and lists beside them for whom they are', async () => {
    const { views, lists, count } = await get(ADA, 'views')
    expect(titles(views)).toEqual([
      'Your unsolved tickets',
      'Unassigned tickets',
      'All unsolved tickets',
      'Recently updated tickets',
      'New tickets in your groups',
      'Pending tickets',
      'Recently solved tickets',
      'Unsolved tickets in your groups',
    ])
    expect(count).toBe(8)
    expect(lists.map(({ key }: { key: string }) => key)).toEqual(['suspended', 'deleted'])
    expect((await get(BO, 'views')).lists.map(({ key }: { key: string }) => key)).toEqual(['suspended'])
    expect((await get(LIA, 'views')).lists).toEqual([])
    for (const { id } of views) await get(BO, `views/${id}/execute`)
    expect((await get(ADA, 'views/compact')).views).toHaveLength(8)
    expect((await get(ADA, 'views/count')).count.value).toBe(8)
  })

  it('is made, shown, changed list by list, and removed', async () => {
    const view = await create(ADA, {
      title: 'Fires',
      description: 'What burns',
      all: [UNSOLVED, { field: 'current_tags', operator: 'includes', value: 'fire' }],
      any: [{ field: 'priority', operator: 'is', value: 'urgent' }],
      output: {
        columns: ['subject', 'requester', 'created'],
        group_by: 'status',
        sort_by: 'updated',
        sort_order: 'desc',
      },
    })
    expect(view).toMatchObject({
      url: `${ORIGIN}/api/v2/views/${view.id}.json`,
      title: 'Fires',
      raw_title: 'Fires',
      active: true,
      default: false,
      description: 'What burns',
      restriction: null,
      conditions: { all: [UNSOLVED, { field: 'current_tags', value: 'fire' }], any: [{ field: 'priority' }] },
      execution: {
        group_by: 'status',
        group_order: 'asc',
        sort_by: 'updated',
        sort_order: 'desc',
        group: { id: 'status', title: 'Status', order: 'asc' },
        columns: [
          { id: 'description', title: 'Subject', sortable: false },
          { id: 'requester', sortable: true },
          { id: 'created' },
        ],
      },
    })
    const changed = await desk.call(ADA, 'PUT', `/api/v2/views/${view.id}`, {
      view: { ...view, title: 'Smoke', any: [], output: { sort_by: 'created' } },
    })
    expect(changed.body.view).toMatchObject({
      title: 'Smoke',
      conditions: { all: view.conditions.all, any: [] },
      execution: {
        sort_by: 'created',
        sort_order: 'desc',
        group_by: 'status',
        columns: view.execution.columns,
      },
    })
    expect(await get(ADA, `views/${view.id}`)).toEqual(changed.body)
    expect((await desk.call(ADA, 'DELETE', `/api/v2/views/${view.id}`)).status).toBe(204)
    await get(ADA, `views/${view.id}`, 404)
  })

  it.each([
    [{ title: '' }, 'title', 'Title: cannot be blank'],
    [{ all: [] }, 'conditions', 'Conditions: conditions: at least one is needed'],
    [
      { all: [{ field: 'priority', operator: 'is', value: 'high' }] },
      'conditions',
      'Conditions: conditions: all must name status, custom_status_id, type, group_id, assignee_id or requester_id at least once',
    ],
    [
      { all: [UNSOLVED, { field: 'colour', operator: 'is', value: 'red' }] },
      'conditions',
      'Conditions: all[1]: unknown field "colour"',
    ],
    [
      { all: [UNSOLVED], any: [{ field: 'updated_at', operator: 'is', value: '2' }] },
      'conditions',
      'Conditions: any[0]: updated_at can be used in "all" only',
    ],
    [{ output: { columns: ['shoe_size'] } }, 'output', 'Output: columns[0]: there is no column "shoe_size"'],
    [{ output: { columns: ['999'] } }, 'output', 'Output: columns[0]: there is no column "999"'],
    [
      {
        output: {
          columns: [
            'nice_id',
            'subject',
            'requester',
            'submitter',
            'assignee',
            'group',
            'organization',
            'status',
            'priority',
            'type',
            'created',
          ],
        },
      },
      'output',
      'Output: columns: there can be at most 10',
    ],
    [
      { output: { sort_by: 'subject' } },
      'output',
      'Output: sort_by: tickets cannot be put in order by description',
    ],
    [
      { output: { group_by: 'submitter' } },
      'output',
      'Output: group_by: tickets cannot be put in order by submitter',
    ],
    [{ output: { sort_order: 'sideways' } }, 'output', 'Output: sort_order: must be asc or desc'],
    [
      { restriction: { type: 'Colour', id: 1 } },
      'restriction',
      'Restriction: type must be one of Group, User',
    ],
    [
      { restriction: { type: 'Group' } },
      'restriction',
      'Restriction: id must be an id, or ids a list of ids',
    ],
    [
      { restriction: { type: 'User', id: BEA } },
      'restriction',
      'Restriction: a personal one belongs to whoever makes it',
    ],
  ])('%j is refused, naming what is wrong', async (wrong, field, description) => {
    const { details } = await create(ADA, { title: 'Mine', all: [UNSOLVED], ...wrong }, 422)
    expect(details[field].map((one: { description: string }) => one.description)).toContain(description)
  })

  it('shows and lets write as restrictions and roles say', async () => {
    const shared = await create(ADA, { ...INPUT, title: 'Shared', restriction: null })
    const billing = await create(ADA, {
      ...INPUT,
      title: 'Billing',
      restriction: { type: 'Group', id: BILLING },
    })
    const own = await create(BO, INPUT)
    expect(own.restriction).toEqual({ type: 'User', id: BO, ids: [BO] })
    await create(BO, { ...INPUT, restriction: null }, 403)
    await create(BO, { ...INPUT, restriction: { type: 'Group', id: SUPPORT } }, 403)
    await create(LIA, { ...INPUT, restriction: { type: 'User', id: LIA } }, 403)
    await create(CORA, INPUT, 403)
    await get(CORA, 'views', 403)

    await get(ADA, `views/${own.id}`, 404)
    await get(BO, `views/${billing.id}`, 404)
    for (const path of ['execute', 'tickets', 'count']) await get(BO, `views/${billing.id}/${path}`, 404)
    expect((await get(BEA, `views/${billing.id}?include=permissions`)).view.permissions).toEqual({
      can_edit: false,
      can_delete: false,
    })
    expect((await desk.call(BO, 'PUT', `/api/v2/views/${shared.id}`, { view: { title: 'x' } })).status).toBe(
      403,
    )
    expect((await desk.call(BO, 'DELETE', `/api/v2/views/${shared.id}`)).status).toBe(403)
    expect((await desk.call(BO, 'PUT', `/api/v2/views/${billing.id}`, { view: { title: 'x' } })).status).toBe(
      404,
    )
    const widened = { view: { restriction: null } }
    expect((await desk.call(BO, 'PUT', `/api/v2/views/${own.id}`, widened)).status).toBe(403)

    expect(titles((await get(BO, 'views?access=personal')).views)).toEqual(['Mine'])
    expect(titles((await get(BEA, `views?group_id=${BILLING}`)).views)).toEqual(['Billing'])
    expect(titles((await get(BEA, 'views?access=account')).views)).not.toContain('Billing')
    expect(titles((await get(BEA, 'views/search?query=bill')).views)).toEqual(['Billing'])
    const many = await get(BO, `views/show_many?ids=${own.id},${billing.id},${shared.id}`)
    expect(titles(many.views).sort()).toEqual(['Mine', 'Shared'])
  })

  it('changes and removes several at once, all or none', async () => {
    const one = await create(ADA, { ...INPUT, title: 'One', restriction: null })
    const two = await create(ADA, { ...INPUT, title: 'Two', restriction: null })
    const wrong = {
      views: [
        { id: one.id, title: 'Uno' },
        { id: two.id, all: [] },
      ],
    }
    expect((await desk.call(ADA, 'PUT', '/api/v2/views/update_many', wrong)).status).toBe(422)
    expect((await get(ADA, `views/${one.id}`)).view.title).toBe('One')
    const before = (await desk.ground.policy.current()).version
    const both = {
      views: [
        { id: two.id, active: false },
        { id: one.id, position: 0 },
      ],
    }
    const answer = await desk.call(ADA, 'PUT', '/api/v2/views/update_many', both)
    expect(titles(answer.body.views)).toEqual(['Two', 'One'])
    expect((await desk.ground.policy.current()).version).toBe(before + 1)
    expect(titles((await get(ADA, 'views/active')).views)[0]).toBe('One')
    expect(titles((await get(ADA, 'views?active=false')).views)).toEqual(['Two'])
    await get(BO, `views/${two.id}/execute`, 404)
    await get(ADA, `views/${two.id}/execute`)
    const gone = `/api/v2/views/destroy_many?ids=${one.id},${two.id},999999`
    expect((await desk.call(ADA, 'DELETE', gone)).status).toBe(204)
    await get(ADA, `views/${one.id}`, 404)
    const log = await desk.ground.db.rows(
      sql<{ said: string }>`select action || ' ' || source_type as said from audit_log
        where actor_id = ${ADA} order by id desc limit 2`,
    )
    expect(log.map(({ said }) => said)).toEqual(['destroy policy', 'destroy policy'])
  })

  it('keeps fields that it shows, and groups that it is for, from being removed', async () => {
    const field = { ticket_field: { type: 'text', title: 'Serial number' } }
    const { id } = (await desk.call(ADA, 'POST', '/api/v2/ticket_fields', field)).body.ticket_field
    const restriction = { type: 'Group', ids: [BILLING] }
    const view = await create(ADA, { ...INPUT, title: 'Serials', restriction, output: { columns: [id] } })
    expect(view.execution.custom_fields).toMatchObject([{ id, title: 'Serial number', type: 'text' }])
    const refused = await desk.call(ADA, 'DELETE', `/api/v2/ticket_fields/${id}`)
    expect(refused.body.details.base[0].description).toBe('Field: is used by view "Serials"')
    const policy = await desk.ground.policy.current()
    expect(rulesNaming(policy, { kind: 'group', id: BILLING })).toEqual(['view "Serials"'])
    expect((await desk.call(ADA, 'DELETE', `/api/v2/views/${view.id}`)).status).toBe(204)
    expect((await desk.call(ADA, 'DELETE', `/api/v2/ticket_fields/${id}`)).status).toBe(204)
  })

  it('keeps groups that conditions ask for, in lists too, from being removed', async () => {
    const all = [{ field: 'group_id', operator: 'includes', value: [SUPPORT, BILLING] }]
    const view = await create(ADA, { title: 'Bills', all, restriction: null })
    const policy = await desk.ground.policy.current()
    expect(rulesNaming(policy, { kind: 'group', id: BILLING })).toEqual(['view "Bills"'])
    expect((await desk.call(ADA, 'DELETE', `/api/v2/views/${view.id}`)).status).toBe(204)
  })

  it('pages by cursor and by number', async () => {
    const first = await get(ADA, 'views?page[size]=5')
    expect(first.meta.has_more).toBe(true)
    const second = await get(ADA, first.links.next.slice(`${ORIGIN}/api/v2/`.length))
    expect(second.views).toHaveLength(3)
    expect(second.links.next).toBeNull()
    expect((await get(ADA, 'views?page=2&per_page=5')).count).toBe(8)
  })
})

describe('what stands in views', () => {
  const ticket = async (set: object, as: Id = BO): Promise<Id> => {
    const body = { ticket: { subject: 'Fire', comment: { body: 'It burns.' }, requester_id: CORA, ...set } }
    return (await desk.call(as, 'POST', '/api/v2/tickets', body)).body.ticket.id
  }

  it('executes with everything that rows name, in few queries', async () => {
    const id = await ticket({ group_id: SUPPORT, assignee_id: BO, tags: ['fire'], priority: 'high' })
    const url = `/api/v2/views/1/execute?include=slas`
    await desk.call(BO, 'GET', url)
    const counted = await countQueries(() => desk.call(BO, 'GET', url))
    expect(counted.count).toBeLessThanOrEqual(8)
    const { body } = counted.result
    expect(body).toMatchObject({
      view: { id: 1, url: `${ORIGIN}/api/v2/views/1.json` },
      count: 1,
      next_page: null,
      previous_page: null,
    })
    expect(body.rows).toMatchObject([
      {
        nice_id: id,
        subject: 'Fire',
        requester: CORA,
        requester_id: CORA,
        priority: 'high',
        status: 'open',
        ticket: {
          id,
          subject: 'Fire',
          description: 'It burns.',
          priority: 'high',
          status: 'open',
          url: `${ORIGIN}/api/v2/tickets/${id}.json`,
          last_comment: { body: 'It burns.', public: true, author_id: BO },
          slas: { policy_metrics: [] },
        },
      },
    ])
    expect(body.users.map((user: { id: Id }) => user.id).sort()).toEqual([BO, CORA])
    expect(body.groups.map((group: { id: Id }) => group.id)).toEqual([SUPPORT])
    expect(body.organizations).toHaveLength(1)
    expect((await get(BO, 'views/1/tickets?include=users,slas')).tickets).toMatchObject([{ id, slas: {} }])
    expect((await get(BO, 'views/1/count')).view_count).toMatchObject({
      view_id: 1,
      value: 1,
      pretty: '1',
      fresh: true,
    })
    const { view_counts: counts } = await get(BO, 'views/count_many?ids=1,3,999999')
    expect(counts.map((one: { view_id: Id }) => one.view_id)).toEqual([1, 3])
    expect((await get(BEA, 'views/1/tickets')).tickets).toEqual([])
    await get(BO, `views/count_many?ids=${Array.from({ length: 21 }, (_, n) => n + 1)}`, 400)
  })

  it('exports all rows that the caller sees, as lines that no spreadsheet runs', async () => {
    const nasty = ['=1+1', '+a', '-b', '@c', '"quoted", and', 'plain']
    for (const subject of nasty) await ticket({ subject, tags: ['csv'], group_id: SUPPORT })
    const view = await create(ADA, {
      title: 'CSV',
      all: [UNSOLVED, { field: 'current_tags', operator: 'includes', value: 'csv' }],
      output: { columns: ['subject', 'requester', 'group'], sort_by: 'nice_id', sort_order: 'asc' },
    })
    const csv = await desk.call(ADA, 'GET', `/api/v2/views/${view.id}/export.csv`)
    expect(csv.headers['content-type']).toMatch('text/csv')
    expect(csv.raw.toString().split('\r\n')).toEqual([
      'Subject,Requester,Group',
      "'=1+1,Cora Customer,Support",
      "'+a,Cora Customer,Support",
      "'-b,Cora Customer,Support",
      "'@c,Cora Customer,Support",
      '"""quoted"", and",Cora Customer,Support',
      'plain,Cora Customer,Support',
      '',
    ])
    const lines = (await desk.call(ADA, 'GET', `/api/v2/views/${view.id}/export.jsonl`)).raw.toString()
    const rows = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(rows.map((row) => row.subject)).toEqual(nasty)
    expect(rows[0]).toMatchObject({ requester: 'Cora Customer', group: 'Support' })
    expect((await get(ADA, `views/${view.id}/export`)).export).toMatchObject({ status: 'completed' })
    for (const path of ['export', 'export.csv', 'export.jsonl'])
      await get(BO, `views/${view.id}/${path}`, 403)
    const own = await create(BO, INPUT)
    await get(ADA, `views/${own.id}/export.csv`, 404)
  })

  it('previews rows and their count, and refuses what would be no view', async () => {
    const view = {
      all: [UNSOLVED, { field: 'current_tags', operator: 'includes', value: 'fire' }],
      output: { columns: ['subject', 'status'], sort_by: 'created' },
    }
    const { body } = await desk.call(BO, 'POST', '/api/v2/views/preview', { view })
    expect(body).toMatchObject({ rows: [{ subject: 'Fire', status: 'open' }], count: 1 })
    const counted = await desk.call(BO, 'POST', '/api/v2/views/preview/count', { view })
    expect(counted.body.view_count).toMatchObject({ view_id: null, value: 1, fresh: true })
    const wrong = await desk.call(BO, 'POST', '/api/v2/views/preview', { view: { all: [] } })
    expect(wrong.status).toBe(422)
    expect((await desk.call(CORA, 'POST', '/api/v2/views/preview', { view })).status).toBe(403)
  })

  it('takes another order from the request, and refuses cursors of another', async () => {
    const ids = [await ticket({ tags: ['order'] }), await ticket({ tags: ['order'] })]
    const view = await create(ADA, {
      title: 'Ordered',
      all: [UNSOLVED, { field: 'current_tags', operator: 'includes', value: 'order' }],
    })
    const shown = async (query: string) => {
      const body = await get(ADA, `views/${view.id}/tickets?${query}`)
      return { ...body, ids: body.tickets.map((one: { id: Id }) => one.id) }
    }
    expect((await shown('')).ids).toEqual([...ids].reverse())
    expect((await shown('sort_by=nice_id&sort_order=asc')).ids).toEqual(ids)
    expect((await shown('sort=-created')).ids).toEqual([...ids].reverse())
    const first = await shown('page[size]=1')
    expect(first).toMatchObject({ ids: [ids[1]], meta: { has_more: true } })
    expect(first).not.toHaveProperty('count')
    const after = `page[after]=${first.meta.after_cursor}`
    const second = await shown(`page[size]=1&${after}`)
    expect(second).toMatchObject({ ids: [ids[0]], meta: { has_more: false }, links: { next: null } })
    expect((await shown(`page[size]=1&page[before]=${second.meta.before_cursor}`)).ids).toEqual([ids[1]])
    await get(ADA, `views/${view.id}/tickets?sort=created&page[size]=1&${after}`, 400)
    await get(ADA, `views/${view.id}/tickets?page[after]=rubbish`, 400)
    expect(await shown('per_page=1')).toMatchObject({ ids: [ids[1]], count: 2, previous_page: null })
    expect(await shown('per_page=1&page=2')).toMatchObject({ ids: [ids[0]], next_page: null })
  })
})
