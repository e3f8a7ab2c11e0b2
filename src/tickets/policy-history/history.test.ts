import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../platform/db/index.ts'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { ADA, BO, CORA, LIA, SUPPORT } from '../fixture.ts'
import { differencesBetween } from './diff.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk?.close())

const editAs = async (kind: string, id: number, body: object | null): Promise<number> => {
  const { db, policy, clock } = desk.ground
  const why = {
    authorId: ADA,
    reason: `edit ${kind}`,
    at: clock.now(),
    given: { text: null, breaksGlass: false },
  }
  return policy.edit(db, why, [{ kind, id, body: body as never }])
}
const current = async () => desk.ground.policy.current()
const status = (label: string) => ({ custom_status: { status_category: 'open', agent_label: label } })
const makeStatus = async (label: string, headers = {}, more = {}): Promise<number> => {
  const { status: code, body } = await desk.call(
    ADA,
    'POST',
    '/api/v2/custom_statuses',
    { ...status(label), ...more },
    headers,
  )
  expect(code).toBe(201)
  return body.custom_status.id
}
const versions = async (query = '') => (await desk.call(ADA, 'GET', `/api/v2/policy_versions${query}`)).body

describe('the history of the policy', () => {
  it('tells each version with its author, what it did, why, and which documents', async () => {
    const id = await makeStatus('In the lab', { 'x-mainstay-reason': 'The lab opens%20on Monday' })
    const { policy_versions: listed } = await versions('?page[size]=1')
    expect(listed[0]).toMatchObject({
      version: (await current()).version,
      author_id: ADA,
      summary: 'create custom status',
      reason: 'The lab opens on Monday',
      broke_glass: false,
      restores_version: null,
      counts: { created: 1, updated: 0, deleted: 0 },
      documents: [{ kind: 'custom_status', id, title: 'In the lab', operation: 'create' }],
    })
  })

  it('takes a reason beside the body, too, and not one that is too long', async () => {
    await makeStatus('Waits for parts', {}, { reason: 'Parts come by ship' })
    expect((await versions('?page[size]=1')).policy_versions[0].reason).toBe('Parts come by ship')
    const headers = { 'x-mainstay-reason': 'x'.repeat(1001) }
    const refused = await desk.call(ADA, 'POST', '/api/v2/custom_statuses', status('Never'), headers)
    expect(refused.status).toBe(422)
    expect(Object.keys(refused.body.details)).toEqual(['reason'])
  })

  it('pages both ways, and is filtered by kind, id, author and time', async () => {
    const id = await makeStatus('Filtered')
    await editAs('trigger', 77, { title: 'T', conditions: { all: [], any: [] }, actions: [] })
    const offset = await versions('?per_page=1&page=2')
    expect(offset.policy_versions).toHaveLength(1)
    expect(offset.count).toBe((await current()).version)
    expect((await versions(`?filter[kind]=custom_status&filter[id]=${id}`)).count).toBe(1)
    expect((await versions('?filter[kind]=trigger&filter[id]=77')).count).toBe(1)
    expect((await versions(`?filter[author_id]=${BO}`)).count).toBe(0)
    expect((await versions('?filter[author_id]=-1')).count).toBeGreaterThan(0)
    const future = '?filter[created_at][]=2199-01-01T00:00:00Z'
    expect((await versions(future)).count).toBe(0)
    for (const query of ['?filter[id]=3', '?filter[created_at][]=soon'])
      expect((await desk.call(ADA, 'GET', `/api/v2/policy_versions${query}`)).status, query).toBe(400)
  })

  it('shows an edit clause by clause', async () => {
    const rule = (value: string, actions: object[]) => ({
      title: 'Urgent ones',
      conditions: { all: [{ field: 'priority', operator: 'is', value }], any: [] },
      actions,
    })
    await editAs('trigger', 78, rule('high', []))
    const version = await editAs('trigger', 78, rule('urgent', [{ field: 'current_tags', value: 'hot' }]))
    const { body } = await desk.call(ADA, 'GET', `/api/v2/policy_versions/${version}`)
    expect(body.policy_version.diff).toMatchObject([{ kind: 'trigger', id: 78, operation: 'update' }])
    expect(body.policy_version.diff[0].differences.map(({ text }: { text: string }) => text)).toEqual([
      '- conditions.all: priority is high',
      '+ conditions.all: priority is urgent',
      '+ actions: current_tags hot',
    ])
  })

  it('is for those who may read the policy, and roles for those who may read people', async () => {
    expect((await desk.call(CORA, 'GET', '/api/v2/policy_versions')).status).toBe(403)
    expect((await desk.call(null, 'GET', '/api/v2/policy_versions')).status).toBe(401)
    expect((await desk.call(ADA, 'GET', '/api/v2/policy_versions/999999')).status).toBe(404)
    const own = { title: 'Mine', restriction: { type: 'User', id: ADA } }
    const version = await editAs('trigger', 79, own)
    const { body } = await desk.call(BO, 'GET', `/api/v2/policy_versions/${version}`)
    expect(body.policy_version?.diff ?? []).toEqual([])
  })
})

describe('going back', () => {
  it('restores all documents as of a version, by one new one that says so', async () => {
    const before = (await current()).version
    const id = await makeStatus('Short-lived')
    await desk.call(ADA, 'PUT', '/api/v2/custom_statuses/1', { custom_status: { agent_label: 'Brand new' } })
    const after = (await current()).version
    const { status: code, body } = await desk.call(
      ADA,
      'POST',
      `/api/v2/policy_versions/${before}/rollback`,
      {
        reason: 'It was better before',
      },
    )
    expect(code).toBe(200)
    expect(body.policy_version).toMatchObject({
      version: after + 1,
      restores_version: before,
      reason: 'It was better before',
      counts: { created: 0, updated: 1, deleted: 1 },
    })
    const policy = await current()
    expect(policy.document('custom_status', id)).toBeUndefined()
    expect(policy.document('custom_status', 1)?.body.agent_label).toBe('New')
    const logged = await desk.ground.db.rows(sql<{ action: string }>`
      select action from audit_log where source_id in (${`custom_status/${id}`}, 'custom_status/1') order by id desc limit 2`)
    expect(logged.map(({ action }) => action).sort()).toEqual(['destroy', 'update'])
  })

  it('restores only those that are named, and makes no version where nothing differs', async () => {
    const before = (await current()).version
    const [kept, gone] = [await makeStatus('Kept'), await makeStatus('Gone')]
    const path = `/api/v2/policy_versions/${before}/rollback`
    const chosen = { documents: [{ kind: 'custom_status', id: gone }] }
    const { body } = await desk.call(ADA, 'POST', path, chosen)
    expect((await current()).document('custom_status', kept)).toBeDefined()
    expect((await current()).document('custom_status', gone)).toBeUndefined()
    const again = await desk.call(ADA, 'POST', path, chosen)
    expect(again.body.policy_version.version).toBe(body.policy_version.version)
  })

  it('is refused with the names of what is needed and gone', async () => {
    const rule = {
      title: 'To the bank',
      conditions: { all: [{ field: 'group_id', operator: 'is', value: '4711' }], any: [] },
      actions: [{ field: 'group_id', value: String(SUPPORT) }],
    }
    const version = await editAs('trigger', 80, rule)
    await editAs('trigger', 80, null)
    const { status: code, body } = await desk.call(
      ADA,
      'POST',
      `/api/v2/policy_versions/${version}/rollback`,
      {},
    )
    expect(code).toBe(422)
    expect(body.details.base.map(({ description }: { description: string }) => description)).toEqual([
      'Trigger "To the bank": needs the group 4711 (group_id), which is gone',
    ])
    expect((await current()).document('trigger', 80)).toBeUndefined()
  })

  it('is refused where what stays would name what goes', async () => {
    const before = (await current()).version
    const field = await desk.call(ADA, 'POST', '/api/v2/ticket_fields', {
      ticket_field: { type: 'text', title: 'Serial' },
    })
    const id = field.body.ticket_field.id
    await editAs('trigger', 81, {
      title: 'Serials',
      conditions: { all: [{ field: `custom_fields_${id}`, operator: 'is', value: 'x' }], any: [] },
      actions: [{ field: 'current_tags', value: 'serial' }],
    })
    const refused = await desk.call(ADA, 'POST', `/api/v2/policy_versions/${before}/rollback`, {
      documents: [{ kind: 'ticket_field', id }],
    })
    expect(refused.status).toBe(422)
    expect(refused.body.details.base[0].description).toContain('Trigger "Serials": needs the ticket field')
  })

  it('is for those who may manage the policy', async () => {
    const version = (await current()).version
    for (const [who, code] of [
      [null, 401],
      [CORA, 403],
      [LIA, 403],
      [BO, 403],
    ] as const)
      expect((await desk.call(who, 'POST', `/api/v2/policy_versions/${version}/rollback`, {})).status).toBe(
        code,
      )
    expect((await desk.call(ADA, 'POST', '/api/v2/policy_versions/999999/rollback', {})).status).toBe(404)
  })
})

describe('approval', () => {
  it('where it is asked for keeps single hands off these kinds, and off itself', async () => {
    await editAs('account_settings', 1, {
      ...(await current()).document('account_settings', 1)?.body,
      policy_approval_kinds: ['custom_status'],
      policy_approval_break_glass: true,
    })
    const refused = await desk.call(ADA, 'POST', '/api/v2/custom_statuses', status('Alone'))
    expect(refused.status).toBe(422)
    expect(refused.body.details.base[0].description).toContain('POST /api/v2/policy_changes')
    const glass = { 'x-mainstay-break-glass': 'true' }
    const mute = await desk.call(ADA, 'POST', '/api/v2/custom_statuses', status('Alone'), glass)
    expect(Object.keys(mute.body.details)).toEqual(['reason'])
    const why = { ...glass, 'x-mainstay-reason': 'Nobody else is here' }
    await makeStatus('Alone', why)
    expect((await versions('?page[size]=1')).policy_versions[0]).toMatchObject({
      broke_glass: true,
      reason: 'Nobody else is here',
    })
    await expect(editAs('account_settings', 1, { policy_approval_kinds: [] })).rejects.toThrow()
    await desk.ground.policy.edit(
      desk.ground.db,
      { authorId: null, reason: 'end', at: desk.ground.clock.now() },
      [{ kind: 'account_settings', id: 1, body: {} }],
    )
  })
})

describe('differences', () => {
  it('follow entries by their ids, and tell a new order', () => {
    const option = (id: number, name: string) => ({ id, name, value: name.toLowerCase() })
    const before = { options: [option(1, 'Gold'), option(2, 'Silver')], updated_at: 'then' }
    const after = { options: [option(2, 'Sterling'), option(1, 'Gold')], updated_at: 'now' }
    expect(differencesBetween(before, after).map(({ text }) => text)).toEqual([
      'options[Sterling].name: Silver → Sterling',
      'options[Sterling].value: silver → sterling',
    ])
    const turned = { options: [...before.options].reverse() }
    expect(differencesBetween(before, turned)).toMatchObject([{ field: 'options', change: 'reordered' }])
    expect(differencesBetween(null, { title: 'New' })).toMatchObject([
      { field: 'title', from: null, to: 'New' },
    ])
    expect(differencesBetween(before, before)).toEqual([])
  })
})
