import {
  atLeast,
  host,
  hostAndPort,
  listOf,
  mailAddress,
  network,
  oneOf,
  origin,
  type Parse,
  postgresUrl,
  smtpUrl,
  text,
  wholeNumber,
  yesNo,
} from './parse.ts'
import type { Settings } from './settings.ts'

/** One setting of the process: everything that is known of it, in one place. */
export type Declaration<T> = {
  /** The environment variable. */
  readonly name: string
  readonly flag: string
  readonly parse: Parse<T>
  readonly fallback: T | ((others: { readonly port: number }) => T)
  /** How the default reads in the documentation. */
  readonly shownDefault: string
  /** What a value looks like; none for a switch, whose flag stands alone. */
  readonly shape: string | undefined
  readonly help: string
  /** Its value appears in no message. */
  readonly isSecret?: true
  /** The flag may be given several times; each adds to the list. */
  readonly isList?: true
}

const MAX_PORT = 65_535

/** All settings, in the order of the documentation. */
export const DECLARATIONS: { readonly [K in keyof Settings]: Declaration<Settings[K]> } = {
  roles: {
    name: 'MAINSTAY_ROLE',
    flag: 'role',
    parse: (value) => {
      const roles = listOf(oneOf('web', 'worker', 'mail'))(value)
      return roles.ok ? { ok: true, value: new Set(roles.value) } : roles
    },
    fallback: new Set(['web', 'worker', 'mail'] as const),
    shownDefault: 'web,worker,mail',
    shape: 'web,worker,mail',
    help: 'What this process does: `web` answers HTTP, `worker` runs timers, jobs and the outbox, `mail` takes SMTP. Any number of processes, of any roles, may run against one database.',
    isList: true,
  },
  host: {
    name: 'MAINSTAY_HOST',
    flag: 'host',
    parse: host,
    fallback: 'localhost',
    shownDefault: 'localhost',
    shape: 'NAME|ADDRESS',
    help: 'Where HTTP listens. `0.0.0.0` or `::` for every interface; put a proxy with TLS before it.',
  },
  port: {
    name: 'PORT',
    flag: 'port',
    parse: wholeNumber(0, MAX_PORT),
    fallback: 3000,
    shownDefault: '3000',
    shape: 'NUMBER',
    help: 'The port of HTTP. 0 takes any free one.',
  },
  smtpHost: {
    name: 'MAINSTAY_SMTP_HOST',
    flag: 'smtp-host',
    parse: host,
    fallback: '127.0.0.1',
    shownDefault: '127.0.0.1',
    shape: 'NAME|ADDRESS',
    help: 'Where incoming mail (SMTP) listens.',
  },
  smtpPort: {
    name: 'MAINSTAY_SMTP_PORT',
    flag: 'smtp-port',
    parse: wholeNumber(0, MAX_PORT),
    fallback: 2525,
    shownDefault: '2525',
    shape: 'NUMBER',
    help: 'The port of incoming mail. 0 takes any free one.',
  },
  smtpTls: {
    name: 'MAINSTAY_SMTP_TLS',
    flag: 'smtp-tls',
    parse: text,
    fallback: undefined,
    shownDefault: 'none: incoming mail is not offered STARTTLS',
    shape: 'FILE',
    help: 'A PEM file with the private key and the certificates by which incoming mail is offered STARTTLS. Read at start.',
  },
  dataDir: {
    name: 'MAINSTAY_DATA_DIR',
    flag: 'data-dir',
    parse: text,
    fallback: './data',
    shownDefault: './data',
    shape: 'DIRECTORY',
    help: 'Where the embedded database, files and the key of the installation lie. Made when it is missing.',
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    flag: 'database-url',
    parse: postgresUrl,
    fallback: undefined,
    shownDefault: 'the embedded PostgreSQL in the data directory',
    shape: 'URL',
    help: 'A PostgreSQL server, version 15 or newer, to be used instead of the embedded one.',
    isSecret: true,
  },
  databasePoolSize: {
    name: 'MAINSTAY_DATABASE_POOL_SIZE',
    flag: 'database-pool-size',
    parse: wholeNumber(2, 500),
    fallback: 12,
    shownDefault: '12',
    shape: 'NUMBER',
    help: 'Connections to the database that this process opens at most, beside a few of its own. The embedded server takes 60 over all processes.',
  },
  baseUrl: {
    name: 'MAINSTAY_BASE_URL',
    flag: 'base-url',
    parse: origin,
    fallback: ({ port }) => `http://localhost:${port}`,
    shownDefault: 'http://localhost:PORT',
    shape: 'URL',
    help: 'What links in mail and pages start with: the address under which people reach this installation.',
  },
  hosts: {
    name: 'MAINSTAY_HOSTS',
    flag: 'hosts',
    parse: listOf(hostAndPort),
    fallback: [],
    shownDefault: 'none',
    shape: 'HOST[:PORT],…',
    help: 'Further hosts that links in API answers may echo when a request came under them. Others get the base URL.',
    isList: true,
  },
  supportAddresses: {
    name: 'MAINSTAY_SUPPORT_ADDRESS',
    flag: 'support-address',
    parse: listOf(mailAddress),
    fallback: [],
    shownDefault: 'none',
    shape: 'ADDRESS,…',
    help: 'The mail addresses that take tickets. Mail to others is refused. The first one is the sender where nothing else says.',
    isList: true,
  },
  smtpRelay: {
    name: 'MAINSTAY_SMTP_RELAY',
    flag: 'smtp-relay',
    parse: smtpUrl,
    fallback: undefined,
    shownDefault: 'none: mail waits in the outbox',
    shape: 'URL',
    help: 'The server that outgoing mail is handed to: `smtp://user:password@host:587` or `smtps://…`. Beyond loopback TLS is demanded and the certificate checked.',
    isSecret: true,
  },
  mailUnauthenticated: {
    name: 'MAINSTAY_MAIL_UNAUTHENTICATED',
    flag: 'mail-unauthenticated',
    parse: oneOf('suspend', 'flag', 'accept'),
    fallback: 'suspend',
    shownDefault: 'suspend',
    shape: 'suspend|flag|accept',
    help: 'What a reply may do whose sender SPF, DKIM and DMARC neither prove nor disprove. Mail that fails them is never accepted.',
  },
  mailBoundaryHosts: {
    name: 'MAINSTAY_MAIL_BOUNDARY_HOSTS',
    flag: 'mail-boundary-hosts',
    parse: listOf(host),
    fallback: [],
    shownDefault: 'none',
    shape: 'NAME,…',
    help: 'Mail servers of yours whose `Authentication-Results` are believed. Without one Mainstay checks for itself.',
    isList: true,
  },
  mailboxHosts: {
    name: 'MAINSTAY_MAILBOX_HOSTS',
    flag: 'mailbox-hosts',
    parse: listOf(host),
    fallback: [],
    shownDefault: 'none',
    shape: 'HOST,…',
    help: 'Mail servers on private networks (or at ports other than 993 and 143) that mailboxes may be fetched from by IMAP. Others must be on the public internet and speak TLS.',
    isList: true,
  },
  webhookHosts: {
    name: 'MAINSTAY_WEBHOOK_HOSTS',
    flag: 'webhook-hosts',
    parse: listOf(host),
    fallback: [],
    shownDefault: 'none',
    shape: 'HOST,…',
    help: 'Hosts on private networks (or without TLS, or at other ports than 443 and 8443) that webhooks may be sent to. Others must be on the public internet and speak TLS.',
    isList: true,
  },
  trustedProxies: {
    name: 'MAINSTAY_TRUSTED_PROXIES',
    flag: 'trusted-proxies',
    parse: listOf(network),
    fallback: [],
    shownDefault: 'none',
    shape: 'ADDRESS|NETWORK,…',
    help: 'Proxies whose `X-Forwarded-*` headers are believed.',
    isList: true,
  },
  insecureHttp: {
    name: 'MAINSTAY_INSECURE_HTTP',
    flag: 'insecure-http',
    parse: yesNo,
    fallback: false,
    shownDefault: 'false',
    shape: undefined,
    help: 'Lets people sign in over plain HTTP from other machines. Passwords and sessions can then be read on the way, and every page says so.',
  },
  key: {
    name: 'MAINSTAY_KEY',
    flag: 'key',
    parse: atLeast(32),
    fallback: undefined,
    shownDefault: 'a file made in the data directory',
    shape: 'SECRET',
    help: 'The secret of the installation: signs reply addresses and encrypts stored credentials. 32 characters or more; `openssl rand -hex 32` makes one. Other users of the machine can see flags, so prefer the variable.',
    isSecret: true,
  },
  rateLimitPerMinute: {
    name: 'MAINSTAY_RATE_LIMIT_PER_MINUTE',
    flag: 'rate-limit-per-minute',
    parse: wholeNumber(1, 100_000_000),
    fallback: 100_000,
    shownDefault: '100000',
    shape: 'NUMBER',
    help: 'API requests that one credential may make in a minute.',
  },
  exportsPerMinute: {
    name: 'MAINSTAY_EXPORTS_PER_MINUTE',
    flag: 'exports-per-minute',
    parse: wholeNumber(1, 100_000_000),
    fallback: 600,
    shownDefault: '600',
    shape: 'NUMBER',
    help: 'Pages of incremental exports that one credential may read in a minute, beside its other requests.',
  },
  draftDays: {
    name: 'MAINSTAY_DRAFT_DAYS',
    flag: 'draft-days',
    parse: wholeNumber(1, 3650),
    fallback: 90,
    shownDefault: '90',
    shape: 'NUMBER',
    help: 'Days that a draft is kept which its owner does not touch.',
  },
  logLevel: {
    name: 'MAINSTAY_LOG_LEVEL',
    flag: 'log-level',
    parse: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    fallback: 'info',
    shownDefault: 'info',
    shape: 'fatal|error|warn|info|debug|trace|silent',
    help: 'From which weight on the log is written, to standard output.',
  },
}

export const ALL: readonly Declaration<unknown>[] = Object.values(DECLARATIONS)
