import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countQueries, sql } from '../../platform/db/index.ts'
import { type Name, openDesk, type TestDesk } from '../fixture.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

type Shown = { id: number; [key: string]: unknown }
const userOf = (body: object): Shown => (body as { user: Shown }).user
const idsOf = (body: object): number[] => (body as { users: Shown[] }).users.map(({ id }) => id)

describe('who may do what to whom', () => {
  const names: readonly (Name | null)[] = [null, 'dave', 'carol', 'lise', 'gus', 'ada', 'olga']
  const row = async (ask: (name: Name | null) => Promise<{ status: number }>) => {
    const statuses: number[] = []
    for (const name of names) statuses.push((await ask(name)).status)
    return statuses
  }

  it.each([
    // Nobody, another customer, Carol herself, light agent, agent, admin, owner.
    ['GET', '/users', [401, 403, 403, 200, 200, 200, 200]],
    ['GET', '/users/count', [401, 403, 403, 200, 200, 200, 200]],
    ['GET', '/users/search?query=carol', [401, 403, 403, 200, 200, 200, 200]],
    ['GET', '/users/autocomplete?name=car', [401, 403, 403, 200, 200, 200, 200]],
    ['GET', '/users/show_many?ids=1', [401, 403, 403, 200, 200, 200, 200]],
    ['GET', '/users/me', [200, 200, 200, 200, 200, 200, 200]],
    ['GET', '/users/CAROL', [401, 404, 200, 200, 200, 200, 200]],
    ['GET', '/users/CAROL.json', [401, 404, 200, 200, 200, 200, 200]],
    ['GET', '/users/CAROL/identities', [401, 404, 200, 200, 200, 200, 200]],
    ['GET', '/users/CAROL/related', [401, 403, 403, 200, 200, 200, 200]],
    ['GET', '/users/OLGA', [401, 404, 404, 200, 200, 200, 200]],
    ['GET', '/users/9223372036854775807', [401, 404, 404, 404, 404, 404, 404]],
    ['PUT', '/users/CAROL', [401, 404, 200, 403, 200, 200, 200]],
    ['PUT', '/users/GUS', [401, 404, 404, 403, 200, 200, 200]],
    ['PUT', '/users/ADA', [401, 404, 404, 403, 403, 200, 200]],
    ['PUT', '/users/OLGA', [401, 404, 404, 403, 403, 403, 200]],
    ['DELETE', '/users/9000000', [401, 403, 403, 403, 404, 404, 404]],
    ['DELETE', '/users/OLGA', [401, 403, 403, 403, 403, 403, 403]],
    ['POST', '/users/OLGA/identities', [401, 403, 403, 403, 403, 403, 422]],
    ['POST', '/users/CAROL/identities', [401, 403, 403, 403, 422, 422, 422]],
  ] as const)('%s %s', async (method, path, expected) => {
    const url = path.replace(/CAROL|GUS|ADA|OLGA/, (name) => String(desk.ids[name.toLowerCase() as Name]))
    const body = path.endsWith('identities')
      ? { identity: { type: 'email', value: 'no address' } }
      : { user: { alias: 'Known' } }
    expect(await row((name) => desk.as(name)(method, url, method === 'GET' ? undefined : body))).toEqual(
      expected,
    )
  })

  it('answers a hidden person exactly like one that does not exist', async () => {
    const hidden = await desk.as('carol')('GET', `/users/${desk.ids.dave}`)
    const absent = await desk.as('carol')('GET', '/users/8999999')
    expect(hidden).toMatchObject({ status: 404, body: absent.body })
  })

  it('shows end users a reduced object, of themselves', async () => {
    const { body } = await desk.as('carol')('GET', `/users/${desk.ids.carol}`)
    expect(userOf(body)).toMatchObject({ name: 'Carol Customer', role: 'end-user' })
    for (const key of ['notes', 'details', 'tags', 'suspended', 'external_id', 'custom_role_id'])
      expect(userOf(body)).not.toHaveProperty(key)
  })
})

describe('GET /users/me', () => {
  it('is an anonymous user without credentials, and with wrong ones', async () => {
    const anonymous = { id: null, name: 'Anonymous user', email: 'invalid@example.com', role: 'end-user' }
    expect((await desk.as(null)('GET', '/users/me')).body).toMatchObject({ user: anonymous })
    const wrong = await desk.as(null)('GET', '/users/me.json', undefined, {
      authorization: 'Bearer mst_wrong',
    })
    expect(wrong).toMatchObject({ status: 200, body: { user: anonymous } })
  })

  it.each([
    ['carol', 'end-user', undefined, undefined],
    ['lise', 'agent', 1, 2],
    ['gus', 'agent', 0, 3],
    ['ada', 'admin', 4, 4],
    ['olga', 'admin', 4, 5],
  ] as const)('says what %s is', async (name, role, roleType, customRoleId) => {
    const user = userOf((await desk.as(name)('GET', '/users/me')).body)
    expect([user.id, user.role, user.role_type, user.custom_role_id]).toEqual([
      desk.ids[name],
      role,
      roleType,
      customRoleId,
    ])
  })
})

describe('creating', () => {
  it('makes an unproven end user in the form of the wire', async () => {
    const made = await desk.as('gus')('POST', '/users.json', {
      user: { name: ' Nora\u2028 New ', email: 'Nora@Acme.Example', tags: ['VIP', 'b a'], verified: true },
    })
    expect(made.status).toBe(201)
    const user = userOf(made.body)
    expect(made.headers.location).toBe(user.url)
    expect(user).toEqual({
      id: expect.any(Number),
      url: expect.stringMatching(/^http.*\/api\/v2\/users\/\d+\.json$/),
      name: 'Nora New',
      email: 'nora@acme.example',
      created_at: '2026-01-31T08:00:00Z',
      updated_at: '2026-01-31T08:00:00Z',
      time_zone: 'UTC',
      iana_time_zone: 'Etc/UTC',
      phone: null,
      shared_phone_number: null,
      photo: null,
      locale_id: 1,
      locale: 'en-US',
      organization_id: null,
      role: 'end-user',
      verified: false,
      external_id: null,
      tags: ['a', 'b', 'vip'],
      alias: null,
      active: true,
      shared: false,
      shared_agent: false,
      last_login_at: null,
      two_factor_auth_enabled: null,
      signature: null,
      details: null,
      notes: null,
      role_type: null,
      custom_role_id: null,
      moderator: false,
      ticket_restriction: 'requested',
      only_private_comments: false,
      restricted_agent: true,
      suspended: false,
      default_group_id: null,
      report_csv: false,
      user_fields: {},
    })
    const { rows } = { rows: await desk.audited('user') }
    expect(rows.at(-1)).toMatchObject({ action: 'create', before: null, after: { name: 'Nora New' } })
    const fed = await desk.ground.db.rows(sql`
      select 1 from feed_inbox where subject = 'user' and subject_id = ${user.id}`)
    expect(fed).toHaveLength(1)
  })

  it.each([
    [{}, 'name', 'BlankValue'],
    [{ name: '  ' }, 'name', 'BlankValue'],
    [{ name: 'X', email: 'nowhere' }, 'email', 'InvalidFormat'],
    [{ name: 'X', email: 'a@b\u0001.example' }, 'email', 'InvalidFormat'],
    [{ name: 'X', email: 'carol@ACME.example' }, 'email', 'DuplicateValue'],
    [{ name: 'X', email: 'support+x@desk.example' }, 'email', 'InvalidValue'],
    [{ name: 'X', time_zone: 'Mars/Base' }, 'time_zone', 'InvalidValue'],
    [{ name: 'X', locale: 'tlh' }, 'locale', 'InvalidValue'],
    [{ name: 'X', organization_id: 4711 }, 'organization_id', 'InvalidValue'],
    [{ name: 'X', phone: '9'.repeat(256) }, 'phone', 'TooLong'],
    [{ name: 5 }, 'name', 'InvalidValue'],
  ])('refuses %j, naming %s', async (user, field, error) => {
    const { status, body } = await desk.as('ada')('POST', '/users', { user })
    expect([status, body]).toMatchObject([422, { error: 'RecordInvalid', details: { [field]: [{ error }] } }])
  })

  it('names a person without a name after the address', async () => {
    const { body } = await desk.as('ada')('POST', '/users', { user: { email: 'jean.luc@ship.example' } })
    expect(userOf(body).name).toBe('Jean Luc')
  })

  it('creates or changes by external id or address', async () => {
    const put = (user: object) => desk.as('gus')('POST', '/users/create_or_update', { user })
    const first = await put({ name: 'Eve', email: 'eve@acme.example', external_id: 4711 })
    const second = await put({ external_id: '4711', name: 'Eve Adams' })
    const third = await put({ email: 'EVE@acme.example', phone: '+49 30 1' })
    expect([first.status, second.status, third.status]).toEqual([201, 200, 200])
    expect(userOf(third.body)).toMatchObject({
      id: userOf(first.body).id,
      name: 'Eve Adams',
      phone: '+49 30 1',
      external_id: '4711',
    })
  })

  it('is done once under one Idempotency-Key', async () => {
    const send = () =>
      desk.as('gus')('POST', '/users', { user: { name: 'Only One' } }, { 'idempotency-key': 'only-one' })
    const [first, second] = [await send(), await send()]
    expect(userOf(second.body).id).toBe(userOf(first.body).id)
    expect([first, second].map(({ headers }) => headers['x-idempotency-lookup'])).toEqual(['miss', 'hit'])
    const claim = await desk.ground.db.rows(sql<{ path: string }>`
      select located_path as path from idempotency_keys where located_path is not null`)
    expect(claim.map(({ path }) => path)).toContain(`/api/v2/users/${userOf(first.body).id}`)
  })

  it('makes one of two that come at once', async () => {
    const user = { name: 'Twin', email: 'twin@acme.example' }
    const both = await Promise.all(
      [1, 2, 3, 4].map(() => desk.as('gus')('POST', '/users/create_or_update', { user })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201])
    expect(new Set(both.map(({ body }) => userOf(body).id)).size).toBe(1)
  })
})

describe('mass assignment', () => {
  /** Every column of the table, and what else a client might try. */
  const everything = async () => {
    const columns = await desk.ground.db.rows(sql<{ name: string }>`
      select column_name as name from information_schema.columns where table_name = 'users'`)
    const values: Record<string, unknown> = Object.fromEntries(columns.map(({ name }) => [name, 5]))
    return {
      ...values,
      name: 'Mallory',
      email: 'mallory@evil.example',
      role: 'admin',
      custom_role_id: 5,
      verified: true,
      skip_verify_email: true,
      suspended: true,
      active: false,
      moderator: true,
      only_private_comments: true,
      ticket_restriction: 'groups',
      password: 'a new password of mine',
      password_hash: 'x',
      permissions: ['*'],
      tags: ['own'],
      user_fields: { any: 'thing' },
      created_at: '2001-01-01T00:00:00Z',
      updated_at: '2001-01-01T00:00:00Z',
      last_login_at: '2001-01-01T00:00:00Z',
      organization_id: null,
      time_zone: 'Berlin',
      locale: 'de',
      external_id: 'mine',
      phone: '+1',
      alias: 'M',
      details: 'd',
      notes: 'n',
      signature: 's',
      photo: null,
      default_group_id: null,
    }
  }
  const stored = (id: number) =>
    desk.ground.db.one(sql<Record<string, unknown>>`select * from users where id = ${id}`)
  const changed = async (id: number, work: () => Promise<unknown>) => {
    const before = (await stored(id))!
    await work()
    const after = (await stored(id))!
    return Object.keys(after)
      .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
      .sort()
  }

  it('lets end users and agents change their own profile, and nothing else of themselves', async () => {
    const user = await everything()
    const own = ['alias', 'locale', 'name', 'phone', 'signature', 'time_zone']
    desk.ground.clock.advance(60_000)
    for (const name of ['dave', 'lise'] as const)
      expect(
        await changed(desk.ids[name], () => desk.as(name)('PUT', `/users/${desk.ids[name]}`, { user })),
      ).toEqual([...own, 'updated_at'])
  })

  it('lets agents change what end users are, never what they may do', async () => {
    const victim = userOf((await desk.as('ada')('POST', '/users', { user: { name: 'Victor' } })).body)
    const user = await everything()
    desk.ground.clock.advance(60_000)
    const keys = await changed(victim.id, () => desk.as('gus')('PUT', `/users/${victim.id}`, { user }))
    const governed = ['details', 'email', 'external_id', 'notes', 'tags']
    expect(keys).toEqual(
      [...governed, 'alias', 'locale', 'name', 'phone', 'signature', 'time_zone', 'updated_at'].sort(),
    )
    expect(await stored(victim.id)).toMatchObject({ role_id: 1, verified: false, password_hash: null })
  })

  it('makes end users only, whatever an agent sends', async () => {
    const user = { ...(await everything()), email: 'second@evil.example', external_id: 'second' }
    const made = userOf((await desk.as('gus')('POST', '/users', { user })).body)
    expect(made).toMatchObject({ role: 'end-user', verified: false, suspended: false, active: true })
    expect(made.created_at).not.toMatch(/^2001/)
    expect(await stored(made.id)).toMatchObject({ role_id: 1, password_hash: null })
  })

  it('keeps what an admin may do to themselves and to owners within bounds', async () => {
    const asAda = desk.as('ada')
    await asAda('PUT', `/users/${desk.ids.ada}`, { user: { custom_role_id: 5, suspended: true } })
    expect(await stored(desk.ids.ada)).toMatchObject({ role_id: 4, suspended: false })
    const toOwner = await asAda('PUT', `/users/${desk.ids.gus}`, { user: { custom_role_id: 5 } })
    expect(toOwner.status).toBe(403)
    const owner = await asAda('POST', '/users', { user: { name: 'Second Owner', custom_role_id: 5 } })
    expect(owner.status).toBe(403)
    const byOwner = await desk.as('olga')('POST', '/users', { user: { name: 'Co-owner', custom_role_id: 5 } })
    expect(userOf(byOwner.body)).toMatchObject({ role: 'admin', custom_role_id: 5 })
  })
})

describe('changing', () => {
  it('takes back whole objects, and changes what differs', async () => {
    const made = userOf(
      (await desk.as('ada')('POST', '/users', { user: { name: 'Rita', role: 'agent', custom_role_id: 2 } }))
        .body,
    )
    expect(made).toMatchObject({ role: 'agent', custom_role_id: 2, role_type: 1 })
    const same = userOf((await desk.as('ada')('PUT', `/users/${made.id}`, { user: made })).body)
    expect(same).toEqual(made)
    const raised = await desk.as('ada')('PUT', `/users/${made.id}`, { user: { ...made, role: 'admin' } })
    expect(userOf(raised.body)).toMatchObject({ role: 'admin', custom_role_id: 4 })
    const lowered = await desk.as('ada')('PUT', `/users/${made.id}`, {
      user: { ...userOf(raised.body), custom_role_id: 3 },
    })
    expect(userOf(lowered.body)).toMatchObject({ role: 'agent', custom_role_id: 3 })
    const unknown = await desk.as('ada')('PUT', `/users/${made.id}`, { user: { custom_role_id: 77 } })
    expect(unknown.status).toBe(422)
  })

  it('adds a new address as a second one, and makes it primary when asked', async () => {
    const made = userOf(
      (await desk.as('gus')('POST', '/users', { user: { name: 'Ines', email: 'ines@acme.example' } })).body,
    )
    const put = await desk.as('gus')('PUT', `/users/${made.id}`, { user: { email: 'ines@bolt.example' } })
    expect(userOf(put.body).email).toBe('ines@acme.example')
    const { identities } = (await desk.as('gus')('GET', `/users/${made.id}/identities`)).body as unknown as {
      identities: { id: number; value: string; primary: boolean }[]
    }
    expect(identities.map(({ value, primary }) => [value, primary])).toEqual([
      ['ines@acme.example', true],
      ['ines@bolt.example', false],
    ])
    const path = `/users/${made.id}/identities/${identities[1]!.id}`
    const primary = await desk.as('gus')('PUT', `${path}/make_primary`)
    expect(primary.status).toBe(200)
    expect(userOf((await desk.as('gus')('GET', `/users/${made.id}`)).body).email).toBe('ines@bolt.example')
    expect((await desk.as('gus')('PUT', `${path}/verify`)).status).toBe(403)
    expect((await desk.as('ada')('PUT', `${path}/verify`)).body).toMatchObject({
      identity: { verified: true },
    })
    expect(
      (await desk.as('gus')('PUT', path, { identity: { value: 'ines@new.example' } })).body,
    ).toMatchObject({
      identity: { value: 'ines@new.example', verified: false },
    })
    expect((await desk.as('gus')('DELETE', path)).status).toBe(204)
    expect(userOf((await desk.as('gus')('GET', `/users/${made.id}`)).body).email).toBe('ines@acme.example')
    const last = `/users/${made.id}/identities/${identities[0]!.id}`
    expect((await desk.as('gus')('DELETE', last)).status).toBe(422)
    const taken = { identity: { type: 'email', value: 'carol@acme.example' } }
    expect((await desk.as('gus')('POST', `/users/${made.id}/identities`, taken)).body).toMatchObject({
      details: { value: [{ error: 'DuplicateValue' }] },
    })
  })

  it('keeps agents who see only some tickets from writing end users', async () => {
    const made = userOf(
      (
        await desk.as('ada')('POST', '/users', {
          user: { name: 'Rob', email: 'rob@desk.example', role: 'agent', ticket_restriction: 'groups' },
        })
      ).body,
    )
    expect(made).toMatchObject({ ticket_restriction: 'groups', restricted_agent: true })
    const { secret } = await desk.people.createToken({ email: 'rob@desk.example' })
    const headers = { authorization: `Bearer ${secret}` }
    const write = await desk.as(null)('PUT', `/users/${desk.ids.carol}`, { user: { notes: 'x' } }, headers)
    expect(write.status).toBe(403)
    expect((await desk.as(null)('POST', '/users', { user: { name: 'X' } }, headers)).status).toBe(403)
  })
})

describe('removing', () => {
  it('deactivates, frees the address, and ends every access', async () => {
    const made = await desk.people.createUser({ email: 'leaver@desk.example', role: 'agent' })
    const { secret } = await desk.people.createToken({ email: 'leaver@desk.example' })
    const headers = { authorization: `Bearer ${secret}` }
    expect((await desk.as(null)('GET', '/users', undefined, headers)).status).toBe(200)
    const gone = await desk.as('ada')('DELETE', `/users/${made.id}`)
    expect(gone).toMatchObject({ status: 200, body: { user: { id: made.id, active: false, email: null } } })
    expect((await desk.as(null)('GET', '/users', undefined, headers)).status).toBe(401)
    expect((await desk.as('ada')('DELETE', `/users/${made.id}`)).status).toBe(404)
    expect((await desk.as('gus')('GET', `/users/${made.id}`)).status).toBe(200)
    const again = await desk.as('gus')('POST', '/users', {
      user: { name: 'L', email: 'leaver@desk.example' },
    })
    expect(again.status).toBe(201)
  })

  it('leaves nobody able to remove themselves', async () => {
    expect((await desk.as('ada')('DELETE', `/users/${desk.ids.ada}`)).status).toBe(403)
  })
})

describe('finding', () => {
  it('searches by beginnings of words and addresses, and by whole phone and external id', async () => {
    const made = await desk.as('gus')('POST', '/users', {
      user: { name: 'Zoë van der Linde', email: 'zoe_l@acme.example', phone: '+31 20 1', external_id: 'Z-1' },
    })
    const { id } = userOf(made.body)
    const found = async (query: string) =>
      idsOf((await desk.as('gus')('GET', `/users/search?query=${encodeURIComponent(query)}`)).body)
    for (const query of [
      'zoë',
      'Linde zoë',
      'van',
      'zoe_l@',
      'ZOE_L@acme',
      '+31 20 1',
      'Z-1',
      'email:zoe_l@acme.example',
    ])
      expect(await found(query), query).toEqual([id])
    for (const query of ['oë', 'zoe%', 'zoexl@', 'external_id:zz', "' or true --"])
      expect(await found(query), query).toEqual([])
    expect(await found('*')).toContain(id)
    expect(idsOf((await desk.as('gus')('GET', '/users/search?external_id=Z-1')).body)).toEqual([id])
    expect(idsOf((await desk.as('gus')('GET', '/users/autocomplete?name=lin')).body)).toEqual([id])
  })

  it('filters lists by role and pages both ways', async () => {
    const admins = await desk.as('gus')('GET', '/users?role[]=admin&page[size]=1')
    expect(admins.body).toMatchObject({ users: [{ role: 'admin' }], meta: { has_more: true } })
    const all = (await desk.as('gus')('GET', '/users?role=admin')).body as unknown as {
      count: number
      users: []
    }
    expect(all.count).toBe(all.users.length)
    const light = await desk.as('gus')('GET', '/users?permission_set=2')
    expect(idsOf(light.body)).toEqual([desk.ids.lise])
    const count = await desk.as('gus')('GET', '/users/count?role=agent&role[]=admin')
    expect(count.body).toMatchObject({ count: { refreshed_at: expect.stringMatching(/\+00:00$/) } })
  })

  it('shows many by ids, leaving out unknown ones; 100 at most', async () => {
    const { body } = await desk.as('gus')(
      'GET',
      `/users/show_many?ids=${desk.ids.dave},77,x,${desk.ids.carol}`,
    )
    expect(idsOf(body)).toEqual([desk.ids.carol, desk.ids.dave].sort((a, b) => a - b))
    const many = Array.from({ length: 101 }, (_, n) => n + 1).join(',')
    expect(await desk.as('gus')('GET', `/users/show_many?ids=${many}`)).toMatchObject({
      status: 400,
      body: { error: 'TooManyValues', max_count: 100 },
    })
  })

  it('asks the database a fixed number of questions', async () => {
    const asked = async (path: string) => (await countQueries(() => desk.as('gus')('GET', path))).count
    await asked('/users')
    // Who calls; the version of the policy; the page (and its count, where it is not the last).
    expect(await asked('/users')).toBe(3)
    expect(await asked('/users?per_page=2')).toBe(4)
    expect(await asked('/users?page[size]=2')).toBe(3)
    expect(await asked(`/users/${desk.ids.carol}`)).toBe(3)
    expect(await asked('/users?include=organizations,groups')).toBeLessThanOrEqual(5)
  })
})
