import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../platform/db/index.ts'
import { type ConfigDesk, configDesk } from './fixture.ts'
import type { ApplyOutcome } from './index.ts'

/** One of each kind, each naming those before it. */
const TREE = {
  'groups/hardware.yaml': 'name: Hardware\ndescription: Screens and printers\n',
  'organization_fields/floor.yaml': 'type: text\ntitle: Floor\n',
  'user_fields/badge.yaml': 'type: integer\ntitle: Badge\n',
  'schedules/office.yaml': `
name: Office
time_zone: Europe/Amsterdam
hours: { monday: ["09:00-12:00", "13:00-17:00"] }
holidays: [{ name: King's Day, start_date: 2026-04-27 }]
`,
  'brands/shop.yaml': 'name: Shop\nsubdomain: shop\n',
  'custom_statuses/parts.yaml': 'status_category: hold\nagent_label: Waiting for parts\n',
  'roles/reader.yaml': 'name: Reader\ndescription: Reads\nconfiguration: { ticket_access: all }\n',
  'dynamic_content/bye.yaml': `
name: Bye
variants:
  - { locale: en-US, content: So long, default: true }
  - { locale: de, content: Bis bald }
`,
  'ticket_fields/device.yaml': `
type: tagger
title: Device
custom_field_options:
  - { name: Screen, value: device_screen }
  - { name: Printer, value: device_printer }
`,
  'ticket_fields/serial.yaml': 'type: text\ntitle: Serial number\n',
  'ticket_forms/repair.yaml': `
name: Repair
ticket_field_ids: [subject, description, device, serial]
agent_conditions:
  - parent_field_id: device
    value: device_printer
    child_fields: [{ id: serial, is_required: true, required_on_statuses: { type: ALL_STATUSES } }]
`,
  'resolution_codes/swapped.yaml': 'code: swapped\nlabel: Swapped\nticket_form_ids: [repair]\n',
  'sla_policies/fast.yaml': `
title: Fast
schedule_id: office
filter: { all: [{ field: group_id, operator: is, value: hardware }] }
policy_metrics: [{ priority: high, metric: first_reply_time, target: 60, business_hours: true }]
`,
  'group_sla_policies/own.yaml': `
title: Own
filter: { all: [{ field: group_id, operator: includes, value: [hardware] }] }
policy_metrics: [{ priority: high, metric: group_ownership_time, target: 60, business_hours: true }]
`,
  'trigger_categories/sorting.yaml': 'name: Sorting\n',
  'triggers/to-hardware.yaml': `
title: To hardware
category_id: sorting
conditions:
  all:
    - { field: ticket_form_id, operator: is, value: repair }
    - { field: custom_fields_device, operator: is, value: device_printer }
actions:
  - { field: group_id, value: hardware }
  - { field: notification_group, value: [hardware, "{{ticket.title}}", "It is a {{ticket.ticket_field_device}}"] }
`,
  'automations/late.yaml': `
title: Late
conditions:
  all:
    - { field: status, operator: is, value: pending }
    - { field: PENDING, operator: greater_than, value: 24 }
    - { field: group_id, operator: is, value: Hardware }
actions: [{ field: status, value: solved }]
`,
  'macros/parts.yaml': `
title: Hardware::Order parts
restriction: { type: Group, ids: [hardware] }
actions:
  - { field: custom_status_id, value: parts }
  - { field: custom_fields_serial, value: unknown }
`,
  'views/printers.yaml': `
title: Printers
conditions:
  all:
    - { field: status, operator: less_than, value: solved }
    - { field: custom_fields_device, operator: is, value: device_printer }
restriction: { type: Group, ids: [hardware] }
output: { columns: [nice_id, device, serial], group_by: device, sort_by: created, sort_order: asc }
`,
  'settings.yaml': 'desk: { name: The workshop }\nticket_form: { default_form_id: repair }\n',
}

type Ids = Readonly<Record<string, number>>

/** What the API shows of each, with the ids of the others. */
const SHOWN: readonly [kind: string, path: string, list: string, shown: (ids: Ids) => object][] = [
  ['group', 'groups', 'groups', () => ({ name: 'Hardware', description: 'Screens and printers' })],
  [
    'organization_field',
    'organization_fields',
    'organization_fields',
    () => ({ key: 'floor', type: 'text' }),
  ],
  ['user_field', 'user_fields', 'user_fields', () => ({ key: 'badge', title: 'Badge' })],
  [
    'schedule',
    'business_hours/schedules',
    'schedules',
    () => ({
      name: 'Office',
      time_zone: 'Europe/Amsterdam',
      intervals: [
        { start_time: 1980, end_time: 2160 },
        { start_time: 2220, end_time: 2460 },
      ],
    }),
  ],
  ['brand', 'brands', 'brands', () => ({ name: 'Shop', subdomain: 'shop' })],
  [
    'custom_status',
    'custom_statuses',
    'custom_statuses',
    () => ({ agent_label: 'Waiting for parts', status_category: 'hold' }),
  ],
  ['role', 'custom_roles', 'custom_roles', () => ({ name: 'Reader', description: 'Reads' })],
  [
    'dynamic_content',
    'dynamic_content/items',
    'items',
    () => ({
      placeholder: '{{dc.bye}}',
      variants: [
        { content: 'So long', default: true },
        { content: 'Bis bald', locale_id: 8 },
      ],
    }),
  ],
  ['device', 'ticket_fields', 'ticket_fields', () => ({ title: 'Device', type: 'tagger' })],
  ['serial', 'ticket_fields', 'ticket_fields', () => ({ title: 'Serial number', type: 'text' })],
  [
    'ticket_form',
    'ticket_forms',
    'ticket_forms',
    ({ device, serial }) => ({
      name: 'Repair',
      ticket_field_ids: expect.arrayContaining([device, serial]),
      agent_conditions: [
        {
          parent_field_id: device,
          value: 'device_printer',
          child_fields: [{ id: serial, is_required: true }],
        },
      ],
    }),
  ],
  [
    'resolution_code',
    'resolution_codes',
    'resolution_codes',
    ({ ticket_form }) => ({ code: 'swapped', ticket_form_ids: [ticket_form] }),
  ],
  [
    'sla_policy',
    'slas/policies',
    'sla_policies',
    ({ schedule, group }) => ({
      title: 'Fast',
      schedule_id: schedule,
      filter: { all: [{ field: 'group_id', operator: 'is', value: `${group}` }], any: [] },
      policy_metrics: [{ priority: 'high', metric: 'first_reply_time', target: 60, business_hours: true }],
    }),
  ],
  ['group_sla_policy', 'group_slas/policies', 'group_sla_policies', () => ({ title: 'Own' })],
  ['trigger_category', 'trigger_categories', 'trigger_categories', () => ({ name: 'Sorting' })],
  [
    'trigger',
    'triggers',
    'triggers',
    ({ trigger_category, ticket_form, device, group }) => ({
      title: 'To hardware',
      category_id: `${trigger_category}`,
      conditions: {
        all: [
          { field: 'ticket_form_id', operator: 'is', value: `${ticket_form}` },
          { field: `custom_fields_${device}`, operator: 'is', value: 'device_printer' },
        ],
      },
      actions: [
        { field: 'group_id', value: `${group}` },
        {
          field: 'notification_group',
          value: [`${group}`, '{{ticket.title}}', `It is a {{ticket.ticket_field_${device}}}`],
        },
      ],
    }),
  ],
  [
    'automation',
    'automations',
    'automations',
    ({ group }) => ({
      title: 'Late',
      conditions: {
        all: [{ field: 'status' }, { value: '24' }, { field: 'group_id', operator: 'is', value: `${group}` }],
      },
    }),
  ],
  [
    'macro',
    'macros',
    'macros',
    ({ custom_status, serial, group }) => ({
      title: 'Hardware::Order parts',
      restriction: { type: 'Group', ids: [group] },
      actions: [
        { field: 'custom_status_id', value: `${custom_status}` },
        { field: `custom_fields_${serial}`, value: 'unknown' },
      ],
    }),
  ],
  [
    'view',
    'views',
    'views',
    ({ device, serial }) => ({
      title: 'Printers',
      execution: { columns: [{ id: 'nice_id' }, { id: device }, { id: serial }], sort_by: 'created' },
    }),
  ],
]

const named = (shown: Readonly<Record<string, unknown>>): unknown =>
  shown.title ?? shown.name ?? shown.agent_label ?? shown.code ?? shown.placeholder ?? shown.key

let desk: ConfigDesk
let first: ApplyOutcome
const ids: Record<string, number> = {}
beforeAll(async () => {
  desk = await configDesk()
  first = await desk.apply(TREE, { reason: 'a new workshop' })
})
afterAll(() => desk?.close())

describe('a tree that is applied', () => {
  it('is one version of the policy, with its reason, and the audit log knows how it came', async () => {
    expect(first).toMatchObject({ ok: true, version: 2 })
    const [version] = await desk.ground.db.rows(sql`select * from policy_versions where version = 2`)
    expect(version).toMatchObject({ author_id: null, given_reason: 'a new workshop' })
    const vias = await desk.ground.db.rows(
      sql`select distinct via from audit_log where source_type = 'policy' and before is null and actor_id is null
        and at = (select at from policy_versions where version = 2) and source_label = 'To hardware'`,
    )
    expect(vias).toEqual([{ via: 'cli' }])
    const [group] = await desk.ground.db.rows(
      sql`select actor_id, via, ip from audit_log where source_type = 'group' and source_label = 'Hardware'`,
    )
    expect(group).toEqual({ actor_id: null, via: 'cli', ip: null })
  })

  it.each(SHOWN)('shows its %s by API as it was written', async (kind, path, list, shown) => {
    const wished = shown(ids)
    const all = (await desk.get(`/api/v2/${path}.json`))[list] as Record<string, unknown>[]
    const key = named(wished as Record<string, unknown>)
    const found = all.find((one) => Object.values(one).includes(key))
    expect(found).toMatchObject(wished)
    ids[kind] = Number(found?.id)
  })

  it('sets how the desk behaves', async () => {
    const { settings } = await desk.get('/api/v2/account/settings.json')
    expect(settings.desk.name).toBe('The workshop')
    expect(settings.ticket_form.default_form_id).toBe(ids.ticket_form)
  })

  it('has its holidays', async () => {
    const { holidays } = await desk.get(`/api/v2/business_hours/schedules/${ids.schedule}/holidays.json`)
    expect(holidays).toMatchObject([{ name: "King's Day", start_date: '2026-04-27', end_date: '2026-04-27' }])
  })

  it('changes nothing a second time, and makes no version of it', async () => {
    desk.ground.clock.set('2026-01-31T09:00:00Z')
    expect(await desk.apply(TREE)).toEqual({ ok: true, version: 2, changes: [] })
  })
})

describe('what is edited', () => {
  const only = (outcome: ApplyOutcome) =>
    outcome.ok ? outcome.changes.map(({ kind, id, change }) => [kind, id, change]) : outcome

  it.each([
    ['group', 'groups/hardware.yaml', 'Screens', 'Keyboards'],
    ['organization_field', 'organization_fields/floor.yaml', 'Floor', 'Storey'],
    ['schedule', 'schedules/office.yaml', '17:00', '18:00'],
    ['schedule', 'schedules/office.yaml', "King's Day", 'Day of the King'],
    ['custom_status', 'custom_statuses/parts.yaml', 'for parts', 'for spare parts'],
    ['dynamic_content', 'dynamic_content/bye.yaml', 'Bis bald', 'Auf bald'],
    ['trigger', 'triggers/to-hardware.yaml', 'To hardware', 'Towards hardware'],
    ['view', 'views/printers.yaml', 'device, serial]', 'serial]'],
    ['sla_policy', 'sla_policies/fast.yaml', 'target: 60', 'target: 45'],
    ['group_sla_policy', 'group_sla_policies/own.yaml', 'target: 60', 'target: 45'],
  ])('is the same %s under another name or body', async (kind, file, before, after) => {
    const edited = { ...TREE, [file]: TREE[file as keyof typeof TREE].replace(before, after) }
    const id = kind === 'group_sla_policy' ? expect.any(Number) : ids[kind]
    expect(only(await desk.apply(edited))).toEqual([[kind, id, 'changed']])
    expect(only(await desk.apply(edited))).toEqual([])
    expect(only(await desk.apply(TREE))).toEqual([[kind, id, 'changed']])
  })

  it('is only told by a dry run', async () => {
    const tree = {
      'groups/new.yaml': 'name: New\n',
      'macros/new.yaml': 'title: New\nactions: [{ field: group_id, value: new }]\n',
    }
    const { version } = await desk.ground.policy.current()
    expect(only(await desk.apply(tree, { isDryRun: true }))).toEqual([
      ['group', expect.any(Number), 'created'],
      ['macro', expect.any(Number), 'created'],
    ])
    expect((await desk.ground.policy.current()).version).toBe(version)
    expect(
      (await desk.get('/api/v2/groups.json')).groups.map(({ name }: { name: string }) => name),
    ).not.toContain('New')
  })

  it('leaves alone what the tree does not have', async () => {
    const before = (await desk.ground.policy.current()).documents('trigger').length
    await desk.apply({ 'groups/hardware.yaml': TREE['groups/hardware.yaml'] })
    expect((await desk.ground.policy.current()).documents('trigger')).toHaveLength(before)
  })

  it('is made anew where somebody has deleted it, and goes on from there', async () => {
    const { policy, db, clock } = desk.ground
    const macro = { kind: 'macro', id: ids.macro!, body: null }
    await db.transaction((tx) =>
      policy.edit(tx, { authorId: null, reason: 'delete macro', at: clock.now() }, [macro]),
    )
    expect(only(await desk.apply(TREE))).toEqual([['macro', expect.any(Number), 'created']])
    expect(only(await desk.apply(TREE))).toEqual([])
  })

  it('is one after the other where two apply at a time', async () => {
    const tree = { 'macros/twice.yaml': 'title: Twice\nactions: [{ field: status, value: open }]\n' }
    const outcomes = await Promise.all([desk.apply(tree), desk.apply(tree)])
    expect(
      outcomes
        .map((one) => only(one))
        .map((changes) => (Array.isArray(changes) ? changes.length : -1))
        .sort(),
    ).toEqual([0, 1])
  })

  it('takes over the one thing that has its name', async () => {
    const policy = await desk.ground.policy.current()
    const standard = policy.documents('macro').find(({ body }) => body.title === 'Take it!')!
    const tree = { 'macros/take.yaml': 'title: Take it!\ndescription: Mine now\n' }
    expect(only(await desk.apply(tree))).toEqual([['macro', standard.id, 'changed']])
    const renamed = { 'macros/take.yaml': 'title: Grab it!\ndescription: Mine now\n' }
    expect(only(await desk.apply(renamed))).toEqual([['macro', standard.id, 'changed']])
  })
})

describe('an order', () => {
  const macros = (order: object) => ({
    'macros/all.yaml': ['one', 'two', 'three']
      .map(
        (key) =>
          `- { key: ${key}, title: ${key}, actions: [{ field: status, value: open }]${order[key as never] ?? ''} }\n`,
      )
      .join(''),
  })
  const titles = async () => {
    const { macros: all } = await desk.get('/api/v2/macros.json?sort_by=position&sort_order=asc')
    return (all as { title: string }[])
      .map(({ title }) => title)
      .filter((title) => /^(one|two|three)$/.test(title))
  }

  it('is that of positions, or of order.yaml', async () => {
    await desk.apply(macros({ one: ', position: 3', two: ', position: 1', three: ', position: 2' }))
    expect(await titles()).toEqual(['two', 'three', 'one'])
    const listed = { ...macros({}), 'macros/order.yaml': '[three, one, two]\n' }
    expect(await desk.apply(listed)).toMatchObject({ ok: true })
    expect(await titles()).toEqual(['three', 'one', 'two'])
    expect(await desk.apply(listed)).toMatchObject({ changes: [] })
  })
})
