import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiDesk, apiDesk, ORIGIN } from '../api-fixture.ts'
import { ADA, BO, CORA, LIA } from '../fixture.ts'

let desk: ApiDesk
beforeAll(async () => {
  desk = await apiDesk()
})
afterAll(() => desk.close())

const make = (field: object = {}, as: number | null = ADA) =>
  desk.call(as, 'POST', '/api/v2/ticket_fields', {
    ticket_field: { type: 'text', title: 'Serial', ...field },
  })
const made = async (field: object = {}) => (await make(field)).body.ticket_field
const PLAN = {
  type: 'tagger',
  title: 'Plan',
  custom_field_options: [
    { name: 'Gold', value: 'Plan Gold' },
    { name: 'Silver', value: 'plan_silver', default: true },
  ],
}
const path = (...parts: (string | number)[]) => ['/api/v2/ticket_fields', ...parts].join('/')

describe('ticket fields', () => {
  it('are read by everybody who is signed in, and written by those who run the desk', async () => {
    const { id } = await made()
    const body = { ticket_field: { title: 'x', type: 'text' } }
    expect((await desk.call(null, 'GET', path())).status).toBe(401)
    for (const who of [CORA, LIA, BO]) {
      expect((await desk.call(who, 'GET', path())).status).toBe(200)
      expect((await desk.call(who, 'POST', path(), body)).status).toBe(403)
      expect((await desk.call(who, 'PUT', path(id), body)).status).toBe(403)
      expect((await desk.call(who, 'DELETE', path(id))).status).toBe(403)
      expect((await desk.call(who, 'PUT', path('reorder'), { ticket_field_ids: [id] })).status).toBe(403)
    }
  })

  it('begin with those that every ticket has, with their choices', async () => {
    const { body } = await desk.call(BO, 'GET', path())
    const fields: { type: string; [key: string]: unknown }[] = body.ticket_fields
    expect(fields.slice(0, 8).map(({ type }) => type)).toEqual([
      'subject',
      'description',
      'status',
      'tickettype',
      'priority',
      'group',
      'assignee',
      'custom_status',
    ])
    expect(fields[4]).toMatchObject({
      removable: false,
      system_field_options: [
        { name: 'Low', value: 'low' },
        { name: 'Normal', value: 'normal' },
        { name: 'High', value: 'high' },
        { name: 'Urgent', value: 'urgent' },
      ],
    })
    expect(fields[7]?.custom_statuses).toHaveLength(5)
    expect((await desk.call(ADA, 'DELETE', path(1))).status).toBe(422)
    expect((await desk.call(ADA, 'PUT', path(1), { ticket_field: { active: false } })).status).toBe(422)
    const named = await desk.call(ADA, 'PUT', path(1), {
      ticket_field: { title_in_portal: 'What is it about?' },
    })
    expect(named.body.ticket_field).toMatchObject({ title: 'Subject', title_in_portal: 'What is it about?' })
  })

  it('are made with every key', async () => {
    const { status, headers, body } = await make({ ...PLAN, visible_in_portal: true })
    expect(status).toBe(201)
    const { ticket_field: field } = body
    expect(headers.location).toBe(`${ORIGIN}/api/v2/ticket_fields/${field.id}.json`)
    expect(field).toMatchObject({
      url: headers.location,
      type: 'tagger',
      title: 'Plan',
      raw_title: 'Plan',
      title_in_portal: 'Plan',
      active: true,
      required: false,
      visible_in_portal: true,
      removable: true,
      created_at: '2026-01-31T08:00:00Z',
      custom_field_options: [
        { name: 'Gold', raw_name: 'Gold', value: 'plan_gold', default: false },
        { name: 'Silver', value: 'plan_silver', default: true },
      ],
    })
    expect((await desk.call(BO, 'GET', path(`${field.id}.json`))).body.ticket_field).toEqual(field)
  })

  const wrong: [string, object, string][] = [
    ['a type nobody knows', { type: 'colour' }, 'type'],
    ['a type of the desk’s own', { type: 'subject' }, 'type'],
    ['no type', { type: '' }, 'type'],
    ['a blank title', { title: ' ' }, 'title'],
    ['too long a title', { title: 'x'.repeat(256) }, 'title'],
    [
      'a pattern that cannot be run',
      { type: 'regexp', regexp_for_validation: '(a' },
      'regexp_for_validation',
    ],
    ['no pattern', { type: 'regexp' }, 'regexp_for_validation'],
    [
      'two options of one value',
      {
        type: 'tagger',
        custom_field_options: [
          { name: 'a', value: 'X' },
          { name: 'b', value: 'x' },
        ],
      },
      'custom_field_options',
    ],
    [
      'an option without a value',
      { type: 'multiselect', custom_field_options: [{ name: 'a', value: ' ' }] },
      'custom_field_options',
    ],
  ]
  it.each(wrong)('refuse %s', async (_what, field, name) => {
    const { status, body } = await make(field)
    expect([status, Object.keys(body.details)]).toEqual([422, [name]])
  })

  it('change, keep their type and the ids of their options, and are removed', async () => {
    const field = await made(PLAN)
    const [gold] = field.custom_field_options
    desk.ground.clock.advance(5000)
    const changed = await desk.call(ADA, 'PUT', path(field.id), {
      ticket_field: {
        ...field,
        title: 'Contract',
        type: 'text',
        custom_field_options: [{ name: 'Top', value: 'plan_gold' }],
      },
    })
    expect(changed.body.ticket_field).toMatchObject({
      type: 'tagger',
      title: 'Contract',
      custom_field_options: [{ id: gold.id, name: 'Top', value: 'plan_gold' }],
      updated_at: '2026-01-31T08:00:05Z',
    })
    const untouched = await desk.call(ADA, 'PUT', path(field.id), {
      ticket_field: { title: 'Agreement', custom_field_options: [{ id: gold.id }] },
    })
    expect(untouched.body.ticket_field).toMatchObject({
      title: 'Agreement',
      custom_field_options: [{ id: gold.id, name: 'Top', value: 'plan_gold' }],
    })
    expect((await desk.call(ADA, 'DELETE', path(field.id))).status).toBe(204)
    expect((await desk.call(ADA, 'GET', path(field.id))).status).toBe(404)
    expect((await desk.call(ADA, 'PUT', path(field.id), { ticket_field: {} })).status).toBe(404)
    expect((await desk.call(ADA, 'DELETE', path(field.id))).status).toBe(404)
  })

  it('write tags: an option chosen adds one, a tag added chooses an option', async () => {
    const field = await made(PLAN)
    const { ticket } = await desk.create({ fields: { [field.id]: 'plan_gold' } })
    expect(ticket.tags).toEqual(['plan_gold'])
    const after = await desk.update(ticket.id, { tags: { set: ['plan_silver'] } })
    expect(after.ticket.fields).toMatchObject({ [field.id]: 'plan_silver' })
  })

  it('hold options one by one', async () => {
    const field = await made(PLAN)
    const put = (option: object, as = ADA) =>
      desk.call(as, 'POST', path(field.id, 'options'), { custom_field_option: option })
    const bronze = await put({ name: 'Bronze', value: 'plan_bronze' })
    expect(bronze.status).toBe(201)
    const { id } = bronze.body.custom_field_option
    const renamed = await put({ id, name: 'Tin', value: 'plan_tin' })
    expect([renamed.status, renamed.body.custom_field_option]).toMatchObject([
      200,
      { id, name: 'Tin', value: 'plan_tin' },
    ])
    expect((await put({ name: 'Again', value: 'plan_tin' })).status).toBe(422)
    expect((await put({ id: 424242, name: 'x', value: 'y' })).status).toBe(404)
    expect((await put({ name: 'x', value: 'y' }, BO)).status).toBe(403)
    const { body } = await desk.call(BO, 'GET', path(field.id, 'options'))
    expect(body.custom_field_options.map((one: { name: string }) => one.name)).toEqual([
      'Gold',
      'Silver',
      'Tin',
    ])
    expect(body.count).toBe(3)
    expect((await desk.call(BO, 'GET', path(field.id, 'options', id))).body.custom_field_option.id).toBe(id)
    expect((await desk.call(ADA, 'DELETE', path(field.id, 'options', id))).status).toBe(204)
    expect((await desk.call(ADA, 'DELETE', path(field.id, 'options', id))).status).toBe(404)
  })

  it('show end users what portals show, without what agents are told', async () => {
    const [open, hidden] = [
      await made({ visible_in_portal: true, agent_description: 'canary' }),
      await made({ title: 'Canary' }),
    ]
    const { body } = await desk.call(CORA, 'GET', `${path()}?per_page=100`)
    expect(body.ticket_fields.map((one: { id: number }) => one.id)).toContain(open.id)
    expect(JSON.stringify(body)).not.toMatch(/canary/i)
    expect((await desk.call(CORA, 'GET', path(hidden.id))).status).toBe(404)
    expect((await desk.call(CORA, 'GET', path(hidden.id, 'options'))).status).toBe(404)
  })

  it('stand in an order, by pages of either kind', async () => {
    const [a, b] = [await made(), await made()]
    expect((await desk.call(ADA, 'PUT', path('reorder'), { ticket_field_ids: [b.id, a.id] })).status).toBe(
      200,
    )
    const first = await desk.call(BO, 'GET', `${path()}?page[size]=2`)
    expect(first.body.ticket_fields.map((one: { id: number }) => one.id)).toEqual([b.id, a.id])
    expect(first.body.meta.has_more).toBe(true)
    const next = await desk.call(BO, 'GET', first.body.links.next.slice(ORIGIN.length))
    expect(next.body.ticket_fields[0].type).toBe('subject')
    const { count } = (await desk.call(BO, 'GET', path('count'))).body
    const all = (await desk.call(BO, 'GET', `${path()}?per_page=1`)).body
    expect([all.count, all.ticket_fields.length]).toEqual([count.value, 1])
  })
})

describe('ticket forms', () => {
  const forms = (...parts: (string | number)[]) => ['/api/v2/ticket_forms', ...parts].join('/')
  const makeForm = (form: object = {}, as: number | null = ADA) =>
    desk.call(as, 'POST', forms(), { ticket_form: { name: 'Bugs', ...form } })

  it('are written by those who run the desk', async () => {
    expect((await makeForm({}, null)).status).toBe(401)
    for (const who of [CORA, LIA, BO]) expect((await makeForm({}, who)).status).toBe(403)
  })

  it('are made, changed, copied, ordered and removed', async () => {
    const field = await made()
    const answer = await makeForm({ ticket_field_ids: [field.id], end_user_visible: true })
    const { ticket_form: form } = answer.body
    expect([answer.status, answer.headers.location]).toEqual([
      201,
      `${ORIGIN}/api/v2/ticket_forms/${form.id}.json`,
    ])
    expect(form).toMatchObject({
      raw_name: 'Bugs',
      display_name: 'Bugs',
      default: false,
      in_all_brands: true,
    })
    expect(form.ticket_field_ids).toEqual([1, 2, 3, 4, 5, 6, 7, 8, field.id])
    const changed = await desk.call(ADA, 'PUT', forms(form.id), {
      ticket_form: { ...form, name: 'Faults', default: true },
    })
    expect(changed.body.ticket_form).toMatchObject({ name: 'Faults', default: true })
    expect((await desk.create()).ticket.formId).toBe(form.id)
    expect((await desk.call(ADA, 'DELETE', forms(form.id))).status).toBe(422)
    const copy = (await desk.call(ADA, 'POST', forms(form.id, 'clone'))).body.ticket_form
    expect(copy).toMatchObject({
      name: 'Copy of Faults',
      default: false,
      ticket_field_ids: form.ticket_field_ids,
    })
    const order = await desk.call(ADA, 'PUT', forms('reorder'), { ticket_form_ids: [copy.id, form.id] })
    expect(order.body.ticket_forms.map((one: { id: number }) => one.id)).toEqual([copy.id, form.id])
    const many = await desk.call(BO, 'GET', forms(`show_many?ids=${form.id},424242`))
    expect(many.body.ticket_forms).toHaveLength(1)
    expect((await desk.call(ADA, 'DELETE', forms(copy.id))).status).toBe(204)
    expect((await desk.call(BO, 'GET', forms(copy.id))).status).toBe(404)
    await desk.call(ADA, 'DELETE', path(field.id))
    const rest = (await desk.call(BO, 'GET', forms(form.id))).body.ticket_form
    expect(rest.ticket_field_ids).not.toContain(field.id)
  })

  it('show end users only those that are meant for them', async () => {
    const hidden = (await makeForm({ name: 'Canary' })).body.ticket_form
    expect((await desk.call(CORA, 'GET', forms(hidden.id))).status).toBe(404)
    expect(JSON.stringify((await desk.call(CORA, 'GET', forms())).body)).not.toMatch(/canary/i)
  })

  it('refuse what cannot be', async () => {
    for (const [form, name] of [
      [{ name: '' }, 'name'],
      [{ ticket_field_ids: [424242] }, 'ticket_field_ids'],
      [{ restricted_brand_ids: [424242] }, 'restricted_brand_ids'],
      [{ agent_conditions: [{ parent_field_id: 424242, value: 'x', child_fields: [] }] }, 'agent_conditions'],
      [
        { agent_conditions: [{ parent_field_id: 5, value: 'x', child_fields: [{ id: 5 }] }] },
        'agent_conditions',
      ],
      [{ default: true, active: false }, 'active'],
    ] as const) {
      const { status, body } = await makeForm(form)
      expect([status, Object.keys(body.details)]).toEqual([422, [name]])
    }
  })

  it('keep conditions, and hold tickets to them', async () => {
    const [plan, serial] = [await made(PLAN), await made()]
    const agent_conditions = [
      {
        parent_field_id: plan.id,
        value: 'plan_gold',
        child_fields: [
          {
            id: serial.id,
            is_required: false,
            required_on_statuses: { type: 'SOME_STATUSES', statuses: ['pending'] },
          },
        ],
      },
    ]
    const answer = await makeForm({ ticket_field_ids: [plan.id, serial.id], agent_conditions })
    const { ticket_form: form } = answer.body
    expect(form.agent_conditions).toEqual(agent_conditions)
    const { ticket } = await desk.create({ set: { subject: 'x', formId: form.id } })
    const wait = { ticket: { status: 'pending', custom_fields: [{ id: plan.id, value: 'plan_gold' }] } }
    const refused = await desk.call(BO, 'PUT', `/api/v2/tickets/${ticket.id}`, wait)
    expect(refused.body.details.base).toEqual([
      {
        description: 'Serial:: is required when the status is pending',
        error: 'BlankValue',
        ticket_field_id: serial.id,
        ticket_field_type: 'text',
      },
    ])
  })
})

describe('custom statuses', () => {
  it('are listed for staff', async () => {
    expect((await desk.call(CORA, 'GET', '/api/v2/custom_statuses')).status).toBe(403)
    const { custom_statuses: statuses } = (await desk.call(LIA, 'GET', '/api/v2/custom_statuses.json')).body
    expect(statuses[2]).toMatchObject({
      id: 3,
      status_category: 'pending',
      agent_label: 'Pending',
      end_user_label: 'Awaiting your reply',
      default: true,
    })
  })
})
