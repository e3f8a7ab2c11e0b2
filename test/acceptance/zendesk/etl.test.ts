import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, startDesk } from '../../support/desk.ts'

/** What Airbyte's source-zendesk-support and Singer's tap-zendesk call, in the way that they walk pages. */
type Body = {
  readonly meta?: { readonly has_more: boolean; readonly after_cursor: string | null }
  readonly links?: { readonly next: string | null }
  readonly next_page?: string | null
  readonly before_url?: string | null
  readonly end_of_stream?: boolean
  readonly [records: string]: unknown
}
type Row = { readonly id: number; readonly name?: string; readonly [key: string]: unknown }

describe('exports to warehouses', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await startDesk()
    await fill()
  }, 60_000)
  afterAll(() => desk?.stop())

  const made = async (path: string, body: object): Promise<Row> => {
    const answer = await desk.api<Record<string, Row>>('POST', `/api/v2/${path}`, body)
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
    return Object.values(answer.body)[0] as Row
  }

  const fill = async (): Promise<void> => {
    const admin = (await desk.api<{ user: Row }>('GET', '/api/v2/users/me')).body.user
    for (const n of [1, 2, 3]) {
      const organization = await made('organizations', { organization: { name: `Customer ${n}` } })
      const group = await made('groups', { group: { name: `Tier ${n}` } })
      await made('group_memberships', { group_membership: { user_id: admin.id, group_id: group.id } })
      await made('users', {
        user: { name: `Person ${n}`, email: `p${n}@x.example`, organization_id: organization.id },
      })
      const { id } = await made('tickets', {
        ticket: { subject: `No. ${n}`, comment: { body: 'x' }, tags: [`t${n}`], priority: 'urgent' },
      })
      const solved = { ticket: { status: 'solved', comment: { body: 'Done.' } } }
      const answer = await desk.api('PUT', `/api/v2/tickets/${id}`, solved)
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
      await made('user_fields', { user_field: { key: `u${n}`, title: `U ${n}`, type: 'text' } })
      await made('organization_fields', {
        organization_field: { key: `o${n}`, title: `O ${n}`, type: 'text' },
      })
    }
    const target = { priority: 'urgent', metric: 'first_reply_time', target: 10, business_hours: false }
    await made('slas/policies', {
      sla_policy: { title: 'All', filter: { all: [], any: [] }, policy_metrics: [target] },
    })
    await made('ticket_forms', { ticket_form: { name: 'Fault' } })
    await made('business_hours/schedules', { schedule: { name: 'Office', time_zone: 'Europe/Berlin' } })
  }

  /** Asks for a whole address, as those who follow links do. */
  const follow = async (url: string): Promise<Body> => {
    expect(url.startsWith(desk.url)).toBe(true)
    const answer = await desk.api<Body>('GET', url.slice(desk.url.length))
    expect(answer.status, `${url}: ${JSON.stringify(answer.body)}`).toBe(200)
    return answer.body
  }
  const start = (path: string): string => `${desk.url}/api/v2/${path}`
  const rowsOf = (body: Body, key: string): Row[] => body[key] as Row[]

  /** `page[size]`, then `links.next` for as long as `meta.has_more`. */
  const byCursor = async (path: string, key: string): Promise<Row[]> => {
    const all: Row[] = []
    for (let url: string | null = start(path); url !== null; ) {
      const body: Body = await follow(url)
      all.push(...rowsOf(body, key))
      expect(body).not.toHaveProperty('count')
      url = body.meta?.has_more ? (body.links?.next ?? null) : null
    }
    return all
  }
  /** `next_page` until it is null. */
  const byNumber = async (path: string, key: string): Promise<Row[]> => {
    const all: Row[] = []
    for (let url: string | null = start(path); url !== null; ) {
      const body: Body = await follow(url)
      all.push(...rowsOf(body, key))
      url = body.next_page ?? null
    }
    return all
  }
  const distinct = (rows: readonly Row[]): number => new Set(rows.map(({ id, name }) => id ?? name)).size

  it.each([
    ['tags.json?page[size]=2', 'tags', 3],
    ['brands.json?page[size]=1', 'brands', 1],
    ['organizations.json?page[size]=2', 'organizations', 3],
    ['groups.json?page[size]=2', 'groups', 3],
    ['users.json?page[size]=2', 'users', 4],
    ['group_memberships.json?page[size]=2', 'group_memberships', 3],
    ['organization_memberships.json?page[size]=2', 'organization_memberships', 3],
    ['ticket_fields.json?page[size]=2', 'ticket_fields', 5],
    ['ticket_metrics.json?page[size]=2', 'ticket_metrics', 3],
    ['activities.json?page[size]=2', 'activities', 0],
    [
      'satisfaction_ratings.json?page[size]=2&start_time=1577836800&sort=created_at',
      'satisfaction_ratings',
      0,
    ],
    [
      'audit_logs.json?page[size]=5&sort=created_at&filter[created_at][]=2020-01-01T00:00:00Z&filter[created_at][]=2100-01-01T00:00:00Z',
      'audit_logs',
      6,
    ],
  ])('%s walks by cursor, each once', async (path, key, least) => {
    const rows = await byCursor(path, key)
    expect(rows.length).toBeGreaterThanOrEqual(least)
    expect(distinct(rows)).toBe(rows.length)
  })

  it.each([
    ['groups.json?per_page=2', 'groups', 3],
    ['user_fields.json?per_page=2', 'user_fields', 3],
    ['organization_fields.json?per_page=2', 'organization_fields', 3],
    ['custom_roles.json', 'custom_roles', 1],
    ['slas/policies.json', 'sla_policies', 1],
    ['ticket_forms.json', 'ticket_forms', 1],
    ['business_hours/schedules.json?page[size]=100', 'schedules', 1],
  ])('%s walks by next_page, each once', async (path, key, least) => {
    const rows = await byNumber(path, key)
    expect(rows.length).toBeGreaterThanOrEqual(least)
    expect(distinct(rows)).toBe(rows.length)
  })

  it('walks ticket_audits by before_url until a page is empty', async () => {
    const all: Row[] = []
    let url = start('ticket_audits.json?limit=2&sort_by=created_at&sort_order=desc')
    for (;;) {
      const body = await follow(url)
      const rows = rowsOf(body, 'audits')
      all.push(...rows)
      if (rows.length === 0 || !body.before_url) break
      url = body.before_url
    }
    expect(all).toHaveLength(6)
    expect(distinct(all)).toBe(6)
    const times = all.map(({ created_at: at }) => String(at))
    expect(times).toEqual([...times].sort().reverse())
  })

  it('walks ticket metric events to the end of the stream', async () => {
    const startTime = Math.floor(Date.now() / 1000) - 3600
    const all: Row[] = []
    for (let url = start(`incremental/ticket_metric_events.json?start_time=${startTime}`); ; ) {
      const body = await follow(url)
      all.push(...rowsOf(body, 'ticket_metric_events'))
      if (body.end_of_stream) break
      url = String(body.next_page)
    }
    for (const event of all)
      expect(event).toMatchObject({ ticket_id: expect.any(Number), metric: expect.any(String) })
    expect(distinct(all)).toBe(all.length)
  })

  it('reads every comment of a ticket from its audits, and the metrics of a ticket', async () => {
    const [first] = await byCursor('tickets.json?page[size]=2', 'tickets')
    const audits = await byNumber(`tickets/${first?.id}/audits.json`, 'audits')
    const comments = audits.flatMap(({ events }) => events as Row[]).filter(({ type }) => type === 'Comment')
    expect(comments.map(({ body }) => body)).toEqual(['x', 'Done.'])
    const metrics = await follow(start(`tickets/${first?.id}/metrics.json`))
    expect(metrics.ticket_metric).toMatchObject({ ticket_id: first?.id, solved_at: expect.any(String) })
  })
})
