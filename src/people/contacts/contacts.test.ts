import { afterAll, beforeAll, expect, it } from 'vitest'
import { sql } from '../../platform/db/index.ts'
import { CAST, type Name, openDesk, type TestDesk } from '../fixture.ts'

let desk: TestDesk
let acme: number
let bolt: number
beforeAll(async () => {
  desk = await openDesk()
  acme = await organization('Acme')
  bolt = await organization('Bolt')
  for (const [name, id] of [
    ['carol', acme],
    ['dave', bolt],
  ] as const)
    await join(desk.ids[name], id)
})
afterAll(() => desk.close())

const ok = async (as: Name, method: string, path: string, body?: object) => {
  const answer = await desk.as(as)(method, path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  return answer.body as unknown as Record<string, { id: number } & Record<string, unknown>>
}
const organization = async (name: string) =>
  (await ok('ada', 'POST', '/organizations', { organization: { name } })).organization!.id
const join = (userId: number, organizationId: number) =>
  ok('ada', 'POST', '/organization_memberships', {
    organization_membership: { user_id: userId, organization_id: organizationId },
  })
let count = 0
const member = async (organizationId: number): Promise<{ id: number; email: string }> => {
  count += 1
  const email = `member${count}@acme.example`
  const { id } = (await ok('ada', 'POST', '/users', { user: { name: `Member ${count}`, email } })).user!
  await join(id, organizationId)
  return { id, email }
}
const contact = (over: object) => ({ organization_contact: { roles: ['technical'], ...over } })
const named = async (as: Name, organizationId: number, over: object) =>
  desk.as(as)('POST', `/organizations/${organizationId}/contacts`, contact(over))
const problems = (answer: { body: Record<string, never> }) => Object.keys(answer.body.details ?? {})

it('are named by agents, among the members, with roles and within the contract', async () => {
  const made = await named('gus', acme, {
    email: 'CAROL@acme.example',
    roles: ['billing', 'technical', 'billing'],
  })
  expect(made.body).toMatchObject({
    organization_contact: {
      user_id: desk.ids.carol,
      roles: ['technical', 'billing'],
      manages_contacts: false,
    },
  })
  expect([(await named('gus', acme, { user_id: desk.ids.carol })).status]).toEqual([422])
  const wrong: [object, string][] = [
    [{ user_id: desk.ids.dave }, 'user_id'],
    [{ user_id: desk.ids.gus }, 'user_id'],
    [{ email: CAST.dave.email }, 'email'],
    [{}, 'email'],
    [{ email: 'nobody@x.example' }, 'email'],
    [{ user_id: (await member(acme)).id, roles: ['king'] }, 'roles'],
    [{ user_id: (await member(acme)).id, roles: [] }, 'roles'],
    [{ user_id: (await member(acme)).id, notes: 'x'.repeat(2001) }, 'notes'],
    [{ user_id: (await member(acme)).id, contact_limit: 5 }, 'contact_limit'],
  ]
  for (const [over, field] of wrong) {
    const answer = await named('gus', acme, over)
    expect([answer.status, problems(answer)[0]?.split('.').at(-1)], JSON.stringify(over)).toEqual([
      422,
      field,
    ])
  }
  expect((await named('lise', acme, { user_id: desk.ids.carol })).status).toBe(403)
  expect((await named('dave', acme, { user_id: desk.ids.carol })).status).toBe(404)
})

it('are no more than the contract says, however many come at once', async () => {
  const terms = (body: object) =>
    desk.as('ada')('PUT', `/organizations/${bolt}/contact_terms`, { contact_terms: body })
  expect((await terms({ contact_limit: 2 })).body).toEqual({
    contact_terms: { contact_limit: 2, contacts_blocked_because: null },
  })
  expect(problems(await terms({ contact_limit: -1 }))).toEqual(['contact_limit'])
  expect(
    (await desk.as('gus')('PUT', `/organizations/${bolt}/contact_terms`, { contact_terms: {} })).status,
  ).toBe(403)
  const members = await Promise.all([1, 2, 3, 4].map(() => member(bolt)))
  const answers = await Promise.all(members.map(({ id }) => named('gus', bolt, { user_id: id })))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 422, 422])
  await terms({ contact_limit: 30, contacts_blocked_because: 'In dispute' })
  const blocked = await named('gus', bolt, { user_id: desk.ids.dave })
  expect([blocked.status, problems(blocked)]).toEqual([422, ['base']])
  await terms({ contacts_blocked_because: null })
  expect((await named('gus', bolt, { user_id: desk.ids.dave })).status).toBe(201)
})

it('manage the others where they are charged with it: their own organization, without handing it on', async () => {
  const charge = await named('gus', acme, { user_id: (await member(acme)).id })
  expect(charge.status).toBe(201)
  const path = `/organizations/${acme}/contacts`
  expect((await desk.as('carol')('GET', path)).status).toBe(404)
  const [own] = (
    (await desk.as('gus')('GET', path)).body as unknown as {
      organization_contacts: { id: number; user_id: number }[]
    }
  ).organization_contacts.filter(({ user_id: id }) => id === desk.ids.carol)
  const ownPath = `${path}/${own!.id}`
  await ok('gus', 'PUT', ownPath, {
    organization_contact: { manages_contacts: true, notes: 'Calls on Mondays' },
  })
  const listed = await desk.as('carol')('GET', path)
  expect(listed.body).toMatchObject({ contact_terms: { contact_limit: 30 } })
  expect(JSON.stringify(listed.body)).not.toContain('Mondays')
  expect((await desk.as('carol')('GET', `/organizations/${bolt}/contacts`)).status).toBe(404)
  const colleague = await member(acme)
  const added = await named('carol', acme, { email: colleague.email })
  expect(added.status).toBe(201)
  expect(
    (await named('carol', acme, { email: (await member(acme)).email, manages_contacts: true })).status,
  ).toBe(403)
  const strangers = [
    await named('carol', acme, { email: CAST.dave.email }),
    await named('carol', acme, { email: 'no@x.example' }),
  ]
  expect(strangers.map(({ status }) => status)).toEqual([422, 422])
  expect(strangers[0]!.body).toEqual(strangers[1]!.body)
  const { id } = (added.body as unknown as { organization_contact: { id: number } }).organization_contact
  expect((await desk.as('carol')('DELETE', `${path}/${id}`)).status).toBe(204)
  // Nobody who has not proven who they are manages anything.
  await desk.ground.db.rows(sql`update users set verified = false where id = ${desk.ids.carol}`)
  expect((await desk.as('carol')('GET', path)).status).toBe(404)
  await desk.ground.db.rows(sql`update users set verified = true where id = ${desk.ids.carol}`)
})

it('end with the membership, and follow merges', async () => {
  const { id } = await member(acme)
  expect((await named('gus', acme, { user_id: id })).status).toBe(201)
  const of = async (userId: number) =>
    (
      (await desk.as('gus')('GET', `/users/${userId}/organization_contacts`)).body as unknown as {
        organization_contacts: { organization_id: number }[]
      }
    ).organization_contacts.map((one) => one.organization_id)
  expect(await of(id)).toEqual([acme])
  const twin = await member(bolt)
  await ok('gus', 'PUT', `/users/${id}/merge`, { user: { id: twin.id } })
  expect(await of(twin.id)).toEqual([acme])
  const heir = await organization('Heir')
  await ok('ada', 'POST', `/organizations/${acme}/merge`, { organization_merge: { winner_id: heir } })
  expect(await of(twin.id)).toEqual([heir])
  const memberships = await desk.as('gus')('GET', `/users/${twin.id}/organization_memberships`)
  const [membership] = (
    memberships.body as unknown as {
      organization_memberships: { id: number; organization_id: number }[]
    }
  ).organization_memberships.filter((one) => one.organization_id === heir)
  expect((await desk.as('gus')('DELETE', `/organization_memberships/${membership!.id}`)).status).toBe(204)
  expect(await of(twin.id)).toEqual([])
  expect((await desk.audited('organization_contact')).map(({ action }) => action)).toContain('create')
})
