import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Logger } from 'pino'
import { binariesFor, packagedNative } from './binaries.ts'
import { ClusterError } from './cluster-error.ts'
import { initCluster, SUPERUSER } from './init-cluster.ts'
import { DATABASE } from './knock.ts'
import { layOut } from './layout.ts'
import { readPostmaster } from './postmaster-pid.ts'
import { SYSTEM_DIR } from './reach.ts'
import { DURABILITY, SERVER_PORT } from './server-config.ts'
import { trimLog } from './server-log.ts'
import { reachServer, type Start } from './start-server.ts'

export type ClusterConnection = {
  /** Directory of the unix socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
}

export type Cluster = {
  readonly connection: ClusterConnection
  /** Where `backup` finds the server's files. */
  readonly clusterDir: string
  /** Process id of the server, as of now; undefined while it is down. */
  serverPid(): Promise<number | undefined>
  /** Lets go of the server; the last process to do so stops it. Connections of one's own are closed before. */
  stop(): Promise<void>
}

export type ClusterOptions = {
  readonly dataDir: string
  readonly log: Logger
  /** For tests alone: no fsync, so a power cut loses data. Such a server is not verified. */
  readonly unsafeFast?: boolean
}

/**
 * Opens the embedded PostgreSQL of a data directory: attaches to the server that runs on it, whoever started it, or
 * starts one (making the cluster first where there is none). While the process lives, a server that dies is started
 * again. Throws `ClusterError` with a sentence for the operator.
 */
export const openCluster = async (options: ClusterOptions): Promise<Cluster> => {
  const { log, unsafeFast = false } = options
  const layout = await layOut(options.dataDir)
  const copies = layout.user.switched ? SYSTEM_DIR : layout.dataDir
  const binaries = await binariesFor(layout.user, { native: packagedNative(), copies })
  await initCluster(layout, binaries, unsafeFast)
  const start: Start = { layout, binaries, unsafeFast, log }
  const attached = await attach(start)
  const stop = supervise(start, attached.client)
  const { clusterDir } = layout
  const connection = { host: attached.host, port: SERVER_PORT, user: SUPERUSER, database: DATABASE }
  return { connection, clusterDir, serverPid: async () => (await readPostmaster(clusterDir))?.pid, stop }
}

/** Any number, the same for all: every attached process holds this advisory lock, shared. */
const ATTACHED = 7_160_532_000_000_001n

type Attached = { readonly client: Client; readonly host: string }

const attach = async (start: Start): Promise<Attached> => {
  for (;;) {
    const client = await reachServer(start)
    try {
      // Waits where the last process is about to stop the server; that ends the connection, and we start anew.
      await client.query(`select pg_advisory_lock_shared(${ATTACHED})`)
      if (!start.unsafeFast) await verifyDurability(client, start.layout.dataDir)
      return { client, host: client.host }
    } catch (error) {
      await detach(start, client)
      if (error instanceof ClusterError) throw error
      start.log.debug({ err: error }, 'the server went away while attaching')
      await sleep(20)
    }
  }
}

const verifyDurability = async (client: Client, dataDir: string): Promise<void> => {
  const wrong = await weakDurability(client)
  if (wrong.length === 0) return
  throw new ClusterError(
    `The database in ${dataDir} could lose what it confirmed (${wrong.join(', ')}). Mainstay does not run on it: ` +
      'remove such settings (local.conf, alter system, alter role, alter database) and start again.',
  )
}

/** The durability settings that the server, as this session sees it, has switched off: `fsync is off`. */
export const weakDurability = async (client: Pick<Client, 'query'>): Promise<string[]> => {
  const names = Object.keys(DURABILITY)
  const { rows } = await client.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1::text[])',
    [names],
  )
  const settings = new Map(rows.map(({ name, setting }) => [name, setting]))
  return names.filter((name) => settings.get(name) !== 'on').map((name) => `${name} is ${settings.get(name)}`)
}

const RETRY_MS = 1000
const TRIM_MS = 3_600_000

/** Brings a lost server back until told to stop; answers with the function that stops. */
const supervise = (start: Start, first: Client): (() => Promise<void>) => {
  const { log } = start
  let stopping = false
  let current: Client | undefined
  let bringingBack: Promise<void> = Promise.resolve()

  const watch = (client: Client): void => {
    current = client
    client.once('end', () => {
      current = undefined
      if (!stopping) bringingBack = bringBack()
    })
  }
  const bringBack = async (): Promise<void> => {
    log.warn('PostgreSQL is gone; bringing it back')
    while (!stopping) {
      try {
        const { client } = await attach(start)
        log.info('PostgreSQL is back')
        return watch(client)
      } catch (error) {
        log.error({ err: error }, 'PostgreSQL could not be brought back; trying again')
        await sleep(RETRY_MS)
      }
    }
  }

  watch(first)
  const trimming = setInterval(() => void trimLog(start.layout, log), TRIM_MS).unref()
  let stopped: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    stopping = true
    clearInterval(trimming)
    await bringingBack
    if (current !== undefined) await detach(start, current)
  }
  return () => {
    stopped ??= stop()
    return stopped
  }
}

const detach = async (start: Start, client: Client): Promise<void> => {
  const postmaster = await readPostmaster(start.layout.clusterDir)
  try {
    await client.query(`select pg_advisory_unlock_shared(${ATTACHED})`)
    const { rows } = await client.query<{ last: boolean }>(`select pg_try_advisory_lock(${ATTACHED}) as last`)
    if (rows[0]?.last && postmaster !== undefined) await stopServer(start, postmaster.pid)
  } catch (error) {
    start.log.warn({ err: error }, 'PostgreSQL went away before it could be stopped')
  } finally {
    await client.end().catch(() => undefined)
  }
}

const STOP_MS = 60_000

/** Fast shutdown (PostgreSQL documentation, "Shutting Down the Server"): open transactions roll back, WAL is whole. */
const stopServer = async (start: Start, pid: number): Promise<void> => {
  process.kill(pid, 'SIGINT')
  const begun = performance.now()
  while ((await readPostmaster(start.layout.clusterDir))?.pid === pid) {
    if (performance.now() - begun > STOP_MS)
      return start.log.warn({ pid }, 'PostgreSQL takes long to stop; left to it')
    await sleep(10)
  }
}
