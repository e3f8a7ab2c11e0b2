import { afterAll, beforeAll, expect, it } from 'vitest'
import { err, ok } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { EgressRequest } from '../../platform/egress/index.ts'
import { peopleEraser } from '../erase-store.ts'
import { type Name, openDesk, type TestDesk } from '../fixture.ts'
import { MAX_PHOTO_BYTES } from './photos.ts'

let desk: TestDesk
const asked: EgressRequest[] = []
beforeAll(async () => {
  desk = await openDesk()
  const fetch = async (request: EgressRequest) => {
    asked.push(request)
    const { pathname } = new URL(request.url)
    if (pathname === '/private') return err({ kind: 'address', message: 'The address is private.' } as never)
    const status = pathname === '/gone' ? 404 : 200
    return ok({
      status,
      headers: {},
      body: pathname === '/page' ? Buffer.from('<html>') : PNG,
      url: request.url,
    })
  }
  Object.assign(desk.ground, { egress: { ...desk.ground.egress, fetch } })
})
afterAll(() => desk.close())

/** The head of a picture of 3 × 2 pixels: all that anybody here looks at. */
const PNG = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  Buffer.from([0, 0, 0, 13]),
  Buffer.from('IHDR'),
  Buffer.from([0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0]),
])
const BOUNDARY = '----face'
const form = (parts: readonly (readonly [name: string, value: string | Buffer])[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap(([name, value]) => [
      Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"`),
      Buffer.from(
        typeof value === 'string' ? '\r\n\r\n' : '; filename="me.png"\r\ncontent-type: text/html\r\n\r\n',
      ),
      Buffer.from(value),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ])
const send = (who: Name, whose: Name, body: Buffer, method = 'PUT') =>
  desk.as(who)(method, `/users/${desk.ids[whose]}`, body, {
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
  })
const upload = (who: Name, whose: Name, bytes: Buffer = PNG) =>
  send(who, whose, form([['user[photo][uploaded_data]', bytes]]))
const put = (who: Name, whose: Name, user: object) =>
  desk.as(who)('PUT', `/users/${desk.ids[whose]}`, { user })
const photoOf = async (name: Name) =>
  userOf((await desk.as('ada')('GET', `/users/${desk.ids[name]}`)).body).photo as Photo | null
const userOf = (body: object): { photo?: unknown } => (body as { user: object }).user
type Photo = { id: number; content_url: string; [key: string]: unknown }
const open = (url: string) =>
  desk.app.inject({ url: new URL(url).pathname, headers: { host: 'localhost:3000' } })
const detailsOf = (body: object): object => (body as { details: object }).details

it('is sent in a form with the rest, and opened by its address', async () => {
  const body = form([
    ['user[alias]', 'Caro'],
    ['user[photo][uploaded_data]', PNG],
    ['odd[[', 'x'],
  ])
  const { status, body: answer } = await send('carol', 'carol', body)
  expect(status).toBe(200)
  expect(userOf(answer)).toMatchObject({
    photo: {
      file_name: 'me.png',
      content_type: 'image/png',
      size: PNG.length,
      width: 3,
      height: 2,
      thumbnails: [],
    },
  })
  const photo = (await photoOf('carol'))!
  const shown = await open(photo.content_url)
  expect([shown.statusCode, shown.headers['content-type'], shown.rawPayload]).toEqual([200, 'image/png', PNG])
  expect(shown.headers['content-security-policy']).toContain('sandbox')
  expect((await open(photo.content_url.slice(0, -1))).statusCode).toBe(404)
  const log = await desk.ground.db.rows(
    sql`select after from audit_log where source_type = 'user' order by id`,
  )
  expect(JSON.stringify(log)).toContain('me.png')
  expect(JSON.stringify(log)).not.toContain(photo.content_url.split('/').at(-1))
})

it('is replaced by the next one, stays where it is sent back, and is taken away', async () => {
  await upload('gus', 'dave')
  const first = (await photoOf('dave'))!
  await upload('gus', 'dave', Buffer.concat([PNG, Buffer.from('more')]))
  const second = (await photoOf('dave'))!
  expect(second).toMatchObject({ size: PNG.length + 4 })
  expect((await open(first.content_url)).statusCode).toBe(404)
  expect((await put('gus', 'dave', { photo: second, phone: '1' })).status).toBe(200)
  expect((await put('gus', 'dave', { photo: null })).status).toBe(200)
  expect(await photoOf('dave')).toEqual(second)
  const remove = (who: Name) => desk.as(who)('DELETE', `/users/${desk.ids.dave}/photo`)
  expect([(await remove('carol')).status, (await remove('lise')).status]).toEqual([404, 403])
  expect([(await remove('dave')).status, (await remove('dave')).status]).toEqual([204, 404])
  expect(await photoOf('dave')).toBeNull()
  expect((await open(second.content_url)).statusCode).toBe(404)
})

it('is an image that browsers show without running anything, of two megabytes at most', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  const big = Buffer.concat([PNG, Buffer.alloc(MAX_PHOTO_BYTES - PNG.length + 1)])
  for (const wrong of [svg, Buffer.from('%PDF-1.7'), Buffer.alloc(0), big]) {
    const { status, body } = await upload('gus', 'gus', wrong)
    expect([status, Object.keys(detailsOf(body))]).toEqual([422, ['photo']])
  }
  expect((await upload('gus', 'gus', big.subarray(0, MAX_PHOTO_BYTES))).status).toBe(200)
  expect((await upload('gus', 'gus', Buffer.alloc(3 * MAX_PHOTO_BYTES))).status).toBe(413)
  expect((await send('gus', 'gus', Buffer.from('no form'))).status).toBe(400)
  expect((await send('gus', 'gus', form([['user[photo][uploaded_data]', 'text']]))).status).toBe(422)
})

it('is for whom one may change, and a wrong one changes nothing else', async () => {
  expect((await upload('carol', 'dave')).status).toBe(404)
  expect((await upload('gus', 'olga')).status).toBe(403)
  expect(await photoOf('olga')).toBeNull()
  const body = form([
    ['user[phone]', '555'],
    ['user[photo][uploaded_data]', Buffer.from('text')],
  ])
  expect((await send('gus', 'lise', body)).status).toBe(403)
  expect((await send('ada', 'lise', body)).status).toBe(422)
  expect((await desk.as('ada')('GET', `/users/${desk.ids.lise}`)).body).toMatchObject({
    user: { phone: null },
  })
})

it('is fetched from elsewhere by the one way out, or it is said why not', async () => {
  const url = 'https://pictures.example/faces/lise.png'
  const { status, body } = await desk.as('ada')('POST', '/users', {
    user: { name: 'Fay', email: 'fay@acme.example', remote_photo_url: url },
  })
  expect([status, body]).toMatchObject([
    201,
    { user: { photo: { file_name: 'lise.png', size: PNG.length } } },
  ])
  expect(asked.at(-1)).toMatchObject({ url, maxBytes: MAX_PHOTO_BYTES, maxRedirects: 3 })
  for (const path of ['private', 'gone', 'page']) {
    const answer = await put('ada', 'ada', { remote_photo_url: `https://pictures.example/${path}` })
    expect([answer.status, Object.keys(detailsOf(answer.body))]).toEqual([422, ['remote_photo_url']])
  }
})

it('goes with whoever is deleted for good', async () => {
  await upload('carol', 'carol')
  const { content_url: url } = (await photoOf('carol'))!
  await desk.ground.db.transaction((tx) => peopleEraser.eraseUser!(tx, desk.ids.carol))
  expect((await open(url)).statusCode).toBe(404)
  expect(await desk.ground.db.rows(sql`select from user_photos where user_id = ${desk.ids.carol}`)).toEqual(
    [],
  )
})
