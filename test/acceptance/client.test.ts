import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { type Api, createApi, type Shown } from '../../web/api/client.ts'
import { openHouse, type ProofHouse } from '../proofs/house.ts'

/** The client of our own screens, on a desk. Its types are made from the document of the routes. */
let house: ProofHouse
let api: Api
let token: string
beforeAll(async () => {
  house = await openHouse()
  const { people } = house.domains
  await people.createUser({ email: 'ada@desk.example', name: 'Ada', role: 'admin' })
  token = (await people.createToken({ email: 'ada@desk.example' })).secret
  api = on({ authorization: `Bearer ${token}` })
}, 60_000)
afterAll(() => house?.close())

/** Requests go to the house in this process. */
const on = (headers: Record<string, string>, csrfToken?: () => string | null, seen: Request[] = []): Api =>
  createApi({
    origin: 'http://localhost:3000',
    headers,
    ...(csrfToken && { csrfToken }),
    fetch: async (request) => {
      seen.push(request)
      const text = await request.text()
      const { pathname, search } = new URL(request.url)
      const answer = await house.call({
        method: request.method,
        url: pathname + search,
        headers: Object.fromEntries(request.headers),
        ...(text !== '' && { body: text }),
      })
      return new Response(answer.status === 204 ? null : answer.text, {
        status: answer.status,
        headers: { 'content-type': 'application/json' },
      })
    },
  })

describe('the typed client', () => {
  it('writes and reads a ticket, whose fields have their types', async () => {
    const created = await api.POST('/api/v2/tickets', {
      body: { ticket: { subject: 'Fire', comment: { body: 'Smoke.' }, priority: 'high' } },
    })
    expect(created.error).toBeUndefined()
    const { data } = await api.GET('/api/v2/tickets/{id}', {
      params: { path: { id: created.data!.ticket.id }, query: { include: 'users' } },
    })
    const ticket: Shown<'Ticket'> = data!.ticket
    expect(ticket.subject).toBe('Fire')
    expectTypeOf(ticket.requester_id).toEqualTypeOf<number>()
    expectTypeOf(ticket.assignee_id).toEqualTypeOf<number | null>()
    expectTypeOf<(typeof ticket.custom_fields)[number]['value']>().toEqualTypeOf<
      boolean | string[] | string | null
    >()
    const users: Shown<'User'>[] | undefined = data!.users
    expect(users?.map(({ email }) => email)).toEqual(['ada@desk.example'])
  })

  it('walks lists and exports by what their answers hold', async () => {
    const { data } = await api.GET('/api/v2/tickets', { params: { query: { 'page[size]': 1 } } })
    const tickets: Shown<'Ticket'>[] = data!.tickets
    expect(tickets).toHaveLength(1)
    expectTypeOf(data!.meta!.has_more).toEqualTypeOf<boolean>()
    const { data: page } = await api.GET('/api/v2/incremental/tickets/cursor', {
      params: { query: { start_time: 0 } },
    })
    expectTypeOf(page!.end_of_stream).toEqualTypeOf<boolean>()
    expect(page!.after_cursor).toEqual(expect.any(String))
  })

  it('knows what others bear: comments, audits, people, groups, jobs', () => {
    expectTypeOf<Shown<'Comment'>['public']>().toEqualTypeOf<boolean>()
    expectTypeOf<Shown<'Audit'>['events'][number]['type']>().toEqualTypeOf<string>()
    expectTypeOf<Shown<'User'>['organization_id']>().toEqualTypeOf<number | null>()
    expectTypeOf<Shown<'Organization'>['domain_names']>().toEqualTypeOf<string[]>()
    expectTypeOf<Shown<'Group'>['default']>().toEqualTypeOf<boolean>()
    expectTypeOf<Shown<'JobStatus'>['status']>().toEqualTypeOf<string>()
  })

  it('gives what was refused as a value', async () => {
    const { data, error, response } = await api.GET('/api/v2/tickets/{id}', {
      params: { path: { id: 4711 } },
    })
    expect([data, response.status]).toEqual([undefined, 404])
    expectTypeOf(error).toEqualTypeOf<Shown<'Error'> | undefined>()
    expect(error).toMatchObject({ error: 'RecordNotFound' })
  })

  it('bears the token of a session on writes alone', async () => {
    const seen: Request[] = []
    const screen = on({ authorization: `Bearer ${token}` }, () => 'secret', seen)
    await screen.GET('/api/v2/users/me')
    await screen.PUT('/api/v2/users/{id}', { params: { path: { id: 4711 } }, body: { user: {} } })
    expect(seen.map(({ headers }) => headers.get('x-csrf-token'))).toEqual([null, 'secret'])
  })

  it('costs a page five kilobytes at most', () => {
    const root = join(import.meta.dirname, '../..')
    const files = ['node_modules/openapi-fetch/dist/index.mjs', 'web/api/client.ts']
    const code = files.map((file) => readFileSync(join(root, file), 'utf8')).join('')
    expect(gzipSync(code).length).toBeLessThan(5 * 1024)
  })
})
