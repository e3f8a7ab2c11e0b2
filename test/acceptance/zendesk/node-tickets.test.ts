import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, startDesk } from '../../support/desk.ts'
import { finished, ids, many, nodeClient, one, type Thing, type ZendeskClient } from './client.ts'

describe('node-zendesk with tickets', () => {
  let desk: Desk
  let client: ZendeskClient

  beforeAll(async () => {
    desk = await startDesk()
    client = nodeClient(desk)
  }, 60_000)
  afterAll(() => desk?.stop())

  const ticket = async (subject: string, more: object = {}): Promise<Thing> =>
    one(await client.tickets.create({ ticket: { subject, comment: { body: `About ${subject}.` }, ...more } }))
  const carol = { name: 'Carol Customer', email: 'carol@customer.example' }

  it('creates, updates and deletes many as jobs, and shows many', async () => {
    const made = await finished(
      client,
      await client.tickets.createMany({
        tickets: [1, 2, 3].map((n) => ({ subject: `Bulk ${n}`, comment: { body: 'One of three.' } })),
      }),
    )
    expect(made).toMatchObject({ status: 'completed', total: 3, progress: 3 })
    expect(made.results.map(({ index }) => index)).toEqual([0, 1, 2])
    const bulk = made.results.map(({ id }) => id)
    expect(many(await client.tickets.showMany(bulk)).map(({ subject }) => subject)).toEqual([
      'Bulk 1',
      'Bulk 2',
      'Bulk 3',
    ])
    const updated = await finished(
      client,
      await client.tickets.updateMany(bulk, { ticket: { priority: 'high', additional_tags: ['bulk'] } }),
    )
    expect(updated.results.map(({ success }) => success)).toEqual([true, true, true])
    for (const each of many(await client.tickets.showMany(bulk))) {
      expect(each).toMatchObject({ priority: 'high', tags: ['bulk'] })
    }
    const shown = many(
      await client.jobstatuses.showMany([
        one(await client.tickets.deleteMany(bulk), 'job_status').id as unknown as string,
      ]),
      'job_statuses',
    )
    expect(shown).toHaveLength(1)
    await expect.poll(async () => many(await client.tickets.showMany(bulk)), { timeout: 10_000 }).toEqual([])
    await expect(client.tickets.show(bulk[0] ?? 0)).rejects.toThrow('(404)')
  })

  it('lists by requester, assignee, copy, organisation and outside id; recent ones, collaborators, incidents', async () => {
    const organization = one(await client.organizations.create({ organization: { name: 'Listed Ltd' } }))
    const requester = one(
      await client.users.create({
        user: { name: 'Lister', email: 'lister@listed.example', organization_id: organization.id },
      }),
    )
    const me = one(await client.users.me())
    const problem = await ticket('Listed problem', {
      requester_id: requester.id,
      type: 'problem',
      assignee_id: me.id,
      external_id: 'outside-1',
      email_ccs: [{ user_email: carol.email, user_name: carol.name, action: 'put' }],
    })
    const incident = await ticket('Listed incident', { type: 'incident', problem_id: problem.id })
    expect(ids(many(await client.tickets.listByUserRequested(requester.id)))).toEqual([problem.id])
    expect(ids(many(await client.tickets.listAssigned(me.id)))).toEqual([problem.id])
    expect(ids(many(await client.tickets.listByOrganization(organization.id)))).toEqual([problem.id])
    expect(ids(many(await client.tickets.listWithFilter('external_id', 'outside-1')))).toEqual([problem.id])
    expect(ids(many(await client.tickets.listIncidents(problem.id)))).toEqual([incident.id])
    const [copied] = many(await client.tickets.listCollaborators(problem.id), 'users')
    expect(copied).toMatchObject({ name: carol.name })
    expect(ids(many(await client.tickets.listByUserCCD(copied?.id ?? 0)))).toEqual([problem.id])
    expect(ids(many(await client.tickets.listRecent()))).toContain(incident.id)
  })

  it('tags, merges, and reads comments, audits and metrics', async () => {
    const target = await ticket('Stays', { requester: carol })
    const source = await ticket('Goes', { requester: carol, tags: ['old'] })
    await client.tickets.addTags(source.id, { tags: ['new'] })
    await client.tickets.updateTags(source.id, { tags: ['only'] })
    expect(one(await client.tickets.show(source.id)).tags).toEqual(['only'])
    await finished(
      client,
      await client.tickets.merge(target.id, { ids: [source.id], target_comment: 'Same as the other.' }),
    )
    expect(one(await client.tickets.show(source.id))).toMatchObject({ status: 'closed' })
    const comments = many(await client.tickets.getComments(target.id))
    expect(comments.map(({ body }) => body)).toContain('Same as the other.')
    const audits = many(await client.ticketaudits.list(target.id))
    expect(audits.length).toBeGreaterThanOrEqual(2)
    expect(one(await client.ticketaudits.show(target.id, audits[0]?.id ?? 0))).toMatchObject({
      ticket_id: target.id,
    })
    expect(one(await client.ticketaudits.count(target.id), 'count')).toMatchObject({ value: audits.length })
    expect(ids(many(await client.tickets.exportAudit(target.id)))).toEqual(ids(audits))
    expect(many(await client.ticketaudits.listAll()).length).toBeGreaterThan(audits.length)
    await client.ticketaudits.makePrivate(target.id, audits.at(-1)?.id ?? 0)
    const metric = one(await client.tickets.listMetrics(target.id), 'ticket_metric')
    expect(metric).toMatchObject({ ticket_id: target.id, reopens: 0 })
    expect(one(await client.ticketmetrics.show(metric.id))).toMatchObject({ ticket_id: target.id })
    expect(many(await client.ticketmetrics.listAll()).map(({ ticket_id }) => ticket_id)).toContain(target.id)
    await client.tickets.delete(target.id)
    await expect(client.tickets.show(target.id)).rejects.toThrow('(404)')
  })

  it('walks tickets side-loaded with their users', async () => {
    await ticket('Side-loaded', { requester: { name: 'Sid', email: 'sid@customer.example' } })
    const loading = nodeClient(desk)
    loading.tickets.setSideLoad(['users'])
    const all = many(await loading.tickets.list())
    const found = all.find(({ subject }) => subject === 'Side-loaded') as
      | { requester?: { name: string } }
      | undefined
    expect(found?.requester?.name).toBe('Sid')
  })

  it('uploads, shows, hangs on and withdraws files', async () => {
    const file = join(desk.dataDir, 'shot.png')
    await writeFile(file, Buffer.from('not really a picture'))
    const upload = async (more: object = {}) =>
      (
        (await client.attachments.upload(Buffer.from(file), {
          filename: 'shot.png',
          binary: false,
          ...more,
        })) as unknown as { upload: { token: string; attachment: Thing; attachments: Thing[] } }
      ).upload
    const first = await upload()
    const second = await upload({ token: first.token })
    expect(second.attachments).toHaveLength(2)
    const { id } = await ticket('Two files', { comment: { body: 'Both.', uploads: [first.token] } })
    const [comment] = many(await client.tickets.getComments(id)) as [Thing & { attachments: Thing[] }]
    expect(comment.attachments).toHaveLength(2)
    const [attached] = comment.attachments as [Thing]
    expect(one(await client.attachments.show(attached.id), 'attachment')).toMatchObject({
      file_name: 'shot.png',
      size: 20,
    })
    const gone = await upload()
    await client.attachments.deleteUpload(gone.token)
    await expect(
      client.tickets.create({
        ticket: { subject: 'Gone', comment: { body: 'x', uploads: [gone.token] } },
      }),
    ).rejects.toThrow('(422)')
  })

  it('imports tickets with their times, one and many', async () => {
    const old = {
      subject: 'From the old desk',
      created_at: '2020-01-02T03:04:05Z',
      status: 'solved',
      solved_at: '2020-01-03T00:00:00Z',
      requester: carol,
      assignee_email: desk.adminEmail,
      comments: [{ value: 'Long ago.', created_at: '2020-01-02T03:04:05Z' }],
    }
    const made = one(await client.ticketimport.import({ ticket: old }), 'ticket')
    expect(made).toMatchObject({ created_at: '2020-01-02T03:04:05Z', status: 'solved' })
    const again = one(await client.imports.ticket({ ticket: { ...old, subject: 'Once more' } }))
    expect(one(await client.tickets.show(again.id)).created_at).toBe('2020-01-02T03:04:05Z')
    const bulk = await finished(client, await client.ticketimport.bulkImport([old, old]))
    expect(bulk.results).toHaveLength(2)
  })

  it('serves requests as the customer sees them', async () => {
    const made = one(
      await client.requests.create({
        request: { subject: 'As a customer', comment: { body: 'Hello?' }, requester: carol },
      }),
    )
    expect(made).toMatchObject({ subject: 'As a customer', status: 'open' })
    await client.requests.update(made.id, { request: { comment: { body: 'Anyone?' } } })
    const comments = many(await client.requests.listComments(made.id), 'comments')
    expect(comments.map(({ body }) => body)).toEqual(['Hello?', 'Anyone?'])
    const [single] = many(await client.requests.getComment(made.id, comments[0]?.id))
    expect(single).toMatchObject({ comment: { body: 'Hello?' } })
    expect(one(await client.requests.show(made.id)).id).toBe(made.id)
    expect(ids(many(await client.requests.list()))).toContain(made.id)
    expect(ids(many(await client.requests.listOpen()))).toContain(made.id)
    expect(ids(many(await client.requests.listSolved()))).not.toContain(made.id)
    expect(ids(many(await client.requests.listCCD()))).not.toContain(made.id)
    expect(ids(many(await client.requests.search({ query: 'customer' })))).toContain(made.id)
    expect(ids(many(await client.requests.listByUser(made.requester_id as number)))).toContain(made.id)
  })

  it('lists, shows, recovers and deletes suspended mail', async () => {
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port: desk.smtpPort, ignoreTLS: true })
    for (const n of [1, 2, 3, 4]) {
      await transport.sendMail({
        from: `noreply@robot${n}.example`,
        to: 'support@desk.example',
        subject: `Robot ${n}`,
        text: 'Beep.',
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    }
    const list = async () => many(await client.suspendedtickets.list())
    await expect.poll(async () => (await list()).length, { timeout: 15_000 }).toBe(4)
    const [first, second, third, fourth] = ids(await list()) as [number, number, number, number]
    expect(one(await client.suspendedtickets.show(first))).toMatchObject({ id: first })
    await client.suspendedtickets.recover(first)
    await client.suspendedtickets.recoverMany([second])
    await client.suspendedtickets.delete(third)
    await client.suspendedtickets.deleteMany([fourth])
    expect(await list()).toEqual([])
  })
})
