import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConfigDesk, configDesk } from './fixture.ts'

let desk: ConfigDesk
beforeAll(async () => {
  desk = await configDesk()
})
afterAll(() => desk?.close())

const TRIGGER = `title: T
conditions:
  all:
    - { field: update_type, operator: is, value: Create }
actions:
  - { field: priority, value: high }
`
type Told = readonly [place: string, field: string | null, message: RegExp]
type Broken = readonly [what: string, tree: Readonly<Record<string, string>>, ...told: Told[]]

const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${['b', 'c', 'd', 'e', 'f']
  .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcde'[index]}`).join(', ')}]`)
  .join('\n')}\n`

const BROKEN: readonly Broken[] = [
  [
    'text that is no YAML',
    { 'groups/a.yaml': 'name: A\ndescription: "open\n' },
    ['groups/a.yaml:3', null, /quote/i],
  ],
  ['a key said twice', { 'groups/a.yaml': 'name: A\nname: B\n' }, ['groups/a.yaml:2', null, /unique/]],
  ['a tag', { 'groups/a.yaml': 'name: !!js/function "x"\n' }, ['groups/a.yaml:1', null, /tag/i]],
  ['a bomb of aliases', { 'groups/a.yaml': bomb }, ['groups/a.yaml:1', null, /50 aliases/]],
  [
    'brackets without end',
    { 'groups/a.yaml': `name:\n  ${'['.repeat(100_000)}` },
    ['groups/a.yaml:2', null, /40 levels/],
  ],
  ['no fields', { 'groups/a.yaml': 'just a text\n' }, ['groups/a.yaml:1', null, /fields and their values/]],
  ['an empty file', { 'groups/a.yaml': '' }, ['groups/a.yaml:1', null, /fields and their values/]],
  ['an unknown folder', { 'grops/a.yaml': 'name: A\n' }, ['grops/a.yaml:1', null, /"grops" is no folder/]],
  ['a file that is no YAML', { 'groups/a.json': '{}' }, ['groups/a.json:1', null, /no YAML/]],
  ['a file too deep', { 'groups/b/a.yaml': 'name: A\n' }, ['groups/b/a.yaml:1', null, /too deep/]],
  ['a key that is none', { 'groups/Ä b.yaml': 'name: A\n' }, ['groups/Ä b.yaml:1', 'key', /small letters/]],
  [
    'a key of another file',
    { 'groups/a.yaml': 'key: b\nname: A\n' },
    ['groups/a.yaml:1', 'key', /name of its file/],
  ],
  [
    'a list without keys',
    { 'groups/a.yaml': '- key: one\n  name: A\n- name: B\n' },
    ['groups/a.yaml:3', 'key', /is missing/],
  ],
  [
    'a key in two files',
    { 'groups/a.yaml': 'name: A\n', 'groups/b.yaml': '- key: a\n  name: B\n' },
    ['groups/b.yaml:1', 'key', /used in groups\/a.yaml, too/],
  ],
  [
    'an unknown field',
    { 'groups/a.yaml': 'name: A\ndescripton: B\n' },
    ['groups/a.yaml:2', 'descripton', /Did you mean description/],
  ],
  [
    'an unknown field inside',
    { 'triggers/t.yaml': TRIGGER.replace('value: Create', 'vaule: Create') },
    ['triggers/t.yaml:4', 'conditions.all[0].vaule', /Did you mean value/],
  ],
  [
    'a field of a prototype',
    { 'groups/a.yaml': 'name: A\n__proto__: { is_public: false }\n' },
    ['groups/a.yaml:2', '__proto__', /not known/],
  ],
  ['an id', { 'groups/a.yaml': 'name: A\nid: 7\n' }, ['groups/a.yaml:2', 'id', /not known/]],
  [
    'an id in the place of a name',
    { 'triggers/t.yaml': `${TRIGGER}  - { field: group_id, value: 7 }\n` },
    ['triggers/t.yaml:7', 'actions[1].value', /is an id: write the name of the group/],
  ],
  [
    'names of nothing',
    {
      'triggers/t.yaml': `${TRIGGER}  - { field: group_id, value: nowhere }\n  - { field: custom_fields_nothing, value: x }\ncategory_id: none\n`,
    },
    ['triggers/t.yaml:7', 'actions[1].value', /no group "nowhere"/],
    ['triggers/t.yaml:8', 'actions[2].field', /no ticket field "nothing"/],
    ['triggers/t.yaml:9', 'category_id', /no trigger category "none"/],
  ],
  [
    'a placeholder of nothing',
    {
      'macros/m.yaml':
        'title: M\nactions:\n  - field: comment_value\n    value: "{{ticket.ticket_field_nothing}}"\n',
    },
    ['macros/m.yaml:4', 'actions[0].value', /no ticket field "nothing"/],
  ],
  [
    'what the routes refuse, all of it',
    {
      'triggers/t.yaml': TRIGGER.replace('operator: is', 'operator: was').replace(
        'value: high',
        'value: huge',
      ),
      'ticket_fields/f.yaml': 'title: F\ntype: dragon\n',
    },
    ['ticket_fields/f.yaml:2', 'type', /dragon/],
    ['triggers/t.yaml:4', 'conditions.all[0]', /was/],
    ['triggers/t.yaml:6', 'actions[0]', /priority/],
  ],
  [
    'a document only, not those that name it',
    {
      'ticket_fields/f.yaml': 'title: F\ntype: dragon\n',
      'triggers/t.yaml': `${TRIGGER}  - { field: custom_fields_f, value: x }\n`,
    },
    ['ticket_fields/f.yaml:2', 'type', /dragon/],
  ],
  [
    'another type than it has',
    { 'ticket_fields/priority.yaml': 'title: Priority\ntype: text\n' },
    ['ticket_fields/priority.yaml:2', 'type', /"priority" on the desk/],
  ],
  [
    'hours that are none',
    { 'schedules/s.yaml': 'name: S\ntime_zone: Europe/Paris\nhours:\n  monday: ["9-5"]\n  mon: []\n' },
    ['schedules/s.yaml:4', 'hours.monday[0]', /from-to/],
    ['schedules/s.yaml:5', 'hours.mon', /not known/],
  ],
  [
    'a language that is none',
    { 'dynamic_content/d.yaml': 'name: D\nvariants:\n  - { locale: xx, content: x }\n' },
    ['dynamic_content/d.yaml:3', 'variants[0].locale', /language/],
  ],
  [
    'a setting that is none',
    { 'settings.yaml': 'desk:\n  nmae: X\n' },
    ['settings.yaml:2', 'desk.nmae', /Did you mean name/],
  ],
  [
    'an order of what is not there',
    { 'macros/order.yaml': '- a\n- a\n' },
    ['macros/order.yaml:1', '[0]', /no "a"/],
    ['macros/order.yaml:2', '[1]', /no "a"/],
    ['macros/order.yaml:2', '[1]', /twice/],
  ],
  [
    'two orders',
    {
      'macros/m.yaml': 'title: M\nposition: 2\nactions: [{ field: status, value: open }]\n',
      'macros/order.yaml': '- m\n',
    },
    ['macros/m.yaml:2', 'position', /one of them is enough/],
  ],
]

describe('a tree is refused as a whole', () => {
  it.each(BROKEN.map(([what, tree, ...told]) => ({ what, tree, told })))(
    'for $what',
    async ({ tree, told }) => {
      const before = (await desk.ground.policy.current()).version
      const outcome = await desk.apply({ 'groups/good.yaml': 'name: Good\n', ...tree })
      const problems = outcome.ok ? [] : outcome.problems
      expect(problems.map(({ file, line, field }) => [`${file}:${line}`, field])).toEqual(
        told.map(([place, field]) => [place, field]),
      )
      for (const [index, [, , message]] of told.entries()) expect(problems[index]!.message).toMatch(message)
      expect((await desk.ground.policy.current()).version).toBe(before)
      expect((await desk.get('/api/v2/groups.json')).groups).toEqual([])
    },
  )
})
