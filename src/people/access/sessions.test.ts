import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../kernel/index.ts'
import { CAST, type Name, openDesk, PASSWORD, type TestDesk } from '../fixture.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())
beforeEach(() => desk.ground.clock.advance(16 * MINUTE_MS))

type Session = { id: number; user_id: number; [key: string]: unknown }
const open = async (name: Name): Promise<string> => {
  const answer = await desk.as(null)(
    'POST',
    '/sign_in',
    { email: CAST[name].email, password: PASSWORD },
    { 'user-agent': 'Test/1' },
  )
  return String(answer.headers['set-cookie']).split(';')[0]!
}
const isOpen = async (cookie: string) =>
  (
    (await desk.as(null)('GET', '/users/me', undefined, { cookie })).body as unknown as {
      user: { id: number | null }
    }
  ).user.id !== null
const list = async (name: Name, path = '/sessions') =>
  ((await desk.as(name)('GET', path)).body as unknown as { sessions: Session[] }).sessions

describe('sessions', () => {
  it('are shown: one’s own, to administrators all, never what opens them', async () => {
    await open('carol')
    await open('gus')
    expect((await desk.as(null)('GET', '/sessions')).status).toBe(401)
    expect((await list('carol')).map((session) => session.user_id)).toEqual([desk.ids.carol])
    expect((await list('ada')).map((session) => session.user_id)).toEqual([desk.ids.gus, desk.ids.carol])
    const [session] = await list('carol', `/users/${desk.ids.carol}/sessions`)
    expect(session).toEqual({
      id: expect.any(Number),
      url: expect.stringContaining(`/users/${desk.ids.carol}/sessions/${session!.id}.json`),
      user_id: desk.ids.carol,
      authenticated_at: expect.any(String),
      last_seen_at: expect.any(String),
      expires_at: expect.any(String),
      ip: '127.0.0.1',
      user_agent: 'Test/1',
    })
    const path = `/users/${desk.ids.carol}/sessions`
    const statuses = async (of: string) => {
      const found: number[] = []
      for (const name of [null, 'dave', 'gus', 'carol', 'ada'] as const)
        found.push((await desk.as(name)('GET', of)).status)
      return found
    }
    expect(await statuses(path)).toEqual([401, 404, 200, 200, 200])
    expect(await list('gus', path)).toEqual([])
    expect(await statuses(`${path}/${session!.id}`)).toEqual([401, 404, 404, 200, 200])
    expect(await statuses(`${path}/424242`)).toEqual([401, 404, 404, 404, 404])
  })

  it('end when their owner or an administrator says so, at once', async () => {
    const [first, second] = [await open('dave'), await open('dave')]
    const path = `/users/${desk.ids.dave}/sessions`
    const [newer] = await list('dave')
    expect((await desk.as(null)('DELETE', `${path}/${newer!.id}`)).status).toBe(401)
    expect((await desk.as('carol')('DELETE', `${path}/${newer!.id}`)).status).toBe(404)
    expect((await desk.as('gus')('DELETE', `${path}/${newer!.id}`)).status).toBe(404)
    expect((await desk.as('gus')('DELETE', path)).status).toBe(403)
    expect((await desk.as('dave')('DELETE', `${path}/${newer!.id}`)).status).toBe(204)
    expect([await isOpen(first), await isOpen(second)]).toEqual([true, false])
    expect((await desk.as('ada')('DELETE', path)).status).toBe(204)
    expect(await isOpen(first)).toBe(false)
    expect((await desk.audited('user')).at(-1)).toEqual({
      action: 'logout',
      before: { sessions: 1 },
      after: { sessions: 0 },
    })
  })

  it('of those above stay', async () => {
    const owners = await open('olga')
    expect((await desk.as('ada')('DELETE', `/users/${desk.ids.olga}/sessions`)).status).toBe(403)
    expect(await isOpen(owners)).toBe(true)
  })

  it('that are over are shown no more', async () => {
    await open('lise')
    desk.ground.clock.advance(8 * HOUR_MS)
    expect(await list('lise')).toEqual([])
  })
})
