import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { checkRoutes } from './registry.ts'
import { type Route, route } from './route.ts'

const good = route({
  method: 'GET',
  path: '/api/v2/tickets/:id',
  operation: 'ShowTicket',
  summary: 'Show a ticket',
  permission: 'tickets.view',
  scope: 'tickets:read',
  rate: 'read',
  audit: 'none',
  response: { 200: Type.Object({}) },
  handler: async () => ({}),
})
const catalogue = { permissions: new Set(['tickets.view']) }
const checking = (...routes: object[]) => {
  return () => checkRoutes(routes as Route[], catalogue)
}

test('routes that say everything may be served', () => {
  expect(checking(good, { ...good, method: 'DELETE', operation: 'DeleteTicket' })).not.toThrow()
})

test.each([
  ['permission', /says no permission/],
  ['scope', /says no scope/],
  ['rate', /says no rate class/],
  ['audit', /says no audit event/],
  ['operation', /has no operation name/],
  ['summary', /has no summary/],
  ['response', /declares no response/],
])('a route without %s is refused', (key, message) => {
  const { [key as keyof Route]: _left, ...rest } = good
  expect(checking(rest)).toThrow(message)
  if (key !== 'response') expect(checking({ ...good, [key]: '' })).toThrow(message)
})

test('what is not known is refused', () => {
  expect(checking({ ...good, permission: 'tickets.burn' })).toThrow(/tickets.burn.*not in the catalogue/)
  expect(checking({ ...good, scope: 'tickets:burn' })).toThrow(/tickets:burn/)
  expect(checking({ ...good, rate: 'free' })).toThrow(/rate class/)
  expect(checking({ ...good, scope: 'none' })).toThrow(/scope none but is not public/)
})

test('two routes of one address or one name are refused', () => {
  expect(checking(good, { ...good, operation: 'Other' })).toThrow(/the same address/)
  expect(checking(good, { ...good, operation: 'Other', path: '/api/v2/tickets/:ticket_id' })).toThrow(
    /same address/,
  )
  expect(checking(good, { ...good, path: '/api/v2/other' })).toThrow(/the same operation name/)
})

test('one error lists every fault with its route', () => {
  expect(
    checking({ ...good, permission: '', audit: '' }, { ...good, path: '/x', operation: 'Y', rate: '' }),
  ).toThrow(
    /GET \/api\/v2\/tickets\/:id \(ShowTicket\) says no permission\n.*says no audit event.*\nGET \/x \(Y\) says no rate/,
  )
})
