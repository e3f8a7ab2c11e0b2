import { createClient } from 'node-zendesk'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openHouse, type ProofHouse } from '../../proofs/house.ts'
import type { ZendeskClient } from './client.ts'

/**
 * Exporters that were written for Zendesk, pointed at a desk on which others work: node-zendesk, unmodified, and the
 * requests of Airbyte's source-zendesk-support and of Singer's tap-zendesk, which cannot be had everywhere (they come from
 * Python's index), in the way that they walk.
 */
type Row = { readonly id: number; readonly [key: string]: unknown }
type Page = {
  readonly end_of_stream: boolean
  readonly end_time?: number
  readonly next_page?: string | null
  readonly after_url?: string | null
  readonly [records: string]: unknown
}
const PLURALS = ['tickets', 'users', 'organizations', 'ticket_events'] as const
type Plural = (typeof PLURALS)[number]

let house: ProofHouse
let url: string
let token: string
let made: Record<Plural, Set<number>>
beforeAll(async () => {
  house = await openHouse({ roles: new Set(['web', 'worker']) })
  url = (await house.mainstay.start())!
  await house.domains.people.createUser({ email: 'ada@desk.example', name: 'Ada', role: 'admin' })
  token = (await house.domains.people.createToken({ email: 'ada@desk.example' })).secret
}, 60_000)
afterAll(() => house?.close())
beforeEach(() => {
  made = { tickets: new Set(), users: new Set(), organizations: new Set(), ticket_events: new Set() }
})

const authorization = () => `Basic ${Buffer.from(`ada@desk.example/token:${token}`).toString('base64')}`
const ask = async <Body>(address: string, method = 'GET', body?: object): Promise<Body> => {
  const answer = await fetch(address, {
    method,
    headers: { authorization: authorization(), 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const told = (await answer.json()) as Body
  expect(answer.status, `${address}: ${JSON.stringify(told)}`).toBeLessThan(300)
  return told
}

let count = 0
/** One thing of each kind, and a change of the ticket. */
const write = async (): Promise<void> => {
  const n = count++
  const { organization } = await ask<{ organization: Row }>(`${url}/api/v2/organizations`, 'POST', {
    organization: { name: `Customer ${n}` },
  })
  const { user } = await ask<{ user: Row }>(`${url}/api/v2/users`, 'POST', {
    user: { name: `Person ${n}`, email: `p${n}@x.example`, organization_id: organization.id },
  })
  const created = await ask<{ ticket: Row; audit: Row }>(`${url}/api/v2/tickets`, 'POST', {
    ticket: { subject: `No. ${n}`, comment: { body: `Words ${n}` }, requester_id: user.id },
  })
  const changed = await ask<{ audit: Row }>(`${url}/api/v2/tickets/${created.ticket.id}`, 'PUT', {
    ticket: { priority: 'high', comment: { body: `More ${n}`, public: false } },
  })
  made.organizations.add(organization.id)
  made.users.add(user.id)
  made.tickets.add(created.ticket.id)
  made.ticket_events.add(created.audit.id).add(changed.audit.id)
}

/** Writes while `work` goes on; then lets time pass, so that nothing is too young to be told by time. */
const whileWriting = async (work: () => Promise<unknown>): Promise<void> => {
  let isWriting = true
  const writing = (async () => {
    for (let n = 0; n < 6; n++) await write()
  })().finally(() => {
    isWriting = false
  })
  while (isWriting) {
    await work()
    house.clock.advance(20_000)
  }
  await writing
  await numbered()
  house.clock.advance(120_000)
  await work()
}

/** The dispatcher runs by itself; what was written is in the feed when the last one by cursor has come. */
const numbered = async (): Promise<void> => {
  const last = Math.max(...made.ticket_events)
  for (let tries = 0; tries < 400; tries++) {
    const { ticket_events: events } = await ask<{ ticket_events: Row[] }>(
      `${url}/api/v2/incremental/ticket_events/cursor?start_time=0`,
    )
    const users = await ask<{ users: Row[] }>(`${url}/api/v2/incremental/users/cursor?start_time=0`)
    if (events.some(({ id }) => id === last) && users.users.some(({ id }) => id === Math.max(...made.users)))
      return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('what was written is never numbered')
}

const ours = (kind: Plural, rows: readonly Row[]): Row[] => rows.filter(({ id }) => made[kind].has(id))
const idsOf = (rows: readonly Row[]): number[] => rows.map(({ id }) => id).sort((a, b) => a - b)
const all = (kind: Plural): number[] => [...made[kind]].sort((a, b) => a - b)

/** Airbyte: pages to `end_of_stream` by the link of the stream, and next time from where it ended. */
const airbyte = (path: string, key: Plural, link: 'after_url' | 'next_page') => {
  const rows: Row[] = []
  let next = `${url}/api/v2/${path}`
  return {
    rows,
    sync: async () => {
      for (let pages = 0; ; pages++) {
        if (pages > 100) throw new Error(`${path} never ends`)
        const page: Page = await ask<Page>(next)
        rows.push(...(page[key] as Row[]))
        const to = page[link]
        if (typeof to === 'string') next = to
        if (page.end_of_stream) return
      }
    },
  }
}

/** Others keep `end_time` and build the next address themselves. */
const byEndTime = (path: string, key: Plural) => {
  const rows: Row[] = []
  let start = 0
  return {
    rows,
    sync: async () => {
      for (let pages = 0; ; pages++) {
        if (pages > 100) throw new Error(`${path} never ends`)
        const page: Page = await ask<Page>(`${url}/api/v2/${path}&start_time=${start}`)
        rows.push(...(page[key] as Row[]))
        start = page.end_time ?? start
        if (page.end_of_stream) return
      }
    },
  }
}

describe('an exporter on a desk on which others work ends, and gets', () => {
  it.each([
    ['tickets', 'incremental/tickets/cursor.json?start_time=1577836800', 'after_url'],
    [
      'tickets',
      'incremental/tickets/cursor.json?start_time=0&per_page=5&include=users,metric_sets',
      'after_url',
    ],
    ['users', 'incremental/users/cursor.json?start_time=1577836800&per_page=4', 'after_url'],
    ['organizations', 'incremental/organizations.json?start_time=1577836800&per_page=3', 'next_page'],
    [
      'ticket_events',
      'incremental/ticket_events.json?start_time=1577836800&include=comment_events&per_page=5',
      'next_page',
    ],
  ] as const)('%s, each state once, as Airbyte and Singer walk: %s', async (kind, path, link) => {
    const export_ = airbyte(path, kind, link)
    await whileWriting(export_.sync)
    const rows = ours(kind, export_.rows)
    expect([...new Set(idsOf(rows))]).toEqual(all(kind))
    const states = rows.map((row) => JSON.stringify({ ...row, generated_timestamp: 0 }))
    expect(new Set(states).size).toBe(states.length)
    if (kind === 'ticket_events') expect(idsOf(rows)).toEqual(all(kind))
  })

  it.each([
    ['tickets', 'incremental/tickets.json?per_page=7'],
    ['ticket_events', 'incremental/ticket_events.json?include=comment_events'],
  ] as const)('%s, each once, by end_time', async (kind, path) => {
    const export_ = byEndTime(path, kind)
    await whileWriting(export_.sync)
    expect([...new Set(idsOf(ours(kind, export_.rows)))]).toEqual(all(kind))
    if (kind === 'ticket_events') expect(idsOf(ours(kind, export_.rows))).toEqual(all(kind))
  })

  it('every comment by its event, as Airbyte cuts them out', async () => {
    const path = 'incremental/ticket_events.json?start_time=0&include=comment_events'
    const export_ = airbyte(path, 'ticket_events', 'next_page')
    await whileWriting(export_.sync)
    const comments = ours('ticket_events', export_.rows).flatMap((event) =>
      (event.child_events as Row[]).flatMap((child) =>
        child.event_type === 'Comment'
          ? [
              {
                ...child,
                ticket_id: event.ticket_id,
                timestamp: event.timestamp,
                via: event.via_reference_id,
              },
            ]
          : [],
      ),
    )
    expect(new Set(comments.map(({ id }) => id)).size).toBe(comments.length)
    expect(comments).toHaveLength(2 * made.tickets.size)
    for (const comment of comments)
      expect(comment).toMatchObject({
        ticket_id: expect.any(Number),
        timestamp: expect.any(Number),
        body: expect.stringMatching(/^(Words|More) \d+$/),
        created_at: expect.any(String),
      })
  })
})

describe('node-zendesk, unmodified', () => {
  it('exports tickets, users, organizations and events, with what stands beside', async () => {
    for (let n = 0; n < 3; n++) await write()
    await numbered()
    house.clock.advance(120_000)
    const client = createClient({
      username: 'ada@desk.example',
      token,
      endpointUri: `${url}/api/v2`,
    }) as unknown as ZendeskClient
    const rowsOf = (answer: unknown): Row[] => (Array.isArray(answer) ? answer : []) as Row[]
    expect(idsOf(ours('tickets', rowsOf(await client.tickets.incremental(0))))).toEqual(all('tickets'))
    expect(idsOf(ours('users', rowsOf(await client.users.incremental(0))))).toEqual(all('users'))
    expect(idsOf(ours('organizations', rowsOf(await client.organizations.incremental(0))))).toEqual(
      all('organizations'),
    )
    expect(idsOf(ours('ticket_events', rowsOf(await client.ticketevents.incremental(0))))).toEqual(
      all('ticket_events'),
    )
    const events = rowsOf(await client.ticketevents.incrementalInclude(0, 'comment_events'))
    expect(JSON.stringify(events)).toContain('Words')
    const { result } = (await client.tickets.incrementalSample(0)) as { result: unknown }
    expect((result as Row[]).length).toBeGreaterThan(0)
  })
})
