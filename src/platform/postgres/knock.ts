import pg from 'pg'
import { isErrno } from './cluster-error.ts'
import { SUPERUSER } from './init-cluster.ts'
import { SERVER_PORT } from './server-config.ts'

export const DATABASE = 'mainstay'

/**
 * Tries the server behind a socket. A connection to our database (made when it is missing); `not_yet` while the
 * server starts, recovers or stops; `closed` when nobody listens.
 */
export const knock = async (socketDir: string): Promise<pg.Client | 'not_yet' | 'closed'> => {
  try {
    return await connect(socketDir, DATABASE)
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ECONNREFUSED')) return 'closed'
    if (isErrno(error, ...BUSY) || isCutOff(error)) return 'not_yet'
    if (!isErrno(error, '3D000')) throw error
    await createDatabase(socketDir)
    return 'not_yet'
  }
}

/** cannot_connect_now, admin_shutdown, crash_shutdown, too_many_connections; a socket that dies under us. */
const BUSY = ['57P03', '57P01', '57P02', '53300', 'ECONNRESET', 'EPIPE', 'EAGAIN']

const isCutOff = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Connection terminated')

const connect = async (socketDir: string, database: string): Promise<pg.Client> => {
  const client = new pg.Client({
    host: socketDir,
    port: SERVER_PORT,
    user: SUPERUSER,
    database,
    application_name: `mainstay attach ${process.pid}`,
  })
  // Without a listener a server that dies would take the process along; who uses the client listens for `end`.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
}

const createDatabase = async (socketDir: string): Promise<void> => {
  const client = await connect(socketDir, 'postgres')
  try {
    await client.query(`create database ${DATABASE}`)
  } catch (error) {
    // Two first starts at one moment: 42P04 duplicate_database, or 23505 when both got past that check.
    if (!isErrno(error, '42P04', '23505')) throw error
  } finally {
    await client.end()
  }
}
