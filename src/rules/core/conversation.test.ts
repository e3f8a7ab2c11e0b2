import { expect, test } from 'vitest'
import { conversationValues, type ToldComment } from './conversation.ts'
import { render } from './template.ts'
import { AT } from './testing/facts.ts'

const comment = (text: string, differs: Partial<ToldComment> = {}): ToldComment => ({
  authorName: 'Rosa Diaz',
  public: true,
  text,
  html: `<p>${text}</p>`,
  createdAt: AT,
  fileNames: [],
  ...differs,
})
const SAID = [comment('It burns.'), comment('Check the fuse', { public: false, authorName: 'Ben' })]

const written = (template: string, comments = SAID, format: 'text' | 'html' = 'text'): string => {
  const rendered = render(template, {}, { format, late: conversationValues(comments) })
  if (!rendered.ok) throw new Error(rendered.error)
  return rendered.value
}

test('the newest comment has its parts by its own name', () => {
  const template = '{{comment.author.name}} {{comment.created_at}} {{comment.is_public}}: {{comment.value}}'
  expect(written(template)).toBe('Ben 2026-03-02T12:00:00Z false: Check the fuse')
  expect(written('{{comment.value_rich}}', SAID, 'html')).toBe('<p>Check the fuse</p>')
  expect(written(template, [])).toBe('  : ')
})

test('lists are told newest first, each with author, words and files', () => {
  const loop = '{% for comment in ticket.comments %}{{comment.author.name}}: {{comment.value}};{% endfor %}'
  expect(written(loop)).toBe('Ben: Check the fuse;Rosa Diaz: It burns.;')
  expect(written(loop.replace('ticket.comments', 'ticket.public_comments'))).toBe('Rosa Diaz: It burns.;')
  const files = [comment('See', { fileNames: ['a.log', 'b.png'] })]
  expect(written('{% for file in comment.attachments %}{{file.filename}} {% endfor %}', files)).toBe(
    'a.log b.png ',
  )
})

test('what is public stays apart from notes, whatever it is called', () => {
  const names = ['public_comments', 'public_comments_formatted', 'latest_public_comment', 'description']
  const endings = ['', '_html', '_rich', '_formatted']
  for (const name of names.flatMap((one) => endings.map((ending) => `{{ticket.${one}${ending}}}`)))
    expect(written(name)).not.toContain('fuse')
})

test('words of comments are not read as templates', () => {
  const hostile = [comment('{{ticket.id}}{% assign a = 1 %}')]
  expect(written('{{comment.value}}|{{ticket.comments_formatted}}', hostile)).toContain(
    '{{ticket.id}}{% assign',
  )
})

test('no more than twenty comments are retold', () => {
  const many = Array.from({ length: 50 }, (_, n) => comment(`no ${n}`))
  expect(written('{{ticket.comments.size}}', many)).toBe('20')
})
