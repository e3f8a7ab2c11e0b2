import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../platform/db/index.ts'
import { CAST, type Name, openDesk, PASSWORD, type TestDesk } from '../fixture.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const as = (name: Name | null, email: string) => ({
  headers: { 'x-on-behalf-of': email },
  ask: desk.as(name),
})
const me = async (name: Name | null, email: string) => {
  const { ask, headers } = as(name, email)
  const { status, body } = await ask('GET', '/users/me', undefined, headers)
  return { status, id: (body as unknown as { user?: { id: number } }).user?.id, error: body.description }
}

describe('acting in the name of an end user', () => {
  it('has the rights of that person, and no others', async () => {
    expect(await me('gus', CAST.carol.email)).toMatchObject({ status: 200, id: desk.ids.carol })
    expect(await me('gus', 'CAROL@acme.example')).toMatchObject({ id: desk.ids.carol })
    const { ask, headers } = as('ada', CAST.carol.email)
    expect((await ask('GET', `/users/${desk.ids.dave}`, undefined, headers)).status).toBe(404)
    expect((await ask('POST', '/groups', { group: { name: 'x' } }, headers)).status).toBe(403)
  })

  it('is for agents who may write them, of end users alone, and says of nobody whether they are there', async () => {
    const restricted = await desk.as('ada')('PUT', `/users/${desk.ids.lise}`, { user: { role: 'agent' } })
    expect(restricted.status).toBe(200)
    await desk.as('ada')('PUT', `/users/${desk.ids.lise}`, { user: { ticket_restriction: 'assigned' } })
    const refused = await Promise.all([
      me('carol', CAST.dave.email),
      me('carol', CAST.carol.email),
      me('lise', CAST.carol.email),
      me('gus', CAST.ada.email),
      me('olga', CAST.gus.email),
      me('gus', 'nobody@nowhere.example'),
      me('gus', 'no address'),
    ])
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403))
    expect(new Set(refused.map(({ error }) => error)).size).toBe(1)
    await desk.as('ada')('PUT', `/users/${desk.ids.dave}`, { user: { suspended: true } })
    expect((await me('gus', CAST.dave.email)).status).toBe(403)
    const { ask, headers } = as(null, CAST.carol.email)
    expect((await ask('GET', '/users/me', undefined, headers)).body).toMatchObject({ user: { id: null } })
    expect((await ask('GET', '/sessions', undefined, headers)).status).toBe(401)
  })

  it('takes a credential of all scopes, or one made for it', async () => {
    const withScopes = async (scopes: string[]) => {
      const made = await desk.as('gus')('POST', '/api_tokens', { api_token: { description: 'x', scopes } })
      const { token } = (made.body as unknown as { api_token: { token: string } }).api_token
      const headers = { authorization: `Bearer ${token}`, 'x-on-behalf-of': CAST.carol.email }
      return (await desk.as(null)('GET', '/users/me', undefined, headers)).status
    }
    expect(await withScopes(['read', 'write'])).toBe(403)
    expect(await withScopes(['read', 'impersonate'])).toBe(200)
  })

  it('is noted beside who it was done for', async () => {
    const { ask, headers } = as('gus', CAST.carol.email)
    const changed = await ask('PUT', `/users/${desk.ids.carol}`, { user: { phone: '+1 555 0101' } }, headers)
    expect(changed.status).toBe(200)
    const [row] = await desk.ground.db.rows(sql`
      select actor_id, acted_by from audit_log where source_type = 'user' order by id desc limit 1`)
    expect(row).toEqual({ actor_id: desk.ids.carol, acted_by: desk.ids.gus })
    const listed = await desk.as('ada')('GET', '/audit_logs?filter[source_type]=user')
    expect(listed.body.audit_logs![0]).toMatchObject(row!)
  })

  it('gives nothing away for good: a session consents for itself only', async () => {
    const signedIn = await desk.as(null)('POST', '/sign_in', { email: CAST.gus.email, password: PASSWORD })
    const { session } = signedIn.body as unknown as { session: { authenticity_token: string } }
    const answer = await desk.app.inject({
      method: 'POST',
      url: '/oauth/authorizations',
      headers: {
        cookie: String(signedIn.headers['set-cookie']).split(';')[0]!,
        origin: 'http://localhost:3000',
        'x-csrf-token': session.authenticity_token,
        'x-on-behalf-of': CAST.carol.email,
      },
      payload: { decision: 'allow' },
    })
    expect(answer.statusCode).toBe(403)
  })
})
