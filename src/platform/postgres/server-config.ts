/**
 * What the server runs with. Written over `postgresql.conf` at every start, so that an upgrade of Mainstay brings
 * its tuning along; an operator's own values go to `local.conf` beside it, which is read last.
 */
export const serverConfig = (): string =>
  `${[HEAD, ...TUNING].join('\n')}\n\ninclude_if_exists '${LOCAL_CONF}'\n`

export const LOCAL_CONF = 'local.conf'
export const LOCAL_CONF_HEAD =
  '# Settings of PostgreSQL of your own. Read last, kept by Mainstay as they are.\n'

const HEAD =
  '# Written by Mainstay at every start. Your own settings belong into local.conf, in this directory.\n'

const TUNING = [
  // Small when idle, enough for a desk: 128 MB of cache, and no processes that sit about (io workers, parallel
  // workers, which would also need more /dev/shm than a container has).
  "shared_buffers = '128MB'",
  'max_connections = 60',
  "work_mem = '8MB'",
  "maintenance_work_mem = '64MB'",
  "effective_cache_size = '1GB'",
  'random_page_cost = 1.1',
  'io_method = sync',
  'jit = off',
  'max_worker_processes = 4',
  'max_logical_replication_workers = 0',
  'max_parallel_workers_per_gather = 0',
  // The binaries hold neither lz4 nor zstd.
  'wal_level = replica',
  'wal_compression = pglz',
  'max_wal_senders = 4',
  "min_wal_size = '80MB'",
  "max_wal_size = '1GB'",
  'checkpoint_completion_target = 0.9',
  // Queues (outbox, timers) die young: vacuum early and often, in small bites.
  "autovacuum_naptime = '20s'",
  'autovacuum_max_workers = 2',
  'autovacuum_worker_slots = 4',
  'autovacuum_vacuum_scale_factor = 0.05',
  'autovacuum_analyze_scale_factor = 0.05',
  // Goings, comings, crashes and long waits. Not the errors of statements, which are told to who sent them and
  // would bring people's rows into the log; terse leaves out DETAIL for the same reason.
  'log_min_messages = log',
  'log_min_error_statement = panic',
  'log_error_verbosity = terse',
  'log_checkpoints = off',
  'log_lock_waits = on',
  "log_line_prefix = '%m [%p] %a '",
  "log_timezone = 'UTC'",
  "timezone = 'UTC'",
  "datestyle = 'ISO, YMD'",
  "cluster_name = 'mainstay'",
]

/** Given on the command line, which wins over every file: where it listens, and what keeps a commit. */
export const serverArguments = (options: {
  readonly clusterDir: string
  readonly socketDir: string
  readonly unsafeFast: boolean
}): string[] => [
  '-D',
  options.clusterDir,
  ...setting('listen_addresses', ''),
  ...setting('port', String(SERVER_PORT)),
  ...setting('unix_socket_directories', options.socketDir),
  ...setting('unix_socket_permissions', '0700'),
  ...Object.keys(DURABILITY)
    .filter((name) => name !== 'data_checksums')
    .flatMap((name) => setting(name, options.unsafeFast ? 'off' : 'on')),
]

const setting = (name: string, value: string): string[] => ['-c', `${name}=${value}`]

/** Only names the socket file: nothing listens on a network. */
export const SERVER_PORT = 5432

/** What must be on for a 2xx to mean durable (PostgreSQL documentation, chapter "Reliability"). */
export const DURABILITY = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  data_checksums: 'on',
} as const
