import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countQueries, sql } from '../platform/db/index.ts'
import { type ApiDesk, apiDesk, ORIGIN } from './api-fixture.ts'
import { ACME, ADA, BEA, BILLING, BO, CARL, CORA, LIA, SUPPORT, says, ZOE } from './fixture.ts'
import { ticketVerifier } from './verify.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
  await desk.ground.policy.edit(
    desk.ground.db,
    { authorId: ADA, reason: 'fields', at: desk.ground.clock.now() },
    [
      { kind: 'ticket_field', id: 7001, body: { title: 'Serial', type: 'text', active: true, position: 1 } },
      {
        kind: 'ticket_field',
        id: 7002,
        body: { title: 'Urgent', type: 'checkbox', active: true, position: 2 },
      },
    ],
  )
  await desk.call(BO, 'POST', '/api/v2/tickets', {
    ticket: { comment: { body: 'warm' }, requester_id: CORA },
  })
})
afterAll(() => desk.close())

const make = async (ticket: object = {}, as = BO) =>
  desk.call(as, 'POST', '/api/v2/tickets', {
    ticket: { subject: 'Help', comment: { body: 'It broke.' }, requester_id: CORA, ...ticket },
  })
const made = async (ticket: object = {}, as = BO) => (await make(ticket, as)).body.ticket

describe('POST /tickets', () => {
  it('is for those who may make tickets', async () => {
    for (const [who, status] of [
      [null, 401],
      [CORA, 403],
      [LIA, 403],
    ] as const)
      expect((await desk.call(who, 'POST', '/api/v2/tickets', { ticket: {} })).status).toBe(status)
  })

  it('answers 201 with the whole ticket, its audit and its address', async () => {
    const answer = await make({
      tags: ['b', 'A'],
      custom_fields: [{ id: 7001, value: 'SN-1' }],
      priority: 'high',
    })
    expect(answer.status).toBe(201)
    const { ticket, audit } = answer.body
    expect(answer.headers.location).toBe(`${ORIGIN}/api/v2/tickets/${ticket.id}.json`)
    expect(ticket).toMatchObject({
      url: `${ORIGIN}/api/v2/tickets/${ticket.id}.json`,
      subject: 'Help',
      raw_subject: 'Help',
      description: 'It broke.',
      status: 'new',
      custom_status_id: 1,
      priority: 'high',
      requester_id: CORA,
      submitter_id: BO,
      organization_id: ACME,
      tags: ['a', 'b'],
      created_at: '2026-01-31T08:00:00Z',
      via: { channel: 'api', source: { from: {}, to: {}, rel: null } },
      generated_timestamp: 0,
      is_public: true,
    })
    expect(ticket.fields).toEqual([
      { id: 7001, value: 'SN-1' },
      { id: 7002, value: false },
    ])
    expect(ticket.custom_fields).toEqual(ticket.fields)
    expect(audit).toMatchObject({ ticket_id: ticket.id, author_id: BO, via: { channel: 'api' } })
    const created = Object.fromEntries(
      audit.events
        .filter((e: { type: string }) => e.type === 'Create')
        .map((e: { field_name: string; value: unknown }) => [e.field_name, e.value]),
    )
    expect(created).toMatchObject({
      subject: 'Help',
      requester_id: `${CORA}`,
      priority: 'high',
      status: 'new',
      tags: ['a', 'b'],
      7001: 'SN-1',
    })
    expect(audit.events.find((e: { type: string }) => e.type === 'Comment')).toMatchObject({
      body: 'It broke.',
      public: true,
      audit_id: audit.id,
    })
  })

  it('costs three statements: who calls, load, save', async () => {
    const { count } = await countQueries(() => make())
    expect(count).toBe(3)
  })

  it('needs a comment, and names every field that is wrong', async () => {
    const blank = await desk.call(BO, 'POST', '/api/v2/tickets', {
      ticket: { subject: 'x', requester_id: CORA },
    })
    expect(blank.status).toBe(422)
    expect(blank.body).toMatchObject({
      error: 'RecordInvalid',
      details: { base: [{ description: 'Description: cannot be blank' }] },
    })
    const wrong = await make({ priority: 'huge', status: 'odd', due_at: 'soon' })
    expect(Object.keys(wrong.body.details).sort()).toEqual(['due_at', 'priority', 'status'])
    expect((await make({ comment: { body: 'x'.repeat(65_537) } })).body.details.comment[0].error).toBe(
      'TooLong',
    )
    expect((await make({ comment: { body: 'x'.repeat(65_536) } })).status).toBe(201)
    expect((await make({ subject: 7 })).body.details.subject[0].error).toBe('InvalidValue')
  })

  it('ignores what cannot be written', async () => {
    const ticket = await made({
      id: 5,
      url: 'x',
      created_at: '2001-01-01T00:00:00Z',
      nonsense: 1,
      is_public: false,
    })
    expect(ticket).toMatchObject({ created_at: '2026-01-31T08:00:00Z', is_public: true })
    expect(ticket.id).not.toBe(5)
  })

  it('takes description, value and html_body for the comment, cleaned', async () => {
    expect((await made({ comment: null, description: 'Old way' })).description).toBe('Old way')
    expect((await made({ comment: { value: 'Ruby way' } })).description).toBe('Ruby way')
    const html = await made({ comment: { html_body: '<p>Hi <b>there</b><script>alert(1)</script></p>' } })
    expect(html.description).toContain('Hi')
    const { comments } = (await desk.call(BO, 'GET', `/api/v2/tickets/${html.id}/comments`)).body
    expect(comments[0].html_body).toMatch(/^<div class="zd-comment" dir="auto">.*<b>there<\/b>/)
    expect(comments[0].html_body).not.toContain('script')
  })

  it('finds the requester by address, or makes them together with the ticket', async () => {
    const known = await made({
      requester_id: undefined,
      requester: { email: 'Cora@ACME.example', name: 'X' },
    })
    expect(known.requester_id).toBe(CORA)
    const fresh = await made({
      requester_id: undefined,
      requester: { email: 'new@person.example', name: 'New' },
    })
    expect(fresh.requester_id).toBeGreaterThan(100)
    const refused = await make({
      requester_id: undefined,
      requester: { email: 'lost@person.example' },
      brand_id: 99,
    })
    expect(refused.status).toBe(422)
    expect(await desk.ground.db.rows(sql`select from users where email = 'lost@person.example'`)).toEqual([])
    expect((await make({ requester: { email: 'no address' } })).status).toBe(422)
  })

  it('names collaborators by id, address or both, and assignees by address', async () => {
    const ticket = await made({
      collaborators: [CARL, 'zoe@zimmer.example', { name: 'Ned', email: 'ned@new.example' }],
      assignee_email: 'bo@desk.example',
    })
    expect(ticket.email_cc_ids).toHaveLength(3)
    expect(ticket.email_cc_ids).toEqual(expect.arrayContaining([CARL, ZOE]))
    expect(ticket).toMatchObject({ assignee_id: BO, group_id: SUPPORT, status: 'open' })
    const list = await desk.call(BO, 'GET', `/api/v2/tickets/${ticket.id}/collaborators`)
    expect(list.body.users).toHaveLength(3)
    expect((await make({ assignee_email: 'who@is.this' })).body.details.assignee_email).toHaveLength(1)
  })

  it('takes custom fields as a map, too', async () => {
    expect(await made({ external_id: 'E-1', custom_fields: { 7001: 'as a map' } })).toMatchObject({
      external_id: 'E-1',
      custom_fields: [
        { id: 7001, value: 'as a map' },
        { id: 7002, value: false },
      ],
    })
  })

  it('answers 202 where asked to take its time, with a job that has ended', async () => {
    const ticket = { comment: { body: 'Later' }, requester_id: CORA }
    const answer = await desk.call(BO, 'POST', '/api/v2/tickets.json?async=true', { ticket })
    expect(answer.status).toBe(202)
    const { id } = answer.body.ticket
    expect(answer.body.job_status).toMatchObject({ status: 'completed', results: [{ index: 0, id }] })
    expect((await desk.call(BO, 'GET', `/api/v2/tickets/${id}`)).status).toBe(200)
  })

  it('does what a repeated key asks once', async () => {
    const ticket = { subject: 'Once', comment: { body: 'Only' }, requester_id: CORA }
    const send = () => desk.call(BO, 'POST', '/api/v2/tickets', { ticket }, { 'idempotency-key': 'one-key' })
    const [first, again] = [await send(), await send()]
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.body.ticket.id).toBe(first.body.ticket.id)
    expect(again.headers['x-idempotency-lookup']).toBe('hit')
  })

  it('tells ticket and audit again where a crash took the answer', async () => {
    const ticket = { subject: 'Cut off', comment: { body: 'Only' }, requester_id: CORA }
    const send = () => desk.call(BO, 'POST', '/api/v2/tickets', { ticket }, { 'idempotency-key': 'cut-off' })
    const first = await send()
    await desk.ground.db.rows(sql`update idempotency_keys set status = null, headers = null, response = null
      where key = 'cut-off'`)
    const again = await send()
    expect(again.status).toBe(201)
    expect(again.body.audit).toEqual(first.body.audit)
    expect(again.body.ticket).toMatchObject({ id: first.body.ticket.id, subject: 'Cut off' })
    expect(again.headers.location).toBe(first.headers.location)
  })
})

describe('PUT /tickets/{id}', () => {
  it('changes, comments, and answers with the audit', async () => {
    const { id } = await made()
    const answer = await desk.call(BO, 'PUT', `/api/v2/tickets/${id}.json`, {
      ticket: {
        status: 'pending',
        assignee_id: BEA,
        group_id: BILLING,
        comment: { body: 'Hm', public: false },
        additional_tags: ['x'],
      },
    })
    expect(answer.status).toBe(200)
    expect(answer.body.ticket).toMatchObject({
      status: 'pending',
      assignee_id: BEA,
      group_id: BILLING,
      tags: ['x'],
      description: 'It broke.',
    })
    const changes = answer.body.audit.events.map(
      (e: { type: string; field_name?: string }) => e.field_name ?? e.type,
    )
    expect(changes).toEqual(expect.arrayContaining(['Comment', 'status', 'assignee_id', 'group_id', 'tags']))
    expect(
      answer.body.audit.events.find((e: { field_name: string }) => e.field_name === 'assignee_id'),
    ).toMatchObject({ type: 'Change', value: `${BEA}`, previous_value: null })
  })

  it('takes a whole ticket back and changes nothing by it', async () => {
    const ticket = await made({
      email_ccs: [{ user_id: CARL, action: 'put' }],
      followers: [{ user_id: BEA }],
    })
    expect(ticket).toMatchObject({ email_cc_ids: [CARL], follower_ids: [BEA], collaborator_ids: [CARL, BEA] })
    const answer = await desk.call(BO, 'PUT', `/api/v2/tickets/${ticket.id}`, {
      ticket,
    })
    expect(answer.status).toBe(200)
    expect(answer.body.audit).toBeNull()
    expect(answer.body.ticket).toMatchObject({ email_cc_ids: [CARL], follower_ids: [BEA] })
  })

  it('refuses a stale safe update with 409 and changes nothing', async () => {
    const ticket = await made()
    const stale = {
      safe_update: true,
      updated_stamp: { updated_at: '2020-01-01T00:00:00Z' },
      subject: 'Mine',
    }
    const answer = await desk.call(BO, 'PUT', `/api/v2/tickets/${ticket.id}`, { ticket: stale })
    expect([answer.status, answer.body.error]).toEqual([409, 'UpdateConflict'])
    const fresh = { ...stale, updated_stamp: ticket.updated_at }
    expect(
      (await desk.call(BO, 'PUT', `/api/v2/tickets/${ticket.id}`, { ticket: fresh })).body.ticket.subject,
    ).toBe('Mine')
  })

  it('lets light agents write notes only, and shows end users nothing', async () => {
    const { id } = await made()
    const note = await desk.call(LIA, 'PUT', `/api/v2/tickets/${id}`, {
      ticket: { comment: { body: 'Psst' } },
    })
    expect(note.body.audit.events[0]).toMatchObject({ type: 'Comment', public: false })
    expect(
      (await desk.call(LIA, 'PUT', `/api/v2/tickets/${id}`, { ticket: { priority: 'low' } })).status,
    ).toBe(403)
    expect((await desk.call(CORA, 'PUT', `/api/v2/tickets/${id}`, { ticket: {} })).status).toBe(403)
    expect((await desk.call(BO, 'PUT', '/api/v2/tickets/9223372036854775807', { ticket: {} })).status).toBe(
      404,
    )
  })

  it('loses none of 20 updates at once', async () => {
    const { id } = await made()
    const all = Array.from({ length: 20 }, (_, n) =>
      desk.call(BO, 'PUT', `/api/v2/tickets/${id}`, { ticket: { additional_tags: [`n${n}`] } }),
    )
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect((await desk.call(BO, 'GET', `/api/v2/tickets/${id}/tags`)).body.tags).toHaveLength(20)
  })
})

describe('reading tickets', () => {
  it('shows one in two statements, with side-loads in one more each', async () => {
    const { id } = await made()
    const path = `/api/v2/tickets/${id}`
    expect((await countQueries(() => desk.call(BO, 'GET', path))).count).toBe(2)
    const answer = await desk.call(
      BO,
      'GET',
      `${path}?include=users,groups,organizations,comment_count,last_audits`,
    )
    expect(answer.body).toMatchObject({ ticket: { id, comment_count: 1 }, organizations: [{ id: ACME }] })
    expect(answer.body.users.map((user: { id: number }) => user.id)).toEqual([BO, CORA])
    expect(answer.body.last_audits).toHaveLength(1)
    const { count } = await countQueries(() => desk.call(BO, 'GET', `${path}?include=last_audits`))
    expect(count).toBe(3)
  })

  it('lists by id, by offset and by cursor, and by external id', async () => {
    await made({ external_id: 'EXT-9' })
    const { count, result } = await countQueries(() => desk.call(BO, 'GET', '/api/v2/tickets?per_page=2'))
    expect(count).toBe(3)
    expect(result.body.tickets.map((t: { id: number }) => t.id)).toEqual([1, 2])
    expect(result.body.next_page).toBe(`${ORIGIN}/api/v2/tickets?page=2&per_page=2`)
    const cursor = await desk.call(BO, 'GET', '/api/v2/tickets?page[size]=2&sort=-updated_at')
    expect(cursor.body.meta.has_more).toBe(true)
    expect(cursor.body.count).toBeUndefined()
    const external = await desk.call(BO, 'GET', '/api/v2/tickets?external_id=EXT-9')
    expect(external.body.tickets).toHaveLength(1)
    expect(external.body.count).toBe(1)
  })

  it('lists by person and organisation, and counts', async () => {
    const { id } = await made({ assignee_id: BEA, email_ccs: [{ user_id: ZOE }] })
    const ids = async (path: string) =>
      (await desk.call(BO, 'GET', path)).body.tickets.map((t: { id: number }) => t.id)
    expect(await ids(`/api/v2/users/${CORA}/tickets/requested?sort=-id`)).toContain(id)
    expect(await ids(`/api/v2/users/${ZOE}/tickets/ccd?sort=-id`)).toContain(id)
    expect(await ids(`/api/v2/users/${BEA}/tickets/assigned?sort=-id`)).toContain(id)
    expect(await ids(`/api/v2/organizations/${ACME}/tickets?sort=-id`)).toContain(id)
    expect((await desk.call(BO, 'GET', '/api/v2/users/99999/tickets/requested')).status).toBe(404)
    const counted = await desk.call(BO, 'GET', '/api/v2/tickets/count')
    expect(counted.body.count).toEqual({
      value: expect.any(Number),
      refreshed_at: '2026-01-31T08:00:00+00:00',
    })
  })

  it('shows many, leaving out what is unknown', async () => {
    const { id } = await made()
    const answer = await desk.call(BO, 'GET', `/api/v2/tickets/show_many?ids=${id},1,424242,x`)
    expect(answer.body.tickets.map((t: { id: number }) => t.id)).toEqual([1, id])
    const tooMany = Array.from({ length: 101 }, (_, n) => n + 1).join(',')
    expect((await desk.call(BO, 'GET', `/api/v2/tickets/show_many?ids=${tooMany}`)).body.error).toBe(
      'TooManyValues',
    )
  })
})

describe('parts of a ticket', () => {
  it('lists comments oldest first, with authors', async () => {
    const { id } = await made()
    await desk.update(id, { comment: says('Second', false) })
    const { count, result } = await countQueries(() => desk.call(BO, 'GET', `/api/v2/tickets/${id}/comments`))
    expect(count).toBe(2)
    expect(result.body.comments.map((c: { body: string }) => c.body)).toEqual(['It broke.', 'Second'])
    expect(result.body.comments[0].metadata.system).toMatchObject({ ip_address: '127.0.0.1', location: null })
    const turned = await desk.call(BO, 'GET', `/api/v2/tickets/${id}/comments?sort_order=desc&include=users`)
    expect(turned.body.comments[0].body).toBe('Second')
    expect(turned.body.users).toEqual([expect.objectContaining({ id: BO })])
    expect((await desk.call(BO, 'GET', `/api/v2/tickets/${id}/comments/count`)).body.count.value).toBe(2)
    expect((await desk.call(BO, 'GET', '/api/v2/tickets/424242/comments')).status).toBe(404)
  })

  it('sets, adds and takes off tags', async () => {
    const { id } = await made()
    const path = `/api/v2/tickets/${id}/tags`
    const set = await desk.call(BO, 'POST', path, { tags: ['one', 'two'] })
    expect([set.status, set.body]).toEqual([201, { tags: ['one', 'two'] }])
    expect((await desk.call(BO, 'PUT', path, { tags: ['three'] })).body.tags).toEqual(['one', 'three', 'two'])
    expect((await desk.call(BO, 'DELETE', path, { tags: ['one'] })).body.tags).toEqual(['three', 'two'])
    const stale = { tags: ['x'], safe_update: 'true', updated_stamp: '2020-01-01T00:00:00Z' }
    expect((await desk.call(BO, 'PUT', path, stale)).status).toBe(409)
  })

  it('tells everything that happened, to those who may read it', async () => {
    const { id } = await made()
    await desk.update(id, { set: { priority: 'low' } })
    const { body } = await desk.call(BO, 'GET', `/api/v2/tickets/${id}/audits`)
    expect(body.audits).toHaveLength(2)
    const [created, changed] = body.audits
    expect(changed.events).toEqual([
      { id: changed.id + 1, type: 'Change', field_name: 'priority', value: 'low', previous_value: null },
    ])
    const one = await desk.call(BO, 'GET', `/api/v2/tickets/${id}/audits/${created.id}`)
    expect(one.body.audit).toEqual(created)
    const only = await desk.call(BO, 'GET', `/api/v2/tickets/${id}/audits?filter_events[]=Comment`)
    expect(only.body.audits[0].events.map((e: { type: string }) => e.type)).toEqual(['Comment'])
    expect((await desk.call(CORA, 'GET', `/api/v2/tickets/${id}/audits`)).status).toBe(403)
    expect((await desk.call(BO, 'GET', '/api/v2/tickets/424242/audits')).status).toBe(404)
  })

  it('walks all audits the legacy way until an empty page, and by cursor', async () => {
    const total = (await desk.ground.db.one(sql<{ n: number }>`select count(*) as n from audits`))!.n
    const seen: number[] = []
    let path: string | null = '/api/v2/ticket_audits?limit=20&sort_by=created_at&sort_order=desc'
    while (path !== null) {
      const { body }: { body: { audits: { id: number }[]; before_url: string | null } } = await desk.call(
        ADA,
        'GET',
        path,
      )
      seen.push(...body.audits.map(({ id }) => id))
      path = body.before_url?.replace(ORIGIN, '') ?? null
    }
    expect(seen).toHaveLength(total)
    expect(seen).toEqual(seen.toSorted((a, b) => b - a))
    const cursor = await desk.call(ADA, 'GET', '/api/v2/ticket_audits?page[size]=5')
    expect(cursor.body).toMatchObject({ meta: { has_more: true } })
    expect((await desk.call(ADA, 'GET', '/api/v2/ticket_audits?cursor=rubbish')).status).toBe(400)
    expect((await desk.call(BO, 'GET', '/api/v2/ticket_audits')).status).toBe(403)
  })
})

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe('uploads and attachments', () => {
  const upload = (name: string, bytes: Buffer, type: string, token = '') =>
    desk.call(
      BO,
      'POST',
      `/api/v2/uploads?filename=${encodeURIComponent(name)}${token && `&token=${token}`}`,
      bytes,
      { 'content-type': type },
    )

  it('takes a file, adds another, and gives both to a comment', async () => {
    const first = await upload('pixel.png', PNG, 'text/html')
    expect(first.status).toBe(201)
    expect(first.body.upload.attachment).toMatchObject({
      file_name: 'pixel.png',
      content_type: 'image/png',
      width: 1,
      height: 1,
      size: PNG.length,
    })
    const { token } = first.body.upload
    const second = await upload('../../evil\r\n.html', Buffer.from('<script>1</script>'), 'text/html', token)
    expect(second.body.upload).toMatchObject({
      token,
      attachment: { file_name: 'evil.html', content_type: 'text/html' },
    })
    expect(second.body.upload.attachments).toHaveLength(2)
    expect(
      (
        await desk.call(BEA, 'PUT', '/api/v2/tickets/1', {
          ticket: { comment: { body: 'Theirs', uploads: [token] } },
        })
      ).status,
    ).toBe(422)
    const answer = await make({ comment: { body: 'See', uploads: [token] } })
    expect(answer.body.audit.events[0].attachments).toHaveLength(2)
    const { comments } = (await desk.call(BO, 'GET', `/api/v2/tickets/${answer.body.ticket.id}/comments`))
      .body
    const [image, page] = comments[0].attachments
    expect((await desk.call(BO, 'GET', `/api/v2/attachments/${image.id}`)).body.attachment).toMatchObject({
      id: image.id,
    })
    expect((await make({ comment: { body: 'Again', uploads: [token] } })).status).toBe(422)
    await downloads(image.content_url, page.content_url)
  })

  const downloads = async (imageUrl: string, pageUrl: string) => {
    const image = await desk.call(null, 'GET', imageUrl.replace(ORIGIN, ''))
    expect(image.raw.equals(PNG)).toBe(true)
    expect(image.headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' })
    expect(image.headers['content-disposition']).toMatch(/^inline;/)
    const page = await desk.call(null, 'GET', pageUrl.replace(ORIGIN, ''))
    expect(page.headers['content-disposition']).toMatch(/^attachment; filename="evil.html"/)
    expect(page.headers['content-security-policy']).toBe(
      "sandbox; default-src 'none'; frame-ancestors 'none'",
    )
    const forged = pageUrl.replace(ORIGIN, '').replace(/.\/\?/, '_/?')
    expect((await desk.call(null, 'GET', forged)).status).toBe(404)
    desk.ground.clock.advance(25 * 3_600_000)
    expect((await desk.call(null, 'GET', pageUrl.replace(ORIGIN, ''))).status).toBe(404)
    desk.ground.clock.set('2026-01-31T08:00:00Z')
  }

  it('hides a file of a comment or ticket that one does not see', async () => {
    const { token } = (await upload('a.txt', Buffer.from('secret'), 'text/plain')).body.upload
    const { body } = await make({ comment: { body: 'Note', public: false, uploads: [token] } })
    const { id } = body.audit.events[0].attachments[0]
    expect((await desk.call(CORA, 'GET', `/api/v2/attachments/${id}`)).status).toBe(404)
    expect((await desk.call(null, 'GET', `/api/v2/attachments/${id}`)).status).toBe(401)
    expect((await desk.call(BO, 'GET', '/api/v2/attachments/999999')).status).toBe(404)
  })

  it('removes uploads that nobody used, and their bytes', async () => {
    const { token } = (await upload('old.txt', Buffer.from('old'), 'text/plain')).body.upload
    const stored = async () =>
      desk.ground.db.rows(sql<{ blob: string }>`select blob from upload_files where file_name = 'old.txt'`)
    const [file] = await stored()
    const sweep = desk.tickets.module.jobs?.find(({ name }) => name === 'tickets_sweep_uploads')
    await sweep?.run({}, { id: '1', attempt: 1 })
    expect(await stored()).toHaveLength(1)
    desk.ground.clock.advance(24 * 3_600_000)
    expect((await make({ comment: { body: 'Late', uploads: [token] } })).status).toBe(422)
    await sweep?.run({}, { id: '1', attempt: 1 })
    desk.ground.clock.set('2026-01-31T08:00:00Z')
    expect(await stored()).toHaveLength(0)
    await expect(desk.ground.blobs.read(file!.blob)).rejects.toThrow()
  })

  it('gives an upload back, once, to its owner', async () => {
    const { token } = (await upload('a.txt', Buffer.from('x'), 'text/plain')).body.upload
    expect((await desk.call(BEA, 'DELETE', `/api/v2/uploads/${token}`)).status).toBe(404)
    expect((await desk.call(BO, 'DELETE', `/api/v2/uploads/${token}.json`)).status).toBe(204)
    expect((await desk.call(BO, 'DELETE', `/api/v2/uploads/${token}`)).status).toBe(404)
    expect((await desk.call(BO, 'POST', '/api/v2/uploads', Buffer.from('x'))).status).toBe(400)
  })
})

it('everything that happened here verifies', async () => {
  const faults: string[] = []
  for await (const fault of ticketVerifier.verify(desk.ground.db)) faults.push(fault)
  expect(faults).toEqual([])
})
