import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { as, serverOf } from './fixture.ts'
import { route } from './route.ts'

const echo = (path: string, over: { form?: true } = {}) =>
  route({
    method: 'POST',
    path,
    operation: path,
    summary: 'For tests',
    permission: 'signed_in',
    scope: 'write',
    rate: 'write',
    audit: 'none',
    body: Type.Object({ word: Type.String() }),
    response: { 200: Type.Object({ word: Type.String() }) },
    ...over,
    handler: async ({ body }) => ({ body: { word: body.word } }),
  })

const app = serverOf([echo('/form', { form: true }), echo('/json')])
const session = { cookie: 'session=ok', origin: 'http://desk.example.com' }
const FORM = 'application/x-www-form-urlencoded'
const post = (url: string, payload: string, headers: Record<string, string>, type = FORM) =>
  app.inject({ method: 'POST', url, payload, headers: { 'content-type': type, ...headers } })

test('a route that takes forms takes JSON too, and no other takes forms', async () => {
  const asForm = await post('/form', 'word=a+b%C3%A9', as('agent'))
  expect([asForm.statusCode, asForm.json()]).toEqual([200, { word: 'a bé' }])
  expect((await post('/form', '{"word":"x"}', as('agent'), 'application/json')).json()).toEqual({ word: 'x' })
  expect((await post('/json', 'word=a', as('agent'))).statusCode).toBe(415)
  expect((await post('/form', 'other=a', as('agent'))).json()).toMatchObject({ details: { word: [{}] } })
})

test('a form of a session bears the token of that session, and comes from our own pages', async () => {
  const statuses = async (body: string, headers: Record<string, string>) =>
    (await post('/form', body, headers)).statusCode
  expect(await statuses('word=a&authenticity_token=right', session)).toBe(200)
  expect(await statuses('word=a&authenticity_token=wrong', session)).toBe(403)
  expect(await statuses('word=a', session)).toBe(403)
  expect(await statuses('word=a&authenticity_token=right', { cookie: session.cookie })).toBe(403)
  const foreign = { ...session, origin: 'https://evil.example' }
  expect(await statuses('word=a&authenticity_token=right', foreign)).toBe(403)
  expect(await statuses('word=a&authenticity_token=right', { ...session, 'x-csrf-token': 'wrong' })).toBe(403)
  expect((await post('/json', 'authenticity_token=right', session, 'application/json')).statusCode).toBe(403)
})

test('forms are held to the limits of bodies', async () => {
  expect((await post('/form', '__proto__=1&word=a', as('agent'))).statusCode).toBe(400)
  expect((await post('/form', 'word=%00', as('agent'))).statusCode).toBe(422)
  const many = Array.from({ length: 2001 }, (_, n) => `k${n}=1`).join('&')
  expect((await post('/form', many, as('agent'))).statusCode).toBe(400)
})
