import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../platform/db/index.ts'
import { type Answer, type ApiDesk, apiDesk } from '../api-fixture.ts'
import { ADA, BEA, CORA } from '../fixture.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())

const ada = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Answer> => desk.call(ADA, method, `/api/v2${path}`, body)

const NEWS = {
  title: 'Mark news',
  all: [
    { field: 'update_type', operator: 'is', value: 'Create' },
    { field: 'current_tags', operator: 'includes', value: 'news' },
  ],
  actions: [{ field: 'priority', value: 'high' }],
}
const create = async (trigger: object = NEWS) => (await ada('POST', '/triggers', { trigger })).body.trigger

describe('triggers', () => {
  it('are for staff to read and for those who manage rules to change', async () => {
    expect((await desk.call(null, 'GET', '/api/v2/triggers')).status).toBe(401)
    expect((await desk.call(CORA, 'GET', '/api/v2/triggers')).status).toBe(403)
    expect((await desk.call(BEA, 'GET', '/api/v2/triggers')).status).toBe(200)
    expect((await desk.call(BEA, 'POST', '/api/v2/triggers', { trigger: NEWS })).status).toBe(403)
  })

  it('are made, shown, changed and deleted, and work while they stand', async () => {
    const made = await ada('POST', '/triggers.json', {
      trigger: { ...NEWS, description: 'Why', position: 3 },
    })
    const { trigger } = made.body
    expect(made.status).toBe(201)
    expect(made.headers.location).toBe(trigger.url)
    expect(trigger).toMatchObject({
      title: 'Mark news',
      raw_title: 'Mark news',
      active: true,
      default: false,
      position: 3,
      description: 'Why',
      category_id: '1',
      conditions: { all: NEWS.all, any: [] },
      actions: NEWS.actions,
    })
    expect((await ada('GET', `/triggers/${trigger.id}.json`)).body.trigger).toEqual(trigger)
    const ticket = { subject: 'x', comment: { body: 'y' }, tags: ['news'] }
    expect((await ada('POST', '/tickets', { ticket })).body.ticket.priority).toBe('high')

    const changed = await ada('PUT', `/triggers/${trigger.id}`, {
      trigger: { all: NEWS.all, actions: [{ field: 'priority', value: 'low' }] },
    })
    expect(changed.body.trigger).toMatchObject({
      title: 'Mark news',
      actions: [{ field: 'priority', value: 'low' }],
    })
    expect((await ada('POST', '/tickets', { ticket })).body.ticket.priority).toBe('low')
    const version = (await desk.ground.policy.current()).version
    expect((await ada('PUT', `/triggers/${trigger.id}`, changed.body)).status).toBe(200)
    expect((await desk.ground.policy.current()).version).toBe(version)

    expect((await ada('DELETE', `/triggers/${trigger.id}`)).status).toBe(204)
    expect((await ada('GET', `/triggers/${trigger.id}`)).status).toBe(404)
    expect((await ada('DELETE', `/triggers/${trigger.id}`)).status).toBe(404)
    expect((await ada('POST', '/tickets', { ticket })).body.ticket.priority).toBe(null)
  })

  it('keep numbers and yes and no as texts, and take conditions either way', async () => {
    const conditions = { all: [{ field: 'group_id', operator: 'is', value: 21 }], any: [] }
    const trigger = await create({
      title: 'n',
      conditions,
      actions: [{ field: 'current_tags', value: 'a b' }],
    })
    expect(trigger.conditions.all).toEqual([{ field: 'group_id', operator: 'is', value: '21' }])
    await ada('DELETE', `/triggers/${trigger.id}`)
  })

  const wrong = async (trigger: object): Promise<Record<string, { description: string }[]>> => {
    const answer = await ada('POST', '/triggers', { trigger: { ...NEWS, ...trigger } })
    expect(answer).toMatchObject({ status: 422, body: { error: 'RecordInvalid' } })
    return answer.body.details
  }

  it('say which clause or action is wrong', async () => {
    expect(await wrong({ title: ' ' })).toMatchObject({ title: [{ error: 'BlankValue' }] })
    expect(
      await wrong({
        all: [
          { field: 'status', operator: 'foo', value: 'open' },
          { field: 'bogus' },
          { field: 'NEW', operator: 'is', value: 1 },
        ],
        actions: [
          { field: 'priority', value: 'high' },
          { field: 'share_ticket', value: '1' },
        ],
      }),
    ).toMatchObject({
      'all[0]': [{ description: expect.stringContaining('unknown operator "foo"') }],
      'all[1]': [{ description: expect.stringContaining('unknown field "bogus"') }],
      'all[2]': [{ description: expect.stringContaining('cannot be used here') }],
      'actions[1]': [{ description: expect.stringContaining('not available') }],
    })
    expect(await wrong({ all: [], actions: [] })).toMatchObject({
      conditions: [{ description: expect.stringContaining('at least one') }],
      actions: [{ description: expect.stringContaining('at least one') }],
    })
    expect(await wrong({ all: 'x', actions: { a: 1 } })).toMatchObject({ all: [{}], actions: [{}] })
    expect(await wrong({ category_id: '77' })).toMatchObject({ category_id: [{}] })
  })

  it('are refused where they can never do what they say', async () => {
    const all = ['open', 'solved'].map((value) => ({ field: 'status', operator: 'is', value }))
    expect((await wrong({ all })).conditions?.[0]?.description).toContain(
      'all[0] (status) and all[1] (status)',
    )
  })

  it('take conditions of ten thousand characters, and refuse rules beyond 65 kB and templates that nest without end', async () => {
    const word = { field: 'comment_includes_word', operator: 'includes', value: 'x'.repeat(10_000) }
    const long = await create({ ...NEWS, all: [word] })
    const began = await ada('POST', '/tickets', { ticket: { comment: { body: `${'x'.repeat(60_000)}` } } })
    expect(began.body.ticket.priority).toBe('high')
    await ada('DELETE', `/triggers/${long.id}`)
    expect(await wrong({ all: [{ ...word, value: 'x'.repeat(70_000) }] })).toHaveProperty('base')
    const deep = (count: number): string => `${'{% if a %}'.repeat(count)}${'{% endif %}'.repeat(count)}`
    const tell = (body: string) => [{ field: 'notification_user', value: ['all_agents', 'x', body] }]
    const details = await wrong({ actions: tell(deep(2500)) })
    expect(details['actions[0]']?.[0]?.description).toContain('nested')
    expect(await wrong({ actions: tell('{% for a in b %}') })).toHaveProperty('actions[0]')
  })

  it('warn of what does nothing, and of mails at every update', async () => {
    const header = async (trigger: object): Promise<unknown> => {
      const answer = await ada('POST', '/triggers', { trigger: { ...NEWS, ...trigger } })
      expect(answer.status).toBe(201)
      await ada('DELETE', `/triggers/${answer.body.trigger.id}`)
      return answer.headers['x-zendesk-api-warn']
    }
    expect(await header({})).toBeUndefined()
    const mail = { field: 'notification_user', value: ['requester_id', 'x', 'y'] }
    const open = [{ field: 'status', operator: 'is', value: 'open' }]
    expect(await header({ all: open, actions: [mail] })).toContain('at every update')
    expect(await header({ actions: [mail] })).toBeUndefined()
    expect(await header({ actions: [{ field: 'group_id', value: 987654 }] })).toContain('the group 987654')
    expect(
      await header({ all: [{ field: 'requester_twitter_verified', operator: 'is', value: 'true' }] }),
    ).toContain('never holds')
  })
})

describe('many triggers', () => {
  it('are listed by both kinds of pages, filtered, sorted and searched', async () => {
    const [b, a] = [
      await create({ ...NEWS, title: 'Bee news' }),
      await create({ ...NEWS, title: 'Ant news', active: false }),
    ]
    const titles = async (path: string): Promise<string[]> =>
      (await ada('GET', path)).body.triggers.map(({ title }: { title: string }) => title)
    const all = await titles('/triggers?per_page=100')
    expect(all.slice(-2)).toEqual(['Bee news', 'Ant news'])
    expect(await titles('/triggers/active')).not.toContain('Ant news')
    expect(await titles('/triggers?active=false')).toContain('Ant news')
    expect(await titles('/triggers/search?query=NEWS')).toEqual(['Bee news', 'Ant news'])
    expect(await titles('/triggers/search?query=news&sort_by=alphabetical')).toEqual(['Ant news', 'Bee news'])
    expect(
      await titles(`/triggers/search?filter=${encodeURIComponent('{"title":"news","active":true}')}`),
    ).toEqual(['Bee news'])
    expect((await ada('GET', '/triggers/search?filter=nonsense')).status).toBe(400)
    const pages: string[] = []
    for (let path: string | null | undefined = '/api/v2/triggers?page[size]=3'; path; ) {
      const page: Answer = await desk.call(ADA, 'GET', path)
      const { triggers, links, count } = page.body
      expect(count).toBeUndefined()
      pages.push(...triggers.map(({ title }: { title: string }) => title))
      path = links.next?.replace('http://localhost:3000', '')
    }
    expect(pages).toEqual(all)
    expect((await ada('GET', '/triggers?per_page=2')).body).toMatchObject({
      count: all.length,
      next_page: expect.any(String),
    })
    expect((await ada('DELETE', `/triggers/destroy_many?ids=${a.id},${b.id},999999`)).status).toBe(204)
    expect(await titles('/triggers/search?query=news')).toEqual([])
  })

  it('are switched and moved together, or not at all', async () => {
    const [a, b] = [await create({ ...NEWS, title: 'A' }), await create({ ...NEWS, title: 'B' })]
    const both = await ada('PUT', '/triggers/update_many', {
      triggers: [
        { id: a.id, active: false },
        { id: b.id, position: a.position },
      ],
    })
    expect(both.status).toBe(200)
    expect((await ada('GET', `/triggers/${b.id}`)).body.trigger.position).toBe(a.position)
    expect((await ada('GET', `/triggers/${a.id}`)).body.trigger).toMatchObject({
      active: false,
      position: a.position + 1,
    })
    const none = await ada('PUT', '/triggers/update_many', {
      triggers: [
        { id: a.id, active: true },
        { id: 999999, active: true },
      ],
    })
    expect(none.status).toBe(404)
    expect((await ada('GET', `/triggers/${a.id}`)).body.trigger.active).toBe(false)
    const order = await ada('PUT', '/triggers/reorder', { trigger_ids: [a.id, b.id] })
    expect(order.body.triggers.slice(0, 2).map(({ title }: { title: string }) => title)).toEqual(['A', 'B'])
    expect((await ada('PUT', '/triggers/reorder', { trigger_ids: [a.id, a.id] })).status).toBe(422)
    const copy = await ada('POST', `/triggers/${a.id}/clone`)
    expect(copy).toMatchObject({ status: 201, body: { trigger: { title: 'Copy of A', active: false } } })
    await ada('DELETE', `/triggers/destroy_many?ids=${a.id},${b.id},${copy.body.trigger.id}`)
  })

  it('tell every form they have had, with what each changed', async () => {
    const trigger = await create()
    const all = [...NEWS.all, { field: 'priority', operator: 'is', value: '' }]
    await ada('PUT', `/triggers/${trigger.id}`, { trigger: { title: 'Other', all, actions: NEWS.actions } })
    const { trigger_revisions: revisions } = (await ada('GET', `/triggers/${trigger.id}/revisions`)).body
    expect(revisions).toMatchObject([
      { author_id: ADA, snapshot: { title: 'Other', conditions: { all } } },
      { author_id: ADA, snapshot: { title: 'Mark news' } },
    ])
    const one = await desk.call(ADA, 'GET', revisions[0].url.replace('http://localhost:3000', ''))
    expect(one.body.trigger_revision.diff).toMatchObject({
      source_id: revisions[1].id,
      target_id: revisions[0].id,
      title: [
        { change: '-', content: 'Mark news' },
        { change: '+', content: 'Other' },
      ],
      active: [{ change: '=', content: true }],
      conditions: {
        all: [
          { field: [{ change: '=', content: 'update_type' }] },
          { field: [{ change: '=', content: 'current_tags' }] },
          { field: [{ change: '+', content: 'priority' }], value: [{ change: '+', content: '' }] },
        ],
      },
      actions: [{ value: [{ change: '=', content: 'high' }] }],
    })
    expect((await ada('GET', `/triggers/${trigger.id}/revisions/1`)).status).toBe(404)
    expect((await ada('GET', '/triggers/999999/revisions')).status).toBe(404)
    await ada('DELETE', `/triggers/${trigger.id}`)
  })

  it('tell how often they were used, counted behind the feed', async () => {
    const trigger = await create()
    for (let i = 0; i < 3; i += 1)
      await ada('POST', '/tickets', { ticket: { comment: { body: 'y' }, tags: ['news'] } })
    // What the dispatcher does with committed changes.
    await desk.ground.db.rows(sql`insert into feed (position, subject, subject_id, seq, at)
      select coalesce((select max(position) from feed), 0) + row_number() over (order by id), subject, subject_id, seq, now()
      from feed_inbox`)
    const job = desk.tickets.module.jobs!.find(({ name }) => name === 'tickets_rule_usage')!
    await job.run({}, { id: '1', attempt: 1 })
    await job.run({}, { id: '2', attempt: 1 })
    const shown = await ada('GET', `/triggers/${trigger.id}?include=usage_1h,usage_30d`)
    expect(shown.body.trigger).toMatchObject({ usage_1h: 3, usage_30d: 3 })
    expect(shown.body.trigger).not.toHaveProperty('usage_7d')
    const first = await ada('GET', '/triggers?sort_by=usage_24h&sort_order=desc&include=usage_24h')
    expect(first.body.triggers[0].usage_24h).toBeGreaterThanOrEqual(first.body.triggers[1].usage_24h)
    await ada('DELETE', `/triggers/${trigger.id}`)
  })
})

describe('definitions', () => {
  it('offer what is accepted: each choice of an equality makes a trigger', async () => {
    const { definitions } = (await ada('GET', '/triggers/definitions')).body
    type Offered = { subject: string; operators: { value: string }[]; values: { value: string }[] }
    const clauses = definitions.conditions_all.flatMap(({ subject, operators, values }: Offered) =>
      operators[0]?.value === 'is'
        ? values.slice(0, 4).map(({ value }) => ({ field: subject, operator: 'is', value }))
        : [],
    )
    expect(clauses.length).toBeGreaterThan(60)
    // Beside one another they would contradict.
    const { status, body } = await ada('POST', '/triggers', {
      trigger: { title: 'all of it', any: clauses, actions: NEWS.actions },
    })
    expect(body.details ?? null).toBe(null)
    expect(status).toBe(201)
    const subjects = definitions.actions.map(({ subject }: Offered) => subject)
    expect(subjects).toEqual(expect.arrayContaining(['status', 'notification_webhook', 'set_schedule']))
    expect(subjects).not.toContain('share_ticket')
    await ada('DELETE', `/triggers/${body.trigger.id}`)
  })
})

describe('categories', () => {
  const category = async (name: string, position?: number) =>
    (await ada('POST', '/trigger_categories', { trigger_category: { name, position } })).body.trigger_category

  it('have texts as ids, an order, and go only when empty', async () => {
    const late = await category('Late')
    const early = await category('Early', 0)
    expect(late).toMatchObject({ id: expect.any(String), name: 'Late', position: 1 })
    const names = async () =>
      (await ada('GET', '/trigger_categories?page[size]=50&include=rule_counts')).body.trigger_categories.map(
        ({ name }: { name: string }) => name,
      )
    expect(await names()).toEqual(['Early', 'Notifications', 'Late'])
    const patched = await ada('PATCH', `/trigger_categories/${early.id}`, {
      trigger_category: { name: 'Last', position: 9 },
    })
    expect(patched.body.trigger_category).toMatchObject({ id: early.id, name: 'Last', position: 9 })
    expect(await names()).toEqual(['Notifications', 'Late', 'Last'])
    const trigger = await create({ ...NEWS, category_id: late.id })
    expect(trigger).toMatchObject({ category_id: late.id, position: 0 })
    const kept = await ada('DELETE', `/trigger_categories/${late.id}`)
    expect(kept).toMatchObject({
      status: 422,
      body: { details: { base: [{ description: expect.stringContaining('"Mark news"') }] } },
    })
    const moved = await ada('POST', '/trigger_categories/jobs', {
      job: {
        action: 'patch',
        items: {
          trigger_categories: [{ id: late.id, position: 0 }],
          triggers: [{ id: String(trigger.id), category_id: early.id, active: false }],
        },
      },
    })
    expect(moved.body).toMatchObject({
      status: 'complete',
      results: {
        trigger_categories: [{ id: late.id, position: 0 }],
        triggers: [{ id: trigger.id, category_id: early.id, active: false }],
      },
    })
    expect((await ada('DELETE', `/trigger_categories/${late.id}`)).status).toBe(204)
    expect((await ada('GET', `/trigger_categories/${late.id}`)).status).toBe(404)
    await ada('DELETE', `/triggers/${trigger.id}`)
    await ada('DELETE', `/trigger_categories/${early.id}`)
  })

  it('say the order in which triggers run', async () => {
    const early = await category('Before', 0)
    const tag = (value: string) => [{ field: 'current_tags', value }]
    const second = await create({ ...NEWS, actions: tag('second') })
    const first = await create({ ...NEWS, category_id: early.id, actions: tag('first') })
    const { ticket } = (await ada('POST', '/tickets', { ticket: { comment: { body: 'y' }, tags: ['news'] } }))
      .body
    const { audits } = (await ada('GET', `/tickets/${ticket.id}/audits`)).body
    const rules = audits[0].events.flatMap(
      (event: { via?: { source: { from: { id?: number } } } }) => event.via?.source.from.id ?? [],
    )
    expect(rules.indexOf(first.id)).toBeLessThan(rules.indexOf(second.id))
    await ada('DELETE', `/triggers/destroy_many?ids=${first.id},${second.id}`)
    await ada('DELETE', `/trigger_categories/${early.id}`)
  })
})
