import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from 'node-zendesk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, startDesk } from '../support/desk.ts'

/** The client's declarations say `object` for much of what it gives. */
const seen = (answer: object): { id: number; name: string; email: string } =>
  (answer as { result: { id: number; name: string; email: string } }).result

describe('an unmodified public client: node-zendesk', () => {
  let desk: Desk
  let client: ReturnType<typeof createClient>

  beforeAll(async () => {
    desk = await startDesk()
    client = createClient({
      username: desk.adminEmail,
      token: desk.token,
      endpointUri: `${desk.url}/api/v2`,
    })
  }, 60_000)
  afterAll(() => desk?.stop())

  it('creates, reads, comments, updates and lists tickets', async () => {
    const created = await client.tickets.create({
      ticket: {
        subject: 'From the client',
        comment: { body: 'First words.' },
        requester: { name: 'Carol Customer', email: 'carol@customer.example' },
        tags: ['one', 'two'],
      },
    })
    const id = created.result.id
    expect((await client.tickets.show(id)).result).toMatchObject({
      subject: 'From the client',
      description: 'First words.',
      tags: ['one', 'two'],
    })
    await client.tickets.update(id, {
      ticket: { status: 'open', comment: { body: 'A note.', public: false } },
    })
    const comments = await client.tickets.getComments(id)
    expect(
      comments.map((comment: { body: string; public: boolean }) => [comment.body, comment.public]),
    ).toEqual([
      ['First words.', true],
      ['A note.', false],
    ])
  })

  it('walks every page of a list', async () => {
    for (let n = 0; n < 105; n++) {
      await client.tickets.create({ ticket: { subject: `Page ${n}`, comment: { body: 'x' } } })
    }
    const all = await client.tickets.list()
    const subjects = all.map((ticket) => ticket.subject)
    for (let n = 0; n < 105; n++) expect(subjects).toContain(`Page ${n}`)
    expect(new Set(all.map((ticket) => ticket.id)).size).toBe(all.length)
  })

  it('manages users, organizations and groups', async () => {
    const organization = seen(await client.organizations.create({ organization: { name: 'Customer Ltd' } }))
    const user = seen(
      await client.users.create({
        user: { name: 'Cyril', email: 'cyril@customer.example', organization_id: organization.id },
      }),
    )
    expect((await client.users.show(user.id)).result).toMatchObject({
      name: 'Cyril',
      role: 'end-user',
      organization_id: organization.id,
    })
    expect(seen(await client.users.me()).email).toBe(desk.adminEmail)
    const found = await client.users.search({ query: 'cyril@customer.example' })
    expect(found.map((one: { id: number }) => one.id)).toContain(user.id)
    const group = seen(await client.groups.create({ group: { name: 'Tier 2' } }))
    expect(seen(await client.groups.show(group.id)).name).toBe('Tier 2')
  })

  it('uploads a file and hangs it on a comment', async () => {
    const bytes = Buffer.from('request-id: 4711\n')
    const file = join(desk.dataDir, 'trace.log')
    await writeFile(file, bytes)
    // The client reads the file itself: what it declares as bytes is a path to it.
    const uploaded = await client.attachments.upload(Buffer.from(file), {
      filename: 'trace.log',
      binary: false,
    })
    const { token } = (uploaded as { upload: { token: string } }).upload
    const created = await client.tickets.create({
      ticket: { subject: 'With a file', comment: { body: 'See the trace.', uploads: [token] } },
    })
    const [comment] = await client.tickets.getComments(created.result.id)
    const [attachment] = (comment as unknown as { attachments: { file_name: string; content_url: string }[] })
      .attachments
    expect(attachment?.file_name).toBe('trace.log')
    const stored = await fetch(attachment?.content_url ?? '')
    expect(Buffer.from(await stored.arrayBuffer())).toEqual(bytes)
  })

  it('creates, changes, orders and removes SLA policies', async () => {
    type Policy = { id: number; title: string; position: number; policy_metrics: { target: number }[] }
    const of = (answer: object): Policy => (answer as { result: { sla_policy: Policy } }).result.sla_policy
    /** The client gives the whole body of each page. */
    const titles = async (): Promise<string[]> =>
      ((await client.policies.list()) as { sla_policies: Policy[] }[]).flatMap(({ sla_policies }) =>
        sla_policies.map(({ title }) => title),
      )
    const filter = { all: [{ field: 'type', operator: 'is', value: 'incident' }], any: [] }
    const target = { priority: 'urgent', metric: 'first_reply_time', target: 10, business_hours: false }
    const made = (title: string) =>
      client.policies.create({ sla_policy: { title, filter, policy_metrics: [target] } })
    const [first, second] = [of(await made('Incidents')), of(await made('Others'))]
    expect(await titles()).toEqual(['Incidents', 'Others'])
    await client.policies.update(first.id, {
      sla_policy: { title: 'All incidents', policy_metrics: [{ ...target, target: 20 }] },
    })
    const shown = of(await client.policies.show(first.id))
    expect([shown.title, shown.policy_metrics[0]?.target]).toEqual(['All incidents', 20])
    await client.policies.reorder([second.id, first.id])
    expect(await titles()).toEqual(['Others', 'All incidents'])
    const { result } = (await client.policies.getDefinitions()) as {
      result: { definitions: { all: { value: string }[] } }
    }
    expect(result.definitions.all.map(({ value }) => value)).toContain('current_tags')
    await client.policies.delete(first.id)
    expect(await titles()).toEqual(['Others'])
  })

  it('tells errors as the reference says', async () => {
    await expect(client.tickets.show(9_000_000)).rejects.toThrow(/\(404\)/)
    await expect(client.tickets.create({ ticket: { subject: 'No words' } })).rejects.toThrow(/\(422\)/)
  })
})
