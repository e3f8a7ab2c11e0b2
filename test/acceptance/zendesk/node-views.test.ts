import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, startDesk } from '../../support/desk.ts'
import { ids, many, nodeClient, one, type ZendeskClient } from './client.ts'

const UNSOLVED = { field: 'status', operator: 'less_than', value: 'solved' }

describe('node-zendesk with views and macros', () => {
  let desk: Desk
  let client: ZendeskClient
  let ticketId: number

  beforeAll(async () => {
    desk = await startDesk()
    client = nodeClient(desk)
    const ticket = {
      subject: 'It drips',
      comment: { body: 'Since this morning.' },
      tags: ['water'],
      requester: { name: 'Cora', email: 'cora@customer.example' },
    }
    ticketId = one(await client.tickets.create({ ticket })).id
  }, 60_000)
  afterAll(() => desk?.stop())

  it('makes, changes, executes, counts and removes views', async () => {
    const made = one(
      await client.views.create({
        view: {
          title: 'Water',
          all: [UNSOLVED, { field: 'current_tags', operator: 'includes', value: 'water' }],
          output: { columns: ['subject', 'requester', 'created'], group_by: 'status', sort_by: 'created' },
        },
      }),
    )
    expect(one(await client.views.show(made.id))).toEqual(made)
    // The client sends back what it read, `execution` and all.
    const changed = one(await client.views.update(made.id, { view: { ...made, title: 'Waters' } }))
    expect(changed).toMatchObject({ title: 'Waters', conditions: made.conditions, execution: made.execution })
    expect(ids(many(await client.views.list()))).toContain(made.id)
    expect(ids(many(await client.views.listActive()))).toContain(made.id)
    expect(ids(many(await client.views.listCompact()))).toContain(made.id)
    // The client takes `view` for the whole answer, so of its own rows it shows none.
    expect(many(await client.views.execute(made.id, { sort_by: 'created' }))).toMatchObject([{ id: made.id }])
    expect(ids(many(await client.views.tickets(made.id), 'tickets'))).toEqual([ticketId])
    const preview = await client.views.preview({
      view: { all: [UNSOLVED], output: { columns: ['subject'] } },
    })
    expect(many(preview, 'rows')).toHaveLength(1)
    expect(one(await client.views.showCount(made.id), 'view_count')).toMatchObject({ value: 1, fresh: true })
    const counts = many(await client.views.showCounts([made.id, 1]), 'view_counts')
    expect(counts).toMatchObject([{ view_id: 1 }, { view_id: made.id, value: 1 }])
    // Its `delete` of views calls itself without end, so a view is put out of use.
    await client.views.update(made.id, { view: { active: false } })
    expect(ids(many(await client.views.listActive()))).not.toContain(made.id)
  })

  it('makes, searches, applies and removes macros', async () => {
    const macro = {
      title: 'Plumbing::On the way',
      actions: [
        { field: 'status', value: 'pending' },
        { field: 'comment_value', value: 'Dear {{ticket.requester.name}}, a plumber is on the way.' },
      ],
    }
    const made = one(await client.macros.create({ macro }), 'macro')
    expect(made).toMatchObject({ ...macro, active: true, restriction: null })
    expect(one(await client.macros.show(made.id), 'macro')).toMatchObject({ id: made.id })
    expect(ids(many(await client.macros.list()))).toContain(made.id)
    expect(ids(many(await client.macros.search('plumbing')))).toEqual([made.id])
    expect(one(await client.macros.apply(made.id), 'result')).toMatchObject({ ticket: { status: 'pending' } })
    expect(one(await client.macros.applyTicket(ticketId, made.id), 'result')).toMatchObject({
      ticket: { id: ticketId, status: 'pending', comment: { body: 'Dear Cora, a plumber is on the way.' } },
    })
    expect(one(await client.tickets.show(ticketId)).status).not.toBe('pending')
    const changed = one(await client.macros.update(made.id, { macro: { title: 'Soon' } }), 'macro')
    expect(changed).toMatchObject({ title: 'Soon', actions: macro.actions })
    expect(many(await client.macros.updateMany([{ id: made.id, active: false }]))).toMatchObject([
      { active: false },
    ])
    expect(ids(many(await client.macros.listActive()))).not.toContain(made.id)
    await client.macros.delete(made.id)
    await expect(client.macros.show(made.id)).rejects.toThrow('404')
  })
})
