import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../kernel/index.ts'
import { withContent } from './dynamic-content.ts'
import { placeholdersOf, render } from './template.ts'

/** Threat T-11: ways out of a template language, of this one and of its relatives. */
const ROOTS = [
  'ticket',
  'ticket.title',
  'ticket.requester',
  'current_user',
  "''",
  '[]',
  '{}',
  'page',
  'settings',
  'self',
]
const PROPERTIES = [
  'constructor',
  '__proto__',
  'prototype',
  'constructor.constructor',
  '__proto__.polluted',
  'constructor.prototype',
  '__defineGetter__',
  '__lookupGetter__',
  'hasOwnProperty',
  'toString.constructor',
  'valueOf',
  'constructor.name',
]
const CODE = [
  'process.env',
  'global.process',
  'this',
  'require("fs")',
  'import("fs")',
  'process.mainModule.require',
]
const OTHER_ENGINES = [
  '<%= 7*7 %>',
  '$'.concat('{7*7}'),
  '#{7*7}',
  '#set($x=7*7)$x',
  '@(7*7)',
  '*{7*7}',
  '[['.concat('$', '{7*7}]]'),
  '{php}echo 49;{/php}',
  '{{=7*7}}',
  '{{{7*7}}}',
  "{{ ''.__class__.__mro__[1].__subclasses__() }}",
  '{{ config.items() }}',
  '{{ request.application.__globals__ }}',
  "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
  "{{ _self.env.registerUndefinedFilterCallback('exec') }}",
  '{{ lipsum.__globals__ }}',
  '{{ x.toString.constructor("return process")() }}',
  '{{#with "s" as |string|}}{{/with}}',
]
const FILES = [
  '/etc/passwd',
  '../../../../etc/passwd',
  'package.json',
  'file:///etc/passwd',
  'C:\\boot.ini',
  'http://x.example/a',
]
const FILE_TAGS = ['include', 'render', 'layout', 'block', 'extends', 'import', 'section', 'sections']
const FILTERS = ['raw', 'json', 'inspect', 'map: "constructor"', 'where: "constructor"', 'sort: "__proto__"']
  .concat([
    'group_by: "constructor"',
    'sum: "__proto__"',
    'first',
    'last',
    'size',
    'reverse',
    'uniq',
    'find: "constructor"',
  ])
  .concat([
    'eval',
    'exec',
    'system',
    'constructor',
    '__proto__',
    'toString',
    'read',
    'url_decode',
    'base64_decode',
  ])

const PAYLOADS: readonly string[] = [
  ...ROOTS.flatMap((root) => PROPERTIES.map((property) => `{{ ${root}.${property} }}`)),
  ...ROOTS.slice(0, 6).flatMap((root) => PROPERTIES.map((property) => `{{ ${root}["${property}"] }}`)),
  ...CODE.flatMap((code) => [
    `{{ ${code} }}`,
    `{% assign x = ${code} %}{{ x }}`,
    `{% if ${code} %}1{% endif %}`,
  ]),
  ...OTHER_ENGINES,
  ...FILES.flatMap((file) => FILE_TAGS.map((tag) => `{% ${tag} "${file}" %}`)),
  ...FILTERS.flatMap((filter) => [`{{ ticket | ${filter} }}`, `{{ ticket.title | ${filter} }}`]),
]

const VALUES: JsonObject = {
  ticket: { id: 7, title: 'A title', requester: { name: 'Rosa' } },
  current_user: { name: 'Amara' },
}

/** What only somebody outside the values could have brought in. */
const ESCAPED =
  /\b49\b|native code|\[object (?!Object)|root:x|function|\bPATH=|node_modules|mainModule|"dependencies"|\[Getter|Symbol\(/

describe('payloads that try to get out', () => {
  test('are three hundred and more, no two alike', () => {
    expect(new Set(PAYLOADS).size).toBeGreaterThanOrEqual(300)
    expect(new Set(PAYLOADS).size).toBe(PAYLOADS.length)
  })

  test.each(PAYLOADS)('%s: a literal, nothing, or an error', (payload) => {
    for (const format of ['text', 'html', 'line'] as const) {
      const written = render(payload, VALUES, { format })
      const said = written.ok ? written.value : written.error
      // What is no template of ours stands as it was written, so that only what became of it counts.
      if (said.trim() !== payload.trim()) expect(said.replaceAll(payload, '')).not.toMatch(ESCAPED)
    }
    placeholdersOf(payload)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('as values they are text: nothing is read twice', () => {
    for (const payload of PAYLOADS) {
      const values = { ticket: { title: payload } }
      expect(render('[{{ticket.title}}]', values, { format: 'text' })).toEqual({
        ok: true,
        value: `[${payload}]`,
      })
      const assigned = '{% assign a = ticket.title %}{% capture b %}{{ a }}{% endcapture %}{{ b }}'
      expect(render(assigned, values, { format: 'text' })).toEqual({ ok: true, value: payload })
    }
  })

  test('the canary of a second reading is never filled', () => {
    const canary = '{{ticket.secret}}{% assign x = ticket.secret %}{{x}}{{dc.secret}}'
    const values = { ticket: { title: canary, secret: 'LEAKED' } }
    const template = withContent('{{dc.greeting}} {{ticket.title}}', (key) =>
      key === 'greeting' ? 'Dear {{ticket.title}}' : 'LEAKED',
    )
    const written = render(template, values, { format: 'text' })
    expect(written).toEqual({ ok: true, value: `Dear ${canary} ${canary}` })
  })
})

describe('bombs', () => {
  test.each<[string, string]>([
    ['a loop in a loop', '{% for i in (1..9999) %}{% for j in (1..9999) %}{{ i }}{% endfor %}{% endfor %}'],
    ['a range without end', '{% for i in (1..999999999) %}x{% endfor %}'],
    [
      'a text that doubles',
      `{% assign a = "xxxxxxxxxxxxxxxx" %}${'{% assign a = a | append: a %}'.repeat(40)}{{ a }}`,
    ],
    [
      'a text that is replaced by itself',
      `{% assign a = "aaaaaaaa" %}${"{% assign a = a | replace: 'a', a %}".repeat(6)}{{ a }}`,
    ],
    ['a row of tables', '{% tablerow i in (1..9999999) %}{{ i }}{% endtablerow %}'],
    [
      'a slice of much',
      '{{ "x" | prepend: "y" | split: "" | join: "z" }}{% for i in (1..5000000) %}{% cycle "a", "b" %}{% endfor %}',
    ],
  ])('%s ends with an error', (_name, source) => {
    const written = render(source, VALUES, { format: 'text' })
    expect(written.ok).toBe(false)
  })

  test('a deep nest of tags is read, or refused, and does not take the process along', () => {
    const deep = '{% if true %}'.repeat(4000) + '{% endif %}'.repeat(4000)
    const written = render(deep.slice(0, 60_000), VALUES, { format: 'text' })
    expect(typeof written.ok).toBe('boolean')
  })

  test('a hundred references to words are followed, no more', () => {
    const many = '{{dc.a}}'.repeat(150)
    expect(withContent(many, () => 'x').match(/x/g)).toHaveLength(100)
    // Words that name words do not go round in circles.
    expect(withContent('{{dc.a}}', () => '{{dc.a}}{{dc.b}}y')).toBe('y')
  })
})
