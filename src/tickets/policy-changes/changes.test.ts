import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { ADA, BO, CORA } from '../fixture.ts'

/** Here an administrator too, so that there are two. */
const EVE = BO

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
  await desk.ground.db.rows(sql`update users set role_id = 4 where id = ${EVE}`)
})
afterAll(() => desk?.close())

const system = (settings: object) =>
  desk.ground.policy.edit(desk.ground.db, { authorId: null, reason: 'test', at: desk.ground.clock.now() }, [
    { kind: 'account_settings', id: 1, body: settings as never },
  ])
beforeEach(() => system({ policy_approval_kinds: ['custom_status', 'ticket_form'] }))

const current = async () => desk.ground.policy.current()
const label = (name: string) => ({
  kind: 'custom_status',
  op: 'create',
  body: { status_category: 'open', agent_label: name },
})
const ask = (edits: object[], as: Id | null = ADA, more: object = {}) =>
  desk.call(as, 'POST', '/api/v2/policy_changes', {
    policy_change: { title: 'A label', reason: 'Labs need one', edits, ...more },
  })
const step = (id: Id, verb: string, as: Id, body: object = {}) =>
  desk.call(as, 'POST', `/api/v2/policy_changes/${id}/${verb}`, body)
const asked = async (edits: object[]): Promise<Id> => {
  const { status, body } = await ask(edits)
  expect(status, JSON.stringify(body)).toBe(201)
  return body.policy_change.id
}

describe('a change request', () => {
  it('says what would be different, and changes nothing', async () => {
    const before = (await current()).version
    const { status, body } = await ask([
      label('In the lab'),
      { kind: 'custom_status', id: 1, op: 'update', body: { agent_label: 'Fresh' } },
    ])
    expect(status).toBe(201)
    expect(body.policy_change).toMatchObject({
      state: 'open',
      author_id: ADA,
      base_version: before,
      conflicts: [],
      lint: [],
    })
    const diff = body.policy_change.diff.map(({ title, operation }: Record<string, string>) => [
      title,
      operation,
    ])
    expect(diff).toEqual(
      expect.arrayContaining([
        ['In the lab', 'create'],
        ['Fresh', 'update'],
      ]),
    )
    expect((await current()).version).toBe(before)
    expect((await current()).documents('custom_status').map((one) => one.body.agent_label)).not.toContain(
      'Fresh',
    )
  })

  it('is approved by a second person and applied as one version, with its author and reason', async () => {
    const id = await asked([label('Approved'), label('Approved too')])
    const own = await step(id, 'approve', ADA)
    expect(own.status).toBe(403)
    expect((await step(id, 'apply', ADA)).status).toBe(403)
    const approved = await step(id, 'approve', EVE, { reason: 'Looks right' })
    expect(approved.body.policy_change).toMatchObject({
      state: 'approved',
      decided_by_id: EVE,
      decision_reason: 'Looks right',
    })
    const before = (await current()).version
    const { body } = await step(id, 'apply', ADA)
    expect(body.policy_change).toMatchObject({ state: 'applied', applied_version: before + 1 })
    const { body: shown } = await desk.call(ADA, 'GET', `/api/v2/policy_versions/${before + 1}`)
    expect(shown.policy_version).toMatchObject({
      author_id: ADA,
      reason: 'Labs need one',
      policy_change_id: id,
      counts: { created: 2, updated: 0, deleted: 0 },
    })
    expect((await step(id, 'apply', ADA)).status).toBe(409)
    const logged = await desk.ground.db.rows(sql<{ after: { state: string } }>`
      select after from audit_log where source_type = 'policy_change' and source_id = ${String(id)} order by id`)
    expect(logged.map(({ after }) => after.state)).toEqual(['open', 'approved', 'applied'])
  })

  it('needs no approval for kinds of which the desk asks for none', async () => {
    const id = await asked([{ kind: 'ticket_field', op: 'create', body: { type: 'text', title: 'Serial' } }])
    expect((await step(id, 'apply', ADA)).status).toBe(200)
    expect((await current()).documents('ticket_field').map(({ body }) => body.title)).toContain('Serial')
  })

  it('gives new documents the numbers that its differences named', async () => {
    const { body } = await ask([
      { kind: 'ticket_field', op: 'create', body: { type: 'text', title: 'Numbered' } },
    ])
    const { id, diff } = body.policy_change
    await step(id, 'apply', ADA)
    expect((await current()).document('ticket_field', diff[0].id)?.body.title).toBe('Numbered')
  })

  it('tells what others changed meanwhile, and is neither approved nor applied then', async () => {
    const id = await asked([
      { kind: 'custom_status', id: 2, op: 'update', body: { agent_label: 'Being done' } },
    ])
    const standing = (await current()).document('custom_status', 2)!
    const version = await desk.ground.policy.edit(
      desk.ground.db,
      { authorId: null, reason: 'meanwhile', at: desk.ground.clock.now() },
      [{ ...standing, body: { ...standing.body, agent_label: 'Working' } }],
    )
    const refused = await step(id, 'approve', EVE)
    expect(refused.status).toBe(409)
    const { body } = await desk.call(ADA, 'GET', `/api/v2/policy_changes/${id}`)
    expect(body.policy_change.conflicts).toEqual([
      { kind: 'custom_status', id: 2, title: 'Being done', versions: [version] },
    ])
  })

  it('is rejected, or withdrawn by its author alone', async () => {
    const one = await asked([label('Rejected')])
    expect((await step(one, 'reject', EVE, { reason: 'No' })).body.policy_change).toMatchObject({
      state: 'rejected',
      decision_reason: 'No',
    })
    expect((await step(one, 'approve', EVE)).status).toBe(409)
    const other = await asked([label('Withdrawn')])
    expect((await step(other, 'withdraw', EVE)).status).toBe(403)
    expect((await step(other, 'withdraw', ADA)).body.policy_change.state).toBe('withdrawn')
    const { body } = await desk.call(ADA, 'GET', '/api/v2/policy_changes?filter[state]=withdrawn')
    expect(body.policy_changes.map(({ id }: { id: Id }) => id)).toEqual([other])
    expect(body.count).toBe(1)
  })

  it.each([
    ['an unknown kind', { kind: 'dragon', op: 'create', body: {} }, 'edits[0].kind'],
    ['no id', { kind: 'custom_status', op: 'update', body: {} }, 'edits[0].id'],
    [
      'what is not there',
      { kind: 'custom_status', id: 999_999, op: 'update', body: { agent_label: 'x' } },
      'edits[0]',
    ],
    ['what cannot be done', { kind: 'account_settings', op: 'delete' }, 'edits[0].op'],
    [
      'a body that its own route refuses',
      { kind: 'ticket_field', op: 'create', body: { type: 'dragon' } },
      'edits[0].type',
    ],
    ['nothing new', { kind: 'custom_status', id: 3, op: 'update', body: {} }, 'edits'],
  ])('is refused for %s, by the place of the edit', async (_, edit, field) => {
    const { status, body } = await ask([edit])
    expect(status).toBe(422)
    expect(Object.keys(body.details)[0]).toContain(field)
  })

  it('puts documents into an order', async () => {
    const made = [await asked([{ kind: 'ticket_form', op: 'create', body: { name: 'One' } }])]
    made.push(await asked([{ kind: 'ticket_form', op: 'create', body: { name: 'Two' } }]))
    for (const id of made) {
      await step(id, 'approve', EVE)
      expect((await step(id, 'apply', ADA)).status).toBe(200)
    }
    const forms = (await current()).documents('ticket_form').map(({ id }) => id)
    const { body } = await ask([{ kind: 'ticket_form', op: 'reorder', body: { ids: [...forms].reverse() } }])
    expect(body.policy_change.diff.length).toBeGreaterThan(0)
  })

  it('is for those who may manage the policy', async () => {
    expect((await ask([label('x')], CORA)).status).toBe(403)
    expect((await ask([label('x')], null)).status).toBe(401)
    expect((await desk.call(CORA, 'GET', '/api/v2/policy_changes')).status).toBe(403)
    expect((await step(999_999, 'apply', ADA)).status).toBe(404)
  })
})
