import pg from 'pg'
import type { Logger } from 'pino'
import { clientConfig, type DbAddress } from '../db/connection.ts'
import type { Settings } from '../settings/settings.ts'
import { type Cluster, openCluster, weakDurability } from './cluster.ts'
import { ClusterError } from './cluster-error.ts'

export type DatabaseServer = {
  readonly address: DbAddress
  /** The embedded server; undefined where `DATABASE_URL` names another. */
  readonly cluster: Cluster | undefined
  /** What could lose a confirmed commit (`fsync is off`), for the health page; the embedded server has none. */
  readonly weaknesses: readonly string[]
  /** Lets go of the server, after everybody has closed his connections. */
  stop(): Promise<void>
}

/** Opens the server that the settings name. Throws `ClusterError` with a sentence for the operator. */
export const openServer = async (
  settings: Pick<Settings, 'databaseUrl' | 'dataDir'>,
  log: Logger,
): Promise<DatabaseServer> => {
  if (settings.databaseUrl !== undefined) return checkServer(settings.databaseUrl, log)
  const cluster = await openCluster({ dataDir: settings.dataDir, log })
  return { address: { socket: cluster.connection }, cluster, weaknesses: [], stop: cluster.stop }
}

/** `server_version_num` of the oldest PostgreSQL whose SQL we may use. */
const OLDEST = 150_000

const checkServer = async (connectionString: string, log: Logger): Promise<DatabaseServer> => {
  const address = { connectionString }
  const client = new pg.Client(clientConfig(address, { purpose: 'check' }))
  client.on('error', () => undefined)
  await client.connect().catch((error: unknown) => {
    // The message of the driver names host, user and database, never the password.
    const why = error instanceof Error ? error.message || error.name : String(error)
    throw new ClusterError(`The database that DATABASE_URL names cannot be reached: ${why}.`, {
      cause: error,
    })
  })
  try {
    await refuseUnfit(client)
    const weaknesses = await weakDurability(client)
    if (weaknesses.length > 0) log.warn({ weaknesses }, 'the database may lose what it confirmed')
    return { address, cluster: undefined, weaknesses, stop: async () => undefined }
  } finally {
    await client.end()
  }
}

const refuseUnfit = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ number: number; version: string; encoding: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
      current_setting('server_encoding') as encoding`,
  )
  const { number, version, encoding } = rows[0]!
  if (number < OLDEST) {
    throw new ClusterError(
      `The database that DATABASE_URL names is PostgreSQL ${version}; 15 or newer is needed.`,
    )
  }
  if (encoding === 'UTF8') return
  throw new ClusterError(`The database that DATABASE_URL names is encoded in ${encoding}; it must be UTF8.`)
}
