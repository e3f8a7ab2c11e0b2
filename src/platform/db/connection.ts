import type pg from 'pg'
import { typeParsers } from './type-parsers.ts'

/** A server's unix socket: the embedded one. `host` is the socket's directory. */
export type SocketAddress = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
}

/** Where the database is: a URL (`DATABASE_URL`) or a socket. */
export type DbAddress = { readonly connectionString: string } | { readonly socket: SocketAddress }

const STATEMENT_TIMEOUT_MS = 30_000
/** A server that gives up late is slow; one that does not even give up is gone, and nobody waits for it longer. */
const SILENCE_MS = 2_000

/** What the driver connects with; every session speaks UTC and ISO dates, and gives up on what takes too long. */
export const clientConfig = (
  address: DbAddress,
  session: { readonly purpose: string; readonly statementTimeoutMs?: number },
): pg.ClientConfig => ({
  ...('socket' in address ? address.socket : { connectionString: address.connectionString }),
  types: typeParsers,
  application_name: `mainstay ${session.purpose} ${process.pid}`,
  keepAlive: true,
  connectionTimeoutMillis: 10_000,
  ...silenceLimit(session.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS),
  options: [
    '-c timezone=UTC',
    '-c datestyle=ISO',
    `-c statement_timeout=${session.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS}`,
    '-c idle_in_transaction_session_timeout=30000',
  ].join(' '),
})

const silenceLimit = (statementTimeoutMs: number): Pick<pg.ClientConfig, 'query_timeout'> =>
  statementTimeoutMs === 0 ? {} : { query_timeout: statementTimeoutMs + SILENCE_MS }

/** The address as one URL, for libraries that want it so. */
export const connectionStringOf = (address: DbAddress): string => {
  if ('connectionString' in address) return address.connectionString
  const { host, port, user, database } = address.socket
  const query = new URLSearchParams({ host, port: String(port) })
  return `postgres://${encodeURIComponent(user)}@/${encodeURIComponent(database)}?${query}`
}
