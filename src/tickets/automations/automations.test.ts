import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type ApiDesk, apiDesk } from '../api-fixture.ts'
import { ADA, BEA, CORA } from '../fixture.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())

const ada = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Answer> =>
  desk.call(ADA, method, `/api/v2${path}`, body)

const clause = (field: string, operator: string, value: string) => ({ field, operator, value })
const SOLVED = clause('status', 'is', 'solved')
const CLOSE = {
  title: 'Close',
  all: [SOLVED, clause('SOLVED', 'greater_than', '48')],
  actions: [{ field: 'status', value: 'closed' }],
}

describe('automations', () => {
  it('are for staff to read and for those who manage rules to change; a new desk has three, out of use', async () => {
    expect((await desk.call(null, 'GET', '/api/v2/automations')).status).toBe(401)
    expect((await desk.call(CORA, 'GET', '/api/v2/automations')).status).toBe(403)
    const { automations } = (await desk.call(BEA, 'GET', '/api/v2/automations')).body
    expect(automations.map(({ active }: { active: boolean }) => active)).toEqual([false, false, false])
    expect((await desk.call(BEA, 'POST', '/api/v2/automations', { automation: CLOSE })).status).toBe(403)
  })

  it('are made, changed, switched on as they come, and deleted', async () => {
    const made = await ada('POST', '/automations', { automation: CLOSE })
    expect(made).toMatchObject({
      status: 201,
      body: { automation: { title: 'Close', active: true, once_per_ticket: false } },
    })
    const { id } = made.body.automation
    const actions = [
      { field: 'status', value: 'closed' },
      { field: 'current_tags', value: 'shut' },
    ]
    const changed = await ada('PUT', `/automations/${id}`, { automation: { all: CLOSE.all, actions } })
    expect(changed.body.automation).toMatchObject({ title: 'Close', actions })
    expect(
      (await ada('PUT', '/automations/update_many', { automations: [{ id: 1, active: true }] })).status,
    ).toBe(200)
    const active = (await ada('GET', '/automations/active')).body.automations
    expect(active.map((one: { id: number }) => one.id)).toEqual([1, id])
    expect((await ada('DELETE', `/automations/${id}`)).status).toBe(204)
    await ada('PUT', '/automations/update_many', { automations: [{ id: 1, active: false }] })
  })

  const wrong = async (automation: object): Promise<Record<string, { description: string }[]>> => {
    const answer = await ada('POST', '/automations', { automation: { ...CLOSE, ...automation } })
    expect(answer.status).toBe(422)
    return answer.body.details
  }

  it('need a time, an anchor, and an end; or say that they act once', async () => {
    expect((await wrong({ all: [SOLVED] })).conditions?.[0]?.description).toContain('on time')
    expect((await wrong({ all: [clause('updated_at', 'is', '5')] })).conditions?.[0]?.description).toContain(
      'status',
    )
    const endless = { actions: [{ field: 'priority', value: 'low' }] }
    expect((await wrong(endless)).actions?.[0]?.description).toContain('again and again')
    const once = await ada('POST', '/automations', {
      automation: { ...CLOSE, ...endless, once_per_ticket: true },
    })
    expect(once).toMatchObject({ status: 201, body: { automation: { once_per_ticket: true } } })
    await ada('DELETE', `/automations/${once.body.automation.id}`)
  })

  it('are refused where they can never act, name what triggers alone may, or say what another says', async () => {
    const never = [SOLVED, clause('OPEN', 'greater_than', '5')]
    expect(JSON.stringify(await wrong({ all: never }))).toContain('cannot hold together')
    const changed = await wrong({ all: [...CLOSE.all, clause('priority', 'changed', '')] })
    expect(changed['all[2]']?.[0]?.description).toContain('triggers only')
    const first = await ada('POST', '/automations', { automation: CLOSE })
    expect((await wrong({ title: 'Twin' })).base?.[0]?.description).toContain('"Close"')
    await ada('DELETE', `/automations/${first.body.automation.id}`)
  })

  it('tell what they may say', async () => {
    const { definitions } = (await ada('GET', '/automations/definitions')).body
    const subjects = definitions.conditions_all.map(({ subject }: { subject: string }) => subject)
    expect(subjects).toEqual(expect.arrayContaining(['SOLVED', 'updated_at', 'status', 'kind']))
    expect(subjects).not.toContain('update_type')
  })
})
