import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Logger } from 'pino'
import type { Binaries } from './binaries.ts'
import { ClusterError, isErrno } from './cluster-error.ts'
import { knock } from './knock.ts'
import type { Layout } from './layout.ts'
import { readPostmaster, removeStalePidFile } from './postmaster-pid.ts'
import { quietEnvironment } from './quiet-environment.ts'
import { LOCAL_CONF, LOCAL_CONF_HEAD, serverArguments, serverConfig } from './server-config.ts'
import { openLog, readLog } from './server-log.ts'

export type Start = {
  readonly layout: Layout
  readonly binaries: Binaries
  readonly unsafeFast: boolean
  readonly log: Logger
}

const POLL_MS = 10
/** Recovery after a crash replays at most `max_wal_size`: minutes on a slow disk, never this long. */
const GIVE_UP_MS = 10 * 60_000
/** A refused start is tried again this long: the processes of a killed server need a moment to go. */
const CONTEST_MS = 20_000

/**
 * Comes back with an open connection to the cluster's server, which it found running or started.
 * `postmaster.pid` arbitrates: of several that start at once PostgreSQL lets one through, the others attach to it.
 */
export const reachServer = async (start: Start): Promise<Client> => {
  const begun = performance.now()
  for (;;) {
    const answer = await knockIfRunning(start.layout)
    if (typeof answer === 'object') return answer
    const waitedMs = performance.now() - begun
    if (answer === 'not_yet') {
      if (waitedMs > GIVE_UP_MS) throw new ClusterError(`${doesNotStart(start)}: it is still recovering.`)
      await sleep(POLL_MS)
      continue
    }
    const started = await startServer(start)
    if (typeof started === 'object') return started
    if (!isContest(started) || waitedMs > CONTEST_MS) throw new ClusterError(whyNotStarted(start, started))
    if (await removeStalePidFile(start.layout.clusterDir)) start.log.warn('removed a stale postmaster.pid')
    await sleep(2 * POLL_MS)
  }
}

const knockIfRunning = async (layout: Layout): Promise<Client | 'closed' | 'not_yet'> => {
  const postmaster = await readPostmaster(layout.clusterDir)
  return postmaster?.socketDir === undefined ? 'closed' : knock(postmaster.socketDir)
}

/** Another server has the directory, or a dead one's processes have not gone yet. */
const isContest = (text: string): boolean =>
  text.includes('lock file "') || text.includes('pre-existing shared memory block')

const doesNotStart = (start: Start): string => `The database in ${start.layout.dataDir} does not start`

const whyNotStarted = (start: Start, text: string): string =>
  text.includes('No space left on device')
    ? `The disk of the data directory ${start.layout.dataDir} is full. Make room, then start again.`
    : `${doesNotStart(start)}: ${text || 'PostgreSQL said nothing.'}`

/** Starts the server; answers with a connection, or with what it said before it ended. */
const startServer = async (start: Start): Promise<Client | string> => {
  await writeConfig(start.layout)
  const output = await openLog(start.layout)
  const { size } = await output.stat()
  const child = launch(start, output.fd)
  let ended: Error | number | undefined
  child.on('error', (error) => {
    ended = error
  })
  child.on('exit', (code) => {
    ended = code ?? 1
  })
  await output.close()
  for (;;) {
    if (ended instanceof Error) throw ended
    if (ended !== undefined) return readLog(start.layout, size, child.pid)
    const answer = await knockIfStartedBy(child.pid, start.layout)
    if (typeof answer === 'object') return answer
    await sleep(POLL_MS)
  }
}

const knockIfStartedBy = async (
  pid: number | undefined,
  layout: Layout,
): ReturnType<typeof knockIfRunning> =>
  (await readPostmaster(layout.clusterDir))?.pid === pid ? knockIfRunning(layout) : 'closed'

/** In a session of its own: Ctrl-C at our terminal must not stop it before we do, nor our death ever. */
const launch = ({ layout, binaries, unsafeFast }: Start, outputFd: number): ReturnType<typeof spawn> => {
  const { uid, gid, switched } = layout.user
  const child = spawn(binaries.postgres, serverArguments({ ...layout, unsafeFast }), {
    cwd: '/',
    detached: true,
    env: quietEnvironment(),
    stdio: ['ignore', outputFd, outputFd],
    ...(switched ? { uid, gid } : {}),
  })
  child.unref()
  return child
}

const writeConfig = async (layout: Layout): Promise<void> => {
  const file = join(layout.clusterDir, 'postgresql.conf')
  const fresh = `${file}.${randomBytes(6).toString('hex')}`
  await writeFile(fresh, serverConfig(), { mode: 0o600 })
  await giveToServer(layout, fresh)
  await rename(fresh, file)
  await makeLocalConfig(layout)
}

const makeLocalConfig = async (layout: Layout): Promise<void> => {
  const file = join(layout.clusterDir, LOCAL_CONF)
  try {
    await writeFile(file, LOCAL_CONF_HEAD, { mode: 0o600, flag: 'wx' })
    await giveToServer(layout, file)
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error
  }
}

const giveToServer = async ({ user }: Layout, file: string): Promise<void> => {
  if (user.switched) await chown(file, user.uid, user.gid)
}
