import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../platform/db/index.ts'
import { type ApiDesk, apiDesk, ORIGIN } from '../api-fixture.ts'
import { ADA, BO, CORA } from '../fixture.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())

const PATH = '/api/v2/custom_statuses'
const make = (status: object, as = ADA) => desk.call(as, 'POST', PATH, { custom_status: status })
const change = (id: number, status: object) =>
  desk.call(ADA, 'PUT', `${PATH}/${id}`, { custom_status: status })
const setDefaults = (ids: string | number[]) =>
  desk.call(ADA, 'PUT', '/api/v2/custom_status/default', { ids })
const version = async () => (await desk.ground.policy.current()).version
const ticket = async (set: object = {}) => {
  const body = { ticket: { subject: 'Hm', comment: { body: 'Hm' }, requester_id: CORA, ...set } }
  return (await desk.call(BO, 'POST', '/api/v2/tickets', body)).body.ticket
}
const update = (id: number, set: object) => desk.call(BO, 'PUT', `/api/v2/tickets/${id}`, { ticket: set })

describe('a custom status', () => {
  it('is made, shown and read, in one version of the policy', async () => {
    const before = await version()
    const { status, body, headers } = await make({
      status_category: 'open',
      agent_label: 'With engineering',
      end_user_label: 'In the works',
      description: 'Somebody builds it',
      default: true,
    })
    expect(status).toBe(201)
    const made = body.custom_status
    expect(made).toEqual({
      url: `${ORIGIN}${PATH}/${made.id}.json`,
      id: made.id,
      status_category: 'open',
      agent_label: 'With engineering',
      raw_agent_label: 'With engineering',
      end_user_label: 'In the works',
      raw_end_user_label: 'In the works',
      description: 'Somebody builds it',
      raw_description: 'Somebody builds it',
      end_user_description: null,
      raw_end_user_description: null,
      active: true,
      default: false,
      created_at: made.created_at,
      updated_at: made.created_at,
    })
    expect(headers.location).toBe(made.url)
    expect(await version()).toBe(before + 1)
    expect((await desk.call(BO, 'GET', `${PATH}/${made.id}.json`)).body.custom_status).toEqual(made)
    const [row] = await desk.ground.db.rows(sql<{ source_id: string; actor_id: number }>`
      select source_id, actor_id from audit_log where source_type = 'policy' order by id desc limit 1`)
    expect(row).toEqual({ source_id: `custom_status/${made.id}`, actor_id: ADA })
  })

  it.each([
    [{ agent_label: 'X' }, 'status_category', 'InvalidValue'],
    [{ agent_label: 'X', status_category: 'closed' }, 'status_category', 'InvalidValue'],
    [{ status_category: 'open' }, 'agent_label', 'BlankValue'],
    [{ status_category: 'open', agent_label: ' ' }, 'agent_label', 'BlankValue'],
    [{ status_category: 'open', agent_label: 'x'.repeat(49) }, 'agent_label', 'TooLong'],
    [{ status_category: 'open', agent_label: 'with ENGINEERING' }, 'agent_label', 'DuplicateValue'],
    [{ status_category: 'open', agent_label: 'Y', description: 'x'.repeat(256) }, 'description', 'TooLong'],
  ])('is refused as %j', async (wished, field, error) => {
    const { status, body } = await make(wished)
    expect(status).toBe(422)
    expect(body.details).toMatchObject({ [field]: [{ error }] })
  })

  it('keeps its category, and cannot be put out of use while it is the default', async () => {
    const { id } = (await make({ status_category: 'pending', agent_label: 'Waiting' })).body.custom_status
    const changed = await change(id, { status_category: 'open', agent_label: 'Waiting for parts' })
    expect(changed.body.custom_status).toMatchObject({
      status_category: 'pending',
      agent_label: 'Waiting for parts',
    })
    const before = await version()
    await change(id, changed.body.custom_status)
    expect(await version()).toBe(before)
    expect((await change(3, { active: false })).status).toBe(422)
    expect((await setDefaults(`${id}`)).status).toBe(200)
    expect((await change(id, { active: false })).status).toBe(422)
    expect((await change(3, { active: false })).status).toBe(200)
    expect((await setDefaults('3')).status).toBe(422)
    await change(3, { active: true })
    expect((await setDefaults([3])).status).toBe(200)
  })

  it('is the default of one status, and tickets that enter it get it', async () => {
    const { id } = (await make({ status_category: 'solved', agent_label: 'Done' })).body.custom_status
    const other = (await make({ status_category: 'solved', agent_label: 'Fixed' })).body.custom_status
    expect((await setDefaults(`${id},${other.id}`)).status).toBe(422)
    expect((await setDefaults('4711')).status).toBe(404)
    const before = await version()
    const { custom_statuses: all } = (await setDefaults(`${id}`)).body
    expect(await version()).toBe(before + 1)
    const defaults = all.filter((one: { default: boolean }) => one.default)
    expect(defaults.map((one: { id: number }) => one.id).sort((a: number, b: number) => a - b)).toEqual([
      1,
      2,
      3,
      4,
      id,
    ])
    const made = await ticket({ assignee_id: BO })
    expect((await update(made.id, { status: 'solved' })).body.ticket.custom_status_id).toBe(id)
    await setDefaults('5')
  })

  it('is found by category, by being in use and by being a default', async () => {
    const ids = async (query: string) =>
      (await desk.call(BO, 'GET', `${PATH}?${query}`)).body.custom_statuses.map(
        (one: { id: number }) => one.id,
      )
    expect(await ids('status_categories=new,hold')).toEqual([1, 4])
    expect(await ids('default=true')).toEqual([1, 2, 3, 4, 5])
    expect(await ids('active=false')).toEqual([])
  })

  it('out of use is given to no ticket any more', async () => {
    const { id } = (await make({ status_category: 'hold', agent_label: 'Parked' })).body.custom_status
    const made = await ticket()
    expect((await update(made.id, { custom_status_id: id })).body.ticket).toMatchObject({
      status: 'hold',
      custom_status_id: id,
    })
    await change(id, { active: false })
    expect((await update((await ticket()).id, { custom_status_id: id })).status).toBe(422)
    expect((await desk.call(BO, 'GET', `/api/v2/tickets/${made.id}`)).body.ticket.custom_status_id).toBe(id)
  })

  it('is the business of those who run the desk', async () => {
    expect((await make({ status_category: 'open', agent_label: 'Mine' }, BO)).status).toBe(403)
    expect((await desk.call(CORA, 'GET', PATH)).status).toBe(403)
    expect((await desk.call(BO, 'GET', `${PATH}/4711`)).status).toBe(404)
  })
})

describe('the statuses of a form', () => {
  it('are the only ones its tickets may have, besides the defaults', async () => {
    const form = (await desk.call(ADA, 'POST', '/api/v2/ticket_forms', { ticket_form: { name: 'Repair' } }))
      .body.ticket_form
    const a = (await make({ status_category: 'open', agent_label: 'In the workshop' })).body.custom_status
    const b = (await make({ status_category: 'open', agent_label: 'On the phone' })).body.custom_status
    const path = `/api/v2/ticket_forms/${form.id}/ticket_form_statuses`
    expect((await desk.call(BO, 'GET', path)).body).toEqual({ ticket_form_statuses: [] })
    const before = await version()
    const added = await desk.call(ADA, 'POST', path, { ticket_form_status: [{ custom_status_id: a.id }] })
    expect(added.status).toBe(201)
    expect(added.body.ticket_form_statuses).toEqual([
      { id: expect.any(String), ticket_form_id: form.id, custom_status_id: a.id },
    ])
    expect(await version()).toBe(before + 1)
    const made = await ticket({ ticket_form_id: form.id })
    expect((await update(made.id, { custom_status_id: b.id })).status).toBe(422)
    expect((await update(made.id, { custom_status_id: a.id })).status).toBe(200)
    expect((await update(made.id, { custom_status_id: 3 })).status).toBe(200)
    const [{ id }] = added.body.ticket_form_statuses
    expect((await desk.call(ADA, 'DELETE', `${path}/${id}`)).status).toBe(204)
    expect((await desk.call(ADA, 'DELETE', `${path}/${id}`)).status).toBe(404)
    expect((await update(made.id, { custom_status_id: b.id })).status).toBe(200)
  })

  it('must exist, as the form must', async () => {
    const named = { ticket_form_status: { custom_status_id: 4711 } }
    const form = (await desk.call(ADA, 'POST', '/api/v2/ticket_forms', { ticket_form: { name: 'Sale' } }))
      .body.ticket_form
    const path = `/api/v2/ticket_forms/${form.id}/ticket_form_statuses`
    expect((await desk.call(ADA, 'POST', path, named)).status).toBe(422)
    expect((await desk.call(ADA, 'POST', path.replace(`${form.id}`, '4711'), named)).status).toBe(404)
    expect((await desk.call(BO, 'POST', path, named)).status).toBe(403)
  })
})
