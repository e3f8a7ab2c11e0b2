export type ProcessRole = 'web' | 'worker' | 'mail'
export type UnauthenticatedMail = 'suspend' | 'flag' | 'accept'

/** The settings of the process; those of the desk are policy. Names, defaults and errors: `docs/configuration.md`. */
export type Settings = {
  readonly roles: ReadonlySet<ProcessRole>
  readonly host: string
  readonly port: number
  readonly smtpHost: string
  readonly smtpPort: number
  /** A PEM file with key and certificates; undefined: incoming mail is not offered STARTTLS. */
  readonly smtpTls: string | undefined
  readonly dataDir: string
  /** Undefined: the embedded PostgreSQL in the data directory. */
  readonly databaseUrl: string | undefined
  readonly databasePoolSize: number
  /** Links in mail and pages start with it; no slash at the end. */
  readonly baseUrl: string
  /** Further hosts that the wire's own links may echo. */
  readonly hosts: readonly string[]
  readonly supportAddresses: readonly string[]
  /** `smtp://user:pass@host:port` or `smtps://…`; undefined: mail waits in the outbox. */
  readonly smtpRelay: string | undefined
  readonly mailUnauthenticated: UnauthenticatedMail
  /** Hosts whose `Authentication-Results` are believed. */
  readonly mailBoundaryHosts: readonly string[]
  /** Mail servers that mailboxes may be fetched from though they are private, and at any port. */
  readonly mailboxHosts: readonly string[]
  readonly webhookHosts: readonly string[]
  /** Peers whose X-Forwarded-* headers are believed. */
  readonly trustedProxies: readonly string[]
  readonly insecureHttp: boolean
  readonly key: string | undefined
  readonly rateLimitPerMinute: number
  readonly exportsPerMinute: number
  /** How long a draft is kept that nobody touches. */
  readonly draftDays: number
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
}
