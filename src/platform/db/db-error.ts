/** The parts of an error of the driver or the server that decisions are taken by. */
type DbError = { readonly code?: unknown; readonly constraint?: unknown; readonly message?: unknown }

const parts = (error: unknown): DbError => (typeof error === 'object' && error !== null ? error : {})

/** A unique index refused a row; `constraint` narrows it to the index of that name. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean => {
  const { code, constraint: refusedBy } = parts(error)
  return code === '23505' && (constraint === undefined || refusedBy === constraint)
}

export const isForeignKeyViolation = (error: unknown, constraint?: string): boolean => {
  const { code, constraint: refusedBy } = parts(error)
  return code === '23503' && (constraint === undefined || refusedBy === constraint)
}

/** Serialization failure or deadlock: the same transaction may succeed when run again from its beginning. */
export const isSerializationFailure = (error: unknown): boolean =>
  ['40001', '40P01'].includes(String(parts(error).code))

/** The statement ran into `statement_timeout` or was cancelled. */
export const isStatementTimeout = (error: unknown): boolean => parts(error).code === '57014'

/** `lock_timeout` ran out. */
export const isLockTimeout = (error: unknown): boolean => parts(error).code === '55P03'

/** The server refused for want of disk. */
export const isDiskFull = (error: unknown): boolean => parts(error).code === '53100'

/** Class 08 and the server's goings and comings; too_many_connections; what the socket says. */
const LOST_CODES = new Set(
  '57P01 57P02 57P03 53300 ECONNREFUSED ECONNRESET ENOENT EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH EAI_AGAIN ENOTFOUND'.split(
    ' ',
  ),
)

/** The driver gives these no code (pg 8.23 `client.js`, pg-pool `index.js`). */
const LOST_MESSAGES =
  /^(?:Connection terminated|Query read timeout|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/

/**
 * The database could not be reached, or went away in between: whether a commit under way happened is then unknown.
 * The HTTP edge answers `Refused({ code: 'unavailable', retryAfterSeconds: 1 })`, the mail edge 451.
 */
export const isConnectionLost = (error: unknown): boolean => {
  const { code, message } = parts(error)
  if (typeof code === 'string') return LOST_CODES.has(code) || /^08/.test(code)
  return typeof message === 'string' && LOST_MESSAGES.test(message)
}
