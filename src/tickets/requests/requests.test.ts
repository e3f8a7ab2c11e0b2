import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { type ApiDesk, apiDesk, ORIGIN } from '../api-fixture.ts'
import { ACME, ADA, BO, CARL, CORA, LIA, says, ZOE } from '../fixture.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
  const field = (id: Id, isPortal: boolean) => ({
    kind: 'ticket_field',
    id,
    body: { title: `Field ${id}`, type: 'text', visible_in_portal: isPortal, editable_in_portal: isPortal },
  })
  const why = { authorId: ADA, reason: 'fields', at: desk.ground.clock.now() }
  await desk.ground.policy.edit(desk.ground.db, why, [field(7001, true), field(7002, false)])
})
afterAll(() => desk.close())
beforeEach(() => desk.ground.clock.advance(60_000))

const ask = async (request: object = {}, as = CORA) =>
  desk.call(as, 'POST', '/api/v2/requests', {
    request: { subject: 'No light', comment: { body: 'The lamp is dark.' }, ...request },
  })
const asked = async (request: object = {}, as = CORA) => (await ask(request, as)).body.request
const idsOf = async (as: Id, path: string): Promise<Id[]> =>
  (await desk.call(as, 'GET', `/api/v2${path}`)).body.requests.map((one: { id: Id }) => one.id)

describe('asking for help', () => {
  it('takes somebody who is signed in, and words', async () => {
    expect((await desk.call(null, 'POST', '/api/v2/requests', { request: {} })).status).toBe(401)
    const blank = await desk.call(CORA, 'POST', '/api/v2/requests', { request: { subject: 'Hm' } })
    expect(blank.status).toBe(422)
    expect(blank.body.details.base[0].description).toBe('Description: cannot be blank')
    expect((await desk.call(CORA, 'POST', '/api/v2/requests', {})).status).toBe(422)
  })

  it('answers 201 with the request, every key of it, and its address', async () => {
    const { status, headers, body } = await ask({
      custom_fields: [
        { id: 7001, value: 'seen' },
        { id: 7002, value: 'unheard' },
      ],
      priority: 'urgent',
      requester_id: ZOE,
      tags: ['sneaky'],
    })
    expect(status).toBe(201)
    const { request } = body
    expect(headers.location).toBe(`${ORIGIN}/api/v2/requests/${request.id}.json`)
    expect(request).toEqual({
      url: `${ORIGIN}/api/v2/requests/${request.id}.json`,
      id: request.id,
      status: 'open',
      custom_status_id: 1,
      priority: null,
      type: null,
      subject: 'No light',
      description: 'The lamp is dark.',
      organization_id: ACME,
      via: { channel: 'api', source: { from: {}, to: {}, rel: null } },
      custom_fields: [{ id: 7001, value: 'seen' }],
      fields: [{ id: 7001, value: 'seen' }],
      requester_id: CORA,
      collaborator_ids: [],
      email_cc_ids: [],
      is_public: true,
      due_at: null,
      can_be_solved_by_me: false,
      solved: false,
      recipient: null,
      followup_source_id: null,
      assignee_id: null,
      group_id: null,
      ticket_form_id: null,
      created_at: request.created_at,
      updated_at: request.created_at,
    })
    const { ticket } = (await desk.call(BO, 'GET', `/api/v2/tickets/${request.id}`)).body
    expect(ticket).toMatchObject({ status: 'new', tags: [], submitter_id: CORA })
  })

  it('is heard once under one idempotency key', async () => {
    const again = () =>
      desk.call(
        CORA,
        'POST',
        '/api/v2/requests',
        { request: { subject: 'Once', comment: { body: 'x' } } },
        { 'idempotency-key': 'request-1' },
      )
    const [first, second] = [await again(), await again()]
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body).toEqual(first.body)
    expect(second.headers['x-idempotency-lookup']).toBe('hit')
  })

  it('is open to a light agent, who sees the request though nothing of it is public', async () => {
    const request = await asked({}, LIA)
    expect(request).toMatchObject({ requester_id: LIA, is_public: false })
    expect(await idsOf(LIA, '/requests')).toContain(request.id)
  })
})

describe('following a request', () => {
  it('lists what is one’s own, by how it stands', async () => {
    const [running, done] = [await asked(), await asked()]
    const copied = await asked({ email_ccs: [{ user_id: ZOE }] })
    await desk.update(running.id, { set: { status: 'hold' } })
    await desk.update(done.id, { set: { status: 'solved' } })
    expect((await idsOf(CORA, '/requests')).slice(0, 3).sort()).toEqual(
      [running.id, done.id, copied.id].sort(),
    )
    expect(await idsOf(CORA, '/requests/open')).toEqual(expect.arrayContaining([running.id, copied.id]))
    expect(await idsOf(CORA, '/requests/open')).not.toContain(done.id)
    expect(await idsOf(CORA, '/requests/solved')).toContain(done.id)
    expect(await idsOf(CORA, '/requests?status=solved')).toEqual(await idsOf(CORA, '/requests/solved'))
    expect(await idsOf(ZOE, '/requests/ccd')).toEqual([copied.id])
    expect(await idsOf(ZOE, '/requests')).toEqual([])
    expect(await idsOf(BO, `/users/${CORA}/requests`)).toEqual(await idsOf(CORA, '/requests'))
    const shown = (await desk.call(CORA, 'GET', `/api/v2/requests/${running.id}`)).body.request
    expect(shown).toMatchObject({ status: 'open', assignee_id: null })
  })

  it('finds words in subjects and public comments only', async () => {
    const request = await asked({ subject: 'The 100%_heater' })
    await desk.update(request.id, { comment: says('A secret boiler note', false) })
    expect(await idsOf(CORA, '/requests/search?query=100%25_HEAT%20lamp')).toEqual([request.id])
    expect(await idsOf(CORA, '/requests/search?query=boiler')).toEqual([])
    expect(await idsOf(ZOE, '/requests/search?query=heater')).toEqual([])
  })

  it('shows others what they share, and nobody else anything', async () => {
    const { id } = await asked()
    expect((await desk.call(CARL, 'GET', `/api/v2/requests/${id}`)).body.request.can_be_solved_by_me).toBe(
      false,
    )
    for (const path of [`/requests/${id}`, `/requests/${id}/comments`, `/users/${CORA}/requests`])
      expect((await desk.call(ZOE, 'GET', `/api/v2${path}`)).status).toBe(404)
    expect((await desk.call(CARL, 'GET', `/api/v2/users/${CORA}/requests`)).status).toBe(404)
    expect((await desk.call(CORA, 'GET', '/api/v2/requests/9223372036854775807')).status).toBe(404)
    expect((await desk.call(null, 'GET', `/api/v2/requests/${id}`)).status).toBe(401)
  })

  it('hides notes, the addresses of agents, and what their machines say', async () => {
    const { ticket } = await desk.create({
      comment: says('An internal canary', false),
      via: { channel: 'email', source: { from: { address: 'bo@desk.example' }, to: {}, rel: null } },
    })
    const path = `/api/v2/requests/${ticket.id}`
    expect((await desk.call(CORA, 'GET', path)).status).toBe(404)
    expect((await desk.call(BO, 'GET', path)).status).toBe(404)
    await desk.update(ticket.id, {
      comment: says('Good morning'),
      metadata: { system: { ip_address: '10.0.0.7', client: 'canary' }, custom: {} },
    })
    await desk.update(ticket.id, { comment: says('Another canary', false) })
    for (const who of [CORA, BO]) {
      const shown = await desk.call(who, 'GET', path)
      expect(shown.body.request.description).toBe('Good morning')
      const talk = await desk.call(who, 'GET', `${path}/comments`)
      expect(talk.body.comments.map((comment: { body: string }) => comment.body)).toEqual(['Good morning'])
      expect(talk.body.users).toEqual([
        { id: BO, name: 'Bo Agent', photo: null, agent: true, organization_id: null },
      ])
      expect(JSON.stringify([shown.body, talk.body])).not.toMatch(/canary|desk\.example|10\.0\.0\.7/)
      const { id } = talk.body.comments[0]
      expect((await desk.call(who, 'GET', `${path}/comments/${id}`)).body.comment.body).toBe('Good morning')
    }
    const { comments } = (await desk.call(BO, 'GET', `/api/v2/tickets/${ticket.id}/comments`)).body
    expect((await desk.call(CORA, 'GET', `${path}/comments/${comments[0].id}`)).status).toBe(404)
  })
})

describe('answering on a request', () => {
  it('adds a comment, and opens what waited', async () => {
    const { id } = await asked()
    await desk.update(id, { set: { status: 'pending' } })
    const answer = await desk.call(CORA, 'PUT', `/api/v2/requests/${id}`, {
      request: { comment: { body: 'It is the bulb.', public: false, author_id: BO }, subject: 'Unheard' },
    })
    expect([answer.status, answer.body.request.status]).toEqual([200, 'open'])
    expect(answer.body.request.subject).toBe('No light')
    const { comments } = (await desk.call(CORA, 'GET', `/api/v2/requests/${id}/comments`)).body
    expect(comments[1]).toMatchObject({ author_id: CORA, public: true, body: 'It is the bulb.' })
  })

  it('solves what an agent has taken, for the requester alone', async () => {
    const { id } = await asked({ email_ccs: [{ user_id: ZOE }] })
    const solve = (who: Id) => desk.call(who, 'PUT', `/api/v2/requests/${id}`, { request: { solved: true } })
    expect((await solve(CORA)).status).toBe(422)
    await desk.update(id, { set: { assigneeId: BO } })
    expect((await solve(ZOE)).status).toBe(403)
    expect((await solve(CARL)).status).toBe(403)
    const mine = (await desk.call(CORA, 'GET', `/api/v2/requests/${id}`)).body.request
    expect(mine.can_be_solved_by_me).toBe(true)
    expect((await solve(CORA)).body.request).toMatchObject({ status: 'solved', solved: true })
  })

  it('refuses those who do not see it', async () => {
    const { id } = await asked()
    const body = { request: { comment: { body: 'x' } } }
    expect((await desk.call(null, 'PUT', `/api/v2/requests/${id}`, body)).status).toBe(401)
    expect((await desk.call(ZOE, 'PUT', `/api/v2/requests/${id}`, body)).status).toBe(404)
    expect((await desk.call(CORA, 'PUT', `/api/v2/requests/${id}`, { request: 5 })).status).toBe(422)
  })
})
