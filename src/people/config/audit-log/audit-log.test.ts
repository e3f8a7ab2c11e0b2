import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ask, openDesk, type TestDesk } from '../../fixture.ts'

let desk: TestDesk
let ada: Ask
let brandId: number
beforeAll(async () => {
  desk = await openDesk()
  ada = desk.as('ada')
  const made: { id: number } = (await ada('POST', '/brands', { brand: { name: 'Bolt', subdomain: 'bolt' } }))
    .body.brand!
  brandId = made.id
  await ada('PUT', `/brands/${brandId}`, { brand: { name: 'Nut', signature_template: 'x'.repeat(500) } })
  await ada('DELETE', `/brands/${brandId}`)
  await desk.as('olga')('PUT', `/users/${desk.ids.carol}`, { user: { notes: 'Likes tea' } })
})
afterAll(() => desk.close())

type Log = Readonly<Record<string, unknown>> & { readonly id: number }
const logs = async (query = ''): Promise<readonly Log[]> => {
  const { status, body } = await ada('GET', `/audit_logs?${query}`)
  expect(status, query).toBe(200)
  return body.audit_logs!
}

describe('the audit log', () => {
  it('tells who did what to what, in words', async () => {
    const [, log] = (await logs('filter[source_type]=brand&filter[action]=update')) as [Log, Log]
    expect(log).toEqual({
      id: log.id,
      url: `http://localhost:80/api/v2/audit_logs/${log.id}.json`,
      actor_id: desk.ids.ada,
      actor_name: 'Ada Admin',
      acted_by: null,
      source_id: brandId,
      source_type: 'brand',
      source_label: 'Nut',
      action: 'update',
      action_label: 'Updated',
      change_description: expect.stringContaining('name changed from Bolt to Nut'),
      ip_address: '127.0.0.1',
      via: 'api',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    })
    expect(String(log.change_description)).toMatch(/signature_template changed from .* to x{200}…$/m)
    expect((await ada('GET', `/audit_logs/${log.id}`)).body).toEqual({ audit_log: log })
    expect((await ada('GET', '/audit_logs/4711')).status).toBe(404)
  })

  it('knows a document of the policy by its kind, and everything else by its own', async () => {
    const ofBrand = await logs(`filter[source_type]=brand&filter[source_id]=${brandId}`)
    expect(ofBrand.map(({ action }) => action)).toEqual(['update', 'update', 'create'])
    const [ofCarol] = await logs(`filter[source_type]=user&filter[source_id]=${desk.ids.carol}`)
    expect(ofCarol).toMatchObject({ actor_name: 'Olga Owner', change_description: 'notes set to Likes tea' })
    expect(await logs('filter[source_type]=brand&filter[source_id]=4711')).toEqual([])
  })

  it('is filtered by who, from where, what and when', async () => {
    const all = await logs()
    expect(all.every(({ id }, i) => i === 0 || id < all[i - 1]!.id)).toBe(true)
    const byOlga = await logs(`filter[actor_id]=${desk.ids.olga}`)
    expect(byOlga.every(({ actor_id }) => actor_id === desk.ids.olga)).toBe(true)
    expect(byOlga.length).toBeGreaterThan(0)
    expect((await logs('filter[actor_id]=-1')).every(({ actor_name }) => actor_name === 'System')).toBe(true)
    expect((await logs('filter[ip_address]=127.0.0.1')).length).toBeGreaterThan(0)
    expect(await logs('filter[ip_address]=10.9.9.9')).toEqual([])
    const span = (from: string, to: string) =>
      logs(`filter[created_at][]=${encodeURIComponent(from)}&filter[created_at][]=${to}&sort=created_at`)
    expect((await span('2000-01-01T00:00:00Z', '2100-01-01')).map(({ id }) => id)).toEqual(
      all.map(({ id }) => id).reverse(),
    )
    expect(await span('2000-01-01', '2001-01-01T00:00:00Z')).toEqual([])
    expect(await span('2100-01-01', '2101-01-01')).toEqual([])
  })

  it('goes on by cursor, each row once', async () => {
    const seen: number[] = []
    let next: string | null = '/audit_logs?page[size]=2&sort=created_at'
    while (next !== null) {
      const { body } = await ada('GET', next)
      const page: readonly Log[] = body.audit_logs!
      seen.push(...page.map(({ id }) => id))
      const links: { next: string | null } = body.links!
      next = links.next === null ? null : links.next.slice(links.next.indexOf('/api/v2') + 7)
    }
    const all = await logs()
    expect(seen).toEqual(all.map(({ id }) => id).reverse())
  })

  it('refuses what it does not understand, and those who may not read it', async () => {
    expect((await ada('GET', '/audit_logs?filter[source_id]=1')).status).toBe(400)
    expect((await ada('GET', '/audit_logs?filter[created_at][]=soon')).status).toBe(400)
    for (const name of ['gus', 'lise', 'carol'] as const)
      expect((await desk.as(name)('GET', '/audit_logs')).status).toBe(403)
  })
})
