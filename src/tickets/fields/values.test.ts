import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiDesk, apiDesk } from '../api-fixture.ts'
import { ACME, ADA, BO, CORA } from '../fixture.ts'

let desk: ApiDesk
const ids: Record<string, number> = {}
const OPTIONS = [
  { name: 'Red', value: 'red' },
  { name: 'Dark blue', value: 'Dark Blue' },
]
const FIELDS: readonly (readonly [string, object])[] = [
  ['text', {}],
  ['textarea', {}],
  ['checkbox', { tag: 'VIP' }],
  ['date', {}],
  ['integer', {}],
  ['decimal', {}],
  ['regexp', { regexp_for_validation: '\\A[A-Z]{2}-\\d{4}\\z' }],
  ['partialcreditcard', {}],
  ['tagger', { custom_field_options: [...OPTIONS, { name: 'Big', value: 'tg_big' }] }],
  [
    'multiselect',
    { custom_field_options: ['ms_a', 'ms_b', 'ms_c'].map((value) => ({ name: value, value })) },
  ],
  ['lookup', { relationship_target_type: 'zen:organization' }],
]
beforeAll(async () => {
  desk = await apiDesk()
  for (const [type, more] of FIELDS) {
    const { status, body } = await desk.call(ADA, 'POST', '/api/v2/ticket_fields', {
      ticket_field: { type, title: type, visible_in_portal: true, editable_in_portal: true, ...more },
    })
    expect([type, status]).toEqual([type, 201])
    ids[type] = body.ticket_field.id
  }
})
afterAll(() => desk.close())

type Shown = { readonly id: number; readonly value: unknown }[]
const valueIn = (shown: Shown, type: string): unknown => shown.find(({ id }) => id === ids[type])?.value
const asAgent = async (type: string, value: unknown) => {
  const { ticket } = await desk.create()
  return desk.call(BO, 'PUT', `/api/v2/tickets/${ticket.id}`, {
    ticket: { custom_fields: [{ id: ids[type], value }] },
  })
}
const asCustomer = (type: string, value: unknown) =>
  desk.call(CORA, 'POST', '/api/v2/requests', {
    request: { subject: 'x', comment: { body: 'x' }, custom_fields: [{ id: ids[type], value }] },
  })

/** What is sent of a field, and what is read of it. */
const READS: readonly (readonly [string, unknown, unknown])[] = [
  ['text', 'a b', 'a b'],
  ['text', 12, '12'],
  ['text', '', null],
  ['text', null, null],
  ['textarea', 'one\ntwo', 'one\ntwo'],
  ['textarea', 'x'.repeat(65_536), 'x'.repeat(65_536)],
  ['checkbox', true, true],
  ['checkbox', 'true', true],
  ['checkbox', '1', true],
  ['checkbox', 0, false],
  ['checkbox', null, false],
  ['date', '2026-02-28', '2026-02-28'],
  ['date', '2024-02-29T10:00:00Z', '2024-02-29'],
  ['integer', 7, '7'],
  ['integer', '-007', '-7'],
  ['integer', '+0', '0'],
  ['decimal', '12.50', '12.5'],
  ['decimal', 3, '3'],
  ['decimal', '-0.0', '0'],
  ['regexp', 'AB-1234', 'AB-1234'],
  ['partialcreditcard', '4111 1111 1111 1234', 'XXXXXXXXXXXX1234'],
  ['partialcreditcard', '1234', 'XXXXXXXXXXXX1234'],
  ['partialcreditcard', 'XXXXXXXXXXXX1234', 'XXXXXXXXXXXX1234'],
  ['tagger', 'red', 'red'],
  ['tagger', 'TG_BIG', 'tg_big'],
  ['multiselect', ['ms_c', 'ms_a'], ['ms_a', 'ms_c']],
  ['multiselect', 'ms_b ms_a', ['ms_a', 'ms_b']],
  ['multiselect', [], null],
  ['lookup', 41, '41'],
  ['lookup', '41', '41'],
]

/** What is no value of a field. */
const WRONG: readonly (readonly [string, unknown])[] = [
  ['text', true],
  ['text', ['a']],
  ['text', 'x'.repeat(65_537)],
  ['checkbox', 'perhaps'],
  ['date', '2026-02-30'],
  ['date', 'tomorrow'],
  ['date', 20260228],
  ['integer', '1.5'],
  ['integer', 'x'],
  ['integer', '12345678901234567890'],
  ['decimal', '1,5'],
  ['decimal', '1e5'],
  ['regexp', 'ab-1234'],
  ['regexp', 'AB-1234x'],
  ['partialcreditcard', '123'],
  ['partialcreditcard', '4111-1111-1111-1111-1234'],
  ['tagger', 'green'],
  ['tagger', ['red']],
  ['multiselect', ['ms_a', 'nonsense']],
  ['multiselect', true],
  ['lookup', 0],
  ['lookup', 'acme'],
]

describe('values of fields', () => {
  it.each(READS)('%s: %j is read as %j, of agents and customers alike', async (type, sent, read) => {
    const agent = await asAgent(type, sent)
    expect([agent.status, valueIn(agent.body.ticket.custom_fields, type)]).toEqual([200, read])
    expect(agent.body.ticket.fields).toEqual(agent.body.ticket.custom_fields)
    const customer = await asCustomer(type, sent)
    expect([customer.status, valueIn(customer.body.request.custom_fields, type)]).toEqual([201, read])
  })

  it.each(WRONG)('%s: %j is refused, by its field', async (type, sent) => {
    for (const { status, body } of [await asAgent(type, sent), await asCustomer(type, sent)]) {
      const [first] = [...(body.details?.base ?? []), ...(body.details?.custom_fields ?? [])]
      expect([status, first?.error]).toEqual([422, 'InvalidValue'])
      if (body.details.base)
        expect(first).toMatchObject({ ticket_field_id: ids[type], ticket_field_type: type })
    }
  })

  it('are kept of a card in its last digits alone, everywhere', async () => {
    const { body } = await asAgent('partialcreditcard', '4111111111111234')
    const { audits } = (await desk.call(BO, 'GET', `/api/v2/tickets/${body.ticket.id}/audits`)).body
    expect(JSON.stringify(audits)).not.toContain('41111111')
  })
})

describe('tags of fields', () => {
  const tagged = async (ticket: object, tags: object = {}) => {
    const made = await desk.create()
    const { body } = await desk.call(BO, 'PUT', `/api/v2/tickets/${made.ticket.id}`, {
      ticket: { ...ticket, ...tags },
    })
    return body.ticket
  }
  const setting = (type: string, value: unknown) => ({ custom_fields: [{ id: ids[type], value }] })

  it.each([
    ['checkbox', true, ['vip']],
    ['tagger', 'dark_blue', ['dark_blue']],
    ['multiselect', ['ms_a', 'ms_b'], ['ms_a', 'ms_b']],
  ] as const)('%s: a value writes its tags, and takes them along', async (type, value, tags) => {
    const ticket = await tagged(setting(type, value))
    expect(ticket.tags).toEqual(tags)
    const path = `/api/v2/tickets/${ticket.id}`
    const cleared = await desk.call(BO, 'PUT', path, { ticket: setting(type, null) })
    expect(cleared.body.ticket.tags).toEqual([])
  })

  it.each([
    ['checkbox', ['vip'], true, false],
    ['tagger', ['red'], 'red', null],
    ['multiselect', ['ms_b', 'ms_c'], ['ms_b', 'ms_c'], null],
  ] as const)('%s: tags choose a value, and take it along', async (type, tags, value, unset) => {
    const ticket = await tagged({ tags })
    expect(valueIn(ticket.custom_fields, type)).toEqual(value)
    const rest = await desk.call(BO, 'PUT', `/api/v2/tickets/${ticket.id}`, { ticket: { remove_tags: tags } })
    expect(valueIn(rest.body.ticket.custom_fields, type)).toEqual(unset)
  })

  it('of one choice make room for those of the other', async () => {
    const ticket = await tagged(setting('tagger', 'red'), {})
    const other = await desk.call(BO, 'PUT', `/api/v2/tickets/${ticket.id}`, {
      ticket: setting('tagger', 'tg_big'),
    })
    expect(other.body.ticket.tags).toEqual(['tg_big'])
  })
})

describe('fields of lookups', () => {
  const make = (relationship_target_type?: string) =>
    desk.call(ADA, 'POST', '/api/v2/ticket_fields', {
      ticket_field: {
        type: 'lookup',
        title: 'Asset',
        ...(relationship_target_type && { relationship_target_type }),
      },
    })

  it.each([
    ['zen:user', BO, CORA],
    ['zen:organization', ACME, ACME],
    ['zen:ticket', 'own', 'own'],
  ])('of %s lead to what is there, and say where they do not', async (target, mine, theirs) => {
    const field = (await make(target)).body.ticket_field
    const { ticket } = await desk.create()
    const put = (value: unknown, who = BO) =>
      desk.call(who, 'PUT', `/api/v2/tickets/${ticket.id}`, {
        ticket: { custom_fields: [{ id: field.id, value }] },
      })
    for (const value of [mine, theirs]) {
      const id = value === 'own' ? ticket.id : value
      const { status, body } = await put(id)
      expect([status, body.ticket?.custom_fields]).toEqual([
        200,
        expect.arrayContaining([{ id: field.id, value: String(id) }]),
      ])
    }
    const { status, body } = await put(424242)
    expect([status, body.details?.base]).toEqual([
      422,
      [
        {
          error: 'InvalidValue',
          description: `Asset: there is no ${target.slice(4)} 424242`,
          ticket_field_id: field.id,
          ticket_field_type: 'lookup',
        },
      ],
    ])
    expect((await put('no id')).body.details.base[0].description).toBe('Asset: must be an id')
  })

  it('may keep what is gone since, because clients send whole tickets back', async () => {
    const field = (await make('zen:ticket')).body.ticket_field
    const [{ ticket }, { ticket: other }] = [await desk.create(), await desk.create()]
    const body = { ticket: { custom_fields: [{ id: field.id, value: String(other.id) }] } }
    expect((await desk.call(BO, 'PUT', `/api/v2/tickets/${ticket.id}`, body)).status).toBe(200)
    await desk.call(ADA, 'DELETE', `/api/v2/tickets/${other.id}`)
    expect((await desk.call(BO, 'PUT', `/api/v2/tickets/${ticket.id}`, body)).status).toBe(200)
    expect((await desk.call(BO, 'POST', '/api/v2/tickets', body)).status).toBe(422)
  })

  it('say what they lead to', async () => {
    for (const target of ['zen:user', 'zen:organization', 'zen:ticket', 'zen:custom_object:asset'])
      expect((await make(target)).body.ticket_field.relationship_target_type).toBe(target)
    for (const wrong of [undefined, 'zen:dog', 'zen:custom_object:'])
      expect(Object.keys((await make(wrong)).body.details)).toEqual(['relationship_target_type'])
  })
})

describe('fields of customers', () => {
  const request = (custom_fields: object[], more: object = {}) =>
    desk.call(CORA, 'POST', '/api/v2/requests', {
      request: { subject: 'x', comment: { body: 'x' }, custom_fields, ...more },
    })
  const field = async (more: object) =>
    (
      await desk.call(ADA, 'POST', '/api/v2/ticket_fields', {
        ticket_field: {
          type: 'text',
          title: 'Portal',
          visible_in_portal: true,
          editable_in_portal: true,
          ...more,
        },
      })
    ).body.ticket_field.id as number
  const remove = (id: number) => desk.call(ADA, 'DELETE', `/api/v2/ticket_fields/${id}`)

  it('are shown and heard only where the portal has them', async () => {
    const hidden = await field({ visible_in_portal: false })
    const fixed = await field({ editable_in_portal: false })
    const { body } = await request([
      { id: hidden, value: 'a' },
      { id: fixed, value: 'b' },
    ])
    const shown: Shown = body.request.custom_fields
    expect(shown.some(({ id }) => id === hidden)).toBe(false)
    expect(shown.find(({ id }) => id === fixed)?.value).toBe(null)
    for (const id of [hidden, fixed]) await remove(id)
  })

  it('are asked for where the portal requires them, by their conditions', async () => {
    const [parent, child] = [await field({ title: 'Kind' }), await field({ title: 'Serial' })]
    const { ticket_form: form } = (
      await desk.call(ADA, 'POST', '/api/v2/ticket_forms', {
        ticket_form: {
          name: 'Portal',
          end_user_visible: true,
          ticket_field_ids: [parent, child],
          end_user_conditions: [
            { parent_field_id: parent, value: 'broken', child_fields: [{ id: child, is_required: true }] },
          ],
        },
      })
    ).body
    const on = { ticket_form_id: form.id }
    expect((await request([{ id: parent, value: 'fine' }], on)).status).toBe(201)
    const { status, body } = await request([{ id: parent, value: 'broken' }], on)
    expect([status, body.details.base]).toEqual([
      422,
      [
        {
          description: 'Serial: cannot be blank',
          error: 'BlankValue',
          ticket_field_id: child,
          ticket_field_type: 'text',
        },
      ],
    ])
    const filled = [
      { id: parent, value: 'broken' },
      { id: child, value: 'S-1' },
    ]
    expect((await request(filled, on)).status).toBe(201)
    await desk.call(ADA, 'DELETE', `/api/v2/ticket_forms/${form.id}`)
    for (const id of [parent, child]) await remove(id)
    const required = await field({ title: 'Asked', required_in_portal: true })
    expect((await request([])).status).toBe(422)
    expect((await request([{ id: required, value: 'x' }])).status).toBe(201)
    await remove(required)
  })
})

describe('fields that agents must fill in', () => {
  const REQUIRED = ['new', 'open', 'pending', 'hold', 'solved'] as const

  it.each([
    ['ALL_STATUSES', [], REQUIRED],
    ['NO_STATUSES', [], []],
    ['SOME_STATUSES', ['pending', 'solved'], ['pending', 'solved']],
  ] as const)('%s %j', async (type, statuses, asked) => {
    const field = async (title: string) =>
      (await desk.call(ADA, 'POST', '/api/v2/ticket_fields', { ticket_field: { type: 'text', title } })).body
        .ticket_field.id as number
    const [parent, child] = [await field('Parent'), await field('Child')]
    const { ticket_form: form } = (
      await desk.call(ADA, 'POST', '/api/v2/ticket_forms', {
        ticket_form: {
          name: type,
          ticket_field_ids: [parent, child],
          agent_conditions: [
            {
              parent_field_id: parent,
              value: 'x',
              child_fields: [{ id: child, is_required: false, required_on_statuses: { type, statuses } }],
            },
          ],
        },
      })
    ).body
    const refused: string[] = []
    for (const status of REQUIRED) {
      const { ticket } = await desk.create({ set: { subject: 'x', formId: form.id } })
      const { status: code } = await desk.call(BO, 'PUT', `/api/v2/tickets/${ticket.id}`, {
        ticket: { ...(status === 'new' ? {} : { status }), custom_fields: { [parent]: 'x' } },
      })
      if (code === 422) refused.push(status)
    }
    expect(refused).toEqual(asked)
  })
})
