// Exits 0 when node_modules already holds exactly what package-lock.json names, as after `npm install PACKAGE`:
// bin/setup then spares itself a whole `npm ci`. npm keeps the list of what it installed in a hidden lock file.
import { readFileSync } from 'node:fs'

type Entry = { readonly version?: string; readonly integrity?: string; readonly optional?: boolean }
type Lock = { readonly packages: Readonly<Record<string, Entry>> }

const read = (path: string): Lock | null => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Lock
  } catch {
    return null
  }
}

const same = (wanted: Entry, found: Entry): boolean =>
  wanted.version === found.version && wanted.integrity === found.integrity

/** A package for another system is optional in the lock and absent from the tree. */
const matches = (wanted: Lock, installed: Lock): boolean => {
  const names = Object.keys(wanted.packages).filter((name) => name !== '')
  const extra = Object.keys(installed.packages).some((name) => !(name in wanted.packages))
  return (
    !extra &&
    names.every((name) => {
      const want = wanted.packages[name] ?? {}
      const found = installed.packages[name]
      return found ? same(want, found) : want.optional === true
    })
  )
}

const wanted = read('package-lock.json')
const installed = read('node_modules/.package-lock.json')
process.exitCode = wanted && installed && matches(wanted, installed) ? 0 : 1
