import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, startDesk } from '../../support/desk.ts'
import { ids, many, nodeClient, one, type ZendeskClient } from './client.ts'

/** What the client's parts have in common; it has no part of its own for metric events. */
type Getting = { get(path: readonly unknown[]): Promise<unknown> }

describe('node-zendesk with the time of tickets', () => {
  let desk: Desk
  let client: ZendeskClient

  beforeAll(async () => {
    desk = await startDesk()
    client = nodeClient(desk)
  }, 60_000)
  afterAll(() => desk?.stop())

  it('reads metrics of one ticket and of all, and the metric events that lead there', async () => {
    const made = []
    for (const subject of ['First', 'Second'])
      made.push(
        one(
          await client.tickets.create({
            ticket: {
              subject,
              comment: { body: 'It drips.' },
              requester: { name: 'Cora', email: 'cora@customer.example' },
            },
          }),
        ),
      )
    const [first, second] = ids(made) as [number, number]
    await client.tickets.update(first, {
      ticket: { status: 'solved', comment: { body: 'Tighten the valve.', public: true } },
    })
    const metric = one(await client.ticketmetrics.list(first))
    expect(metric).toMatchObject({
      ticket_id: first,
      replies: 2,
      reopens: 0,
      agent_wait_time_in_minutes: { calendar: 0, business: 0 },
    })
    expect(metric.solved_at).not.toBeNull()
    expect(one(await client.ticketmetrics.show(metric.id))).toEqual(metric)
    expect(many(await client.ticketmetrics.listAll()).map(({ ticket_id: id }) => id)).toEqual([second, first])
    await expect
      .poll(
        async () =>
          many(
            await (client.ticketmetrics as unknown as Getting).get([
              'incremental',
              'ticket_metric_events',
              { start_time: 0, 'page[size]': 100 },
            ]),
            'ticket_metric_events',
          )
            .filter(({ ticket_id: id }) => id === first)
            .map(({ metric: name, instance_id: instance, type }) => `${name}/${instance} ${type}`),
        { timeout: 10_000 },
      )
      .toContain('resolution_time/1 fulfill')
  })
})
