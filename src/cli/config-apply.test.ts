import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyDatabase, type TestDatabase } from '../../test/support/database.ts'
import { runCommandLine } from './run.ts'

let db: TestDatabase
let dir: string
beforeAll(async () => {
  db = await emptyDatabase()
  dir = await mkdtemp(join(tmpdir(), 'mainstay-config-'))
  await mkdir(join(dir, 'tree/macros'), { recursive: true })
  await write('macros/hello.yaml', 'title: Hello\nactions: [{ field: status, value: open }]\n')
  await write('README.md', 'Not for the desk.')
})
afterAll(async () => {
  await db.close()
  await rm(dir, { recursive: true, force: true })
})

const write = (path: string, text: string | Buffer) => writeFile(join(dir, 'tree', path), text)

const apply = async (...args: string[]) => {
  const out: string[] = []
  const err: string[] = []
  const env = { DATABASE_URL: db.url, MAINSTAY_DATA_DIR: join(dir, 'data'), MAINSTAY_LOG_LEVEL: 'silent' }
  const code = await runCommandLine(['config', 'apply', ...args], {
    env,
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    onSignal: () => undefined,
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

it('says what would change, changes it, and then finds nothing to change', async () => {
  const tree = join(dir, 'tree')
  expect(await apply(tree, '--dry-run')).toEqual({
    code: 0,
    out: 'created macro "Hello"\n1 would change. Nothing was written.',
    err: '',
  })
  const first = await apply(tree, '--reason', 'to say hello')
  expect(first).toMatchObject({ code: 0, err: '' })
  expect(first.out).toMatch(/^created macro "Hello" \(\d+\)\n1 changed; version 2 of the policy stands\.$/)
  expect(await apply(tree)).toEqual({
    code: 0,
    out: 'Nothing to change: the desk is what the tree says.',
    err: '',
  })
  expect(JSON.parse((await apply(tree, '--json')).out)).toEqual({
    applied: true,
    dry_run: false,
    version: 2,
    changes: [],
  })
})

it('names file, line and field of all that is wrong, and ends with 1', async () => {
  const tree = join(dir, 'tree')
  await write('macros/bad.yaml', 'title: ""\nactoins: []\n')
  const { code, out, err } = await apply(tree)
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toBe('macros/bad.yaml:2: actoins: is not known. Did you mean actions?')
  const json = await apply(tree, '--json')
  expect(json).toMatchObject({ code: 1, err })
  expect(JSON.parse(json.out)).toEqual({
    applied: false,
    dry_run: false,
    errors: [
      { file: 'macros/bad.yaml', line: 2, field: 'actoins', message: 'is not known. Did you mean actions?' },
    ],
  })
  await rm(join(tree, 'macros/bad.yaml'))
})

it('reads nothing that a tree may not hold', async () => {
  const tree = join(dir, 'tree')
  expect(await apply(join(dir, 'nowhere'))).toMatchObject({
    code: 1,
    err: expect.stringContaining('is no directory'),
  })
  await write('macros/odd.yaml', Buffer.from([0x74, 0x3a, 0xff]))
  expect(await apply(tree)).toMatchObject({ code: 1, err: 'macros/odd.yaml: is not UTF-8' })
  await write('macros/odd.yaml', Buffer.alloc(1_048_577, 'x'))
  expect(await apply(tree)).toMatchObject({ code: 1, err: 'macros/odd.yaml: is larger than 1 MB' })
  await rm(join(tree, 'macros/odd.yaml'))
  await symlink('/etc', join(tree, 'views'))
  expect(await apply(tree)).toMatchObject({ code: 1, err: 'views: is neither a file nor a folder' })
  await rm(join(tree, 'views'))
})
