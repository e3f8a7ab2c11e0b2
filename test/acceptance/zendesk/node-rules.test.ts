import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, startDesk } from '../../support/desk.ts'
import { ids, many, nodeClient, one, type ZendeskClient } from './client.ts'

const trigger = (
  title: string,
  tag = 'vip',
  actions: readonly object[] = [{ field: 'priority', value: 'high' }],
) => ({
  trigger: {
    title,
    all: [
      { field: 'update_type', operator: 'is', value: 'Create' },
      { field: 'current_tags', operator: 'includes', value: tag },
    ],
    actions,
  },
})

describe('node-zendesk with rules', () => {
  let desk: Desk
  let client: ZendeskClient

  beforeAll(async () => {
    desk = await startDesk()
    client = nodeClient(desk)
  }, 60_000)
  afterAll(() => desk?.stop())

  it('manages triggers', async () => {
    const made = one(await client.triggers.create(trigger('VIPs first')))
    const other = one(await client.triggers.create(trigger('Others', 'x')))
    expect(made).toMatchObject({ title: 'VIPs first', active: true, category_id: expect.any(String) })
    await client.triggers.update(made.id, { trigger: { title: 'VIPs' } })
    expect(one(await client.triggers.show(made.id)).title).toBe('VIPs')
    expect(ids(many(await client.triggers.list()))).toEqual(expect.arrayContaining([made.id, other.id]))
    expect(ids(many(await client.triggers.listActive()))).toContain(made.id)
    expect(ids(many(await client.triggers.search('VIPs')))).toEqual([made.id])
    const ticket = one(
      await client.tickets.create({ ticket: { subject: 'a', comment: { body: 'b' }, tags: ['vip'] } }),
    )
    expect(ticket.priority).toBe('high')
    await client.triggers.updateMany([{ id: made.id, active: false }])
    expect(ids(many(await client.triggers.listActive()))).not.toContain(made.id)
    await client.triggers.reorder([other.id, made.id])
    expect(JSON.stringify(await client.triggers.definitions())).toContain('conditions_all')
    const revisions = many(await client.triggers.listRevisions(made.id), 'trigger_revisions')
    expect(revisions.length).toBeGreaterThan(1)
    expect(JSON.stringify(await client.triggers.showRevision(made.id, revisions[0]!.id))).toContain('"diff"')
    await client.triggers.delete(made.id)
    // `bulkDelete` of this client asks for a path that no desk has.
    await client.triggers.delete(other.id)
    expect(ids(many(await client.triggers.list()))).not.toContain(other.id)
  })

  it('manages automations', async () => {
    const made = one(
      await client.automations.create({
        automation: {
          title: 'Close',
          all: [
            { field: 'status', operator: 'is', value: 'solved' },
            { field: 'SOLVED', operator: 'greater_than', value: '24' },
          ],
          actions: [{ field: 'status', value: 'closed' }],
        },
      }),
    )
    expect(made).toMatchObject({ title: 'Close', active: true })
    await client.automations.update(made.id, { automation: { title: 'Close after a day' } })
    expect(one(await client.automations.show(made.id)).title).toBe('Close after a day')
    expect(ids(many(await client.automations.list()))).toContain(made.id)
    expect(ids(many(await client.automations.listActive()))).toEqual([made.id])
    await client.automations.updateMany([{ id: made.id, position: 0 }])
    await client.automations.delete(made.id)
    const again = one(
      await client.automations.create({
        automation: {
          title: 'Remind',
          all: [
            { field: 'status', operator: 'is', value: 'pending' },
            { field: 'PENDING', operator: 'is', value: '24' },
          ],
          actions: [{ field: 'current_tags', value: 'reminded' }],
        },
      }),
    )
    await client.automations.bulkDelete([again.id])
    expect(ids(many(await client.automations.listActive()))).toEqual([])
  })

  it('is told which rules use what is to be deleted', async () => {
    const group = one(await client.groups.create({ group: { name: 'Tier 2' } }))
    const field = one(await client.ticketfields.create({ ticket_field: { type: 'text', title: 'Serial' } }))
    const made = one(
      await client.triggers.create(
        trigger('To tier 2', 'tier2', [
          { field: 'group_id', value: String(group.id) },
          { field: `custom_fields_${field.id}`, value: '1' },
        ]),
      ),
    )
    const refused = async (work: Promise<unknown>): Promise<void> => {
      const error = await work.then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(String(error)).toContain('422')
    }
    await refused(client.groups.delete(group.id))
    await refused(client.ticketfields.delete(field.id))
    await client.triggers.delete(made.id)
    await client.groups.delete(group.id)
    await client.ticketfields.delete(field.id)
  })
})
