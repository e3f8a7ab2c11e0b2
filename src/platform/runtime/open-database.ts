import type { Logger } from 'pino'
import {
  claimIdentity,
  type Database,
  type DbAddress,
  openDb,
  openSession,
  type ProcessIdentity,
  type Session,
} from '../db/index.ts'
import type { Settings } from '../settings/settings.ts'

/** This process's hold on the database, whoever's server it is. */
export type OpenDatabase = {
  readonly db: Database
  /** For advisory locks and notifications. */
  readonly session: Session
  readonly identity: ProcessIdentity
  /** Closes everything; the last process on an embedded server stops it. */
  close(): Promise<void>
}

export const openDatabase = async (
  settings: Pick<Settings, 'databaseUrl' | 'dataDir' | 'databasePoolSize'>,
  log: Logger,
  randomBytes: (size: number) => Buffer,
): Promise<OpenDatabase> => {
  const server = await reachServer(settings, log)
  const closing: (() => Promise<void>)[] = [server.stop]
  const close = async (): Promise<void> => {
    for (const part of closing.splice(0).reverse()) await part()
  }
  try {
    const db = await openDb({ ...server.address, poolSize: settings.databasePoolSize, log })
    closing.push(db.close)
    const session = await openSession({ address: server.address, purpose: 'session', log })
    closing.push(session.close)
    return { db, session, identity: await claimIdentity(session, randomBytes), close }
  } catch (error) {
    await close()
    throw error
  }
}

type Server = { readonly address: DbAddress; stop(): Promise<void> }

const reachServer = async (
  { databaseUrl, dataDir }: Pick<Settings, 'databaseUrl' | 'dataDir'>,
  log: Logger,
): Promise<Server> => {
  if (databaseUrl !== undefined) {
    return { address: { connectionString: databaseUrl }, stop: async () => undefined }
  }
  const { openCluster } = await import('../postgres/index.ts')
  const cluster = await openCluster({ dataDir, log })
  return { address: { socket: cluster.connection }, stop: cluster.stop }
}
