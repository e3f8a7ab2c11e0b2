import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { told } from './scan.ts'
import { type Text, untidy } from './tidy.ts'

const root = join(import.meta.dirname, '../..')
const LARGEST = 1_000_000

/** Tracked texts; corpora of mail are evidence as it came and are left out. */
const trackedTexts = (): Text[] =>
  execFileSync('git', ['-c', 'safe.directory=*', 'ls-files', '-z'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '' && !/\.eml$|package-lock\.json$|^LICENSE$/.test(path))
    .filter((path) => existsSync(join(root, path)) && statSync(join(root, path)).size < LARGEST)
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
    .filter(({ text }) => !text.includes('\0'))

const says = (path: string, text: string): string =>
  untidy([{ path, text }], () => false)
    .map((finding) => finding.says)
    .join('\n')

describe('the house', () => {
  test('is tidy', () => {
    const texts = trackedTexts()
    expect(texts.length).toBeGreaterThan(20)
    expect(told(untidy(texts, (path) => existsSync(join(root, path))))).toEqual([])
  })
})

describe('the tidy check sees', () => {
  test.each([
    ['a path of a machine', 'src/a.ts', "const a = '/work/main/x'", /path of one machine/],
    ['the home of root', 'docs/a.md', '# A\n\nin /root/.npmrc', /path of one machine/],
    ['a registry', '.npmrc', 'registry=https://registry.example.org/', /host of a registry/],
    ['a test alone', 'src/a.test.ts', "test.only('x')", /switches tests off/],
    ['a skipped test', 'src/a.test.ts', "describe.skip('x')", /switches tests off/],
    ['work put off', 'src/a.ts', '// TODO later', /puts work off/],
    ['a silenced check', 'src/a.ts', '// @ts-ignore', /silences a check/],
    ['a page without heading', 'docs/a.md', 'text', /has 0 headings/],
    ['a page with two', 'docs/a.md', '# A\n\n# B\n', /has 2 headings/],
    ['a dead link', 'docs/a.md', '# A\n\n[b](./b.md#part)', /links to \.\/b\.md#part/],
  ])('%s', (_, path, text, expected) => expect(says(path, text)).toMatch(expected))

  test('nothing in a tidy file', () => {
    expect(says('src/a.ts', "const a = 'homework/main and /rooted/x and test.skipIf(x)'")).toBe('')
    expect(
      says('docs/a.md', '# A\n\n```sh\n# not a heading\n```\n`[x](no.md)` [y](https://example.org) [z](#a)'),
    ).toBe('')
  })

  test('a decision outside the index, and one number twice', () => {
    const page = (name: string, text = '# A\n') => ({ path: `docs/decisions/${name}`, text })
    const index = page('README.md', '# Decisions\n\n[one](0001-one.md)\n')
    const found = untidy([index, page('0001-one.md'), page('0001-uno.md')], () => true)
    expect(told(found)).toEqual([
      'docs/decisions/0001-one.md:1 has the number of docs/decisions/0001-uno.md',
      'docs/decisions/0001-uno.md:1 is not in docs/decisions/README.md',
      'docs/decisions/0001-uno.md:1 has the number of docs/decisions/0001-one.md',
    ])
  })
})
