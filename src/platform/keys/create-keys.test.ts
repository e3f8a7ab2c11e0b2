import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createKeys, keysFrom } from './create-keys.ts'

const dirs: string[] = []
const tempDir = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'mainstay-keys-'))
  dirs.push(dir)
  return dir
}
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true })
})

const secret = Buffer.from('a secret that is long enough to be one')

describe('signing', () => {
  it('gives 32 bytes that depend on secret, purpose and text', () => {
    const keys = keysFrom(secret)
    expect(keys.sign('reply', 'a')).toHaveLength(32)
    expect(keys.sign('reply', 'a')).toEqual(keysFrom(secret).sign('reply', 'a'))
    expect(keys.sign('reply', 'a')).not.toEqual(keys.sign('reply', 'b'))
    expect(keys.sign('reply', 'a')).not.toEqual(keys.sign('download', 'a'))
    expect(keys.sign('reply', 'a')).not.toEqual(keysFrom(Buffer.alloc(32)).sign('reply', 'a'))
  })
})

describe('sealing', () => {
  const keys = keysFrom(secret)

  it('opens what it sealed, empty secrets too, and never seals alike twice', () => {
    for (const text of ['', 'p', 'x'.repeat(10_000)]) {
      expect(keys.open('smtp', keys.seal('smtp', Buffer.from(text)))?.toString()).toBe(text)
    }
    expect(keys.seal('smtp', secret)).not.toEqual(keys.seal('smtp', secret))
  })

  it('opens nothing that was changed in any byte, cut, or sealed for another purpose or by another key', () => {
    const sealed = keys.seal('smtp', Buffer.from('hunter2'))
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed)
      changed[at] = changed[at]! ^ 1
      expect(keys.open('smtp', changed), `byte ${at}`).toBeUndefined()
      expect(keys.open('smtp', sealed.subarray(0, at)), `cut at ${at}`).toBeUndefined()
    }
    expect(keys.open('oauth', sealed)).toBeUndefined()
    expect(keysFrom(Buffer.alloc(32)).open('smtp', sealed)).toBeUndefined()
  })
})

describe('the key of an installation', () => {
  it('is made once, for its owner alone, and kept', () => {
    const dataDir = join(tempDir(), 'data')
    const first = createKeys({ key: undefined, dataDir }).sign('p', 't')
    expect(createKeys({ key: undefined, dataDir }).sign('p', 't')).toEqual(first)
    expect(statSync(join(dataDir, 'key')).mode & 0o777).toBe(0o600)
    expect(readdirSync(dataDir)).toEqual(['key'])
    expect(readFileSync(join(dataDir, 'key'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
  })

  it('comes from the environment where given, and then no file is made', () => {
    const dataDir = tempDir()
    const key = 'k'.repeat(32)
    expect(createKeys({ key, dataDir }).sign('p', 't')).toEqual(keysFrom(Buffer.from(key)).sign('p', 't'))
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('is refused when it is too short or open to others', () => {
    const dataDir = tempDir()
    expect(() => createKeys({ key: 'k'.repeat(31), dataDir })).toThrow(/MAINSTAY_KEY is too short/)
    writeFileSync(join(dataDir, 'key'), 'short', { mode: 0o600 })
    expect(() => createKeys({ key: undefined, dataDir })).toThrow(/too short/)
    writeFileSync(join(dataDir, 'key'), 'k'.repeat(64))
    chmodSync(join(dataDir, 'key'), 0o644)
    expect(() => createKeys({ key: undefined, dataDir })).toThrow(/chmod 600/)
  })
})
