import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import type { TestProject } from 'vitest/node'
import { migrate, openDb, type SocketAddress, sql } from '../../src/platform/db/index.ts'
import { openCluster } from '../../src/platform/postgres/index.ts'
import { isAlive, readPostmaster } from '../../src/platform/postgres/postmaster-pid.ts'

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer
  }
}

/** The one server of a test run. Its template is what every test database is a clone of. */
export type TestServer = {
  readonly socket: SocketAddress
  readonly template: string
  /** Why the template is not the sum of the migrations; tests without a database run all the same. */
  readonly failure: string | null
}

export const MIGRATIONS = resolve(import.meta.dirname, '../../migrations')

const PREFIX = 'mainstay-test-'

const TEMPLATE = 'mainstay_template'
const log = pino({ level: 'silent' })

/** Starts the server, fast and forgetful (the one place where that is allowed), and builds the template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandoned()
  const dataDir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`))
  // The server's system user passes through it when the tests run as root.
  if (process.getuid?.() === 0) await chmod(dataDir, 0o711)
  const cluster = await openCluster({ dataDir, log, unsafeFast: true })
  const failure = await buildTemplate(cluster.connection)
  project.provide('testServer', { socket: cluster.connection, template: TEMPLATE, failure })
  return async () => {
    await cluster.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Not in the server's own database: a database with open connections cannot be cloned. */
const buildTemplate = async (socket: SocketAddress): Promise<string | null> => {
  const server = await openDb({ socket, poolSize: 1, log })
  await server.rows(sql`create database ${sql.id(TEMPLATE)}`)
  await server.close()
  const template = await openDb({ socket: { ...socket, database: TEMPLATE }, poolSize: 1, log })
  try {
    await migrate(template, MIGRATIONS)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    await template.close()
  }
}

/** What test runs left that were killed: their server (adopted, then stopped as by the last one out), their files. */
const removeAbandoned = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN
    if (Number.isNaN(pid) || isAlive(pid)) continue
    const dataDir = join(tmpdir(), name)
    if (await isOurs(dataDir)) await stopAndRemove(dataDir)
  }
}

const isOurs = async (dir: string): Promise<boolean> => (await stat(dir)).uid === process.getuid?.()

const stopAndRemove = async (dataDir: string): Promise<void> => {
  const postmaster = await readPostmaster(join(dataDir, 'pg'))
  if (postmaster !== undefined) await (await openCluster({ dataDir, log, unsafeFast: true })).stop()
  await rm(dataDir, { recursive: true, force: true })
}
