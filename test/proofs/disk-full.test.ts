import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, open, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { countMarkers, faults } from '../crash/ledger.ts'
import { startWriters } from '../crash/writers.ts'
import { type Desk, startDesk } from '../support/desk.ts'
import { proven, sized } from './size.ts'

const ROUNDS = sized(1, 3, 10)
const DISK_MB = 512
const MB = 1024 * 1024
const PATIENCE_MS = 60_000

/** A file system of its own needs the right to mount one; who lacks it proves the rest (`blobs/disk.test.ts`). */
const mounted = async (): Promise<string | undefined> => {
  const dir = await mkdtemp(join(tmpdir(), 'small-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', dir], { stdio: 'ignore' })
    await chmod(dir, 0o711)
    return dir
  } catch {
    await rm(dir, { recursive: true })
    return undefined
  }
}

const disk = await mounted()
const TMPDIR = process.env.TMPDIR
let desk: Desk
beforeAll(async () => {
  if (disk === undefined) return
  process.env.TMPDIR = disk
  desk = await startDesk({ MAINSTAY_LOG_LEVEL: 'silent' }).finally(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  })
}, 60_000)
afterAll(async () => {
  await desk?.stop()
  if (disk === undefined) return
  execFileSync('umount', [disk], { stdio: 'ignore' })
  await rm(disk, { recursive: true })
}, 60_000)

/** Fills the disk up to a share of it that stays free. */
const fill = async (freeShare: number): Promise<void> => {
  const { blocks, bavail, bsize } = await statfs(disk!)
  const bytes = Math.max(0, Math.floor((bavail - blocks * freeShare) * bsize))
  const file = await open(join(disk!, 'ballast'), 'a')
  try {
    const chunk = Buffer.alloc(MB, 1)
    for (let left = bytes; left > 0; left -= MB) await file.write(chunk, 0, Math.min(MB, left))
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOSPC') throw error
  } finally {
    await file.close()
  }
}
const free = (): Promise<void> => rm(join(disk!, 'ballast'), { force: true })

const statusOf = async (path: string, init: RequestInit = {}): Promise<number> => {
  const { token, adminEmail, url } = desk
  const authorization = `Basic ${Buffer.from(`${adminEmail}/token:${token}`).toString('base64')}`
  const answer = await fetch(`${url}/api/v2/${path}`, {
    ...init,
    headers: { ...init.headers, authorization },
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  await answer.text()
  return answer.status
}
const upload = (): Promise<number> =>
  statusOf('uploads?filename=a.bin', {
    method: 'POST',
    body: Buffer.alloc(100_000),
    headers: { 'content-type': 'application/octet-stream' },
  })
const create = (): Promise<number> =>
  statusOf('tickets', {
    method: 'POST',
    body: JSON.stringify({ ticket: { subject: 'x', comment: { body: 'x'.repeat(50_000) } } }),
    headers: { 'content-type': 'application/json' },
  })

it.skipIf(disk === undefined)(
  `refuses what it cannot keep while the disk is full, and goes on when there is room (${ROUNDS})`,
  async () => {
    const refused = new Set<number>()
    const writers = startWriters(desk, 20)
    for (let round = 0; round < ROUNDS; round++) {
      await fill(0.03)
      expect(await upload()).toBe(507)
      expect(await create(), 'the database has what files may no longer take').toBe(201)
      await fill(0)
      await vi.waitFor(async () => {
        const status = await create()
        refused.add(status)
        expect(status).toBeGreaterThanOrEqual(500)
      }, PATIENCE_MS)
      for (let n = 0; n < 20; n++) {
        expect(await statusOf('tickets?page[size]=5')).toBe(200)
        refused.add(await create())
      }
      await free()
      await vi.waitFor(async () => {
        expect(await create()).toBe(201)
        expect(await upload()).toBe(201)
      }, PATIENCE_MS)
    }
    await writers.stop()
    await vi.waitFor(
      async () => expect(faults(writers.ledger, await countMarkers(desk))).toEqual([]),
      PATIENCE_MS,
    )
    expect(await desk.command('verify')).toContain('No differences')
    const kept = writers.ledger.filter(({ outcome }) => outcome === 'acknowledged').length
    proven(
      'C-16',
      'disk full under load',
      `${ROUNDS} times, ${kept} writes kept, told ${[...refused].sort()}`,
    )
  },
  600_000,
)
