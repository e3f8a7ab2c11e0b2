import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Desk, startDesk } from '../../support/desk.ts'
import { ids, many, nodeClient, one, type ZendeskClient } from './client.ts'

describe('node-zendesk searching', () => {
  let desk: Desk
  let client: ZendeskClient
  const tickets: number[] = []

  beforeAll(async () => {
    desk = await startDesk()
    client = nodeClient(desk)
    for (let number = 0; number < 105; number++) {
      const ticket = {
        subject: number < 103 ? `Printer ${number} on fire` : 'Quiet',
        comment: { body: 'Smoke everywhere.' },
        requester: { name: 'Cora', email: 'cora@acme.example' },
        tags: number % 2 === 0 ? ['even'] : ['odd'],
      }
      tickets.push(one(await client.tickets.create({ ticket })).id)
    }
    const found = async () => many(await client.search.queryAll('type:ticket quiet')).length
    await vi.waitFor(async () => expect(await found()).toBe(2), { timeout: 20_000, interval: 200 })
  }, 120_000)
  afterAll(() => desk?.stop())

  it('finds by words and properties, all pages of them', async () => {
    const query = 'type:ticket printer -tags:none status<solved'
    expect(ids(many(await client.search.query(query))).length).toBe(100)
    const all = ids(many(await client.search.queryAll(query)))
    expect(new Set(all).size).toBe(103)
    expect(ids(many(await client.search.queryAll('type:ticket quiet tags:odd')))).toEqual([tickets[103]])
    expect(ids(many(await client.search.queryAll('type:ticket "printer 7 on"')))).toEqual([tickets[7]])
  })

  it('counts', async () => {
    const counted = await client.search.showResultsCount('type:ticket printer')
    expect(JSON.stringify(counted)).toContain('103')
  })

  it('finds people, and refuses what it cannot read', async () => {
    expect(many(await client.search.queryAll('type:user cora'))).toMatchObject([
      { email: 'cora@acme.example' },
    ])
    await expect(client.search.queryAll('status:burning')).rejects.toThrow()
  })

  it('exports everything by cursor', async () => {
    const seen = ids(many(await client.search.exportResults('printer', 'ticket', 50)))
    expect(seen).toEqual(tickets.slice(0, 103).reverse())
  })
})
