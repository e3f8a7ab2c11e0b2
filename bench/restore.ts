import { execFileSync } from 'node:child_process'
import { chmod, copyFile, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { figure } from './support/figures.ts'

/**
 * The drill: a year of a desk, backed up, its data directory destroyed, restored, verified.
 * `node bench/restore.ts [TICKETS] [DATA_DIR]`; 100,000 tickets unless said, made here unless a desk is given. It is
 * the given desk that is destroyed.
 */
const tickets = Number(process.argv[2] ?? 100_000)
const given = process.argv[3]
const dir = await mkdtemp(join(tmpdir(), 'mainstay-drill-'))
await chmod(dir, 0o711)
const dataDir = given ?? join(dir, 'data')
const file = join(dir, 'desk.backup')
const cli = resolve(import.meta.dirname, '../src/cli/main.ts')

const mainstay = (...args: string[]): { seconds: number; said: string } => {
  const startedAt = performance.now()
  const said = execFileSync(process.execPath, [cli, ...args, '--data-dir', dataDir], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return { seconds: (performance.now() - startedAt) / 1000, said: said.trim() }
}
const seconds = (value: number): string => `${value.toFixed(1)} s`
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`

try {
  if (given === undefined) {
    const seeded = mainstay('seed', '--tickets', String(tickets), '--months', '12')
    figure(`seed ${tickets} tickets`, seconds(seeded.seconds), '—', '300 s for 100,000')
  }
  const backup = mainstay('backup', file, '--json')
  const { bytes, tables, blobs } = JSON.parse(backup.said) as { bytes: number; tables: number; blobs: number }
  const { size } = await stat(file)
  // As an operator copies it: what the disk takes for the same bytes.
  const startedAt = performance.now()
  await copyFile(file, join(dir, 'copy'))
  const copied = (performance.now() - startedAt) / 1000
  figure(
    `backup: ${tables} tables, ${blobs} files, ${megabytes(bytes)} into ${megabytes(size)}`,
    seconds(backup.seconds),
    `${seconds(copied)} (copy of it)`,
    '—',
  )
  await rm(dataDir, { recursive: true })
  const restore = mainstay('restore', file)
  figure(`restore: ${restore.said.split('\n')[0]}`, seconds(restore.seconds), '—', '—')
  const verify = mainstay('verify')
  figure(`verify: ${verify.said}`, seconds(verify.seconds), '—', '60 s for 100,000')
  const all = backup.seconds + restore.seconds + verify.seconds
  figure('backup, restore and verify', seconds(all), '—', '180 s for 100,000')
} finally {
  await rm(dir, { recursive: true, force: true })
}
