import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type Desk, startDesk } from '../../support/desk.ts'
import { finished, ids, many, nodeClient, one, type Thing, type ZendeskClient } from './client.ts'

describe('node-zendesk with people', () => {
  let desk: Desk
  let client: ZendeskClient

  beforeAll(async () => {
    desk = await startDesk()
    client = nodeClient(desk)
  }, 60_000)
  afterAll(() => desk?.stop())

  const user = async (name: string, more: object = {}): Promise<Thing> =>
    one(await client.users.create({ user: { name, email: `${name.toLowerCase()}@people.example`, ...more } }))

  it('creates, updates, finds, suspends, merges and deletes users, one and many', async () => {
    const made = await finished(
      client,
      await client.users.createMany({
        users: ['Uma', 'Udo', 'Ute'].map((name) => ({ name, email: `${name}@people.example` })),
      }),
    )
    const [uma = 0, udo = 0, ute = 0] = made.results.map(({ id }) => id)
    expect(many(await client.users.showMany([uma, udo])).map(({ name }) => name)).toEqual(['Uma', 'Udo'])
    // Of two arguments the client sends the first as the body; a third one keeps it from that.
    await finished(
      client,
      await client.users.updateMany([uma, udo], { user: { notes: 'From the fair.' } }, null),
    )
    expect(one(await client.users.show(udo)).notes).toBe('From the fair.')
    await client.users.update(uma, { user: { phone: '+4930123456' } })
    expect(one(await client.users.suspend(uma)).suspended).toBe(true)
    expect(one(await client.users.unsuspend(uma)).suspended).toBe(false)
    await client.users.merge(udo, uma)
    await expect.poll(async () => one(await client.users.show(udo)).active, { timeout: 10_000 }).toBe(false)
    const again = one(
      await client.users.createOrUpdate({ user: { email: 'uma@people.example', name: 'Uma Two' } }),
    )
    expect(again).toMatchObject({ id: uma, name: 'Uma Two' })
    const both = await finished(
      client,
      await client.users.createOrUpdateMany({
        users: [
          { email: 'uma@people.example', details: 'x' },
          { email: 'ulf@people.example', name: 'Ulf' },
        ],
      }),
    )
    expect(both.results[0]?.id).toBe(uma)
    expect(ids(many(await client.users.search({ query: 'Uma Two' })))).toEqual([uma])
    expect(ids(many(await client.users.list()))).toContain(ute)
    expect(ids(many(await client.users.listWithFilter('role', 'admin')))).not.toContain(ute)
    await client.users.delete(ute)
    expect(one(await client.users.show(ute)).active).toBe(false)
    await finished(client, await client.users.destroyMany([both.results[1]?.id], {}, null))
    expect(one(await client.users.show(both.results[1]?.id ?? 0)).active).toBe(false)
  })

  it('sets tags and passwords', async () => {
    const { id } = await user('Tag')
    await client.users.setTags(id, { tags: ['one'] })
    await client.users.addTags(id, { tags: ['two'] })
    expect(many(await client.users.listTags(id), 'tags')).toEqual(['one', 'two'])
    const me = one(await client.users.me())
    await client.users.password(me.id, ADMIN.password, 'a longer phrase than before')
    await expect(client.users.password(me.id, 'not the old one', 'yet another phrase')).rejects.toThrow('(4')
  })

  it('manages identities', async () => {
    const { id } = await user('Ident')
    const second = one(
      await client.useridentities.create(id, { type: 'email', value: 'second@people.example' }),
    )
    expect(many(await client.useridentities.list(id)).map(({ value }) => value)).toEqual([
      'ident@people.example',
      'second@people.example',
    ])
    expect(one(await client.useridentities.verify(id, second.id)).verified).toBe(true)
    await client.useridentities.makePrimary(id, second.id)
    expect(one(await client.useridentities.show(id, second.id)).primary).toBe(true)
    expect(one(await client.users.show(id)).email).toBe('second@people.example')
    const phone = one(await client.useridentities.create(id, { type: 'phone_number', value: '+493012345' }))
    await client.useridentities.update(id, phone.id, { identity: { value: '+493012346' } })
    await client.useridentities.delete(id, phone.id)
    await expect(client.useridentities.show(id, phone.id)).rejects.toThrow('(404)')
    const third = one(
      await client.useridentities.create(id, { type: 'email', value: 'third@people.example' }),
    )
    await client.useridentities.requestVerification(id, third.id)
  })

  it('manages organisations, one and many, with counts and memberships', async () => {
    const made = await finished(
      client,
      await client.organizations.createMany({
        organizations: [
          { name: 'Alpha', external_id: 'a' },
          { name: 'Beta', external_id: 'b' },
          { name: 'Gamma' },
        ],
      }),
    )
    const [alpha = 0, beta = 0, gamma = 0] = made.results.map(({ id }) => id)
    expect(ids(many(await client.organizations.showMany([alpha, beta])))).toEqual([alpha, beta])
    expect(ids(many(await client.organizations.showManyByExternalIds(['b'])))).toEqual([beta])
    await finished(
      client,
      await client.organizations.updateMany({
        organizations: [
          { id: alpha, notes: 'First' },
          { id: beta, notes: 'Second' },
        ],
      }),
    )
    expect(one(await client.organizations.show(beta)).notes).toBe('Second')
    await client.organizations.update(alpha, { organization: { domain_names: ['alpha.example'] } })
    const joined = await user('Joe', { email: 'joe@alpha.example', verified: true })
    expect(joined.organization_id).toBe(alpha)
    expect(one(await client.organizations.related(alpha), 'organization_related')).toMatchObject({
      users_count: 1,
    })
    expect(
      one(await client.organizations.createOrUpdate({ organization: { external_id: 'a', name: 'Alpha 2' } }))
        .id,
    ).toBe(alpha)
    expect(ids(many(await client.organizations.autocomplete({ name: 'Alp' })))).toEqual([alpha])
    expect(ids(many(await client.organizations.search('b')))).toEqual([beta])
    expect(ids(many(await client.organizations.list()))).toEqual([alpha, beta, gamma])
    expect(ids(many(await client.organizations.listByUser(joined.id)))).toEqual([alpha])
    expect(ids(many(await client.users.listByOrganization(alpha)))).toEqual([joined.id])

    const membership = one(
      await client.organizationmemberships.create({ user_id: joined.id, organization_id: beta }),
    )
    const more = one(
      await client.organizationmemberships.createByUser(joined.id, {
        user_id: joined.id,
        organization_id: gamma,
      }),
    )
    expect(one(await client.organizationmemberships.show(membership.id)).organization_id).toBe(beta)
    expect(one(await client.organizationmemberships.showByUser(joined.id, membership.id)).id).toBe(
      membership.id,
    )
    await client.organizationmemberships.makeDefault(joined.id, membership.id)
    expect(one(await client.users.show(joined.id)).organization_id).toBe(beta)
    expect(many(await client.organizationmemberships.listByUser(joined.id))).toHaveLength(3)
    expect(ids(many(await client.organizationmemberships.listByOrganization(beta)))).toEqual([membership.id])
    expect(many(await client.organizationmemberships.list())).toHaveLength(3)
    await client.organizationmemberships.delete(membership.id)
    await client.organizationmemberships.deleteByUser(joined.id, more.id)
    const bulk = await finished(
      client,
      await client.organizationmemberships.createMany([{ user_id: joined.id, organization_id: beta }]),
    )
    await finished(client, await client.organizationmemberships.deleteMany(bulk.results.map(({ id }) => id)))
    expect(many(await client.organizationmemberships.listByUser(joined.id))).toHaveLength(1)
    await finished(client, await client.organizations.bulkDelete([gamma]))
    await finished(client, await client.organizations.bulkDeleteByExternalId(['b']))
    await client.organizations.delete(alpha)
    expect(many(await client.organizations.list())).toEqual([])
  })

  it('manages groups and their memberships', async () => {
    const group = one(await client.groups.create({ group: { name: 'Tier 1', description: 'First line' } }))
    const other = one(await client.groups.create({ group: { name: 'Tier 2' } }))
    const agent = await user('Agnes', { role: 'agent' })
    const membership = one(
      await client.groupmemberships.create({ group_membership: { user_id: agent.id, group_id: group.id } }),
    )
    const second = one(
      await client.groupmemberships.createByUser(agent.id, {
        group_membership: { user_id: agent.id, group_id: other.id },
      }),
    )
    await client.groupmemberships.makeDefault(agent.id, second.id)
    expect(one(await client.users.show(agent.id)).default_group_id).toBe(other.id)
    expect(ids(many(await client.groupmemberships.listByGroup(group.id)))).toEqual([membership.id])
    expect(ids(many(await client.groupmemberships.listByUser(agent.id)))).toContain(second.id)
    expect(one(await client.groupmemberships.show(second.id)).default).toBe(true)
    expect(one(await client.groupmemberships.showByUser(agent.id, second.id)).id).toBe(second.id)
    expect(ids(many(await client.groupmemberships.list()))).toContain(second.id)
    expect(ids(many(await client.groupmemberships.listAssignable()))).toContain(second.id)
    expect(ids(many(await client.groupmemberships.listAssignableByGroup(group.id)))).toEqual([membership.id])
    expect(ids(many(await client.users.listByGroup(group.id)))).toEqual([agent.id])
    expect(ids(many(await client.groups.list()))).toContain(group.id)
    expect(ids(many(await client.groups.assignable()))).toContain(group.id)
    expect(one(await client.groups.count(), 'count').value).toBeGreaterThanOrEqual(2)
    expect(one(await client.groups.countByUser(agent.id), 'count').value).toBeGreaterThanOrEqual(2)
    await client.groups.update(group.id, { group: { name: 'Front line' } })
    expect(one(await client.groups.show(group.id)).name).toBe('Front line')
    await client.groupmemberships.delete(membership.id)
    const bulk = await finished(
      client,
      await client.groupmemberships.bulkCreate([{ user_id: agent.id, group_id: group.id }]),
    )
    await finished(client, await client.groupmemberships.bulkDelete(bulk.results.map(({ id }) => id)))
    await client.groups.delete(group.id)
    expect(ids(many(await client.groups.list()))).not.toContain(group.id)
  })

  it('manages the fields of users and organisations', async () => {
    const plan = one(
      await client.userfields.create({
        user_field: {
          key: 'plan',
          title: 'Plan',
          type: 'dropdown',
          custom_field_options: [{ name: 'Gold', value: 'gold' }],
        },
      }),
    )
    const text = one(
      await client.userfields.create({ user_field: { key: 'desk', title: 'Desk', type: 'text' } }),
    )
    await client.userfields.update(text.id, { user_field: { title: 'Desk number' } })
    expect(one(await client.userfields.show(text.id)).title).toBe('Desk number')
    await client.userfields.createOrUpdateOption(plan.id, {
      custom_field_option: { name: 'Tin', value: 'tin' },
    })
    const options = many(await client.userfields.listOptions(plan.id), 'custom_field_options')
    expect(options.map(({ value }) => value)).toEqual(['gold', 'tin'])
    const [gold, tin] = options as [Thing, Thing]
    expect(one(await client.userfields.showOption(plan.id, tin.id), 'custom_field_option').name).toBe('Tin')
    await client.userfields.deleteOption(plan.id, tin.id)
    await client.userfields.reorder([text.id, plan.id])
    expect(ids(many(await client.userfields.list()))).toEqual([text.id, plan.id])
    const holder = await user('Holder', { user_fields: { plan: gold.value, desk: '7' } })
    expect(holder.user_fields).toEqual({ plan: 'gold', desk: '7' })
    await client.userfields.delete(text.id)
    const tier = one(
      await client.organizationfields.create({
        organization_field: { key: 'tier', title: 'Tier', type: 'integer' },
      }),
    )
    await client.organizationfields.update(tier.id, { organization_field: { title: 'Level' } })
    expect(one(await client.organizationfields.show(tier.id)).title).toBe('Level')
    await client.organizationfields.reorder([tier.id])
    expect(ids(many(await client.organizationfields.list()))).toEqual([tier.id])
    await client.organizationfields.delete(tier.id)
    expect(many(await client.organizationfields.list())).toEqual([])
  })
})
