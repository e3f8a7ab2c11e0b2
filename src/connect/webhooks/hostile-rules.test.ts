/** Rules that would never end, contradict themselves, or cost too much: refused, or bounded by an error that names them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Id, Json, JsonObject } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { render } from '../../rules/core/index.ts'
import { type ApiDesk, apiDesk } from '../../tickets/api-fixture.ts'
import { ADA, BILLING, BO, CORA, says } from '../../tickets/fixture.ts'
import { rulesNaming } from '../../tickets/index.ts'
import { callHandler } from './call-handler.ts'
import { webhookDesk } from './fixture.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())

const ada = (method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) =>
  desk.call(ADA, method, `/api/v2${path}`, body)
type Grounded = Pick<ApiDesk, 'ground'>
const setTriggers = ({ ground }: Grounded, bodies: ReadonlyMap<Id, JsonObject | null>): Promise<unknown> =>
  ground.policy.edit(
    ground.db,
    { authorId: null, reason: 'a test', at: ground.clock.now() },
    [...bodies].map(([id, body]) => ({ kind: 'trigger', id, body })),
  )
const clause = (field: string, operator: string, value: Json) => ({ field, operator, value })
const trigger = (title: string, all: Json[], actions: Json[]) =>
  ada('POST', '/triggers', { trigger: { title, all, actions } })
const begin = async (ticket: JsonObject = {}) =>
  (
    await ada('POST', '/tickets', {
      ticket: { requester_id: CORA, comment: { body: 'It burns.' }, ...ticket },
    })
  ).body
const remove = async (answers: readonly { readonly body: ReturnType<JSON['parse']> }[]) => {
  for (const { body } of answers) await ada('DELETE', `/triggers/${body.trigger.id}`)
}

describe('triggers that set one another off', () => {
  it('fire once each in an update, and so end', async () => {
    const set = (from: string, to: string) =>
      trigger(`${from} to ${to}`, [clause('priority', 'is', from)], [{ field: 'priority', value: to }])
    const made = [await set('low', 'high'), await set('high', 'low')]
    expect((await begin({ priority: 'low' })).ticket.priority).toBe('low')
    expect((await begin({ priority: 'high' })).ticket.priority).toBe('high')
    await remove(made)
  })

  it('stop after a hundred, and the audit names the one that was next', async () => {
    const ids = Array.from({ length: 105 }, (_, n) => 5000 + n)
    const link = (id: number) => ({
      title: `Link ${id}`,
      position: id,
      conditions: { all: [clause('current_tags', 'includes', 'chain')], any: [] },
      actions: [{ field: 'current_tags', value: `t${id}` }],
    })
    await setTriggers(desk, new Map(ids.map((id) => [id, link(id)])))
    const { ticket, audit } = await begin({ tags: ['chain'] })
    // Those of a new desk count as well.
    const count = ticket.tags.filter((tag: string) => /^t5\d/.test(tag)).length
    expect(count).toBeGreaterThan(90)
    expect(count).toBeLessThanOrEqual(100)
    const next = `Link ${5000 + count}`
    expect(JSON.stringify(audit.events)).toContain(
      `Stopped after 100 triggers in one update, before \\"${next}\\"`,
    )
    await setTriggers(desk, new Map(ids.map((id) => [id, null])))
  })
})

it('a rule that mails the requester whatever happens is told so, and mails once an update', async () => {
  const mail = { field: 'notification_user', value: ['requester_id', 'News', 'There is news.'] }
  const made = await trigger('Chatter', [clause('status', 'less_than', 'solved')], [mail])
  expect(made.headers['x-zendesk-api-warn']).toContain('at every update')
  const { ticket } = await begin()
  const mails = await desk.ground.db.rows(
    sql<{
      payload: JsonObject
    }>`select payload from outbox where ticket_id = ${ticket.id} and kind = 'send_mail'`,
  )
  const ours = mails.filter(({ payload }) => (payload.rule as JsonObject).title === 'Chatter')
  expect(ours.map(({ payload }) => [payload.recipientId, payload.automatic])).toEqual([[CORA, true]])
  await remove([made])
})

it('conditions that contradict one another are refused, clause by clause', async () => {
  const all = [clause('status', 'is', 'open'), clause('status', 'is', 'solved')]
  const answer = await trigger('Never', all, [{ field: 'priority', value: 'low' }])
  expect(answer.status).toBe(422)
  expect(JSON.stringify(answer.body.details)).toContain('all[0] (status) and all[1] (status)')
})

it('what rules ask for, set and call is not deleted, and they are named', async () => {
  const input = { ticket_field: { type: 'text', title: 'Serial' } }
  const { id } = (await ada('POST', '/ticket_fields', input)).body.ticket_field
  const made = [
    await trigger(
      'Serials',
      [clause(`custom_fields_${id}`, 'present', null)],
      [{ field: 'type', value: 'task' }],
    ),
    await trigger('Bills', [clause('group_id', 'is', BILLING)], [{ field: 'type', value: 'task' }]),
  ]
  const refused = await ada('DELETE', `/ticket_fields/${id}`)
  expect(refused.status).toBe(422)
  expect(refused.body.details.base[0].description).toBe('Field: is used by trigger "Serials"')
  const policy = await desk.ground.policy.current()
  expect(rulesNaming(policy, { kind: 'group', id: BILLING })).toEqual(['trigger "Bills"'])
  await remove(made)
  expect((await ada('DELETE', `/ticket_fields/${id}`)).status).toBe(204)
})

it('conditions of ten thousand characters are taken, and rules beyond 65 kB are not', async () => {
  const long = (length: number) => [clause('comment_includes_word', 'includes', 'x'.repeat(length))]
  const made = await trigger('Long', long(10_000), [{ field: 'current_tags', value: 'long' }])
  expect(made.status).toBe(201)
  expect((await begin({ comment: { body: 'x'.repeat(60_000) } })).ticket.tags).toContain('long')
  await remove([made])
  const refused = await trigger('Longer', long(70_000), [{ field: 'type', value: 'task' }])
  expect(refused.body.details.base[0].description).toContain('65 kB')
})

describe('catastrophic patterns', () => {
  it('are words like any others in conditions', async () => {
    const made = await trigger(
      'Pattern',
      [clause('comment_includes_word', 'includes', '(a+)+$')],
      [{ field: 'current_tags', value: 'matched' }],
    )
    const evil = `${'a'.repeat(50_000)}!`
    expect((await begin({ comment: { body: evil } })).ticket.tags).not.toContain('matched')
    expect((await begin({ comment: { body: 'see (a+)+$ here' } })).ticket.tags).toContain('matched')
    await remove([made])
  })

  it('end in fields as well', async () => {
    const input = { type: 'regexp', title: 'Evil', regexp_for_validation: '^(a+)+$' }
    const made = await ada('POST', '/ticket_fields', { ticket_field: input })
    expect(made.status).toBe(201)
    const { id } = made.body.ticket_field
    const say = (value: string) => {
      const ticket = { comment: { body: 'x' }, custom_fields: [{ id, value }] }
      return ada('POST', '/tickets', { ticket })
    }
    expect((await say(`${'a'.repeat(200)}!`)).status).toBe(422)
    expect((await say('a'.repeat(200))).status).toBe(201)
  })
})

describe('templates that grow without end', () => {
  const BOMB = '{% for i in (1..100000) %}{% for j in (1..100000) %}boom{% endfor %}{% endfor %}'

  it('are stopped where they are written, and nested ones refused with their action', async () => {
    expect(render(BOMB, {}, { format: 'text' }).ok).toBe(false)
    const deep = `${'{% if a %}'.repeat(2500)}${'{% endif %}'.repeat(2500)}`
    const mail = { field: 'notification_user', value: ['all_agents', 'x', deep] }
    const refused = await trigger('Deep', [clause('status', 'is', 'new')], [mail])
    expect(refused.body.details['actions[0]'][0].description).toContain('nested')
  })

  it('a macro says that its text cannot be written', async () => {
    const macro = { title: 'Boom', actions: [{ field: 'comment_value', value: BOMB }] }
    const { id } = (await ada('POST', '/macros', { macro })).body.macro
    const { result } = (await desk.call(BO, 'GET', `/api/v2/macros/${id}/apply`)).body
    expect(result.problems).toEqual([expect.stringContaining('Text: cannot be written')])
    expect(result.ticket.comment.body).toBe('')
  })
})

describe('a trigger whose webhook changes the ticket through our API', () => {
  it('is held back after sixty calls an hour, by an error that names it, and goes on later', async () => {
    const hooks = await webhookDesk()
    const { ground } = hooks.desk
    const webhook = await hooks.make()
    const pingPong = {
      title: 'Ping-pong',
      conditions: { all: [clause('comment_is_public', 'is', 'true')], any: [] },
      actions: [{ field: 'notification_webhook', value: [webhook.id, '{"id":"{{ticket.id}}"}'] }],
    }
    await setTriggers(hooks.desk, new Map([[900, pingPong]]))
    const { deliver } = callHandler(hooks.room)
    const outcomes: unknown[] = []
    /** Whatever is called answers with a public comment by API. */
    const turn = async (ticketId: Id): Promise<void> => {
      const rows = await ground.db.rows(sql<{ id: Id; key: string; ticketId: Id; payload: JsonObject }>`
        delete from outbox where kind = 'call_webhook' returning id, effect_key as key, ticket_id as "ticketId", payload`)
      for (const row of rows)
        outcomes.push(
          await deliver({ ...row, kind: 'call_webhook', createdAt: ground.clock.now(), attempt: 1 }),
        )
      await hooks.desk.update(ticketId, { comment: says('Pong') })
    }
    const { ticket } = await hooks.desk.create()
    for (let n = 0; n < 62; n++) await turn(ticket.id)
    const left = await ground.db.one(
      sql<{ count: number }>`select count(*) as count from webhook_invocations`,
    )
    expect(left?.count).toBe(60)
    expect(outcomes.slice(0, 60)).toEqual(Array(60).fill({ outcome: 'done' }))
    expect(outcomes.at(-1)).toEqual({
      outcome: 'failed',
      error: 'trigger "Ping-pong" called this webhook 60 times within an hour for one ticket',
    })
    const other = await hooks.desk.create()
    await turn(other.ticket.id)
    expect(outcomes.at(-1)).toEqual({ outcome: 'done' })
    ground.clock.advance(61 * 60_000)
    await turn(ticket.id)
    expect(outcomes.at(-1)).toEqual({ outcome: 'done' })
    await hooks.close()
  })

  it('a body that cannot be written fails with the name of its rule', async () => {
    const hooks = await webhookDesk()
    const webhook = await hooks.make()
    const { ticket } = await hooks.desk.create()
    const payload = {
      webhookId: webhook.id,
      ticketId: ticket.id,
      seq: 1,
      rule: { kind: 'trigger', id: 900, title: 'Boom' },
      body: '{% for i in (1..100000) %}{% for j in (1..100000) %}boom{% endfor %}{% endfor %}',
      values: {},
    }
    const effect = { id: 1, key: 'k', ticketId: ticket.id, kind: 'call_webhook', payload }
    const outcome = await callHandler(hooks.room).deliver({
      ...effect,
      createdAt: hooks.clock.now(),
      attempt: 1,
    })
    expect(outcome).toMatchObject({
      outcome: 'failed',
      error: expect.stringContaining('trigger "Boom": the body'),
    })
    await hooks.close()
  })
})
