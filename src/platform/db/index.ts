export { sql } from 'kysely'
export {
  clientConfig,
  connectionStringOf,
  type DbAddress,
  type SocketAddress,
} from './connection.ts'
export { type Db, type Statement, statement } from './db.ts'
export {
  isConnectionLost,
  isForeignKeyViolation,
  isSerializationFailure,
  isStatementTimeout,
  isUniqueViolation,
} from './db-error.ts'
export { migrate, pendingMigrations, readMigrations } from './migrate.ts'
export { type Database, type OpenDb, openDb } from './pool.ts'
export { claimIdentity, isProcessAlive, liveProcessIds, type ProcessIdentity } from './process-identity.ts'
export { countQueries } from './query-counter.ts'
export { type OpenSession, openSession, type Session } from './session.ts'
