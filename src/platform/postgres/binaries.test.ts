import { execFile } from 'node:child_process'
import { chmod, cp, lstat, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { binariesFor, packagedNative } from './binaries.ts'

const run = promisify(execFile)
const isRoot = process.getuid?.() === 0
const NOBODY = { uid: 65_534, gid: 65_534, switched: true }

let home: string
/** A package as npm unpacks it: without a link, and as strict as its installer's umask. */
let native: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'mainstay-binaries-'))
  native = join(home, 'package', 'native')
  await cp(packagedNative(), native, { recursive: true, verbatimSymlinks: true })
  await cp(join(packagedNative(), '..', 'package.json'), join(home, 'package', 'package.json'))
  for (const name of await readdir(join(native, 'lib'))) {
    const path = join(native, 'lib', name)
    if ((await lstat(path)).isSymbolicLink()) await rm(path)
  }
})
afterEach(() => rm(home, { recursive: true }))

it('makes the missing links of the libraries, so that the server loads', async () => {
  const me = { uid: process.getuid!(), gid: process.getgid!(), switched: false }
  await expect(run(join(native, 'bin', 'postgres'), ['--version'])).rejects.toThrow('shared libraries')
  const { postgres } = await binariesFor(me, { native, copies: join(home, 'copies') })
  expect(postgres).toBe(join(native, 'bin', 'postgres'))
  expect((await run(postgres, ['--version'])).stdout).toMatch(/^postgres \(PostgreSQL\) 18\./)
})

it.runIf(isRoot)('copies a package that the user of the server cannot read, once', async () => {
  await chmod(home, 0o711)
  await chmod(join(home, 'package'), 0o700)
  await chmod(join(native, 'lib', 'libssl.so.1.1'), 0o600)
  const copies = join(home, 'copies')
  const both = await Promise.all([1, 2].map(() => binariesFor(NOBODY, { native, copies })))
  const [{ postgres } = { postgres: '' }] = both
  expect(both[1]?.postgres).toBe(postgres)
  expect(await readdir(copies)).toHaveLength(1)
  const { uid, gid } = NOBODY
  expect((await run(postgres, ['--version'], { uid, gid, cwd: '/' })).stdout).toContain('18.')
  expect((await stat(join(dirname(postgres), '..', 'lib'))).uid).toBe(0)
  const before = await stat(postgres)
  await binariesFor(NOBODY, { native, copies })
  expect((await stat(postgres)).mtimeMs).toBe(before.mtimeMs)
})
