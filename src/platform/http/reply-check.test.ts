import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { replyCheck } from './reply-check.ts'
import { route } from './route.ts'

const User = Type.Object({
  id: Type.Integer(),
  name: Type.Union([Type.String(), Type.Null()]),
  photo: Type.Union([Type.Null(), Type.Object({ url: Type.String() })]),
  fields: Type.Record(Type.String(), Type.Unknown()),
  extra: Type.Optional(
    Type.Intersect([Type.Object({ a: Type.Integer() }), Type.Object({ b: Type.Integer() })]),
  ),
})

const check = replyCheck(
  route({
    method: 'GET',
    path: '/api/v2/users/:id',
    operation: 'ShowUser',
    summary: 'Show a user',
    permission: 'public',
    scope: 'none',
    rate: 'read',
    audit: 'none',
    response: { 200: Type.Object({ user: User }), 204: Type.Null() },
    handler: async () => ({}),
  }),
)
const checking = (user: object) => () => check(200, JSON.stringify({ user }))
const good = { id: 1, name: null, photo: { url: 'x' }, fields: { any: [1] } }

test('a reply as declared passes', () => {
  expect(checking(good)).not.toThrow()
  expect(checking({ ...good, photo: null, extra: { a: 1, b: 2 } })).not.toThrow()
  expect(() => check(204, undefined)).not.toThrow()
})

test.each([
  ['a property that is not declared', { ...good, secret: 1 }, /\/user .*secret/],
  ['one that is not declared, deeper', { ...good, photo: { url: 'x', id: 1 } }, /\/user\/photo .*id/],
  [
    'one that is not declared, in an intersection',
    { ...good, extra: { a: 1, b: 2, c: 3 } },
    /\/user\/extra .*c/,
  ],
  ['a missing property', { id: 1, name: null, photo: null }, /\/user .*fields/],
  ['a property of undefined', { ...good, name: undefined }, /\/user .*name/],
  ['a wrong type', { ...good, id: '1' }, /\/user\/id must be integer/],
])('%s throws and is named', (_what, user, message) => {
  expect(checking(user)).toThrow(message)
  expect(checking(user)).toThrow(/ShowUser 200/)
})

test('a status that is not declared throws', () => {
  expect(() => check(201, '{}')).toThrow(/ShowUser answered 201/)
})
