import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { ACME, ADA, BO, CARL, CORA, LIA, ZOE } from '../fixture.ts'

let desk: ApiDesk
let ids: { area: Id; version: Id; root: Id }
beforeAll(async () => {
  desk = await apiDesk()
  ids = { area: await field(AREA), version: await field({ type: 'text', title: 'Version' }), root: 0 }
  ids.root = await field({ type: 'checkbox', title: 'Is root' })
})
afterAll(() => desk.close())

const AREA = {
  type: 'tagger',
  title: 'Area',
  custom_field_options: ['crash', 'billing'].map((value) => ({ name: value, value })),
}
const field = async (ticket_field: object): Promise<Id> => {
  const answer = await desk.call(ADA, 'POST', '/api/v2/ticket_fields', { ticket_field })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body.ticket_field.id
}
const post = (ticket_form: object) => desk.call(ADA, 'POST', '/api/v2/ticket_forms', { ticket_form })
const form = async (more: object): Promise<Id> => {
  const answer = await post({ name: 'Fault', ticket_field_ids: Object.values(ids), ...more })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body.ticket_form.id
}
const ticket = async (more: object): Promise<Id> => {
  const body = { ticket: { requester_id: CORA, comment: { body: 'It burns.' }, ...more } }
  return (await desk.call(BO, 'POST', '/api/v2/tickets', body)).body.ticket.id
}
const missing = async (id: Id) => (await desk.call(BO, 'GET', `/api/v2/tickets/${id}/missing`)).body
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const attach = async (id: Id, name: string, type: string, content = Buffer.from('text')) => {
  const path = `/api/v2/uploads?filename=${name}`
  const { body } = await desk.call(BO, 'POST', path, content, { 'content-type': type })
  const comment = { body: 'See', uploads: [body.upload.token] }
  await desk.call(BO, 'PUT', `/api/v2/tickets/${id}`, { ticket: { comment } })
}

describe('a form asks for the diagnostics of its issue type', () => {
  const diagnostics = () => [
    { needs: [{ kind: 'field', field_id: ids.version }] },
    {
      field_id: ids.area,
      value: 'crash',
      needs: [
        { kind: 'attachment', file: 'log', title: 'Output of the status command' },
        { kind: 'attachment', file: 'image' },
        { kind: 'log', log_type: 'environment' },
        { kind: 'field', field_id: ids.version },
      ],
    },
  ]

  it('and says of a ticket what is missing, until it is there', async () => {
    const formId = await form({ diagnostics: diagnostics() })
    const shown = (await desk.call(ADA, 'GET', `/api/v2/ticket_forms/${formId}`)).body.ticket_form
    expect(shown.diagnostics[1]).toMatchObject({ field_id: ids.area, value: 'crash' })
    const id = await ticket({ ticket_form_id: formId, custom_fields: [{ id: ids.area, value: 'crash' }] })
    const found = await missing(id)
    expect(found).toMatchObject({ ticket_form_id: formId, asked: 4, count: 4 })
    expect(found.missing.map(({ title }: { title: string }) => title)).toEqual([
      'Version',
      'Output of the status command',
      'A file: image',
      'Troubleshooting log: environment',
    ])
    expect(found.missing[1].because).toEqual({ field_id: ids.area, value: 'crash' })
    await attach(id, 'trace.log', 'text/plain')
    expect((await missing(id)).count).toBe(3)
    await attach(id, 'screen.png', 'image/png', PNG)
    const custom_fields = [{ id: ids.version, value: '17.2' }]
    await desk.call(BO, 'PUT', `/api/v2/tickets/${id}`, { ticket: { custom_fields } })
    const entry = { troubleshooting_entry: { type: 'environment', title: 'Ubuntu' } }
    expect((await missing(id)).missing).toMatchObject([{ kind: 'log', log_type: 'environment' }])
    await desk.call(BO, 'POST', `/api/v2/tickets/${id}/troubleshooting`, entry)
    expect(await missing(id)).toMatchObject({ asked: 4, count: 0, missing: [] })
  })

  it('of other types, and of tickets without a form, it asks less', async () => {
    const formId = await form({ diagnostics: diagnostics() })
    const billing = await ticket({
      ticket_form_id: formId,
      custom_fields: [{ id: ids.area, value: 'billing' }],
    })
    expect(await missing(billing)).toMatchObject({ asked: 1, missing: [{ kind: 'field' }] })
    expect(await missing(await ticket({}))).toMatchObject({ asked: 0, missing: [] })
    expect((await desk.call(CORA, 'GET', `/api/v2/tickets/${billing}/missing`)).status).toBe(403)
    expect((await desk.call(BO, 'GET', '/api/v2/tickets/999999/missing')).status).toBe(404)
  })

  it('what makes no sense is refused, and null takes it away', async () => {
    const wrong = async (one: object) => {
      const answer = await post({ name: 'x', ticket_field_ids: Object.values(ids), diagnostics: [one] })
      expect(answer.status).toBe(422)
      return answer.body.details.diagnostics.map(({ description }: { description: string }) => description)
    }
    const needs = [{ kind: 'field', field_id: ids.version }]
    expect(await wrong({ needs: [] })).toEqual(['Diagnostics: [0] asks for nothing'])
    expect(await wrong({ field_id: 987654, value: 'x', needs })).toEqual([
      'Diagnostics: [0] field 987654 is not on the form',
    ])
    expect(await wrong({ field_id: ids.area, needs })).toEqual([
      'Diagnostics: [0] needs a value of its field',
    ])
    expect(await wrong({ needs: [{ kind: 'log' }] })).toHaveLength(1)
    expect(await wrong({ needs: [{ kind: 'field', field_id: 1 }] })).toHaveLength(1)
    const formId = await form({ diagnostics: diagnostics() })
    const path = `/api/v2/ticket_forms/${formId}`
    const { body } = await desk.call(ADA, 'PUT', path, { ticket_form: { diagnostics: null } })
    expect(body.ticket_form.diagnostics).toEqual([])
  })
})

describe('a form for some', () => {
  const seen = async (as: Id, id: Id) => (await desk.call(as, 'GET', `/api/v2/ticket_forms/${id}`)).status
  const ask = (as: Id, id: Id) =>
    desk.call(as, 'POST', '/api/v2/requests', {
      request: { subject: 'x', comment: { body: 'y' }, ticket_form_id: id },
    })

  it('is there for its organizations, and to others it does not exist', async () => {
    const id = await form({ end_user_visible: true, requester_restriction: { organization_ids: [ACME] } })
    expect([await seen(CORA, id), await seen(ZOE, id), await seen(LIA, id)]).toEqual([200, 404, 200])
    const { ticket_forms: listed } = (await desk.call(ZOE, 'GET', '/api/v2/ticket_forms')).body
    expect(listed.map((one: { id: Id }) => one.id)).not.toContain(id)
    expect((await ask(CORA, id)).status).toBe(201)
    const refused = await ask(ZOE, id)
    expect(refused.status).toBe(422)
    expect(refused.body.details.ticket_form_id[0].description).toBe('Ticket form: does not exist')
  })

  it('by tag and role: of each list they must have one', async () => {
    await desk.ground.db.rows(sql`update users set tags = '{employee}' where id = ${CARL}`)
    const restriction = { tags: ['employee'], roles: ['end_user'], organization_ids: [] }
    const id = await form({ end_user_visible: true, requester_restriction: restriction })
    expect([await seen(CARL, id), await seen(CORA, id)]).toEqual([200, 404])
    const staff = await form({ end_user_visible: true, requester_restriction: { roles: ['agent'] } })
    expect([await seen(CARL, staff), await seen(BO, staff)]).toEqual([404, 200])
    const path = `/api/v2/ticket_forms/${id}`
    await desk.call(ADA, 'PUT', path, { ticket_form: { requester_restriction: null } })
    expect(await seen(CORA, id)).toBe(200)
    const { ticket_form: changed } = (await desk.call(ADA, 'GET', path)).body
    expect(changed.requester_restriction).toBeNull()
  })
})
