// Exits 0 when node_modules holds exactly what package-lock.json names, by version and hash. npm keeps the list of what
// it installed in a hidden lock file. With --say, prints each difference.
import { readFileSync } from 'node:fs'

type Entry = {
  readonly version?: string
  readonly integrity?: string
  readonly optional?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
}
type Lock = { readonly packages: Readonly<Record<string, Entry>> }

const read = (path: string): Lock | null => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Lock
  } catch {
    return null
  }
}

/** A build made for this system. npm leaves one out in silence when it cannot be had, and it would be missed later. */
const isForThisMachine = ({ os, cpu, libc }: Entry): boolean =>
  os?.includes(process.platform) === true &&
  cpu?.includes(process.arch) === true &&
  (libc === undefined || libc.includes('glibc'))

/** Whether a package may be missing on one side: builds for other systems are. */
const isSpare = (entry: Entry): boolean => entry.optional === true && !isForThisMachine(entry)

const differs = (wanted: Entry | undefined, found: Entry | undefined): boolean => {
  if (!wanted) return found?.optional !== true
  if (!found) return !isSpare(wanted)
  return wanted.version !== found.version || wanted.integrity !== found.integrity
}

const differences = (wanted: Lock, installed: Lock): string[] => {
  const names = new Set([...Object.keys(wanted.packages), ...Object.keys(installed.packages)])
  names.delete('')
  return [...names]
    .filter((name) => differs(wanted.packages[name], installed.packages[name]))
    .map((name) => {
      const versions = [wanted, installed].map((lock) => lock.packages[name]?.version ?? 'nothing')
      return `${name}: ${versions[0]} in the lock file, ${versions[1]} installed`
    })
}

const wanted = read('package-lock.json')
const installed = read('node_modules/.package-lock.json')
const found =
  wanted && installed ? differences(wanted, installed) : ['there is no package-lock.json or no node_modules']
if (process.argv.includes('--say')) for (const line of found) process.stderr.write(`${line}\n`)
process.exitCode = found.length === 0 ? 0 : 1
