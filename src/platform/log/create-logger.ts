import { type Bindings, type ChildLoggerOptions, type DestinationStream, type Logger, pino } from 'pino'
import type { Settings } from '../settings/settings.ts'

/**
 * What a log line may carry. Everything else is left out, whoever passes it: bodies, headers, cookies, texts and
 * addresses of people never reach a log, not even by mistake.
 */
export const LOGGED_FIELDS: ReadonlySet<string> = new Set([
  'attempt',
  'code',
  'component',
  'count',
  'durationMs',
  'effectId',
  'err',
  'job',
  'kind',
  'method',
  'migration',
  'operation',
  'pid',
  'policyVersion',
  'port',
  'reason',
  'requestId',
  'role',
  'route',
  'service',
  'signal',
  'status',
  'ticketId',
  'timer',
  'userId',
  'version',
])

/** The process's logger: JSON lines, levels by name, ISO time, allow-listed fields. To standard output unless told. */
export const createLogger = (
  settings: Pick<Settings, 'logLevel'>,
  destination: DestinationStream = pino.destination({ fd: 1, sync: false }),
): Logger => {
  const logger = pino(
    {
      level: settings.logLevel,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: allowed },
      serializers: { err: loggedError },
    },
    destination,
  )
  // A child's bindings pass no formatter (pino 10 resets it), so the list is held where they come in; children inherit.
  const { child, setBindings } = logger
  return Object.assign(logger, {
    child(this: Logger, bindings: Bindings, options?: ChildLoggerOptions): Logger {
      return Reflect.apply(child, this, [allowed(bindings), options]) as Logger
    },
    setBindings(this: Logger, bindings: Bindings) {
      Reflect.apply(setBindings, this, [allowed(bindings)])
    },
  })
}

const allowed = (fields: object): Record<string, unknown> => {
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields))
    if (LOGGED_FIELDS.has(name)) kept[name] = plain(name, value)
  return kept
}

const MAX_TEXT = 300

/** Objects other than errors are dropped too: what they hold is on no list. */
const plain = (name: string, value: unknown): unknown => {
  if (name === 'err') return value
  if (typeof value === 'string') return masked(value.slice(0, MAX_TEXT))
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : undefined
}

type Thrown = {
  readonly name?: unknown
  readonly message?: unknown
  readonly stack?: unknown
  readonly code?: unknown
  readonly cause?: unknown
  readonly severity?: unknown
  readonly constraint?: unknown
  readonly table?: unknown
  readonly column?: unknown
  readonly routine?: unknown
}

/** An error as logs show it: where and what, without values that it may quote. */
export const loggedError = (error: unknown): object => {
  if (typeof error !== 'object' || error === null) return { type: typeof error }
  const { name, code, cause, constraint, table, column, routine } = error as Thrown
  const fields = { code, constraint, table, column, routine }
  const known = Object.entries(fields).filter(([, value]) => typeof value === 'string')
  return {
    type: typeof name === 'string' ? name : 'Error',
    message: messageOf(error as Thrown),
    ...Object.fromEntries(known),
    stack: framesOf(error as Thrown),
    ...(cause === undefined ? {} : { cause: loggedError(cause) }),
  }
}

/** PostgreSQL quotes values of rows and parameters; so do the parsers of JSON and URLs. */
const quotes = ({ severity, name }: Thrown): boolean =>
  typeof severity === 'string' || name === 'SyntaxError' || name === 'URIError'

const messageOf = (error: Thrown): string => {
  const message = typeof error.message === 'string' ? error.message : ''
  const text = quotes(error) ? message.replaceAll(/"[^"]*(?:"|$)|'[^']*'/g, '"…"') : message
  return masked(text.slice(0, MAX_TEXT))
}

/** The frames alone: the head of a stack repeats the message. */
const framesOf = ({ stack }: Thrown): string =>
  typeof stack === 'string'
    ? stack
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .join('\n')
    : ''

const SECRETS =
  /\bmst_[\w-]+|\b(?:Basic|Bearer)\s+[\w+/=._~-]+|[^\s<>"'@]+@[\w-]+(?:\.[\w-]+)+|\/\/[^\s/@:]+:[^\s/@]+@/gi

/** Last line of defence: tokens, credentials in URLs and mail addresses in a text of ours. */
const masked = (text: string): string => text.replaceAll(SECRETS, '…')
