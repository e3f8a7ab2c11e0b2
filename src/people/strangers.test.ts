import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countQueries, sql } from '../platform/db/index.ts'
import { openDesk, type TestDesk } from './fixture.ts'
import { people } from './index.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk({ supportAddresses: ['help@desk.example', 'desk@gmail.com'] })
})
afterAll(() => desk.close())

const arrive = (email: string, name?: string, verified = false) =>
  desk.ground.db.transaction((tx) => desk.people.findOrCreateByEmail(tx, { email, name, verified }))
const stored = (id: number) =>
  desk.ground.db.one(sql<Record<string, unknown>>`select * from users where id = ${id}`)

describe('the person behind an address', () => {
  it('is an unproven end user without an organization, and the same next time', async () => {
    await desk.ground.db.rows(sql`
      insert into organizations (name, domain_names, created_at, updated_at)
      values ('Acme', '{acme.example}', now(), now())`)
    const id = await arrive('New.Customer@ACME.example', 'New\r\nBcc: all@desk.example')
    expect(await stored(id)).toMatchObject({
      name: 'New Bcc: all@desk.example',
      email: 'new.customer@acme.example',
      role_id: 1,
      verified: false,
      organization_id: null,
    })
    expect(await arrive('new.customer@acme.example', 'Somebody Else')).toBe(id)
    expect((await stored(id))?.name).toBe('New Bcc: all@desk.example')
    expect((await desk.audited('user')).at(-1)).toMatchObject({ action: 'create', after: { id } })
    const fed = await desk.ground.db.rows(sql`
      select 1 from feed_inbox where subject = 'user' and subject_id = ${id}`)
    expect(fed).toHaveLength(1)
  })

  it('joins the organization of the domain when the address is proven', async () => {
    const id = await arrive('proven@acme.example', 'Pat', true)
    expect(await stored(id)).toMatchObject({ verified: true, organization_id: expect.any(Number) })
  })

  it('is one, however many mails come at once', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => arrive('rush@acme.example')))
    expect(new Set(ids).size).toBe(1)
    const rows = await desk.ground.db.rows(sql`select 1 from users where email = 'rush@acme.example'`)
    expect(rows).toHaveLength(1)
  })

  it('needs no second connection, so a crowd of strangers cannot stop the pool', async () => {
    const fresh = people(desk.ground)
    const crowd = Array.from({ length: 24 }, (_, n) => `crowd${n}@acme.example`)
    const ids = await Promise.all(
      crowd.map((email) =>
        desk.ground.db.transaction((tx) => fresh.findOrCreateByEmail(tx, { email, verified: false })),
      ),
    )
    expect(new Set(ids).size).toBe(24)
  })

  it('waits for a transaction that has claimed the address, and takes over when it fails', async () => {
    let second: Promise<number> | undefined
    const first = desk.ground.db.transaction(async (tx) => {
      const id = await desk.people.findOrCreateByEmail(tx, { email: 'wait@acme.example', verified: false })
      second = arrive('wait@acme.example')
      throw new Error(`roll back ${id}`)
    })
    await expect(first).rejects.toThrow('roll back')
    expect(await stored((await second)!)).toMatchObject({ email: 'wait@acme.example' })
  })

  it('is found with one statement', async () => {
    await arrive('known@acme.example')
    const { count } = await countQueries(() =>
      desk.people.findOrCreateByEmail(desk.ground.db, { email: 'known@acme.example', verified: false }),
    )
    expect(count).toBe(1)
  })

  it.each([
    ['stranger@desk.example', 'cannot be registered'],
    ['Stranger@DESK.example', 'cannot be registered'],
    ['help+t1.abc@desk.example', 'cannot be registered'],
    ['desk+x@gmail.com', 'cannot be registered'],
    ['not an address', 'not properly formatted'],
    ['a@b@c.example', 'not properly formatted'],
    ['', 'cannot be blank'],
  ])('is refused for %j', async (email, message) => {
    await expect(arrive(email)).rejects.toMatchObject({
      refusal: {
        code: 'invalid',
        details: [{ field: 'email', description: expect.stringContaining(message) }],
      },
    })
  })

  it('may share a public provider with a support address, and staff are known', async () => {
    expect(await arrive('somebody@gmail.com')).toBeGreaterThan(0)
    expect(await arrive('gus@desk.example')).toBe(desk.ids.gus)
  })

  it('does not lie in the staff domains of the settings', async () => {
    const policy = await desk.ground.policy.current()
    const body = { ...policy.document('account_settings', 1)!.body, staff_domains: ['corp.example'] }
    const why = { authorId: null, reason: 'Staff have a domain of their own', at: desk.ground.clock.now() }
    await desk.ground.db.transaction((tx) =>
      desk.ground.policy.edit(tx, why, [{ kind: 'account_settings', id: 1, body }]),
    )
    await expect(arrive('boss@corp.example')).rejects.toMatchObject({ refusal: { code: 'invalid' } })
  })
})

describe('side-loads', () => {
  it('show staff users, and end users themselves and bylines', async () => {
    const ids = [desk.ids.gus, desk.ids.carol, desk.ids.dave]
    const seen = async (id: number) =>
      desk.people.presentUsers(await desk.people.viewer(id), ids, 'http://localhost:3000')
    expect((await seen(desk.ids.lise)).map((user) => user.email)).toEqual([
      'gus@desk.example',
      'carol@acme.example',
      'dave@bolt.example',
    ])
    expect(await seen(desk.ids.carol)).toEqual([
      { id: desk.ids.gus, name: 'Gus Agent', photo: null, agent: true, organization_id: null },
      expect.objectContaining({ id: desk.ids.carol, email: 'carol@acme.example' }),
      { id: desk.ids.dave, name: 'Dave Customer', photo: null, agent: false, organization_id: null },
    ])
  })
})

describe('erasing', () => {
  it('leaves nothing personal in our tables', async () => {
    const canary = 'canary-8f1c'
    const made = await desk.as('gus')('POST', '/users', {
      user: {
        name: canary,
        email: `${canary}@acme.example`,
        phone: canary,
        notes: canary,
        details: canary,
        tags: [canary],
        external_id: canary,
        alias: canary,
        signature: canary,
      },
    })
    const { id } = (made.body as unknown as { user: { id: number } }).user
    const [eraser] = desk.people.module.erasers!
    await desk.ground.db.transaction((tx) => eraser!.eraseUser!(tx, id))
    for (const table of eraser!.tables) {
      const rows = await desk.ground.db.rows(sql`select * from ${sql.table(table)}`)
      expect(JSON.stringify(rows), table).not.toContain(canary)
    }
    expect(await stored(id)).toMatchObject({ name: 'Permanently deleted user', active: false })
  })
})
