import { afterAll, beforeAll, expect, it } from 'vitest'
import { sql } from '../../platform/db/index.ts'
import { type Name, openDesk, type TestDesk } from '../fixture.ts'

let desk: TestDesk
let shared: number
let closed: number
beforeAll(async () => {
  desk = await openDesk()
  const made = async (name: string, shared_tickets: boolean) => {
    const answer = await desk.as('ada')('POST', '/organizations', { organization: { name, shared_tickets } })
    return (answer.body as unknown as { organization: { id: number } }).organization.id
  }
  shared = await made('Shared', true)
  closed = await made('Closed', false)
  for (const [name, id] of [
    ['carol', shared],
    ['carol', closed],
    ['dave', shared],
  ] as const)
    await desk.as('ada')('POST', '/organization_memberships', {
      organization_membership: { user_id: desk.ids[name], organization_id: id },
    })
})
afterAll(() => desk.close())

const follow = (as: Name, organizationId: number, who?: Name) =>
  desk.as(as)('POST', '/organization_subscriptions', {
    organization_subscription: {
      organization_id: organizationId,
      ...(who === undefined ? {} : { user_id: desk.ids[who] }),
    },
  })
type Row = { id: number; user_id: number }
const listed = async (as: Name, path = '/organization_subscriptions') =>
  ((await desk.as(as)('GET', path)).body as unknown as { organization_subscriptions: Row[] })
    .organization_subscriptions
const idOf = (answer: { body: Record<string, never> }) =>
  (answer.body as unknown as { organization_subscription: Row }).organization_subscription.id

it('is for end users, of organizations that share with them', async () => {
  const own = await follow('carol', shared)
  expect([own.status, own.body]).toMatchObject([
    201,
    { organization_subscription: { user_id: desk.ids.carol } },
  ])
  expect(idOf(await follow('carol', shared))).toBe(idOf(own))
  expect((await follow('carol', closed)).status).toBe(422)
  expect((await follow('carol', shared, 'dave')).status).toBe(422)
  expect((await follow('gus', shared, 'gus')).status).toBe(422)
  expect((await follow('lise', shared, 'dave')).status).toBe(403)
  expect((await follow('gus', shared, 'dave')).status).toBe(201)
  await desk.ground.db.rows(sql`update users set verified = false where id = ${desk.ids.dave}`)
  expect((await follow('gus', shared, 'dave')).status).toBe(422)
})

it('is seen by oneself and by staff, and ended by those who could begin it', async () => {
  expect((await listed('carol')).map((row) => row.user_id)).toEqual([desk.ids.carol])
  expect((await listed('gus')).map((row) => row.user_id)).toEqual([desk.ids.carol, desk.ids.dave])
  expect(await listed('gus', `/organizations/${shared}/subscriptions`)).toHaveLength(2)
  expect(await listed('carol', `/users/${desk.ids.carol}/organization_subscriptions`)).toHaveLength(1)
  const [, dave] = await listed('gus')
  const path = `/organization_subscriptions/${dave!.id}`
  const statuses = []
  for (const name of ['carol', 'lise', 'gus', 'gus'] as const)
    statuses.push((await desk.as(name)('DELETE', path)).status)
  expect(statuses).toEqual([404, 403, 204, 404])
})

it('ends with the membership', async () => {
  const memberships = await desk.as('gus')('GET', `/users/${desk.ids.carol}/organization_memberships`)
  const [membership] = (
    memberships.body as unknown as { organization_memberships: { id: number; organization_id: number }[] }
  ).organization_memberships.filter((one) => one.organization_id === shared)
  expect((await desk.as('gus')('DELETE', `/organization_memberships/${membership!.id}`)).status).toBe(204)
  expect(await listed('gus')).toEqual([])
})
