import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../platform/db/index.ts'
import { openDesk, type TestDesk } from '../fixture.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

type Field = { id: number; key: string; url: string; position: number; [key: string]: unknown }
type Option = { id: number; name: string; value: string }
const body = <T>(answer: { body: object }, key: string): T => (answer.body as Record<string, T>)[key]!
const create = async (kind: string, field: object) => {
  const answer = await desk.as('ada')('POST', `/${kind}s`, { [kind]: field })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return body<Field>(answer, kind)
}
const listed = async (kind: string) => body<Field[]>(await desk.as('gus')('GET', `/${kind}s`), `${kind}s`)

describe.each(['user_field', 'organization_field'])('%s', (kind) => {
  it.each([
    // Nobody, customer, light agent, agent, admin.
    ['GET', '', undefined, [401, 403, 200, 200, 200]],
    ['GET', '/424242', undefined, [401, 403, 404, 404, 404]],
    ['GET', '/nothing/options', undefined, [401, 403, 404, 404, 404]],
    ['GET', '/nothing/options/5', undefined, [401, 403, 404, 404, 404]],
    ['POST', '', { [kind]: {} }, [401, 403, 403, 403, 422]],
    ['PUT', '/424242', { [kind]: {} }, [401, 403, 403, 403, 404]],
    ['PUT', '/reorder', { [`${kind}_ids`]: [7] }, [401, 403, 403, 403, 404]],
    ['DELETE', '/424242', undefined, [401, 403, 403, 403, 404]],
    ['POST', '/424242/options', { custom_field_option: { value: 'x' } }, [401, 403, 403, 403, 404]],
    ['DELETE', '/424242/options/5', undefined, [401, 403, 403, 403, 404]],
  ])('%s %s', async (method, path, given, expected) => {
    const statuses: number[] = []
    for (const name of [null, 'carol', 'lise', 'gus', 'ada'] as const)
      statuses.push((await desk.as(name)(method, `/${kind}s${path}`, given)).status)
    expect(statuses).toEqual(expected)
  })

  it('is made, shown by id or key, changed, ordered and removed', async () => {
    const answer = await desk.as('ada')('POST', `/${kind}s.json`, {
      [kind]: { key: 'region', title: ' Region ', description: 'Where', id: 7, system: true },
    })
    const made = body<Field>(answer, kind)
    expect([answer.status, answer.headers.location]).toEqual([201, made.url])
    expect(made).toEqual({
      url: expect.stringContaining(`/api/v2/${kind}s/${made.id}.json`),
      id: expect.any(Number),
      type: 'text',
      key: 'region',
      title: 'Region',
      raw_title: 'Region',
      description: 'Where',
      raw_description: 'Where',
      position: 0,
      active: true,
      system: false,
      regexp_for_validation: null,
      created_at: '2026-01-31T08:00:00Z',
      updated_at: '2026-01-31T08:00:00Z',
    })
    const changed = await desk.as('ada')('PUT', `/${kind}s/region`, {
      [kind]: { title: 'Land', key: 'other', type: 'date', active: false },
    })
    expect(body<Field>(changed, kind)).toMatchObject({
      id: made.id,
      key: 'region',
      type: 'text',
      title: 'Land',
      description: 'Where',
      active: false,
    })
    const second = await create(kind, { key: 'second', title: 'Second' })
    expect(second.position).toBe(1)
    await desk.as('ada')('PUT', `/${kind}s/reorder`, { [`${kind}_ids`]: [second.id] })
    expect((await listed(kind)).map(({ key }) => key)).toEqual(['second', 'region'])
    const page = await desk.as('gus')('GET', `/${kind}s?page[size]=1`)
    expect(page.body).toMatchObject({ [`${kind}s`]: [{ key: 'second' }], meta: { has_more: true } })
    const next = (page.body as unknown as { links: { next: string } }).links.next
    const rest = await desk.as('gus')('GET', next.slice(next.indexOf('/api/v2') + 7))
    expect(rest.body).toMatchObject({ [`${kind}s`]: [{ key: 'region' }], meta: { has_more: false } })
    for (const { id } of [made, second])
      expect((await desk.as('ada')('DELETE', `/${kind}s/${id}`)).status).toBe(204)
    expect(await listed(kind)).toEqual([])
    expect((await desk.as('gus')('GET', `/${kind}s/${made.id}`)).status).toBe(404)
  })

  it.each([
    [{ title: 'No key' }, 'key', 'BlankValue'],
    [{ key: 'a b', title: 'Odd' }, 'key', 'InvalidFormat'],
    [{ key: '__proto__', title: 'Odd' }, 'key', 'InvalidFormat'],
    [{ key: 'k', title: ' ' }, 'title', 'BlankValue'],
    [{ key: 'k', title: 'x'.repeat(256) }, 'title', 'TooLong'],
    [{ key: 'k', title: 'K', type: 'tagger' }, 'type', 'InvalidValue'],
    [{ key: 'k', title: 'K', type: 'regexp' }, 'regexp_for_validation', 'BlankValue'],
    [
      { key: 'k', title: 'K', type: 'regexp', regexp_for_validation: '(' },
      'regexp_for_validation',
      'InvalidFormat',
    ],
    [
      { key: 'k', title: 'K', type: 'dropdown', custom_field_options: [{ name: 'A' }] },
      'custom_field_options',
      'BlankValue',
    ],
    [
      { key: 'k', title: 'K', type: 'dropdown', custom_field_options: [{ value: 'A' }, { value: 'a' }] },
      'custom_field_options',
      'DuplicateValue',
    ],
  ])('refuses %j', async (field, name, error) => {
    const answer = await desk.as('ada')('POST', `/${kind}s`, { [kind]: field })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ details: { [name]: [{ error }] } })
  })

  it('has each key once, however many ask at a time', async () => {
    const twice = await Promise.all(
      [1, 2].map(() => desk.as('ada')('POST', `/${kind}s`, { [kind]: { key: 'same', title: 'Same' } })),
    )
    expect(twice.map(({ status }) => status).sort()).toEqual([201, 422])
    await desk.as('ada')('DELETE', `/${kind}s/same`)
  })

  it('has options that keep their ids', async () => {
    await create(kind, {
      key: 'plan',
      title: 'Plan',
      type: 'dropdown',
      custom_field_options: [{ name: 'Gold', value: 'Gold Plan' }],
    })
    const path = `/${kind}s/plan/options`
    const options = async () => body<Option[]>(await desk.as('gus')('GET', path), 'custom_field_options')
    const [gold] = await options()
    expect(gold).toMatchObject({ name: 'Gold', raw_name: 'Gold', value: 'gold_plan' })
    const added = await desk.as('ada')('POST', path, { custom_field_option: { name: 'Tin', value: 'tin' } })
    expect(added.status).toBe(201)
    const tin = body<Option>(added, 'custom_field_option')
    const renamed = await desk.as('ada')('POST', path, {
      custom_field_option: { id: tin.id, name: 'Zinc', value: 'tin' },
    })
    expect([renamed.status, body<Option>(renamed, 'custom_field_option').name]).toEqual([200, 'Zinc'])
    const taken = await desk.as('ada')('POST', path, { custom_field_option: { value: 'TIN' } })
    expect(taken.status).toBe(422)
    expect((await desk.as('gus')('GET', `${path}/${tin.id}`)).status).toBe(200)
    await desk.as('ada')('PUT', `/${kind}s/plan`, {
      [kind]: { custom_field_options: [{ value: 'lead' }, { value: 'gold_plan', name: 'Au' }] },
    })
    expect(await options()).toMatchObject([{ value: 'lead' }, { id: gold!.id, name: 'Au' }])
    expect((await desk.as('ada')('DELETE', `${path}/${gold!.id}`)).status).toBe(204)
    expect(await options()).toMatchObject([{ value: 'lead' }])
    await desk.as('ada')('DELETE', `/${kind}s/plan`)
  })
})

const ALL = [
  {
    key: 'tier',
    title: 'Tier',
    type: 'dropdown',
    custom_field_options: [{ value: 'gold' }, { value: 'tin' }],
  },
  { key: 'vip', title: 'Vip', type: 'checkbox', tag: 'vip' },
  { key: 'seats', title: 'Seats', type: 'integer' },
  { key: 'rate', title: 'Rate', type: 'decimal' },
  { key: 'since', title: 'Since', type: 'date' },
  { key: 'code', title: 'Code', type: 'regexp', regexp_for_validation: '^\\d{3}$' },
]
const VALUES = { tier: 'gold', vip: true, seats: '12', rate: 1.5, since: '2025-03-01', code: '007' }
const SHOWN = { tier: 'gold', vip: true, seats: 12, rate: 1.5, since: '2025-03-01T00:00:00Z', code: '007' }
const UNSET = { tier: null, vip: false, seats: null, rate: null, since: null, code: null }

describe('values', () => {
  beforeAll(async () => {
    for (const kind of ['user_field', 'organization_field'])
      for (const field of ALL) await create(kind, field)
  })
  const carol = () => `/users/${desk.ids.carol}`
  const change = async (user: object) => {
    const answer = await desk.as('gus')('PUT', carol(), { user })
    return { status: answer.status, ...body<{ tags: string[]; user_fields: object }>(answer, 'user') }
  }

  it('of users: all active ones are shown, set ones in their form, with their tags', async () => {
    const before = await desk.as('gus')('GET', carol())
    expect(body<object>(before, 'user')).toMatchObject({ user_fields: UNSET })
    const after = await change({ user_fields: { ...VALUES, unknown: 1 } })
    expect(after).toMatchObject({ status: 200, user_fields: SHOWN, tags: ['gold', 'vip'] })
    expect((await change({ tags: ['other', 'vip'] })).user_fields).toEqual({ ...SHOWN, tier: null })
    expect(await change({ user_fields: { vip: false } })).toMatchObject({ tags: ['other'] })
    // What a client reads it may send back.
    expect((await change({ user_fields: { ...SHOWN, vip: false } })).user_fields).toEqual({
      ...SHOWN,
      vip: false,
    })
  })

  it('of users name each that does not fit', async () => {
    const answer = await desk.as('gus')('PUT', carol(), {
      user: { user_fields: { tier: 'lead', code: 'x' } },
    })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({
      details: {
        tier: [{ description: 'Tier: is not one of its options' }],
        code: [{ description: 'Code: does not have the form that is asked for' }],
      },
    })
  })

  it('of oneself are for staff to set', async () => {
    await desk.as('carol')('PUT', carol(), { user: { user_fields: { code: '999' } } })
    expect(body<object>(await desk.as('gus')('GET', carol()), 'user')).toMatchObject({
      user_fields: { code: '007' },
    })
  })

  it('of organizations likewise', async () => {
    const made = await desk.as('ada')('POST', '/organizations', {
      organization: { name: 'Valued', organization_fields: VALUES, tags: ['key'] },
    })
    expect(body<object>(made, 'organization')).toMatchObject({
      organization_fields: SHOWN,
      tags: ['gold', 'key', 'vip'],
    })
    const { id } = body<{ id: number }>(made, 'organization')
    const wrong = await desk.as('ada')('PUT', `/organizations/${id}`, {
      organization: { organization_fields: { seats: 'many' } },
    })
    expect(wrong.status).toBe(422)
    const put = await desk.as('ada')('PUT', `/organizations/${id}`, {
      organization: { organization_fields: { seats: null } },
    })
    expect(body<object>(put, 'organization')).toMatchObject({
      organization_fields: { ...SHOWN, seats: null },
    })
  })

  it('are what rules ask about', async () => {
    const { users } = await desk.people.facts([desk.ids.carol])
    expect(users[desk.ids.carol]!.fields).toEqual({
      tier: 'gold',
      seats: '12',
      rate: '1.5',
      since: '2025-03-01',
      code: '007',
    })
  })

  it('go with their field, unless another has taken its key', async () => {
    const left = async () =>
      (await desk.ground.db.one(sql<{ fields: object }>`
        select user_fields as fields from users where id = ${desk.ids.carol}`))!.fields
    await desk.as('ada')('DELETE', '/user_fields/seats')
    expect((await desk.as('gus')('GET', carol())).body).not.toHaveProperty('user.user_fields.seats')
    await create('user_field', { key: 'seats', title: 'Seats anew' })
    await desk.runJobs()
    expect(await left()).toHaveProperty('seats')
    await desk.as('ada')('DELETE', '/user_fields/seats')
    const fed = sql`select from feed_inbox where subject = 'user' and subject_id = ${desk.ids.carol}`
    const before = (await desk.ground.db.rows(fed)).length
    await desk.runJobs()
    expect(await left()).not.toHaveProperty('seats')
    expect(await left()).toHaveProperty('rate')
    expect((await desk.ground.db.rows(fed)).length).toBe(before + 1)
  })
})
