import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type ApiDesk, apiDesk } from '../api-fixture.ts'
import { sweep, writeAutomations } from '../automations/fixture.ts'
import { slaBody } from '../core/clocks/sla-fixture.ts'
import { ADA, BEA, CORA, ZOE } from '../fixture.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())

const ada = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Answer> =>
  desk.call(ADA, method, `/api/v2${path}`, body)

type Rule = {
  type: string
  id: number | string
  title: string
  fired: boolean
  clause: object | null
  pass: number
}

describe('the trace of a ticket', () => {
  it('says of each audit which rules fired, and of the rest the first clause that failed', async () => {
    const made = async (title: string, all: object[], value: string): Promise<number> =>
      (
        await ada('POST', '/triggers', {
          trigger: { title, all, actions: [{ field: 'current_tags', value }] },
        })
      ).body.trigger.id
    const secret = { field: 'comment_includes_word', operator: 'includes', value: 'fire' }
    const created = { field: 'update_type', operator: 'is', value: 'Create' }
    const vip = { field: 'current_tags', operator: 'includes', value: 'hot' }
    const second = await made('After', [vip], 'told')
    const first = await made('Fire', [created, secret], 'hot')
    const { policy } = desk.ground
    await policy.edit(desk.ground.db, { authorId: ADA, reason: 't', at: desk.ground.clock.now() }, [
      ...['Gold', 'All'].map((title, index) => ({
        kind: 'sla_policy',
        id: 800 + index,
        body: slaBody(
          title,
          index,
          [],
          index === 0 ? [{ field: 'current_tags', operator: 'includes', value: 'gold' }] : [],
        ),
      })),
    ])
    const { ticket } = (
      await ada('POST', '/tickets', {
        ticket: { subject: 'x', comment: { body: 'It is on fire', public: false } },
      })
    ).body
    await ada('PUT', `/tickets/${ticket.id}`, { ticket: { priority: 'high' } })
    const answer = await ada('GET', `/tickets/${ticket.id}/trace`)
    expect(answer.status).toBe(200)
    expect(answer.body.count).toBe(2)
    const [one, two] = answer.body.traces
    const rule = (trace: { rules: Rule[] }, id: number | string): Rule | undefined =>
      trace.rules.find((candidate) => candidate.id === id)
    expect([one.exact, two.exact]).toEqual([true, true])
    expect(rule(one, first)).toMatchObject({
      type: 'trigger',
      title: 'Fire',
      fired: true,
      pass: 1,
      clause: null,
    })
    expect(rule(one, second)).toMatchObject({ fired: true, pass: 2 })
    expect(rule(two, first)).toMatchObject({ fired: false, clause: { list: 'all', index: 0, ...created } })
    expect(rule(one, '800')).toMatchObject({
      type: 'sla_policy',
      title: 'Gold',
      fired: false,
      clause: { field: 'current_tags', value: 'gold' },
    })
    expect(one.rules.find(({ title }: Rule) => title === 'All')).toMatchObject({
      type: 'sla_policy',
      fired: true,
    })
    // Nothing that people wrote is in it.
    expect(answer.raw.toString()).not.toContain('It is on fire')
    const single = await ada('GET', `/tickets/${ticket.id}/audits/${two.audit_id}/trace`)
    expect(single.body.trace).toEqual(two)
    // The policy of then, not that of today.
    await ada('DELETE', `/triggers/destroy_many?ids=${first},${second}`)
    expect((await ada('GET', `/tickets/${ticket.id}/trace`)).body.traces).toEqual([one, two])
    const page = await ada('GET', `/tickets/${ticket.id}/trace?page[size]=1`)
    expect(page.body).toMatchObject({ traces: [{ audit_id: one.audit_id }], meta: { has_more: true } })
  })

  it('tells of automations', async () => {
    await writeAutomations(desk, [
      {
        id: 500,
        title: 'Late',
        all: [
          ['status', 'is', 'open'],
          ['OPEN', 'greater_than', '2'],
          ['current_tags', 'not_includes', 'late'],
          ['description_includes_word', 'includes', 'slow'],
        ],
        actions: [{ field: 'current_tags', value: 'late' }],
      },
    ])
    const { ticket } = (
      await ada('POST', '/tickets', { ticket: { status: 'open', comment: { body: 'so slow' } } })
    ).body
    desk.ground.clock.advance(3 * 3_600_000)
    expect(await sweep(desk)).toBe(1)
    const { traces } = (await ada('GET', `/tickets/${ticket.id}/trace`)).body
    expect(traces[1]).toMatchObject({ author_id: -1, exact: true })
    expect(traces[1].rules[0]).toMatchObject({
      type: 'automation',
      id: 500,
      title: 'Late',
      fired: true,
      pass: 0,
    })
  })

  it('is for those who see the ticket and may read rules', async () => {
    const { ticket } = (
      await ada('POST', '/tickets', { ticket: { requester_id: CORA, comment: { body: 'y' } } })
    ).body
    const path = `/api/v2/tickets/${ticket.id}/trace`
    expect((await desk.call(null, 'GET', path)).status).toBe(401)
    expect((await desk.call(CORA, 'GET', path)).status).toBe(403)
    expect((await desk.call(ZOE, 'GET', path)).status).toBe(403)
    expect((await desk.call(BEA, 'GET', path)).status).toBe(200)
    expect((await ada('GET', '/tickets/999999/trace')).status).toBe(404)
    expect((await ada('GET', `/tickets/${ticket.id}/audits/999999/trace`)).status).toBe(404)
    expect((await ada('GET', `/tickets/${ticket.id}/trace?per_page=500`)).status).toBe(200)
  })
})
