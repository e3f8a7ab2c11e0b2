import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_TEMPLATE, Markup, placeholdersOf, render } from './template.ts'

const written = (
  source: string,
  values: object,
  format: 'html' | 'text' | 'line' = 'text',
  late = {},
): string => {
  const result = render(source, values as never, { format, late })
  if (!result.ok) throw new Error(result.error)
  return result.value
}

describe('placeholders of a template', () => {
  test('are the full names it reads, once each, whatever it does with them', () => {
    const source =
      '{{ticket.title | upcase}} {% if ticket.requester.name %}{{ ticket.title }}{% endif %}{% for c in ticket.comments %}{{c.value}}{% endfor %}'
    expect(placeholdersOf(source)).toEqual({
      ok: true,
      value: ['ticket.comments', 'ticket.requester.name', 'ticket.title'],
    })
  })

  test.each([
    ['{% if %}', /./],
    ['{{ ticket.id ', /not closed/],
    ["{% include 'x' %}", /include/],
    ["{% render 'x' %}", /render/],
    ["{% layout 'x' %}", /layout/],
    ['x'.repeat(MAX_TEMPLATE + 1), /too long/],
  ])('%s is no template, and it says why', (source, why) => {
    const read = placeholdersOf(source)
    expect(!read.ok && read.error).toMatch(why)
  })
})

describe('writing', () => {
  test('values are never read as templates', () => {
    expect(written('{{a}}', { a: '{{b}}{% raw %}', b: 'secret' })).toBe('{{b}}{% raw %}')
  })

  test('in HTML, values are escaped on every way out', () => {
    const a = '<img src=x onerror="x">&\''
    for (const source of [
      '{{a}}',
      '{{a | raw}}',
      '{{a | upcase | raw}}',
      '{% echo a %}',
      '{% cycle a, "b" %}',
      '{% liquid echo a %}',
      '{{ a | append: a }}',
      '{% assign b = a %}{{b | raw}}',
      '{% capture b %}{{a}}{% endcapture %}{{b | raw}}',
      '{{ a | split: "x" | join: "y" | raw }}',
    ])
      expect(written(source, { a }, 'html')).not.toMatch(/<|>|"/)
  })

  test('in HTML, lines of text stay lines, those of values too; a template with blocks is left alone', () => {
    expect(written('Hi\n\n{{ a }}\n{% if a %}x{% endif %}', { a: 'b\nc' }, 'html')).toBe(
      'Hi<br>\n<br>\nb<br>\nc<br>\nx',
    )
    expect(written('<p>Hi\n{{a}}</p>', { a: 'b' }, 'html')).toBe('<p>Hi\nb</p>')
  })

  test('a subject is one line, whatever is in its values', () => {
    expect(written('Re: {{a}}', { a: 'x\r\nBcc: all@example.com\u2028y' }, 'line')).toBe(
      'Re: x Bcc: all@example.com y',
    )
  })

  test('what is read at sending keeps its markup in HTML, and is text elsewhere', () => {
    const late = { 'ticket.latest_comment': new Markup('<b>Hi</b>', 'Hi') }
    expect(written('{{ticket.id}} {{ticket.latest_comment}}', { ticket: { id: 1 } }, 'html', late)).toBe(
      '1 <b>Hi</b>',
    )
    expect(written('{{ticket.latest_comment}}', {}, 'text', late)).toBe('Hi')
    expect(written('{{ticket.latest_comment | append: "<i>"}}', {}, 'html', late)).not.toContain('<')
  })

  test('lists of comments can be walked', () => {
    const late = { 'ticket.comments': [{ author: { name: 'Rosa' }, value: '<3' }] }
    const source =
      '{% for comment in ticket.comments %}{{comment.author.name}}: {{comment.value}}{% endfor %}'
    expect(written(source, {}, 'html', late)).toBe('Rosa: &lt;3')
  })

  test('what nobody knows is nothing, and prototypes are nobody', () => {
    expect(written('[{{nothing.at.all}}]', {})).toBe('[]')
    expect(written('[{{a.constructor.name}}{{a.__proto__}}{{a.toString}}]', { a: {} })).toBe('[]')
    expect(written('[{{"x".constructor}}]', {})).toBe('[]')
    written('{{a}}', {}, 'text', { '__proto__.polluted': 'yes', 'constructor.prototype.polluted': 'yes' })
    expect(({} as { polluted?: string }).polluted).toBeUndefined()
  })

  test.each([
    '{% for i in (1..100000000) %}x{% endfor %}',
    '{% for i in (1..9999) %}{% for j in (1..9999) %}{{i}}{% endfor %}{% endfor %}',
    '{% assign a = "xxxxxxxxxx" %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}{{a}}',
  ])('%s comes to an end with an error', (source) => {
    expect(render(source, {}, { format: 'text' }).ok).toBe(false)
  })

  test('no source and no value makes it throw', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      'a',
      '|',
      ' ',
      'if',
      'for',
      'in',
      'end',
      '"',
      '.',
      ':',
      '[',
      ']',
      '\n',
      'raw',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (pieces, values) => {
          const source = pieces.join('')
          placeholdersOf(source)
          for (const format of ['html', 'text', 'line'] as const) render(source, values as never, { format })
        },
      ),
      { numRuns: 500 },
    )
  })
})
