import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, startDesk } from '../../support/desk.ts'
import { ids, many, nodeClient, one, type Thing, type ZendeskClient } from './client.ts'

describe('node-zendesk with settings', () => {
  let desk: Desk
  let client: ZendeskClient

  beforeAll(async () => {
    desk = await startDesk()
    client = nodeClient(desk)
  }, 60_000)
  afterAll(() => desk?.stop())

  it('manages ticket fields and their options', async () => {
    const made = one(
      await client.ticketfields.create({
        ticket_field: {
          type: 'tagger',
          title: 'Product',
          custom_field_options: [{ name: 'Pump', value: 'product_pump' }],
        },
      }),
    )
    await client.ticketfields.update(made.id, { ticket_field: { title: 'Our product' } })
    expect(one(await client.ticketfields.show(made.id))).toMatchObject({
      title: 'Our product',
      type: 'tagger',
    })
    await client.ticketfields.createOrUpdateOption(made.id, {
      custom_field_option: { name: 'Valve', value: 'product_valve' },
    })
    const options = many(await client.ticketfields.listOptions(made.id), 'custom_field_options')
    const [pump, valve] = options as [Thing, Thing]
    expect([pump.value, valve.value]).toEqual(['product_pump', 'product_valve'])
    expect(one(await client.ticketfields.showOption(made.id, valve.id), 'custom_field_option').name).toBe(
      'Valve',
    )
    await client.ticketfields.deleteOption(made.id, valve.id)
    expect(ids(many(await client.ticketfields.list()))).toContain(made.id)
    expect(ids(many(await client.ticketfields.listWithLocale('en-US')))).toContain(made.id)
    const count = one(await client.ticketfields.count(), 'count').value
    expect(count).toBe(many(await client.ticketfields.list()).length)
    const ticket = one(
      await client.tickets.create({
        ticket: {
          subject: 'Leaks',
          comment: { body: 'It drips.' },
          custom_fields: [{ id: made.id, value: 'product_pump' }],
        },
      }),
    )
    expect(ticket.tags).toEqual(['product_pump'])
    expect(ticket.custom_fields).toContainEqual({ id: made.id, value: 'product_pump' })
    await client.ticketfields.delete(made.id)
    expect(ids(many(await client.ticketfields.list()))).not.toContain(made.id)
  })

  it('manages ticket forms', async () => {
    const fields = many(await client.ticketfields.list())
    const subject = fields.find(({ type }) => type === 'subject') as Thing
    const made = one(
      await client.ticketforms.create({
        ticket_form: { name: 'Faults', end_user_visible: true, ticket_field_ids: [subject.id] },
      }),
    )
    await client.ticketforms.update(made.id, { ticket_form: { name: 'Defects' } })
    expect(one(await client.ticketforms.show(made.id)).name).toBe('Defects')
    const copy = one(await client.ticketforms.clone(made.id, true))
    expect(copy.id).not.toBe(made.id)
    const before = ids(many(await client.ticketforms.list()))
    const order = [...before].reverse()
    await client.ticketforms.reorder(order)
    expect(ids(many(await client.ticketforms.list()))).toEqual(order)
    expect(ids(many(await client.ticketforms.list({ active: true })))).toContain(copy.id)
    await client.ticketforms.delete(copy.id)
    expect(ids(many(await client.ticketforms.list()))).not.toContain(copy.id)
  })

  it('manages brands, roles, settings and locales', async () => {
    const brand = one(await client.brand.create({ brand: { name: 'Pumps', subdomain: 'pumps' } }), 'brand')
    await client.brand.update({ brand: { name: 'Pumps & Co' } }, brand.id)
    expect(one(await client.brand.show(brand.id), 'brand').name).toBe('Pumps & Co')
    expect(ids(many(await client.brand.list()))).toContain(brand.id)
    await client.brand.delete(brand.id)
    await expect(client.brand.show(brand.id)).rejects.toThrow('(404)')

    const role = one(
      await client.customagentroles.create({
        name: 'Reader',
        description: 'Reads',
        configuration: { ticket_access: 'all', ticket_comment_access: 'none' },
      }),
      'custom_role',
    )
    await client.customagentroles.update(role.id, { name: 'Careful reader' })
    expect(one(await client.customagentroles.show(role.id), 'custom_role').name).toBe('Careful reader')
    expect(ids(many(await client.customagentroles.list()))).toContain(role.id)
    await client.customagentroles.delete(role.id)

    const settings = one(await client.accountsettings.show()) as unknown as { tickets: object }
    expect(settings.tickets).toHaveProperty('assign_tickets_upon_solve')
    await client.accountsettings.update({ settings: { tickets: { assign_tickets_upon_solve: false } } })
    expect(one(await client.accountsettings.show()).tickets).toMatchObject({
      assign_tickets_upon_solve: false,
    })

    const [locale] = many(await client.locales.list()) as [Thing]
    expect(one(await client.locales.show(locale.id))).toMatchObject({ id: locale.id })
    expect(one(await client.locales.show('en-US'))).toMatchObject({ locale: 'en-US' })
    expect(one(await client.locales.current())).toHaveProperty('locale')
    expect(many(await client.locales.listPublicLocales()).length).toBeGreaterThan(0)
    expect(many(await client.locales.listForAgent()).length).toBeGreaterThan(0)
  })

  it('manages OAuth clients and tokens, and signs in with one', async () => {
    const made = one(
      await client.oauthclients.create({ name: 'Reports', identifier: 'reports', redirect_uri: [] }),
      'client',
    )
    expect(one(await client.oauthclients.show(made.id), 'client').identifier).toBe('reports')
    await client.oauthclients.update(made.id, { name: 'Reports 2' })
    const { secret } = one(await client.oauthclients.generateSecret(made.id), 'client')
    expect(secret).toEqual(expect.any(String))
    const granted = await fetch(`${desk.url}/oauth/tokens`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'reports',
        client_secret: String(secret),
        scope: 'read',
      }),
    })
    const { access_token: token } = (await granted.json()) as { access_token: string }
    const reader = nodeClient(desk, { token, oauth: true })
    expect(one(await reader.users.me()).email).toBe(desk.adminEmail)
    const { id } = one(await reader.oauthtokens.current())
    await expect(reader.groups.create({ group: { name: 'No' } })).rejects.toThrow('(403)')
    expect(ids(many(await client.oauthtokens.list(), 'tokens'))).toContain(id)
    await client.oauthtokens.revoke(id)
    await expect(reader.tickets.list()).rejects.toThrow('(401)')
    await client.oauthclients.delete(made.id)
    expect(many(await client.oauthclients.list(), 'clients')).toEqual([])
  })

  it('reads tags, sessions, activities and ratings', async () => {
    await client.tickets.create({
      ticket: { subject: 'Tagged', comment: { body: 'x' }, tags: ['often', 'seldom'] },
    })
    expect(many(await client.tags.list())).toContainEqual({ name: 'often', count: 1 })
    const me = one(await client.users.me())
    expect(many(await client.sessions.list())).toEqual([])
    expect(many(await client.sessions.getByUserId(me.id))).toEqual([])
    await client.sessions.bulkDeleteByUserId(me.id)
    expect(one(await client.activitystream.count(), 'count')).toMatchObject({ value: expect.any(Number) })
    expect(many(await client.satisfactionratings.list())).toEqual([])
  })

  it('tells errors as the reference says', async () => {
    await expect(client.tickets.show(9_000_000)).rejects.toThrow('(404)')
    await expect(client.tickets.show(Number.MAX_SAFE_INTEGER)).rejects.toThrow('(404)')
    await expect(client.tickets.create({ ticket: { subject: 'No words' } })).rejects.toThrow('(422)')
    await expect(
      client.tickets.createMany({
        tickets: Array.from({ length: 101 }, () => ({ subject: 'x', comment: { body: 'x' } })),
      }),
    ).rejects.toThrow('(400)')
    await expect(nodeClient(desk, { token: 'wrong' }).tickets.list()).rejects.toThrow('(401)')
    expect(one(await nodeClient(desk, { token: 'wrong' }).users.me()).name).toBe('Anonymous user')
    const { id } = one(await client.tickets.create({ ticket: { subject: 'Raced', comment: { body: 'x' } } }))
    await expect(
      client.tickets.update(id, {
        ticket: { subject: 'Late', safe_update: true, updated_stamp: '2020-01-01T00:00:00Z' },
      }),
    ).rejects.toThrow('(409)')
    const as = await desk.api<{ user: { id: number } }>('POST', '/api/v2/users', {
      user: { name: 'Eve', email: 'eve@customer.example', role: 'end-user' },
    })
    expect(as.status).toBe(201)
    const behalf = nodeClient(desk, { asUser: 'eve@customer.example' })
    await expect(behalf.users.list()).rejects.toThrow('(403)')
  })
})
