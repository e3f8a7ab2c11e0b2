import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, chown, lstat, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openDb, sql } from '../db/index.ts'
import { type Cluster, openCluster } from './cluster.ts'
import { isAlive, readPostmaster } from './postmaster-pid.ts'
import { canReach, SYSTEM_DIR } from './reach.ts'

const isRoot = process.getuid?.() === 0
/** An ordinary user for tests that run as root: the one that every Unix has. */
const NOBODY = { uid: 65_534, gid: 65_534 }
const canBeNobody = isRoot && (await canReach(NOBODY, import.meta.dirname))
const log = pino({ level: 'silent' })

let home: string
let dataDir: string
let clusters: Cluster[]
let children: Child[]

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'mainstay-cluster-'))
  await chmod(home, 0o711)
  dataDir = join(home, 'data')
  clusters = []
  children = []
})

afterEach(async () => {
  for (const child of children) child.process.kill('SIGKILL')
  for (const cluster of clusters) await cluster.stop()
  // Whatever a killed child left running is adopted and stopped as by the last one out.
  if (await postmasterOf(dataDir)) await (await openCluster({ dataDir, log })).stop()
  await rm(home, { recursive: true, force: true })
})

const open = async (): Promise<Cluster> => {
  const cluster = await openCluster({ dataDir, log })
  clusters.push(cluster)
  return cluster
}

const postmasterOf = async (dir: string): Promise<number | undefined> =>
  (await readPostmaster(join(dir, 'pg')))?.pid

type Line = { serverPid?: number; host?: string; written?: number; error?: string }
type Child = {
  readonly process: ChildProcess
  readonly lines: Line[]
  opened(): Promise<Line>
  stop(): Promise<void>
}

/** Another process on the same data directory. */
const another = (as: { uid?: number; gid?: number } = {}): Child => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'attach.fixture.ts'), dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...as,
  })
  const lines: Line[] = []
  createInterface({ input: child.stdout! }).on('line', (line) => lines.push(JSON.parse(line)))
  const exited = new Promise<void>((done) => child.once('exit', () => done()))
  const made: Child = {
    process: child,
    lines,
    opened: () =>
      vi.waitFor(
        () => {
          expect(lines.length).toBeGreaterThan(0)
          return lines[0]!
        },
        { timeout: 15_000 },
      ),
    stop: () => {
      child.stdin!.write('stop\n')
      return exited
    },
  }
  children.push(made)
  return made
}

/** One statement on a fresh connection. */
const ask = async <Row>(cluster: Cluster, text: string): Promise<Row[]> => {
  const db = await openDb({ socket: cluster.connection, poolSize: 1, log })
  return db.rows<Row>(sql.raw<Row>(text)).finally(() => db.close())
}

const ownerOfProcess = async (pid: number): Promise<number> => (await stat(`/proc/${pid}`)).uid

describe('a server of its own', () => {
  it('keeps what it confirmed, listens on no network, and is gone after the last one let go', async () => {
    const cluster = await open()
    const settings = await ask<{ name: string; setting: string }>(
      cluster,
      `select name, setting from pg_settings where name in
        ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'listen_addresses') order by name`,
    )
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      listen_addresses: '',
      synchronous_commit: 'on',
    })
    expect(
      await ask(
        cluster,
        `select datlocprovider as p, datlocale as l from pg_database where datname = 'mainstay'`,
      ),
    ).toEqual([{ p: 'b', l: 'C.UTF-8' }])
    await ask(cluster, `create table kept as select 'Ada' as name`)
    const pid = await cluster.serverPid()
    await cluster.stop()
    expect(await cluster.serverPid()).toBeUndefined()
    await vi.waitFor(() => expect(isAlive(pid!)).toBe(false))
    expect(await ask(await open(), 'select name from kept')).toEqual([{ name: 'Ada' }])
  })

  it('does not hand our secrets to the server, nor its directories to others', async () => {
    vi.stubEnv('MAINSTAY_KEY', 'do-not-tell')
    const cluster = await open()
    vi.unstubAllEnvs()
    if (process.platform === 'linux') {
      const environment = await readFile(`/proc/${await cluster.serverPid()}/environ`, 'utf8')
      expect(environment).toContain('TZ=UTC')
      expect(environment).not.toContain('do-not-tell')
    }
    for (const dir of [cluster.clusterDir, cluster.connection.host])
      expect((await stat(dir)).mode & 0o077).toBe(0)
  })

  it('refuses to run where a setting would lose commits, and leaves no server behind', async () => {
    const cluster = await open()
    await ask(cluster, 'alter role mainstay set synchronous_commit = off')
    await cluster.stop()
    await expect(open()).rejects.toThrow('synchronous_commit is off')
    expect(await postmasterOf(dataDir)).toBeUndefined()
    // Mend it, so that the directory can be used by the clean-up.
    const mended = await openCluster({ dataDir, log, unsafeFast: true })
    await ask(mended, 'alter role mainstay reset synchronous_commit')
    await mended.stop()
  })

  it('reads the settings of the operator last', async () => {
    await (await open()).stop()
    await writeFile(join(dataDir, 'pg', 'local.conf'), `work_mem = '11MB'\n`, { mode: 0o644 })
    expect(await ask(await open(), 'show work_mem')).toEqual([{ work_mem: '11MB' }])
  })
})

describe('several processes on one data directory', () => {
  it('share one server, and the last one out stops it', async () => {
    const cluster = await open()
    const child = another()
    expect(await child.opened()).toEqual({
      serverPid: await cluster.serverPid(),
      host: cluster.connection.host,
    })
    await cluster.stop()
    expect(await cluster.serverPid()).toBe((await child.opened()).serverPid)
    await child.stop()
    expect(await cluster.serverPid()).toBeUndefined()
  })

  it('that start at one moment, on a directory that is not there yet, end with one server', async () => {
    const three = [another(), another(), another()]
    const opened = await Promise.all(three.map((child) => child.opened()))
    expect(opened.every(({ error }) => error === undefined)).toBe(true)
    expect(new Set(opened.map(({ serverPid }) => serverPid)).size).toBe(1)
    await Promise.all(three.map((child) => child.stop()))
    expect(await postmasterOf(dataDir)).toBeUndefined()
  })

  it('that come and go at once never find the server gone', async () => {
    await (await open()).stop()
    const rounds = Array.from({ length: 4 }, async () => {
      for (let round = 0; round < 5; round++) {
        const cluster = await openCluster({ dataDir, log })
        expect(await ask(cluster, 'select 1 as one')).toEqual([{ one: 1 }])
        await cluster.stop()
      }
    })
    await Promise.all(rounds)
    expect(await postmasterOf(dataDir)).toBeUndefined()
  })

  it('take over the server of one that was killed', async () => {
    const child = another()
    const { serverPid } = await child.opened()
    child.process.kill('SIGKILL')
    await vi.waitFor(() => expect(child.process.signalCode).toBe('SIGKILL'))
    expect(isAlive(serverPid!)).toBe(true)
    const cluster = await open()
    expect(await cluster.serverPid()).toBe(serverPid)
    await cluster.stop()
    expect(await cluster.serverPid()).toBeUndefined()
  })
})

describe('a server that is killed', () => {
  it('is started again with every acknowledged row, and connections come back', async () => {
    const cluster = await open()
    const db = await openDb({ socket: cluster.connection, poolSize: 3, log })
    const child = another()
    await child.opened()
    child.process.stdin!.write('write\n')
    await vi.waitFor(() => expect(child.lines.length).toBeGreaterThan(50), { timeout: 10_000 })
    const before = await cluster.serverPid()
    process.kill(before!, 'SIGKILL')
    await vi.waitFor(
      async () => {
        expect(await cluster.serverPid()).not.toBe(before)
        expect(await db.rows(sql`select 1 as one`)).toEqual([{ one: 1 }])
      },
      { timeout: 15_000 },
    )
    const atRestart = child.lines.length
    await vi.waitFor(() => expect(child.lines.length).toBeGreaterThan(atRestart + 10), { timeout: 10_000 })
    const acknowledged = child.lines.flatMap(({ written }) => written ?? [])
    const kept = (await db.rows<{ n: number }>(sql`select n from written`)).map(({ n }) => n)
    expect(acknowledged.filter((n) => !kept.includes(n))).toEqual([])
    await db.close()
  })

  it('is found dead by the next start', async () => {
    const child = another()
    const { serverPid } = await child.opened()
    child.process.kill('SIGKILL')
    process.kill(serverPid!, 'SIGKILL')
    const cluster = await open()
    expect(await cluster.serverPid()).not.toBe(serverPid)
    expect(await ask(cluster, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it.runIf(process.platform === 'linux')(
    'does not block the start when its process id went to some other program',
    async () => {
      const cluster = await open()
      const { uid, gid } = await stat(cluster.clusterDir)
      await cluster.stop()
      const other = spawn('sleep', ['60'], isRoot ? { uid, gid, cwd: '/' } : {})
      try {
        const pidFile = join(cluster.clusterDir, 'postmaster.pid')
        await writeFile(
          pidFile,
          `${other.pid}\n${cluster.clusterDir}\n1700000000\n5432\n\n\n  1 1\nready\n`,
          { mode: 0o600 },
        )
        await chown(pidFile, uid, gid)
        const again = await open()
        expect(await again.serverPid()).not.toBe(other.pid)
      } finally {
        other.kill()
      }
    },
  )
})

describe('a data directory', () => {
  it('of another major version is refused by name', async () => {
    await mkdir(join(dataDir, 'pg'), { recursive: true })
    await writeFile(join(dataDir, 'pg', 'PG_VERSION'), '17\n')
    await expect(open()).rejects.toThrow(/belongs to PostgreSQL 17, and this Mainstay brings PostgreSQL 18/)
  })

  it('with something else in it is not touched', async () => {
    await mkdir(join(dataDir, 'pg'), { recursive: true })
    await writeFile(join(dataDir, 'pg', 'diary.txt'), 'Dear diary')
    await expect(open()).rejects.toThrow('is no database')
    expect(await readFile(join(dataDir, 'pg', 'diary.txt'), 'utf8')).toBe('Dear diary')
  })

  it('that is a file is refused', async () => {
    await writeFile(dataDir, '')
    await expect(open()).rejects.toThrow('is a file, not a directory')
  })

  it('may have a path too long for a socket', async () => {
    dataDir = join(home, 'a-long-name'.repeat(12), 'data')
    const cluster = await open()
    expect(cluster.connection.host.length).toBeLessThan(90)
    expect((await lstat(join(dataDir, 'run'))).isSymbolicLink()).toBe(true)
    const child = another()
    expect(await child.opened()).toEqual({
      serverPid: await cluster.serverPid(),
      host: cluster.connection.host,
    })
    await child.stop()
    await cluster.stop()
    expect((await open()).connection.host).toBe(cluster.connection.host)
    await rm(cluster.connection.host, { recursive: true, force: true })
  })
})

describe('the user of the server', () => {
  it.runIf(isRoot)('is a system user when we are root, even in a closed home', async () => {
    await chmod(home, 0o700)
    const cluster = await open()
    const { uid } = await stat(cluster.clusterDir)
    expect(uid).not.toBe(0)
    expect(await ownerOfProcess((await cluster.serverPid())!)).toBe(uid)
    expect(cluster.clusterDir.startsWith(SYSTEM_DIR)).toBe(true)
    const child = another()
    expect((await child.opened()).serverPid).toBe(await cluster.serverPid())
    await child.stop()
    await cluster.stop()
    await rm(join(cluster.clusterDir, '..'), { recursive: true })
  })

  it.runIf(canBeNobody)('is an ordinary user himself, and root afterwards runs it as him', async () => {
    await mkdir(dataDir)
    await chown(dataDir, NOBODY.uid, NOBODY.gid)
    const child = another(NOBODY)
    const { serverPid, error } = await child.opened()
    expect(error).toBeUndefined()
    expect(await ownerOfProcess(serverPid!)).toBe(NOBODY.uid)
    await child.stop()
    const cluster = await open()
    expect(await ownerOfProcess((await cluster.serverPid())!)).toBe(NOBODY.uid)
  })

  it.runIf(canBeNobody)('is told when the directory or its database is not his', async () => {
    await mkdir(dataDir)
    expect((await another(NOBODY).opened()).error).toMatch(/cannot be written by the user with id 65534/)
    await (await open()).stop()
    await chown(dataDir, NOBODY.uid, NOBODY.gid)
    expect((await another(NOBODY).opened()).error).toMatch(/belongs to another user/)
  })
})
